// Letting a failed run go on: what starts again, what may happen twice, and steps done by hand instead.
import { Button, Modal, Textarea } from '@mantine/core';
import { useMemo, useState } from 'react';
import { fieldErrors } from '../../api/client';
import type { RetryPreview, StepEffects } from '../../api/engine';
import { useVersion } from '../../api/queries';
import { useRetryPreview, useRetryRun } from '../../api/recovering';
import { useRunHead } from '../../live/useRunStore';
import { text } from '../../strings';
import { ErrorState } from '../../ui/ErrorState';
import { notifySuccess } from '../../ui/notify';
import { SkeletonText } from '../../ui/Skeletons';
import { BODY, stepsBehind } from '../steps/behind';
import { deedsOf, isReady, PLAIN, type Plan } from './byHand';
import type { DialogProps } from './dialogs';
import { FailedStep } from './FailedStep';
import { Refusal } from './Refusal';
import classes from './recover.module.css';
import { nameOf, Repeats, StepList } from './Steps';
import { useKey } from './useKey';

const t = text.retry;

/** Of a function the steps are named that brought it down: it takes up its work with them. */
function named(preview: RetryPreview, behind: readonly string[]): RetryPreview {
  const told = (steps: StepEffects[]) =>
    steps.flatMap((step) =>
      step.node_id === BODY && behind.length > 0
        ? behind.map((node_id) => ({ ...step, node_id, title: '' }))
        : step,
    );
  return {
    ...preview,
    restarts: told(preview.restarts),
    may_repeat: told(preview.may_repeat),
  };
}

export default function RetryDialog(props: DialogProps) {
  const { store, onClose } = props;
  const preview = useRetryPreview(store.head.id);
  const behind = useMemo(() => stepsBehind(store.events), [store]);
  const failed = preview.data?.restarts.filter((step) => isFailed(props, step.node_id)) ?? [];
  return (
    <Modal opened onClose={onClose} title={t.title(failed.length || 1)} size={560}>
      {preview.data ? (
        <RetryForm {...props} preview={named(preview.data, behind)} />
      ) : preview.error ? (
        <ErrorState
          error={preview.error}
          title={t.previewFailed}
          onRetry={() => void preview.refetch()}
        />
      ) : (
        <SkeletonText lines={5} />
      )}
    </Modal>
  );
}

/** A step of a function cannot be ended by hand: the function takes its outcome. */
const isFailed = ({ store }: DialogProps, node: string) =>
  store.head.kind === 'graph' && store.node(node)?.status === 'failed';

function useRetry({ store, onClose }: DialogProps) {
  const retry = useRetryRun();
  const keyOf = useKey();
  const send = (plans: Record<string, Plan>, reason: string) => {
    const by_hand = deedsOf(plans);
    const byHand = Object.keys(by_hand).length > 0;
    const body = byHand ? { by_hand, reason: reason.trim() } : {};
    retry.mutate(
      { id: store.head.id, ...body, idempotency_key: keyOf([store.head.seq, body]) },
      {
        onSuccess: () => {
          notifySuccess(t.done);
          onClose();
        },
      },
    );
  };
  return { send, busy: retry.isPending, error: retry.error };
}

function RetryForm(props: DialogProps & { preview: RetryPreview }) {
  const { store, titleOf, preview, onClose } = props;
  const head = useRunHead(store);
  const graph = useVersion(head?.workflow, head?.version ?? undefined).data?.graph;
  const [plans, setPlans] = useState<Record<string, Plan>>({});
  const [reason, setReason] = useState('');
  const [tried, setTried] = useState(false);
  const { send, busy, error } = useRetry(props);
  const failed = preview.restarts.filter((step) => isFailed(props, step.node_id));
  const others = preview.restarts.filter((step) => !failed.includes(step));
  const byHand = Object.values(plans).some(({ do: what }) => what !== 'again');
  const again = ({ node_id }: { node_id: string }) => (plans[node_id]?.do ?? 'again') === 'again';
  const missing = byHand && reason.trim() === '';
  const refused = fieldErrors(error);
  const submit = () => {
    setTried(true);
    if (!missing && isReady(plans)) send(plans, reason);
  };
  return (
    <>
      <p className={classes.intro}>{t.intro}</p>
      <div className={classes.body} data-testid="retry-form">
        <Refusal error={error} />
        {failed.map((step) => (
          <FailedStep
            key={step.node_id}
            step={step}
            title={nameOf(step, titleOf)}
            error={store.node(step.node_id)?.error?.message}
            graph={graph}
            plan={plans[step.node_id] ?? PLAIN}
            onPlan={(plan) => setPlans((before) => ({ ...before, [step.node_id]: plan }))}
            refused={refused}
          />
        ))}
        {byHand && (
          <Textarea
            label={t.reason}
            description={t.reasonHint}
            value={reason}
            onChange={(event) => setReason(event.currentTarget.value)}
            error={tried && missing ? t.reasonMissing : refused.reason}
            maxLength={2000}
            autosize
            minRows={2}
            required
            withAsterisk={false}
            data-testid="retry-reason"
          />
        )}
        <StepList title={failed.length > 0 ? t.also : t.starts} steps={others} titleOf={titleOf} />
        <StepList title={t.reopens} steps={preview.reopens} titleOf={titleOf} />
        <Repeats
          title={t.repeats}
          hint={t.repeatsHint}
          steps={preview.may_repeat.filter(again)}
          titleOf={titleOf}
        />
      </div>
      <div className={classes.buttons}>
        <Button variant="default" onClick={onClose}>
          {text.common.cancel}
        </Button>
        <Button onClick={submit} loading={busy} data-testid="retry-confirm">
          {t.verb}
        </Button>
      </div>
    </>
  );
}
