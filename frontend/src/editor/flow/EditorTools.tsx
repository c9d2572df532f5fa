// The editor's part of the canvas tools: undo, redo and automatic layout.
import {
  IconArrowBackUp,
  IconArrowForwardUp,
  IconLayoutDistributeHorizontal,
} from '@tabler/icons-react';
import { CanvasTools } from '../../canvas/CanvasTools';
import { useCell } from '../../canvas/cell';
import { SmallButton } from '../../canvas/SmallButton';
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
      <SmallButton
        icon={IconArrowBackUp}
        label={past.length > 0 ? t.undo(past.at(-1)?.name ?? '') : t.nothingToUndo}
        disabled={past.length === 0}
        onClick={() => session.undo()}
      />
      <SmallButton
        icon={IconArrowForwardUp}
        label={future.length > 0 ? t.redo(future[0]?.name ?? '') : t.nothingToRedo}
        disabled={future.length === 0}
        onClick={() => session.redo()}
      />
      <HistoryButton />
      <SmallButton
        label={t.layout}
        icon={IconLayoutDistributeHorizontal}
        onClick={() => autoLayout(session)}
      />
    </CanvasTools>
  );
}
