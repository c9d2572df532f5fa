// What can be done with the draft as a whole: each a named step, or a call of the server.

import { useWorkflow } from '../../api/queries';
import { useUnpublish } from '../../api/trying';
import { replaceAll } from '../../graph/edits';
import { withPlaces } from '../../graph/layout';
import { type Graph, readGraph } from '../../graph/types';
import { text } from '../../strings';
import { confirm } from '../../ui/confirm';
import { notifyError, notifySuccess } from '../../ui/notify';
import { useSession } from '../state/context';
import { offerUndo } from '../state/offerUndo';
import { useDraft } from '../state/useDraft';
import { download, fileOf, readFile } from './files';

const t = text.versions;

export function useVersionActions() {
  const session = useSession();
  const { slug } = session;
  const { data: workflow } = useWorkflow(slug);
  const { version, published, changed } = useDraft();
  const withdraw = useUnpublish();
  const replace = (step: string, graph: Graph, told: string) => {
    session.do(step, replaceAll(session.graph.get(), withPlaces(graph)));
    offerUndo(session, told);
  };
  const discard = async () => {
    if (!published || version === null) return;
    const yes = await confirm({
      title: t.discardTitle(version),
      verb: t.menu.discard,
      danger: true,
    });
    if (yes) replace(t.discardStep, readGraph(published), t.discarded(version));
  };
  const importFile = async (file: File) => {
    const graph = readFile(await file.text());
    if (graph) replace(t.importStep(file.name), graph, t.imported(file.name));
    else notifyError(t.notAGraph(file.name));
  };
  const exportFile = () => {
    const head = { slug, name: workflow?.name ?? slug, description: workflow?.description ?? '' };
    download(`${slug}.json`, fileOf(session.graph.get(), head));
  };
  const unpublish = async () => {
    const title = t.unpublishTitle(workflow?.name ?? slug);
    if (
      !(await confirm({ title, verb: t.menu.unpublish, children: t.unpublishBody, danger: true }))
    )
      return;
    withdraw.mutate(slug, {
      onSuccess: () => notifySuccess(t.unpublished),
      onError: (error) => notifyError(t.unpublishFailed, error),
    });
  };
  const withdrawn = workflow?.withdrawn === true;
  return { slug, version, changed, withdrawn, discard, importFile, exportFile, unpublish };
}
