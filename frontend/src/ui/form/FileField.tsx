// The field for a file: sent at once; what the form keeps is its id.
import { Input } from '@mantine/core';
import { ariaDescribedByIds, labelValue, type WidgetProps } from '@rjsf/utils';
import { text } from '../../strings';
import { AttachButton } from '../files/AttachButton';
import { useKnownFiles } from '../files/known';
import { UploadList } from '../files/UploadList';
import { useUploads } from '../files/useUploads';

export function FileField(props: WidgetProps) {
  const { id, value, required, disabled, readonly, label, hideLabel, rawErrors, onChange } = props;
  const known = useKnownFiles();
  const held = known.files.filter((file) => file.id === value);
  const { uploads, send, remove, isBusy } = useUploads(known.task, held);
  // One at a time: a file that failed makes way for the next.
  const shown = uploads.filter(({ file, wrong }) => (file ? file.id === value : true) || wrong);
  const choose = async ([file]: File[]) => {
    if (!file) return;
    for (const old of uploads.filter(({ wrong }) => wrong)) remove(old.key);
    const kept = await send(file);
    if (kept) onChange(kept.id);
  };
  return (
    <Input.Wrapper
      id={id}
      label={labelValue(label || undefined, hideLabel, false)}
      required={required}
      error={rawErrors && rawErrors.length > 0 ? rawErrors.join(' ') : undefined}
      aria-describedby={ariaDescribedByIds(id)}
    >
      <UploadList
        uploads={shown}
        onRemove={(key) => {
          remove(key);
          onChange(undefined);
        }}
      />
      {!value && !isBusy && (
        <div>
          <AttachButton
            id={id}
            variant="default"
            onFiles={(files) => void choose(files)}
            disabled={disabled || readonly}
          >
            {text.files.choose}
          </AttachButton>
        </div>
      )}
    </Input.Wrapper>
  );
}
