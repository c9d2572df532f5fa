// The secret that signs, to be copied to the receiver.
import { Button, CopyButton, Modal, TextInput } from '@mantine/core';
import { IconCheck, IconCopy } from '@tabler/icons-react';
import { text } from '../../strings';
import classes from './webhooks.module.css';

const t = text.webhooks;

export function SecretDialog({ secret, onClose }: { secret: string; onClose: () => void }) {
  return (
    <Modal opened onClose={onClose} title={t.secret} size={560}>
      <div className={classes.copied}>
        <TextInput
          aria-label={t.secret}
          description={t.secretHint}
          value={secret}
          readOnly
          onFocus={(event) => event.currentTarget.select()}
          styles={{ input: { fontFamily: 'var(--f-mono)', fontSize: 12 } }}
          data-testid="webhook-secret"
        />
        <CopyButton value={secret}>
          {({ copied, copy }) => (
            <Button
              variant="default"
              leftSection={copied ? <IconCheck size={14} /> : <IconCopy size={14} />}
              onClick={copy}
            >
              {copied ? text.common.copied : t.copy}
            </Button>
          )}
        </CopyButton>
      </div>
      <div className={classes.buttons}>
        <Button onClick={onClose}>{t.done}</Button>
      </div>
    </Modal>
  );
}
