// The data of a task as labelled facts for people: keys in words, numbers and dates localised; pure.
import type { FileBrief, Json, JsonObject } from '../../api/types';
import { humanise, isObject } from '../../run/words';
import { text as said } from '../../strings';
import { dates, numbers } from '../../strings/formats';

export type FactValue =
  | { kind: 'text'; text: string }
  | { kind: 'number'; text: string }
  | { kind: 'date'; text: string; at: string }
  | { kind: 'link'; text: string; href: string }
  | { kind: 'long'; text: string }
  | { kind: 'facts'; facts: Fact[] }
  | { kind: 'files'; files: FileBrief[] }
  | { kind: 'table'; columns: string[]; rows: string[][] }
  | { kind: 'none' };

export interface Fact {
  key: string;
  label: string;
  value: FactValue;
}

/** The files that a value may name by their ids. */
export type KnownFiles = readonly FileBrief[];

const DATE = /^\d{4}-\d{2}-\d{2}$/;
const MOMENT = /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}(:\d{2}(\.\d+)?)?(Z|[+-]\d{2}:?\d{2})?$/;
const MONEY = /(amount|price|total|cost|sum|budget|fee|salary)$/i;
const LONG = 140;

const plainNumber = (value: number) => numbers({ maximumFractionDigits: 10 }).format(value);
/** A date is the same day everywhere. */
const day = (value: string) =>
  dates({ dateStyle: 'long', timeZone: 'UTC' }).format(new Date(value));
const moment = (value: string) =>
  dates({ dateStyle: 'long', timeStyle: 'short' }).format(new Date(value));

function inNumbers(value: number, key: string, currency: string | null): string {
  // An identifier written as a number is not counted in thousands.
  if (/(^|_)(id|no|nr|number|year|code)$/i.test(key)) return String(value);
  if (!currency || !MONEY.test(key)) return plainNumber(value);
  try {
    return numbers({ style: 'currency', currency }).format(value);
  } catch {
    return plainNumber(value);
  }
}

function inText(value: string): FactValue {
  if (DATE.test(value)) return { kind: 'date', text: day(value), at: value };
  if (MOMENT.test(value) && !Number.isNaN(Date.parse(value))) {
    return { kind: 'date', text: moment(value), at: value };
  }
  if (/^https?:\/\/\S+$/.test(value)) {
    return { kind: 'link', href: value, text: value.replace(/^https?:\/\//, '') };
  }
  if (value.includes('\n') || value.length > LONG) return { kind: 'long', text: value };
  return value === '' ? { kind: 'none' } : { kind: 'text', text: value };
}

const isPlain = (value: Json) => !Array.isArray(value) && !isObject(value);

/** One cell or one line. */
function plain(value: Json | undefined, key: string, currency: string | null): string {
  if (value === undefined || value === null || value === '') return '–';
  if (typeof value === 'boolean') return value ? said.common.yes : said.common.no;
  if (typeof value === 'number') return inNumbers(value, key, currency);
  if (typeof value !== 'string') return JSON.stringify(value);
  const found = inText(value);
  return 'text' in found ? found.text : value;
}

/** A file: written out as the log keeps it, or named by its id. */
function asFile(value: Json, known: KnownFiles): FileBrief | undefined {
  if (typeof value === 'string') return known.find(({ id }) => id === value);
  if (!isObject(value)) return undefined;
  const { id, name, size, sha256 } = value;
  const isOne = typeof id === 'string' && typeof name === 'string' && typeof size === 'number';
  return isOne && typeof sha256 === 'string' ? { id, name, size } : undefined;
}

function inList(items: Json[], key: string, currency: string | null): FactValue {
  if (items.length === 0) return { kind: 'none' };
  if (items.every(isPlain)) {
    const text = items.map((item) => plain(item, key, currency)).join(', ');
    return { kind: text.length > LONG ? 'long' : 'text', text };
  }
  const rows = items.filter(isObject);
  if (rows.length < items.length) {
    return { kind: 'long', text: items.map((item) => JSON.stringify(item)).join('\n') };
  }
  const columns = [...new Set(rows.flatMap((row) => Object.keys(row)))].slice(0, 6);
  return {
    kind: 'table',
    columns: columns.map(humanise),
    rows: rows.map((row) => columns.map((name) => plain(row[name], name, currency))),
  };
}

function factValue(
  value: Json,
  key: string,
  currency: string | null,
  known: KnownFiles,
): FactValue {
  const named = (Array.isArray(value) ? value : [value]).map((item) => asFile(item, known));
  const files = named.filter((file) => file !== undefined);
  if (files.length > 0 && files.length === named.length) return { kind: 'files', files };
  if (Array.isArray(value)) return inList(value, key, currency);
  if (isObject(value)) {
    const facts = factsOf(value, known);
    return facts.length ? { kind: 'facts', facts } : { kind: 'none' };
  }
  if (value === null) return { kind: 'none' };
  if (typeof value === 'string') return inText(value);
  const text = plain(value, key, currency);
  return { kind: typeof value === 'number' ? 'number' : 'text', text };
}

/** The currency that stands beside an amount is part of the amount, not a fact of its own. */
function currencyOf(subject: JsonObject): string | null {
  const { currency } = subject;
  const usable = typeof currency === 'string' && /^[A-Z]{3}$/.test(currency);
  const hasMoney = Object.entries(subject).some(
    ([key, value]) => typeof value === 'number' && MONEY.test(key),
  );
  return usable && hasMoney ? currency : null;
}

/** A value in one line, as it stands among others. */
export function inWords(value: Json | undefined, key: string, around: Json = null): string {
  if (isObject(value)) {
    return factsOf(value)
      .map(({ label, value: found }) => ('text' in found ? `${label} ${found.text}` : label))
      .join(', ');
  }
  if (Array.isArray(value)) return value.map((item) => inWords(item, key)).join(', ') || '–';
  return plain(value, key, isObject(around) ? currencyOf(around) : null);
}

/** The ids of the known files that a value names, at any depth. */
export function filesIn(value: Json | undefined, known: KnownFiles): string[] {
  if (typeof value === 'string') return known.some(({ id }) => id === value) ? [value] : [];
  if (Array.isArray(value)) return value.flatMap((item) => filesIn(item, known));
  return isObject(value) ? Object.values(value).flatMap((item) => filesIn(item, known)) : [];
}

/** Turn what the author chose to show into facts; a bare value is one fact without a label. */
export function factsOf(subject: Json | undefined, known: KnownFiles = []): Fact[] {
  if (subject === undefined || subject === null || subject === '') return [];
  if (!isObject(subject)) {
    return [{ key: '', label: '', value: factValue(subject, '', null, known) }];
  }
  const currency = currencyOf(subject);
  return Object.entries(subject)
    .filter(([key]) => !(currency && key === 'currency'))
    .map(([key, value]) => ({
      key,
      label: humanise(key),
      value: factValue(value, key, currency, known),
    }));
}
