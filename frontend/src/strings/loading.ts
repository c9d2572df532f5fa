// Fills `text`: the first words by the script of the page's language, the others when they are needed.
import { type First, type More, text } from '.';
import { type Language, language, setLanguage } from './language';

// Each is a file of its own in the build; the server has the browser fetch it early (web/shell.py).
const MORE: Record<Language, () => Promise<More>> = {
  en: async () => (await import('./en/more')).more,
  de: async () => (await import('./de/more')).more,
};

let rest: Promise<unknown> | undefined;

/** Speak a language, beginning with these words: before any module is loaded that reads `text`. */
export function speak(next: Language, words: First): void {
  setLanguage(next);
  rest = undefined;
  Object.assign(text, words);
}

/** Load the words of the pages beyond the inbox, once. */
export function speakMore(): Promise<unknown> {
  rest ??= MORE[language()]().then(
    (words) => Object.assign(text, words),
    (error: unknown) => {
      // The next page that is opened may have more luck.
      rest = undefined;
      throw error;
    },
  );
  return rest;
}
