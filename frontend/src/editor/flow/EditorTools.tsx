// The editor's part of the canvas tools: undo, redo and automatic layout.
import {
  IconArrowBackUp,
  IconArrowForwardUp,
  IconLayoutDistributeHorizontal,
} from '@tabler/icons-react';
import { CanvasTools, Tool } from '../../canvas/CanvasTools';
import { useCell } from '../../canvas/cell';
import { text } from '../../strings';
import { useSession } from '../state/context';
import { autoLayout } from '../state/edit';
import { HistoryButton } from './HistoryButton';

const t = text.editor.canvas;

export function EditorTools({ looking }: { looking: boolean }) {
  const session = useSession();
  const { past, future } = useCell(session.history);
  if (looking) return <CanvasTools />;
  return (
    <CanvasTools>
      <Tool
        label={past.length > 0 ? t.undo(past.at(-1)?.name ?? '') : t.nothingToUndo}
        disabled={past.length === 0}
        onClick={() => session.undo()}
      >
        <IconArrowBackUp size={16} />
      </Tool>
      <Tool
        label={future.length > 0 ? t.redo(future[0]?.name ?? '') : t.nothingToRedo}
        disabled={future.length === 0}
        onClick={() => session.redo()}
      >
        <IconArrowForwardUp size={16} />
      </Tool>
      <HistoryButton />
      <Tool label={t.layout} onClick={() => autoLayout(session)}>
        <IconLayoutDistributeHorizontal size={16} />
      </Tool>
    </CanvasTools>
  );
}
