// Moving a run to another version of its workflow: whether it fits, step by step, and why it is moved.
import { Button, Modal, Select, Textarea } from '@mantine/core';
import { IconCircleCheck, IconCircleX } from '@tabler/icons-react';
import { useState } from 'react';
import { fieldErrors } from '../../api/client';
import type { Finding, MigrationPreview } from '../../api/engine';
import { useVersions } from '../../api/queries';
import { useMigrateRun, useMigrationPreview } from '../../api/recovering';
import { text } from '../../strings';
import { ErrorState } from '../../ui/ErrorState';
import { notifySuccess } from '../../ui/notify';
import { SkeletonText } from '../../ui/Skeletons';
import { Pill } from '../../ui/StatusPill';
import type { DialogProps } from './dialogs';
import { Refusal } from './Refusal';
import classes from './recover.module.css';

const t = text.migrate;

interface MigrateDialogProps extends DialogProps {
  version: number;
}

export default function MigrateDialog({ version: first, ...props }: MigrateDialogProps) {
  const { store, onClose } = props;
  const { id, workflow, version: from } = store.head;
  const [version, setVersion] = useState(first);
  const preview = useMigrationPreview(id, version);
  const versions = useVersions(workflow).data ?? [];
  const others = versions.map(({ number }) => number).filter((number) => number !== from);
  return (
    <Modal opened onClose={onClose} title={t.title(version)} size={560}>
      <p className={classes.intro}>{t.intro(from ?? 0, version)}</p>
      <div className={classes.body} data-testid="migrate-form">
        {others.length > 1 && (
          <Select
            label={t.version}
            data={others.sort((a, b) => b - a).map(String)}
            value={String(version)}
            onChange={(next) => next && setVersion(Number(next))}
            allowDeselect={false}
            w={120}
          />
        )}
        {preview.data ? (
          <MigrateForm key={version} {...props} preview={preview.data} />
        ) : preview.error ? (
          <ErrorState
            error={preview.error}
            title={t.previewFailed}
            onRetry={() => void preview.refetch()}
          />
        ) : (
          <SkeletonText lines={5} />
        )}
      </div>
    </Modal>
  );
}

function MigrateForm({ store, onClose, preview }: DialogProps & { preview: MigrationPreview }) {
  const { version, fits, findings } = preview;
  const move = useMigrateRun();
  const [reason, setReason] = useState('');
  const [tried, setTried] = useState(false);
  const missing = reason.trim() === '';
  const submit = () => {
    setTried(true);
    if (missing) return;
    move.mutate(
      { id: store.head.id, version, reason: reason.trim() },
      {
        onSuccess: () => {
          notifySuccess(t.done(version));
          onClose();
        },
      },
    );
  };
  return (
    <>
      <p className={classes.verdict} data-fits={fits}>
        {fits ? <IconCircleCheck size={18} /> : <IconCircleX size={18} />}
        {fits ? t.fits : t.misfits}
      </p>
      <Findings findings={findings} />
      {fits && (
        <Textarea
          label={t.reason}
          description={t.reasonHint}
          value={reason}
          onChange={(event) => setReason(event.currentTarget.value)}
          error={tried && missing ? t.reasonMissing : fieldErrors(move.error).reason}
          maxLength={2000}
          autosize
          minRows={2}
          required
          withAsterisk={false}
          data-testid="migrate-reason"
        />
      )}
      <Refusal error={move.error} />
      <div className={classes.buttons}>
        <Button variant="default" onClick={onClose}>
          {text.common.cancel}
        </Button>
        <Button
          onClick={submit}
          loading={move.isPending}
          disabled={!fits}
          data-testid="migrate-confirm"
        >
          {t.verb(version)}
        </Button>
      </div>
    </>
  );
}

const TONES = { ok: 'teal', note: 'amber', problem: 'red' } as const;
const ORDER = { problem: 0, note: 1, ok: 2 };

/** What is in the way first; what is the same is only counted. */
function Findings({ findings }: { findings: Finding[] }) {
  const told = findings
    .filter(({ level }) => level !== 'ok')
    .sort((a, b) => ORDER[a.level] - ORDER[b.level]);
  const same = findings.length - told.length;
  return (
    <ul className={classes.findings}>
      {told.map(({ node_id, level, message }) => (
        <li key={`${node_id} ${message}`}>
          <span>
            <Pill tone={TONES[level]}>{t.levels[level]}</Pill>
          </span>
          {message}
        </li>
      ))}
      {same > 0 && (
        <li>
          <span>
            <Pill tone="teal">{t.levels.ok}</Pill>
          </span>
          {t.unchanged(same)}
        </li>
      )}
    </ul>
  );
}
