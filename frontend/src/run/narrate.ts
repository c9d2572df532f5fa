// Every event of a log as a sentence in plain words; pure.

import type { ManualEnd } from '../api/engine';
import { asUsername, type NameOf } from '../api/people';
import type { EventRecord, JsonObject } from '../api/types';
import { byHandWords } from '../canvas/byHandWords';
import { text } from '../strings';
import { listed } from '../strings/formats';
import type { Tone } from '../ui/states';
import { clockTime } from '../ui/time';
import { outcomeOf } from './resume/choices';
import { isBody, waitKind } from './timeline/bars';
import {
  humanise,
  inShort,
  isObject,
  numberOf,
  objectOf,
  shortId,
  type TitleOf,
  textOf,
  textsOf,
} from './words';

export interface Sentence {
  title: string;
  detail?: string;
  /** Routine is shown faint, so that what matters stands out. */
  faint?: boolean;
  tone?: Tone;
}

type Teller = (payload: JsonObject, node: string, event: EventRecord) => Sentence;

const t = text.run.log;
const join = (...parts: (string | undefined)[]) => parts.filter(Boolean).join(' · ') || undefined;
const quoted = (value: unknown) => (textOf(value) ? text.common.quoted(textOf(value)) : undefined);
const via = (value: unknown) => text.answering.resume.via[textOf(value)];
const time = (value: unknown) => (textOf(value) ? clockTime(textOf(value)) : '');
const who = (value: unknown) => textOf(value) || t.someone;
const everyone = (detail: JsonObject) => [...textsOf(detail.users), ...textsOf(detail.groups)];

function resumed(payload: JsonObject, node: string): Sentence {
  const door = textOf(payload.via);
  const action = textOf(payload.action);
  const said = action ? outcomeOf(action) : inShort(payload.data);
  const detail = join(said, via(door));
  if (door === 'timer') return { title: t.timerEnded(node), tone: 'cyan' };
  if (door === 'deadline') return { title: t.deadline(node), tone: 'orange' };
  if (door === 'callback' || door === 'signal') return { title: t.received(node), detail };
  return { title: t.nodeResumed(node, textOf(payload.by)), detail };
}

function suspended(payload: JsonObject, node: string): Sentence {
  const timer = payload.kind === 'timer' && textOf(payload.wake_at);
  if (timer) return { title: t.nodeUntil(node, clockTime(timer)), tone: 'cyan' };
  const reason = textOf(payload.reason);
  const tone = waitKind(textOf(payload.kind)) === 'people' ? 'violet' : 'cyan';
  return {
    title: payload.kind === 'pause' ? t.nodePauses(node) : t.nodeSuspended(node),
    detail: reason === node ? undefined : quoted(reason),
    tone,
  };
}

/** The class of what was raised is kept only for a function, which gets it raised again. */
const handledBy = (error: JsonObject): string => (error.class ? t.toldFunction : t.handled);

function failed(payload: JsonObject, node: string): Sentence {
  const error = objectOf(payload.error);
  const retry = time(payload.retry_at);
  const detail = join(
    textOf(error.message),
    retry && t.retryAt(retry),
    payload.handled === true ? handledBy(error) : undefined,
  );
  return { title: t.nodeFailed(node), detail, tone: retry ? 'amber' : 'red' };
}

function completed(payload: JsonObject, node: string, { node_id }: EventRecord): Sentence {
  if (isBody(node_id)) return { title: t.functionDone, faint: true };
  const action = textOf(payload.action);
  return {
    title: t.nodeCompleted(node),
    detail: join(action && outcomeOf(action), manualOf(payload)),
    tone: 'teal',
  };
}

/** Who ended a step by hand, and why; the sentence of the card. */
function manualOf({ manual }: JsonObject): string | undefined {
  return isObject(manual) ? byHandWords(manual as unknown as ManualEnd) : undefined;
}

function forked({ run, seq, changed }: JsonObject): Sentence {
  const parts = Object.entries(objectOf(changed)).map(
    ([part, names]) => t.changedPart[part]?.(textsOf(names).join(', ')) ?? '',
  );
  return {
    title: t.runForked(shortId(textOf(run))),
    detail: join(numberOf(seq) ? t.fromEvent(Number(seq)) : undefined, ...parts),
  };
}

function child({ status, index, error }: JsonObject): Sentence {
  const number = (numberOf(index) ?? 0) + 1;
  const state = textOf(status);
  const title = (t.childEnded[state] ?? t.childEnded.completed)?.(number) ?? '';
  const tone = state === 'failed' ? 'red' : state === 'cancelled' ? undefined : 'teal';
  return { title, detail: textOf(objectOf(error).message) || undefined, tone };
}

function changed(payload: JsonObject): Sentence {
  const names = [...Object.keys(objectOf(payload.set)), ...textsOf(payload.delete)];
  return { title: t.stateChanged, detail: names.join(', ') || undefined };
}

function started(payload: JsonObject, node: string, { node_id }: EventRecord): Sentence {
  // A function is run through from its beginning each time a step has its answer.
  if (isBody(node_id)) return { title: t.functionGoesOn, faint: true };
  const attempt = numberOf(payload.attempt) ?? 1;
  if (attempt > 1) return { title: t.nodeAttempt(node, attempt), tone: 'amber' };
  return { title: t.nodeStarted(node), faint: true };
}

