// The frames of the socket `/ws/`, both ways.
import type {
  EventRecord,
  Json,
  JsonObject,
  NodeStatus,
  RunStatus,
  Suspension,
} from '../api/types';

export interface JobUpdate {
  type: 'job_update';
  run_id: string;
  status: RunStatus;
  message: string | null;
  seq: number;
  suspensions: Suspension[];
  workflow?: string;
}

export interface NodeUpdate {
  type: 'node_update';
  run_id: string;
  node_id: string;
  iteration: number;
  status: NodeStatus;
  seq: number;
  attempt?: number;
  progress?: { fraction?: number | null; message?: string | null } | null;
  error?: { type: string; message: string } | null;
}

export interface EventFrame {
  type: 'event';
  run_id: string;
  event: EventRecord;
}

export interface InboxUpdate {
  type: 'inbox_update';
  open: number;
  task: JsonObject | null;
}

/** Somebody's bell: how much is unread, and the notice that is new or changed. */
export interface NoticeUpdate {
  type: 'notice_update';
  unread: number;
  notice: JsonObject | null;
}

/** A browser tab that has a workflow open. */
export interface Present {
  tab: string;
  user: string;
  node: string | null;
  /** Of the draft that it shows. */
  revision: number | null;
}

/** Who has a workflow open; `pen` is the tab that edits. */
export interface PresenceFrame {
  type: 'presence';
  workflow: string;
  people: Present[];
  pen: string | null;
}

/** Too much changed to tell one by one: fetch again what the topic shows. */
export interface Resync {
  type: 'resync';
  topic: string;
}

export type RunFrame = JobUpdate | NodeUpdate | EventFrame;
export type Topic = 'inbox' | 'runs' | `workflow:${string}`;

export type Incoming =
  | RunFrame
  | InboxUpdate
  | NoticeUpdate
  | Resync
  | PresenceFrame
  | { type: 'reply'; id: number; ok: true; result: Json }
  | { type: 'error'; id: number | null; code: string; detail: string }
  | { type: 'pong' };

export type JobType = 'run_job' | 'resume_job' | 'stop_job' | 'retry_job' | 'presence';
