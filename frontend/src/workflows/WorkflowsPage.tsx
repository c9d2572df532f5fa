// The workflow list: what there is, how its last runs went, and templates to start from.
import { Button } from '@mantine/core';
import { IconPlus, IconSitemap } from '@tabler/icons-react';
import { useMemo, useState } from 'react';
import { useWorkflows } from '../api/queries';
import { may, useMe } from '../api/session';
import type { Template, WorkflowSummary } from '../api/types';
import { text } from '../strings';
import { EmptyState } from '../ui/EmptyState';
import { ErrorState } from '../ui/ErrorState';
import { Page } from '../ui/Page';
import { PageHeader } from '../ui/PageHeader';
import { SearchField } from '../ui/SearchField';
import { SkeletonRows } from '../ui/Skeletons';
import { useSearchFilter } from '../ui/useSearchFilter';
import { NewWorkflow } from './NewWorkflow';
import { TemplateGallery } from './TemplateGallery';
import { WorkflowTable } from './WorkflowTable';

const t = text.workflows;

function matching(workflows: WorkflowSummary[], q: string): WorkflowSummary[] {
  const words = q.toLowerCase().split(/\s+/).filter(Boolean);
  return workflows.filter(({ name, slug, description }) => {
    const hay = `${name} ${slug} ${description}`.toLowerCase();
    return words.every((word) => hay.includes(word));
  });
}

function List({ onNew }: { onNew?: () => void }) {
  const query = useWorkflows();
  const { get, set } = useSearchFilter();
  const q = get('q');
  const found = useMemo(() => matching(query.data ?? [], q), [query.data, q]);
  if (query.isPending) return <div className="f-card">{<SkeletonRows rows={5} />}</div>;
  if (query.error) return <ErrorState error={query.error} onRetry={() => void query.refetch()} />;
  if (query.data.length === 0) {
    return (
      <EmptyState
        icon={IconSitemap}
        title={t.empty}
        actions={onNew && <Button onClick={onNew}>{t.create}</Button>}
      >
        {onNew ? t.emptyBody : t.emptyReader}
      </EmptyState>
    );
  }
  if (found.length === 0) {
    return (
      <EmptyState
        title={t.noMatch(q)}
        actions={
          <Button variant="default" onClick={() => set({ q: null })}>
            {text.common.clearFilters}
          </Button>
        }
      />
    );
  }
  return <WorkflowTable workflows={found} />;
}

export default function WorkflowsPage() {
  const { data: me } = useMe();
  const { get, set } = useSearchFilter();
  const author = may(me, 'edit');
  const count = useWorkflows().data?.length;
  const [dialog, setDialog] = useState<{ template: Template | null } | null>(null);
  const start = (template: Template | null) => setDialog({ template });
  return (
    <Page
      header={
        <PageHeader
          title={t.title}
          context={count ? <span className="f-num">{t.count(count)}</span> : undefined}
          actions={
            <>
              <SearchField value={get('q')} onChange={(q) => set({ q })} label={t.search} />
              {author && (
                <Button leftSection={<IconPlus size={16} />} onClick={() => start(null)}>
                  {t.create}
                </Button>
              )}
            </>
          }
        />
      }
    >
      <List onNew={author ? () => start(null) : undefined} />
      {author && <TemplateGallery onPick={start} />}
      {dialog && <NewWorkflow template={dialog.template} onClose={() => setDialog(null)} />}
    </Page>
  );
}
