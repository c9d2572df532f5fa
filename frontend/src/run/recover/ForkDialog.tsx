// Starting a new run from a moment of this one: which moment, what starts again, what is changed.
import { Button, Modal } from '@mantine/core';
import { useDebouncedValue } from '@mantine/hooks';
import { useState } from 'react';
import { useNavigate } from 'react-router';
import { fieldErrors } from '../../api/client';
import type { ForkPreview } from '../../api/engine';
import { type ForkPlace, useForkPreview, useForkRun } from '../../api/recovering';
import { useRunLog } from '../../live/useRunStore';
import { text } from '../../strings';
import { ErrorState } from '../../ui/ErrorState';
import { notifySuccess } from '../../ui/notify';
import { SkeletonText } from '../../ui/Skeletons';
import { outputsAt } from './changes';
import type { DialogProps } from './dialogs';
import { ForkChanges } from './ForkChanges';
import { bodyOf, type Typed } from './forkBody';
import { PlaceField } from './PlaceField';
import { Refusal } from './Refusal';
import classes from './recover.module.css';
import { Block, Repeats, StepList } from './Steps';
import { useKey } from './useKey';

const t = text.fork;
const REST = 250;

interface ForkDialogProps extends DialogProps {
  place: ForkPlace | undefined;
}

export default function ForkDialog({ place: asked, ...props }: ForkDialogProps) {
  const { store, titleOf, onClose } = props;
  const [place, setPlace] = useState<ForkPlace>(asked ?? { seq: Math.max(1, store.lastSeq()) });
  const [wanted] = useDebouncedValue(place, REST);
  const preview = useForkPreview(store.head.id, wanted);
  const moving = preview.isPlaceholderData || wanted !== place;
  return (
    <Modal opened onClose={onClose} title={t.title} size={600}>
      <p className={classes.intro}>{t.intro}</p>
      <div className={classes.body} data-testid="fork-form">
        <PlaceField
          store={store}
          titleOf={titleOf}
          place={place}
          seq={preview.data?.seq}
          onPlace={setPlace}
        />
        {preview.error && !moving ? (
          <ErrorState
            error={preview.error}
            title={t.previewFailed}
            onRetry={() => void preview.refetch()}
          />
        ) : preview.data ? (
          <ForkForm {...props} place={place} preview={preview.data} moving={moving} />
        ) : (
          <SkeletonText lines={5} />
        )}
      </div>
    </Modal>
  );
}

interface ForkFormProps extends DialogProps {
  place: ForkPlace;
  preview: ForkPreview;
  /** The preview still speaks of the moment before. */
  moving: boolean;
}

function ForkForm({ store, titleOf, onClose, place, preview, moving }: ForkFormProps) {
  const log = useRunLog(store);
  const navigate = useNavigate();
  const fork = useForkRun();
  const keyOf = useKey();
  const [typed, setTyped] = useState<Typed>({});
  const base = {
    inputs: preview.inputs,
    state: preview.state,
    outputs: outputsAt(log, preview.seq),
  };
  const { body, problems } = bodyOf(base, typed);
  const submit = () =>
    fork.mutate(
      { id: store.head.id, ...place, ...body, idempotency_key: keyOf([place, body]) },
      {
        onSuccess: ({ id }) => {
          notifySuccess(t.done);
          onClose();
          void navigate(`/runs/${id}`);
        },
      },
    );
  return (
    <>
      {preview.restarts.length > 0 ? (
        <StepList title={t.starts} steps={preview.restarts} titleOf={titleOf} />
      ) : (
        <Block title={t.starts}>
          <span className="f-dim">{t.startsNothing}</span>
        </Block>
      )}
      <Repeats
        title={t.repeats}
        hint={t.repeatsHint}
        steps={preview.may_repeat}
        titleOf={titleOf}
      />
      <ForkChanges
        base={base}
        typed={typed}
        problems={problems}
        refused={fieldErrors(fork.error)}
        onTyped={setTyped}
      />
      <Refusal error={fork.error} />
      <div className={classes.buttons}>
        <Button variant="default" onClick={onClose}>
          {text.common.cancel}
        </Button>
        <Button
          onClick={submit}
          loading={fork.isPending}
          disabled={moving || Object.keys(problems).length > 0}
          data-testid="fork-confirm"
        >
          {t.verb}
        </Button>
      </div>
    </>
  );
}