function decided(payload: JsonObject): Sentence {
  const detail = objectOf(payload.detail);
  const what = outcomeOf(textOf(detail.decision)).toLowerCase();
  return {
    title: t.taskDecided(who(payload.by), what),
    detail: join(quoted(detail.comment), via(detail.via)),
    tone: 'violet',
  };
}

const TELLERS: Record<string, Teller> = {
  RunCreated: ({ by, version }) => ({
    title: t.runCreated(textOf(by)),
    detail: numberOf(version) ? t.onVersion(Number(version)) : undefined,
  }),
  RunForked: forked,
  RunRetried: ({ by, reason, adopted_by }) => ({
    title: adopted_by ? t.runAdopted : t.runRetried(textOf(by)),
    detail: quoted(reason),
    tone: 'amber',
  }),
  RunMigrated: ({ by, version, reason }) => ({
    title: t.runMigrated(textOf(by), numberOf(version) ?? 0),
    detail: quoted(reason),
  }),
  FunctionYielded: () => ({ title: t.functionRests, faint: true }),
  ChildStarted: ({ index }, node) => ({
    title: t.childStarted(node, (numberOf(index) ?? 0) + 1),
    faint: true,
  }),
  RunStarted: () => ({ title: t.runStarted, faint: true }),
  NodeStarted: started,
  NodeCompleted: completed,
  NodeFailed: failed,
  NodeSkipped: (_payload, node) => ({ title: t.nodeSkipped(node), faint: true }),
  LoopEnded: (_payload, node) => ({ title: t.loopEnded(node), faint: true }),
  NodeCancelled: ({ reason }, node) => ({ title: t.nodeCancelled(node), detail: quoted(reason) }),
  NodeSuspended: suspended,
  NodeResumed: resumed,
  StateChanged: changed,
  CheckpointSaved: ({ name }) => ({ title: t.checkpoint(textOf(name)), faint: true }),
  TaskCreated: ({ detail }) => ({
    title: t.taskCreated(listed(everyone(objectOf(detail)))),
  }),
  TaskClaimed: ({ by }) => ({ title: t.taskClaimed(who(by)) }),
  TaskReleased: ({ by }) => ({ title: t.taskReleased(who(by)) }),
  TaskDelegated: ({ by, detail }) => ({
    title: t.taskDelegated(who(by), textOf(objectOf(detail).to)),
  }),
  TaskCommented: ({ by, detail }) => ({
    title: t.taskCommented(who(by)),
    detail: quoted(objectOf(detail).text),
  }),
  TaskDecided: decided,
  TaskEscalated: ({ detail }) => ({
    title: t.taskEscalated(listed(everyone(objectOf(detail)))),
    tone: 'orange',
  }),
  SignalReceived: ({ name }) => ({ title: t.signal(textOf(name)), tone: 'cyan' }),
  ChildFinished: child,
  // Its reason is that of the first wait, told by the wait itself.
  RunSuspended: () => ({ title: t.runSuspended, faint: true }),
  RunResumed: () => ({ title: t.runResumed, faint: true }),
  RunCompleted: ({ result }) => ({
    title: t.runCompleted,
    detail: inShort(result, 80) || undefined,
    tone: 'teal',
  }),
  // The message is told by the step that failed, when one did.
  RunFailed: ({ error }) => ({
    title: t.runFailed,
    detail: objectOf(error).node_id ? undefined : textOf(objectOf(error).message) || undefined,
    tone: 'red',
  }),
  RunCancelled: ({ by, reason }) => ({
    title: t.runCancelled(textOf(by)),
    detail: quoted(reason),
  }),
};

/** The payload with people called by name; groups stay as they are. */
function named(payload: JsonObject, nameOf: NameOf): JsonObject {
  const told = { ...payload };
  if (textOf(payload.by)) told.by = nameOf(textOf(payload.by));
  if (isObject(payload.manual) && textOf(payload.manual.by)) {
    told.manual = { ...payload.manual, by: nameOf(textOf(payload.manual.by)) };
  }
  if (!isObject(payload.detail)) return told;
  const detail = { ...payload.detail };
  if (textOf(detail.to)) detail.to = nameOf(textOf(detail.to));
  if (Array.isArray(detail.users)) detail.users = textsOf(detail.users).map(nameOf);
  return { ...told, detail };
}

/** Tell an event; a type this page does not know yet is told by its name. */
export function narrate(
  event: EventRecord,
  titleOf: TitleOf,
  nameOf: NameOf = asUsername,
): Sentence {
  const tell = TELLERS[event.type];
  const node = titleOf(event.node_id);
  if (!tell) return { title: humanise(event.type), detail: node || undefined };
  return tell(named(objectOf(event.payload), nameOf), node, event);
}

/** The events that a search finds: by sentence, step or type, newest last as in the log. */
export function filterEvents(
  events: readonly EventRecord[],
  query: string,
  titleOf: TitleOf,
  nameOf: NameOf = asUsername,
): EventRecord[] {
  const wanted = query.trim().toLowerCase();
  if (!wanted) return [...events];
  return events.filter((event) => {
    const { title, detail = '' } = narrate(event, titleOf, nameOf);
    return `${title} ${detail} ${event.type} ${event.node_id ?? ''}`.toLowerCase().includes(wanted);
  });
}
