// Where a form's files belong, and what is known of them: fields hold only their ids.
import { createContext, type ReactNode, useContext, useMemo } from 'react';
import type { FileBrief } from '../../api/types';

interface Known {
  /** The task that files are handed in for. */
  task?: string;
  files: readonly FileBrief[];
}

const FilesContext = createContext<Known>({ files: [] });

export const useKnownFiles = (): Known => useContext(FilesContext);

export function KnownFiles({ task, files, children }: Known & { children: ReactNode }) {
  const value = useMemo(() => ({ task, files }), [task, files]);
  return <FilesContext value={value}>{children}</FilesContext>;
}
