// Reading JSON that a person types: the value, or a sentence that says where it stops being JSON; pure.
import type { Json, JsonObject } from '../../api/types';
import { text } from '../../strings';

export type Read<T> = { ok: true; value: T } | { ok: false; why: string };

/** The line that the browser's parser complains about; it says so in words or as a position. */
function lineOf(message: string, typed: string): number | null {
  const line = /line (\d+)/.exec(message);
  if (line) return Number(line[1]);
  const position = /position (\d+)/.exec(message);
  return position ? typed.slice(0, Number(position[1])).split('\n').length : null;
}

export function readJson(typed: string): Read<Json> {
  try {
    return { ok: true, value: JSON.parse(typed) as Json };
  } catch (error) {
    const line = lineOf(error instanceof Error ? error.message : '', typed);
    const many = typed.includes('\n');
    return { ok: false, why: line && many ? text.json.notAt(line) : text.json.not };
  }
}

export function readObject(typed: string): Read<JsonObject> {
  const read = readJson(typed);
  if (!read.ok) return read;
  const { value } = read;
  if (typeof value === 'object' && value !== null && !Array.isArray(value)) {
    return { ok: true, value };
  }
  return { ok: false, why: text.json.notObject };
}

export const asText = (value: Json | undefined): string => JSON.stringify(value, null, 2) ?? '';
