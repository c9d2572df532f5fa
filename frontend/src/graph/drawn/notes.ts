/** Notes on the canvas: words for the people who draw; kept in the graph's `ui`, no run sees them. */

import type { Change } from '../changes';
import { setGraph } from '../edits';
import { freshId } from '../ids';
import { type Graph, isObject, type Json, type JsonObject, type Point } from '../types';

export const TONES = ['amber', 'gray', 'blue', 'teal'] as const;
export type NoteTone = (typeof TONES)[number];

export interface Note {
  id: string;
  text: string;
  x: number;
  y: number;
  width: number;
  height: number;
  tone: NoteTone;
}

export const NOTE_SIZE = { width: 240, height: 160 };
export const NOTE_LEAST = { width: 120, height: 60 };

const numberOr = (value: Json | undefined, fallback: number): number =>
  typeof value === 'number' && Number.isFinite(value) ? value : fallback;

const toneOf = (value: Json | undefined): NoteTone =>
  TONES.find((tone) => tone === value) ?? 'amber';

function readNote(id: string, raw: JsonObject): Note {
  return {
    id,
    text: typeof raw.text === 'string' ? raw.text : '',
    x: numberOr(raw.x, 0),
    y: numberOr(raw.y, 0),
    width: Math.max(NOTE_LEAST.width, numberOr(raw.width, NOTE_SIZE.width)),
    height: Math.max(NOTE_LEAST.height, numberOr(raw.height, NOTE_SIZE.height)),
    tone: toneOf(raw.tone),
  };
}

const read = new WeakMap<JsonObject, Note>();

/** The same note gives the same object, so that unchanged ones are not drawn again. */
export function notesOf(graph: Pick<Graph, 'ui'>): Note[] {
  const notes = isObject(graph.ui?.notes) ? graph.ui.notes : {};
  return Object.entries(notes).flatMap(([id, raw]): Note[] => {
    if (!isObject(raw)) return [];
    const known = read.get(raw);
    if (known?.id === id) return [known];
    const note = readNote(id, raw);
    read.set(raw, note);
    return [note];
  });
}

const asJson = ({ id: _key, ...rest }: Note): JsonObject => ({ ...rest });

export function newNote(graph: Graph, at: Point, words = ''): Note {
  const taken = new Set(notesOf(graph).map((note) => note.id));
  return { id: freshId('note', taken), text: words, ...at, ...NOTE_SIZE, tone: 'amber' };
}

/** One change that writes all of them: the outermost new object is set only once. */
export function addNotes(graph: Graph, notes: readonly Note[]): Change[] {
  if (notes.length === 0) return [];
  const before = isObject(graph.ui?.notes) ? graph.ui.notes : {};
  const added = Object.fromEntries(notes.map((note) => [note.id, asJson(note)]));
  return setGraph(graph, ['ui', 'notes'], { ...before, ...added });
}

export function setNote(graph: Graph, id: string, part: Partial<Omit<Note, 'id'>>): Change[] {
  const note = notesOf(graph).find((candidate) => candidate.id === id);
  return note ? setGraph(graph, ['ui', 'notes', id], asJson({ ...note, ...part })) : [];
}

export const moveNotes = (graph: Graph, places: ReadonlyMap<string, Point>): Change[] =>
  [...places].flatMap(([id, place]) => setNote(graph, id, place));

export const removeNotes = (graph: Graph, ids: ReadonlySet<string>): Change[] =>
  notesOf(graph)
    .filter((note) => ids.has(note.id))
    .flatMap((note) => setGraph(graph, ['ui', 'notes', note.id], undefined));
