// Templates to start from, each with a small picture of its graph.
import { UnstyledButton } from '@mantine/core';
import { useTemplates } from '../api/queries';
import type { Template } from '../api/types';
import { text } from '../strings';
import { ErrorState } from '../ui/ErrorState';
import { SkeletonCards } from '../ui/Skeletons';
import { GraphPicture } from './GraphPicture';
import classes from './workflows.module.css';

const t = text.workflows;

export function TemplateCard({ template, onPick, picked }: TemplateCardProps) {
  return (
    <UnstyledButton
      className={`f-card ${classes.template}`}
      onClick={() => onPick(template)}
      aria-pressed={picked}
    >
      <GraphPicture graph={template.graph} />
      <span className={classes.words}>
        <b>{template.name}</b>
        <span>{template.description}</span>
      </span>
    </UnstyledButton>
  );
}

interface TemplateCardProps {
  template: Template;
  onPick: (template: Template) => void;
  picked?: boolean;
}

export function TemplateGallery({ onPick }: { onPick: (template: Template) => void }) {
  const query = useTemplates();
  if (query.data?.length === 0) return null;
  return (
    <section>
      <h2 className={classes.heading}>{t.templates}</h2>
      {query.isPending && <SkeletonCards cards={4} height={196} />}
      {query.error && <ErrorState error={query.error} onRetry={() => void query.refetch()} />}
      <div className={classes.gallery}>
        {query.data?.map((template) => (
          <TemplateCard key={template.slug} template={template} onPick={onPick} />
        ))}
      </div>
    </section>
  );
}
