// Files being handed in: how far each is, what went wrong, and a way to take it back.
import { CloseButton, Progress } from '@mantine/core';
import { text } from '../../strings';
import { FileLink } from './FileLink';
import classes from './files.module.css';
import type { Upload } from './useUploads';

interface UploadListProps {
  uploads: readonly Upload[];
  onRemove: (key: string) => void;
}

export function UploadList({ uploads, onRemove }: UploadListProps) {
  if (uploads.length === 0) return null;
  return (
    <ul className={classes.list} data-testid="uploads">
      {uploads.map((item) => (
        <li key={item.key} className={classes.item} data-failed={item.wrong ? true : undefined}>
          <Item item={item} />
          <CloseButton
            size="sm"
            aria-label={(item.file || item.wrong ? text.files.remove : text.files.cancel)(
              item.name,
            )}
            onClick={() => onRemove(item.key)}
          />
        </li>
      ))}
    </ul>
  );
}

function Item({ item }: { item: Upload }) {
  if (item.file) {
    return (
      <span>
        <FileLink file={item.file} />
      </span>
    );
  }
  if (item.wrong) {
    return (
      <span role="alert">
        <span className={classes.name}>{text.files.failed(item.name)}</span>{' '}
        <span className={classes.wrong}>{item.wrong}</span>
      </span>
    );
  }
  const percent = Math.round(item.part * 100);
  return (
    <span className={classes.sending}>
      <span className={classes.name}>{item.name}</span>
      <Progress className={classes.progress} value={percent} size="sm" aria-label={item.name} />
      <span className="f-num">{text.files.sending(percent)}</span>
    </span>
  );
}
