// Typed JSON: read, or told where it goes wrong.
import { describe, expect, it } from 'vitest';
import { asText, readJson, readObject } from './readJson';

describe('typed JSON', () => {
  it('is read', () => {
    expect(readJson('[1, "a"]')).toEqual({ ok: true, value: [1, 'a'] });
  });

  it('that is broken names the line', () => {
    const read = readJson('{\n  "a": 1,\n  "b" 2\n}');
    expect(read).toEqual({ ok: false, why: 'This is not JSON yet: look at line 3.' });
  });

  it('of one line needs no number', () => {
    expect(readJson('{')).toEqual({ ok: false, why: 'This is not JSON yet.' });
  });

  it('that must be an object is refused otherwise', () => {
    expect(readObject('[]')).toEqual({
      ok: false,
      why: 'This must be an object, such as {"ok": true}.',
    });
    expect(readObject('{"a": null}')).toEqual({ ok: true, value: { a: null } });
  });

  it('is written over several lines', () => {
    expect(asText({ a: 1 })).toBe('{\n  "a": 1\n}');
  });
});
