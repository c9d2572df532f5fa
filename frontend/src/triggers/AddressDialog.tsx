// The address of a webhook, shown once: to copy, with a command that tries it.
import { Button, CopyButton, Modal, TextInput } from '@mantine/core';
import { IconCheck, IconCopy, IconKey } from '@tabler/icons-react';
import { text } from '../strings';
import classes from './triggers.module.css';
import { curlOf } from './words';

const t = text.triggers;

interface AddressDialogProps {
  url: string;
  fields: string[];
  onClose: () => void;
}

/** Only its own button closes it: what is missed here cannot be read again. */
export default function AddressDialog({ url, fields, onClose }: AddressDialogProps) {
  const command = curlOf(url, fields);
  return (
    <Modal
      opened
      onClose={onClose}
      title={t.addressTitle}
      size={600}
      closeOnClickOutside={false}
      closeOnEscape={false}
      withCloseButton={false}
    >
      <p className={classes.once}>
        <IconKey size={18} /> {t.addressOnce}
      </p>
      <div className={classes.body}>
        <div className={classes.copied}>
          <TextInput
            label={t.address}
            value={url}
            readOnly
            onFocus={(event) => event.currentTarget.select()}
            styles={{ input: { fontFamily: 'var(--f-mono)', fontSize: 12 } }}
            data-testid="webhook-address"
          />
          <Copy value={url} label={t.copyAddress} />
        </div>
        <section className={classes.command} aria-label={t.command}>
          <div className={classes.commandHead}>
            <b>{t.command}</b>
            <Copy value={command} label={t.copyCommand} small />
          </div>
          <pre>{command}</pre>
        </section>
      </div>
      <div className={classes.buttons}>
        <Button onClick={onClose}>{t.done}</Button>
      </div>
    </Modal>
  );
}

function Copy({ value, label, small }: { value: string; label: string; small?: boolean }) {
  return (
    <CopyButton value={value}>
      {({ copied, copy }) => (
        <Button
          variant={small ? 'subtle' : 'default'}
          size={small ? 'compact-sm' : 'sm'}
          color={small ? 'gray' : undefined}
          leftSection={copied ? <IconCheck size={14} /> : <IconCopy size={14} />}
          onClick={copy}
        >
          {copied ? text.common.copied : label}
        </Button>
      )}
    </CopyButton>
  );
}
