// The top bar: where one is, the tabs, whether everything is saved and sound, and Publish.
import { SegmentedControl } from '@mantine/core';
import { useWorkflow } from '../../api/queries';
import { ShareButton } from '../../sharing/ShareButton';
import { text } from '../../strings';
import { PageHeader } from '../../ui/PageHeader';
import { Pill } from '../../ui/StatusPill';
import { PresenceStack } from '../presence/PresenceStack';
import { useSession } from '../state/context';
import { useDraft } from '../state/useDraft';
import { PublishMenu } from '../versions/PublishMenu';
import classes from './header.module.css';
import { ProblemsChip } from './ProblemsChip';
import { PublishButton } from './PublishButton';
import { SaveNote } from './SaveNote';

const t = text.editor.header;
export const TABS = ['editor', 'runs', 'versions', 'triggers', 'settings'] as const;
export type Tab = (typeof TABS)[number];

interface EditorHeaderProps {
  tab: Tab;
  onTab: (tab: Tab) => void;
  onProblems: () => void;
  looking: boolean;
}

export function EditorHeader({ tab, onTab, onProblems, looking }: EditorHeaderProps) {
  const { slug } = useSession();
  const { data: workflow } = useWorkflow(slug);
  const { version } = useDraft();
  return (
    <PageHeader
      title={workflow?.name ?? slug}
      crumbs={[{ label: text.nav.workflows, to: '/workflows' }]}
      context={
        <span className={classes.context}>
          <Pill tone="gray">
            {workflow?.withdrawn
              ? text.versions.withdrawn
              : version === null
                ? t.unpublished
                : t.published(version)}
          </Pill>
          <SaveNote />
        </span>
      }
      actions={
        <>
          <PresenceStack />
          <ProblemsChip onClick={onProblems} />
          <ShareButton slug={slug} restricted={workflow?.restricted} />
          {!looking && (
            <div className={classes.split}>
              <PublishButton />
              <PublishMenu />
            </div>
          )}
        </>
      }
    >
      <SegmentedControl
        value={tab}
        onChange={(next) => onTab(next as Tab)}
        data={TABS.map((value) => ({ value, label: t.tabs[value] }))}
        aria-label={t.sections}
      />
    </PageHeader>
  );
}
