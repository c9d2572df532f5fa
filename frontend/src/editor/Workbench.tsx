// The part of the editor around the canvas: palette, canvas with its run bar, problems, inspector.
import { ActionIcon, Tooltip } from '@mantine/core';
import { IconLayoutSidebar, IconLayoutSidebarRight } from '@tabler/icons-react';
import { useMemo, useState } from 'react';
import type { Suspension } from '../api/types';
import { text } from '../strings';
import { useRemembered } from '../ui/remembered';
import { KeysDialog } from './actions/KeysDialog';
import { useShortcuts } from './actions/useShortcuts';
import classes from './editor.module.css';
import { EditorCanvas } from './flow/EditorCanvas';
import { ProblemsPanel } from './header/ProblemsPanel';
import { Inspector } from './inspector/Inspector';
import { Palette } from './palette/Palette';
import { EditorRunBar } from './runbar/EditorRunBar';
import { useDesk } from './state/context';
import { useProblemMarks } from './state/useProblems';
import { useResumeSelected } from './state/useResumeSelected';

const t = text.editor.panels;

interface WorkbenchProps {
  looking: boolean;
  onRun: () => void;
  onResume: (wait: Suspension) => void;
  problems: boolean;
  onClose: () => void;
}

export function Workbench({ looking, onRun, onResume, problems, onClose }: WorkbenchProps) {
  const [palette, setPalette] = useRemembered('editor.palette', true);
  const [inspector, setInspector] = useRemembered('editor.inspector', true);
  return (
    <div className={classes.body}>
      {!looking && palette && <Palette />}
      <div className={classes.middle}>
        <div className={classes.ground}>
          <EditorCanvas looking={looking}>
            <EditorRunBar onRun={onRun} onResume={onResume} />
            {!looking && (
              <>
                <Fold side="left" open={palette} onFold={() => setPalette(!palette)} />
                <Fold side="right" open={inspector} onFold={() => setInspector(!inspector)} />
              </>
            )}
          </EditorCanvas>
        </div>
        {problems && <ProblemsPanel onClose={onClose} />}
      </div>
      {!looking && inspector && <Inspector />}
      {!looking && <Keys {...{ onRun, onResume }} onInspector={() => setInspector(!inspector)} />}
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

/** What listens beside the canvas: keys, and problems for the cards; ends with it. */
type KeysProps = Pick<WorkbenchProps, 'onRun' | 'onResume'> & { onInspector: () => void };

function Keys({ onRun, onResume, onInspector }: KeysProps) {
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
      '?': () => setHelp(true),
    }),
    [autosave, session, onRun, resume, onInspector],
  );
  useProblemMarks();
  useShortcuts(session, more);
  return <KeysDialog open={help} onClose={() => setHelp(false)} />;
}
