// The page of a workflow: loads it, then hands over to the editor, or to the page of what is code.
import { useParams } from 'react-router';
import { useNodeTypes, useVersion, useWorkflow } from '../api/queries';
import type { Workflow } from '../api/types';
import { type Code, codeOf } from '../code/codeOf';
import { ErrorState } from '../ui/ErrorState';
import { later } from '../ui/shell/later';
import { Editor } from './Editor';
import { EditorSkeleton } from './EditorSkeleton';
import classes from './editor.module.css';

const CodePage = later(() => import('../code/CodePage'), <EditorSkeleton />);

export default function EditorPage() {
  const { slug = '' } = useParams();
  const workflow = useWorkflow(slug);
  const types = useNodeTypes();
  const code = useCode(workflow.data);
  const error = workflow.data ? types.error : (workflow.error ?? types.error);
  const retry = () => {
    void workflow.refetch();
    void types.refetch();
  };
  return (
    <div className={classes.page}>
      {workflow.data && code ? (
        <CodePage key={slug} workflow={workflow.data} code={code} />
      ) : workflow.data && types.data && code === null ? (
        <Editor key={slug} workflow={workflow.data} types={types.data} />
      ) : error ? (
        <ErrorState error={error} onRetry={retry} />
      ) : (
        <EditorSkeleton />
      )}
    </div>
  );
}

/** What a workflow's code says of it: null for a drawing, undefined until that is known. */
function useCode(workflow: Workflow | undefined): Code | null | undefined {
  const drawn = workflow ? workflow.graph.nodes.length > 0 : false;
  const version = workflow?.latest_version ?? undefined;
  const latest = useVersion(drawn ? undefined : workflow?.slug, version);
  if (!workflow) return undefined;
  const code = codeOf(workflow.graph);
  // A draft without nodes may be an empty drawing, or belong to a function: its version tells.
  if (code || drawn || version === undefined || latest.error) return code;
  return latest.data ? codeOf(latest.data.graph) : undefined;
}
