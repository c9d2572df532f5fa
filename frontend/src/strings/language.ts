// In which language and time zone this page speaks; the words and formats themselves are beside it.

export type Language = 'en' | 'de';

/** British English: the day before the month, and 24 hours. */
const LOCALES: Record<Language, string> = { en: 'en-GB', de: 'de-DE' };

let spoken: Language = 'en';
let chosenZone: string | undefined;

export const language = (): Language => spoken;
export const locale = (): string => LOCALES[spoken];

/** The person's own zone; undefined is the browser's, as Intl has it. */
export const zone = (): string | undefined => chosenZone;

export function setLanguage(next: Language): void {
  spoken = next;
}

/** Show all times in this zone from now on; empty, or a name that this browser does not know: its own. */
export function setZone(name: string | undefined): void {
  try {
    chosenZone = name || undefined;
    new Intl.DateTimeFormat(LOCALES[spoken], { timeZone: chosenZone });
  } catch {
    chosenZone = undefined;
  }
}

/** The person's own zone, else where this browser is. */
export const ownZone = (): string =>
  chosenZone ?? (Intl.DateTimeFormat().resolvedOptions().timeZone || 'UTC');

/** The time zones that this browser knows, and those in use. */
export function zones(...used: string[]): string[] {
  const known =
    typeof Intl.supportedValuesOf === 'function' ? Intl.supportedValuesOf('timeZone') : [];
  return [...new Set(['UTC', ...used, ...known])];
}
