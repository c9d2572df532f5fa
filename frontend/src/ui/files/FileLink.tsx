// A file as people get it: its name and size, always as a download.
import { IconPaperclip } from '@tabler/icons-react';
import type { FileBrief } from '../../api/types';
import classes from './files.module.css';
import { sizeWords } from './size';

export const addressOfFile = (id: string): string => `/api/attachments/${id}/`;

export function FileLink({ file }: { file: FileBrief }) {
  return (
    <a className={classes.link} href={addressOfFile(file.id)} download={file.name}>
      <IconPaperclip size={14} aria-hidden="true" />
      <span className={classes.name}>{file.name}</span>
      <span className={classes.size}>{sizeWords(file.size)}</span>
    </a>
  );
}
