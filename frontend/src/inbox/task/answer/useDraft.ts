// The draft of an answer: kept a moment after the last change and on leaving, found again on opening.
import { useQueryClient } from '@tanstack/react-query';
import { useCallback, useEffect, useRef, useState } from 'react';
import { keys } from '../../../api/queries';
import { type DraftBody, dropDraft, saveDraft } from '../../../api/task';
import type { Draft, Json, Task } from '../../../api/types';
import { EMPTY, type Reply } from '../../../run/resume/question';
import type { Answer, Start } from '../../../run/resume/useAnswer';
import { isObject, textOf, textsOf } from '../../../run/words';

const PAUSE = 900;

/** What was typed for a decision that is taken back again: the server forgets a draft with it. */
const given = new Map<string, Start>();

export const rememberGiven = (id: string, start: Start): void => void given.set(id, start);

const replyIn = (data: Json | undefined): Reply =>
  isObject(data) ? { chosen: textsOf(data.chosen), typed: textOf(data.typed) } : EMPTY;

/** What an answer begins with when nobody has touched it. */
const untouched = (task: Task): Start => ({
  value: task.proposal ?? undefined,
  comment: '',
  reply: EMPTY,
});

/** The draft, what was given before it was taken back, or what was proposed. */
export function startOf(task: Task, isAsked: boolean): Start {
  const { draft } = task;
  const fresh = untouched(task);
  if (!draft) return given.get(task.id) ?? fresh;
  return {
    value: isAsked ? fresh.value : (draft.data ?? fresh.value),
    comment: draft.comment ?? '',
    reply: isAsked ? replyIn(draft.data) : EMPTY,
  };
}

type State = 'none' | 'saving' | 'saved' | 'failed';

export interface DraftKeeper {
  state: State;
  /** When it was kept last. */
  at: string | null;
  discard: () => void;
  /** Keep nothing any more: the answer was given. */
  stop: () => void;
}

function bodyOf({ value, comment, reply }: Start, isAsked: boolean): DraftBody {
  return { data: isAsked ? { ...reply } : (value ?? null), comment };
}

/** Keep what is filled in while the task waits for this person's answer. */
export function useDraft(task: Task, answer: Answer, isAsked: boolean, on: boolean): DraftKeeper {
  const client = useQueryClient();
  const { id } = task;
  const [state, setState] = useState<State>(task.draft ? 'saved' : 'none');
  const fresh = JSON.stringify(bodyOf(untouched(task), isAsked));
  const content = JSON.stringify(
    bodyOf({ value: answer.value, comment: answer.comment, reply: answer.reply }, isAsked),
  );
  const kept = useRef(content);
  const wanted = useRef<string | null>(null);
  const write = useCallback(
    (draft: Draft | null) =>
      client.setQueryData<Task>(keys.task(id), (old) => old && { ...old, draft }),
    [client, id],
  );

  const flush = useCallback(async () => {
    const next = wanted.current;
    if (next === null) return;
    wanted.current = null;
    const body = JSON.parse(next) as DraftBody;
    try {
      if (next === fresh) await dropDraft(id);
      else await saveDraft(id, body);
    } catch {
      // The next change tries again; what was typed is still in the fields.
      setState('failed');
      return;
    }
    kept.current = next;
    const draft = { data: body.data ?? null, decision: null, comment: body.comment ?? null };
    write(next === fresh ? null : { ...draft, updated_at: new Date().toISOString() });
    setState(next === fresh ? 'none' : 'saved');
  }, [fresh, id, write]);

  useEffect(() => {
    if (!on || content === kept.current) return;
    wanted.current = content;
    setState('saving');
    const timer = setTimeout(() => void flush(), PAUSE);
    return () => clearTimeout(timer);
  }, [on, content, flush]);

  useEffect(() => {
    const leave = () => document.visibilityState === 'hidden' && void flush();
    document.addEventListener('visibilitychange', leave);
    return () => {
      document.removeEventListener('visibilitychange', leave);
      void flush();
    };
  }, [flush]);

  return {
    state,
    at: task.draft?.updated_at ?? null,
    discard: () => {
      wanted.current = null;
      kept.current = fresh;
      given.delete(id);
      answer.restart(untouched(task));
      setState('none');
      write(null);
      void dropDraft(id).catch(() => setState('failed'));
    },
    stop: () => {
      wanted.current = null;
      kept.current = content;
    },
  };
}
