// The catalogue of everything the application says: components read `text.<area>.<key>`.
//
// To add words: write them into a file of `en/` and, with the same key, into the file of that name in
// `de/`; the compiler tells what is missing or too much. A text with something in it is a function of
// what goes in (`(name: string) => …`), so that each language has its own order. A new area goes into
// `more/index.ts` of both languages, or into `first/index.ts` when the shell or the inbox needs it at
// once: those are fetched before anything shows, and the first load of the inbox has a limit
// (tests/setup/test_first_load.py).
//
// Numbers, dates and lists ("a, b and c") come from `formats.ts`, times in words from `ui/time.ts`, the
// sentence for a refusal of the server from `refusals.ts` of each language, by its code. Words for
// German are in the glossary of `de/first/index.ts`. A unit test speaks German by `test/german.ts`.
//
// The server chooses the language (web/shell.py) and puts its script, `<language>/entry.ts`, before that
// of the application, so a module may keep a part of `text`: `const t = text.inbox`. Modules of the
// shell and the inbox must not keep what is in `more`: it is there once another page is opened.
import type { first } from './en/first';
import type { more } from './en/more';
import type { Said } from './said';

export type Text = Said<typeof first & typeof more>;
/** What one language gives; each file of `de/` is held to its part of it. */
export type First = Pick<Text, keyof typeof first>;
export type More = Pick<Text, keyof typeof more>;

/** Filled by `loading.ts`, never replaced: what was read from it stays true. */
export const text = {} as Text;
