// The part of the editor around the canvas: palette, canvas with its run bar, the panel under it, inspector.
import { ActionIcon, Tooltip } from '@mantine/core';
import { useHotkeys } from '@mantine/hooks';
import { IconLayoutSidebar, IconLayoutSidebarRight, IconMinimize } from '@tabler/icons-react';
import { useMemo, useState } from 'react';
import type { Suspension } from '../api/types';
import { text } from '../strings';
import { useRemembered } from '../ui/remembered';
import { useCommands } from './actions/commands';
import { KeysDialog } from './actions/KeysDialog';
import { useShortcuts } from './actions/useShortcuts';
import { BottomPanel } from './bottom/BottomPanel';
import type { Bottom } from './bottom/useBottom';
import classes from './editor.module.css';
import { EditorCanvas } from './flow/EditorCanvas';
import { Inspector } from './inspector/Inspector';
import { type Left, LeftPanel } from './outline/LeftPanel';
import { EditorRunBar } from './runbar/EditorRunBar';
import { useDesk } from './state/context';
import { useProblemMarks } from './state/useProblems';
import { useResumeSelected } from './state/useResumeSelected';

const t = text.editor.panels;
const f = text.canvas.focus;

interface WorkbenchProps {
  looking: boolean;
  onRun: () => void;
  onResume: (wait: Suspension) => void;
  bottom: Bottom;
}

export function Workbench(props: WorkbenchProps) {
  const { looking, onRun, onResume, bottom } = props;
  const [palette, setPalette] = useRemembered('editor.palette', true);
  const [inspector, setInspector] = useRemembered('editor.inspector', true);
  const [left, setLeft] = useRemembered<Left>('editor.left', 'nodes');
  const [focus, setFocus] = useState(false);
  return (
    <div className={classes.body}>
      {!looking && palette && !focus && <LeftPanel />}
      <div className={classes.middle}>
        <div className={classes.ground}>
          <EditorCanvas looking={looking}>
            <EditorRunBar onRun={onRun} onResume={onResume} />
            {focus && <LeaveFocus onLeave={() => setFocus(false)} />}
            {!looking && !focus && (
              <>
                <Fold side="left" open={palette} onFold={() => setPalette(!palette)} />
                <Fold side="right" open={inspector} onFold={() => setInspector(!inspector)} />
              </>
            )}
          </EditorCanvas>
        </div>
        {bottom.open && !focus && (
          <BottomPanel
            tab={bottom.tab}
            looking={looking}
            onTab={bottom.show}
            onClose={bottom.close}
          />
        )}
      </div>
      {!looking && inspector && !focus && <Inspector />}
      {looking ? (
        <LookingKeys onBottom={bottom.toggle} />
      ) : (
        <Keys
          {...{ onRun, onResume }}
          onBottom={bottom.toggle}
          onInspector={() => setInspector(!inspector)}
          onFocus={() => setFocus(!focus)}
          onOutline={() => {
            setPalette(true);
            setLeft(left === 'outline' ? 'nodes' : 'outline');
          }}
        />
      )}
    </div>
  );
}

interface FoldProps {
  side: 'left' | 'right';
  open: boolean;
  onFold: () => void;
}

/** Folds the panel beside the canvas away, or out again. */
function Fold({ side, open, onFold }: FoldProps) {
  const Icon = side === 'left' ? IconLayoutSidebar : IconLayoutSidebarRight;
  const words =
    side === 'left' ? [t.hidePalette, t.showPalette] : [t.hideInspector, t.showInspector];
  const label = (open ? words[0] : words[1]) ?? '';
  return (
    <Tooltip label={label}>
      <ActionIcon
        className={classes.fold}
        data-side={side}
        variant="subtle"
        color="gray"
        size={30}
        aria-label={label}
        aria-expanded={open}
        onClick={onFold}
      >
        <Icon size={16} />
      </ActionIcon>
    </Tooltip>
  );
}

/** Focus mode hides all but the canvas and its run bar; Ctrl+\\ or this button end it. */
function LeaveFocus({ onLeave }: { onLeave: () => void }) {
  return (
    <Tooltip label={f.leave}>
      <ActionIcon
        className={classes.fold}
        data-side="right"
        variant="default"
        size={30}
        aria-label={f.leave}
        onClick={onLeave}
      >
        <IconMinimize size={16} />
      </ActionIcon>
    </Tooltip>
  );
}

/** What listens beside the canvas: keys, and problems for the cards; ends with it. */
type KeysProps = Pick<WorkbenchProps, 'onRun' | 'onResume'> & {
  onBottom: () => void;
  onInspector: () => void;
  onFocus: () => void;
  onOutline: () => void;
};

/** Those who only look on change nothing by keys; the panel under the canvas is theirs, too. */
function LookingKeys({ onBottom }: Pick<KeysProps, 'onBottom'>) {
  useHotkeys([['mod+J', onBottom]], []);
  return null;
}

function Keys(props: KeysProps) {
  const { onRun, onResume, onBottom, onInspector, onFocus, onOutline } = props;
  const { session, autosave } = useDesk();
  const [help, setHelp] = useState(false);
  const resume = useResumeSelected(onResume);
  const more = useMemo(
    () => ({
      'Mod+S': () => void autosave.flush(),
      'Mod+Enter': onRun,
      'Shift+P': () => session.publish.get()(),
      R: resume,
      I: onInspector,
      O: onOutline,
      'Mod+J': onBottom,
      'Mod+\\': onFocus,
      '?': () => setHelp(true),
    }),
    [autosave, session, onRun, resume, onInspector, onOutline, onBottom, onFocus],
  );
  useProblemMarks();
  useShortcuts(session, more);
  useCommands(session, more);
  return <KeysDialog open={help} onClose={() => setHelp(false)} />;
}
