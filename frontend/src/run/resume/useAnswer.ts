// What a person is about to answer: data, comment, the choice made, and what the server refused.
import { useId, useRef, useState } from 'react';
import { ApiError } from '../../api/client';
import { useNames } from '../../api/people';
import type { Json, JsonSchema } from '../../api/types';
import { text } from '../../strings';
import { hasFields } from '../../ui/form/SchemaForm';
import { readJson } from '../../ui/json/readJson';
import { notifyError } from '../../ui/notify';
import { isObject } from '../words';
import { type Choice, needsComment, type ReasonRule } from './choices';
import { answerErrors, conflictOf } from './conflict';
import { type Asked, answerOf, EMPTY, type Reply } from './question';

export interface Given {
  /** null when there was nothing to choose. */
  choice: Choice | null;
  data: Json | undefined;
  comment: string;
  /** What was typed to confirm. */
  confirm: string;
}

/** What an answer begins with: a draft, or what was proposed. */
export interface Start {
  value?: Json;
  comment: string;
  reply: Reply;
}

export const NOTHING: Start = { comment: '', reply: EMPTY };

interface Options {
  schema: JsonSchema | null;
  /** `json`: a free object is typed; `none`: only the buttons and the comment. */
  free: 'json' | 'none';
  /** The comment field is there, and needed for a no. */
  commented: boolean;
  /** The question that is answered by fields. */
  asked: Asked | null;
  /** The key of the run's state that is asked for; what is typed is its value. */
  needs?: string | null;
  start?: Start;
  /** Whether a no needs a reason; null leaves it to the page to ask for one. */
  reason?: ReasonRule;
  /** What must be typed to approve. */
  confirm?: string | null;
  send: (given: Given) => Promise<unknown>;
}

type Parsed = { ok: true; data: Json | undefined } | { ok: false; why: string };

/** Words that are no JSON are a text; nothing typed is no value. */
export function parseValue(typed: string, key: string): Parsed {
  if (typed.trim() === '') return { ok: true, data: undefined };
  const read = readJson(typed);
  return { ok: true, data: { [key]: read.ok ? read.value : typed } };
}

/** Read what was typed; empty is no data. */
export function parseData(typed: string): Parsed {
  if (typed.trim() === '') return { ok: true, data: undefined };
  try {
    const data = JSON.parse(typed) as Json;
    return isObject(data)
      ? { ok: true, data }
      : { ok: false, why: text.answering.resume.dataNotObject };
  } catch {
    return { ok: false, why: text.answering.resume.dataInvalid };
  }
}

const isEmpty = (value: unknown) => !isObject(value) || Object.keys(value).length === 0;

export function useAnswer(options: Options) {
  const { schema, free, commented, asked, needs, send, start = NOTHING, reason, confirm } = options;
  const formId = useId();
  const nameOf = useNames();
  const [value, setValue] = useState<Json | undefined>(start.value);
  const [typed, setTyped] = useState('');
  const [reply, setReply] = useState<Reply>(start.reply);
  const [replyError, setReplyError] = useState('');
  const [comment, setComment] = useState(start.comment);
  const [commentError, setCommentError] = useState('');
  const [refused, setRefused] = useState<{ fields: Record<string, string>; general: string }>();
  const [conflict, setConflict] = useState<string | null>(null);
  const [busy, setBusy] = useState<string | null>(null);
  const [confirmed, setConfirmed] = useState('');
  const [confirmError, setConfirmError] = useState('');
  const confirmRef = useRef<HTMLInputElement>(null);
  const chosen = useRef<Choice | null>(null);
  const isSending = useRef(false);
  const commentRef = useRef<HTMLTextAreaElement>(null);
  const parsed = needs ? parseValue(typed, needs) : parseData(typed);

  async function give(choice: Choice | null, data: Json | undefined): Promise<void> {
    // Once it is given nothing is sent any more: the page comes too late for two quick clicks.
    if (isSending.current) return;
    isSending.current = true;
    setBusy(choice?.id ?? '');
    setRefused(undefined);
    try {
      await send({ choice, data, comment: comment.trim(), confirm: confirmed.trim() });
    } catch (error) {
      isSending.current = false;
      const faster = conflictOf(error, nameOf);
      if (faster) setConflict(faster);
      else if (error instanceof ApiError && error.status === 400) setRefused(answerErrors(error));
      else notifyError(text.answering.resume.failed, error);
    } finally {
      setBusy(null);
    }
  }

  function choose(choice: Choice | null): void {
    if (busy !== null) return;
    if (commented && choice && needsComment(choice.id, comment, reason)) {
      setCommentError(text.answering.resume.commentMissing);
      commentRef.current?.focus();
      return;
    }
    if (confirm && choice?.kind !== 'reject' && confirmed.trim() !== confirm.trim()) {
      setConfirmError(confirm);
      confirmRef.current?.focus();
      return;
    }
    if (asked) {
      const read = answerOf(asked, reply);
      if (read.ok) void give(choice, { answer: read.value });
      else setReplyError(read.why);
      return;
    }
    if (free === 'json' && !hasFields(schema)) {
      if (parsed.ok) void give(choice, parsed.data);
      return;
    }
    // Who says no need not fill in the form; what was filled in goes along.
    if (!hasFields(schema) || choice?.kind === 'reject') {
      void give(choice, isEmpty(value) ? undefined : value);
      return;
    }
    chosen.current = choice;
    (document.getElementById(formId) as HTMLFormElement | null)?.requestSubmit();
  }

  return {
    formId,
    schema,
    free: hasFields(schema) ? ('none' as const) : free,
    needs: needs ?? null,
    commented,
    value,
    setValue: (next: unknown) => setValue(next as Json),
    submitValid: (data: unknown) => void give(chosen.current, data as Json),
    typed,
    setTyped,
    typedError: parsed.ok ? '' : parsed.why,
    reply,
    setReply: (part: Partial<Reply>) => {
      setReply({ ...reply, ...part });
      setReplyError('');
    },
    replyError: replyError || refused?.fields.answer,
    /** Goes on without an answer, where the question allows that. */
    skip: (): void => void give(null, { answer: null }),
    comment,
    setComment: (next: string) => {
      setComment(next);
      setCommentError('');
    },
    commentError,
    commentRef,
    reason,
    /** What must be typed to approve, and what was. */
    wanted: confirm ?? null,
    confirmed,
    setConfirmed: (next: string) => {
      setConfirmed(next);
      setConfirmError('');
    },
    confirmError,
    confirmRef,
    /** It was taken back: an answer may be given again. */
    reopen: () => {
      isSending.current = false;
    },
    /** Fill in a draft, or begin anew. */
    restart: (next: Start) => {
      setValue(next.value);
      setReply(next.reply);
      setComment(next.comment);
      setCommentError('');
    },
    refused,
    conflict,
    busy,
    choose,
  };
}

export type Answer = ReturnType<typeof useAnswer>;
