// What does not fit a rule of JSON Schema, in the reader's language.
import { text } from '../../strings';
import { numbers } from '../../strings/formats';

/** The limit stands at the end of what libraries say: "String is too short (1 < 2).", "at least 3". */
const limitIn = (said: string): string => /-?[\d.]*\d(?=\D*$)/.exec(said)?.[0] ?? '';

/** The sentence for a keyword, from what a validator said in English; null for unknown keywords. */
export function ruleSentence(keyword: string, said: string): string | null {
  const rule = text.form.rules[keyword];
  if (!rule) return null;
  const limit = limitIn(said);
  if (rule.length > 0 && limit === '') return text.form.invalid;
  return rule(limit && numbers().format(Number(limit)));
}
