// What starts this workflow by itself; the reader of schedules is loaded with it.
import { useBarred } from '../../api/session';
import { useCell } from '../../canvas/cell';
import { isObject } from '../../graph/types';
import { loadTriggersPanel } from '../../triggers/load';
import { SkeletonRows } from '../../ui/Skeletons';
import { later } from '../../ui/shell/later';
import { inputSchema } from '../runbar/inputs';
import { useSession } from '../state/context';
import { useDraft } from '../state/useDraft';

const TriggersPanel = later(loadTriggersPanel, <SkeletonRows rows={3} />);

/** Triggers can be changed on a phone too: they need no canvas. */
export function TriggersTab() {
  const session = useSession();
  const { version } = useDraft();
  const looking = useBarred(session.slug, 'edit');
  const asked = inputSchema(useCell(session.graph))?.properties;
  return (
    <TriggersPanel
      slug={session.slug}
      fields={isObject(asked) ? Object.keys(asked) : []}
      isPublished={version !== null}
      looking={looking}
    />
  );
}
