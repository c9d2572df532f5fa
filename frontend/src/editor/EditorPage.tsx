// The editor's page: loads the draft and the node types, then hands over to the editor itself.
import { useParams } from 'react-router';
import { useNodeTypes, useWorkflow } from '../api/queries';
import { ErrorState } from '../ui/ErrorState';
import { Editor } from './Editor';
import { EditorSkeleton } from './EditorSkeleton';
import classes from './editor.module.css';

export default function EditorPage() {
  const { slug = '' } = useParams();
  const workflow = useWorkflow(slug);
  const types = useNodeTypes();
  const error = workflow.data ? types.error : (workflow.error ?? types.error);
  const retry = () => {
    void workflow.refetch();
    void types.refetch();
  };
  return (
    <div className={classes.page}>
      {workflow.data && types.data ? (
        <Editor key={slug} workflow={workflow.data} types={types.data} />
      ) : error ? (
        <ErrorState error={error} onRetry={retry} />
      ) : (
        <EditorSkeleton />
      )}
    </div>
  );
}
