// The catalogue: both languages have the same words, and the first page does with the first of them.
import { afterEach, describe, expect, it, vi } from 'vitest';
import { text } from '.';
import { first as german } from './de/first';
import { more as moreGerman } from './de/more';
import { first as english } from './en/first';
import { more as moreEnglish } from './en/more';

/** Tables in which German may have more: they are read by what others say in English. */
const OPEN = new Set(['form.library', 'graph.findings', 'graph.fromServer']);

/** Of a refusal each language tells the facts that it needs. */
const LOOSE = /^refusals\./;

type Shape = Record<string, string>;

const takes = (made: { length: number }) => `a function of ${made.length}`;

/** Every key with what stands there: "text", or how many values its function takes. */
function shapeOf(value: unknown, path = '', found: Shape = {}): Shape {
  if (OPEN.has(path)) return found;
  if (typeof value === 'function') found[path] = LOOSE.test(path) ? 'a function' : takes(value);
  else if (typeof value !== 'object' || value === null) found[path] = typeof value;
  else {
    for (const [key, part] of Object.entries(value)) {
      shapeOf(part, path ? `${path}.${key}` : key, found);
    }
  }
  return found;
}

function textsIn(value: unknown, found: string[] = []): string[] {
  if (typeof value === 'string') found.push(value);
  else if (typeof value === 'object' && value !== null) {
    for (const part of Object.values(value)) textsIn(part, found);
  }
  return found;
}

describe('the catalogue', () => {
  it('has every key in both languages, with functions of as many values', () => {
    const en = shapeOf({ ...english, ...moreEnglish });
    expect(shapeOf({ ...german, ...moreGerman })).toEqual(en);
    expect(Object.keys(en).length).toBeGreaterThan(700);
  });

  it('has no empty text and no English quotation marks in German', () => {
    const texts = textsIn({ ...german, ...moreGerman });
    expect(texts.filter((one) => one.trim() === '' || /[“”](?=\w)|(?<=\w)”/.test(one))).toEqual([]);
  });

  it('says nothing in the same words twice: the first words are not among the others', () => {
    expect(Object.keys(english).filter((area) => area in moreEnglish)).toEqual([]);
  });
});

describe('the first page', () => {
  afterEach(() => vi.resetModules());

  it('is loaded with the first words alone', async () => {
    vi.resetModules();
    const { speak } = await import('./loading');
    speak('en', english);
    const fresh = await import('.');
    expect(fresh.text).not.toBe(text);
    expect('editor' in fresh.text).toBe(false);
    await expect(import('../routes')).resolves.toBeDefined();
    await expect(import('../inbox/InboxPage')).resolves.toBeDefined();
    expect('editor' in fresh.text).toBe(false);
  });
});
