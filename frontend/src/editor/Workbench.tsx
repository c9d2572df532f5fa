// The part of the editor around the canvas: palette, canvas with its run bar, problems, inspector.
import { useMemo } from 'react';
import type { Suspension } from '../api/types';
import { useShortcuts } from './actions/useShortcuts';
import classes from './editor.module.css';
import { EditorCanvas } from './flow/EditorCanvas';
import { ProblemsPanel } from './header/ProblemsPanel';
import { Inspector } from './inspector/Inspector';
import { Palette } from './palette/Palette';
import { EditorRunBar } from './runbar/EditorRunBar';
import { useDesk } from './state/context';

interface WorkbenchProps {
  looking: boolean;
  onRun: () => void;
  onResume: (wait: Suspension) => void;
  problems: boolean;
  onClose: () => void;
}

export function Workbench({ looking, onRun, onResume, problems, onClose }: WorkbenchProps) {
  return (
    <div className={classes.body}>
      {!looking && <Palette />}
      <div className={classes.middle}>
        <div className={classes.ground}>
          <EditorCanvas looking={looking}>
            <EditorRunBar onRun={onRun} onResume={onResume} />
          </EditorCanvas>
        </div>
        {problems && <ProblemsPanel onClose={onClose} />}
      </div>
      {!looking && <Inspector />}
      {!looking && <Keys onRun={onRun} />}
    </div>
  );
}

/** The editor's keys; drawn so that they end with the canvas. */
function Keys({ onRun }: { onRun: () => void }) {
  const { session, autosave } = useDesk();
  const more = useMemo(
    () => ({ 'Mod+S': () => void autosave.flush(), 'Mod+Enter': onRun }),
    [autosave, onRun],
  );
  useShortcuts(session, more);
  return null;
}
