// The slider over a run's log, its state over time, and what differs between two moments.
import type { Text } from '../../..';

export const replay: Text['replay'] = {
  label: 'Wiedergabe',
  play: 'Lauf abspielen',
  pause: 'Anhalten',
  back: 'Ein Ereignis zurück',
  next: 'Ein Ereignis weiter',
  slider: 'Gezeigtes Ereignis',
  place: (seq, last) => `Ereignis ${seq} von ${last}`,
  now: 'Zurück zur Gegenwart',
  asItWas: (time) => `Stand: ${time}`,
  show: 'Lauf zu diesem Zeitpunkt zeigen',
  showOf: (what) => `Lauf zeigen bei: ${what}`,
  viewLabel: 'Was vom Zustand gezeigt wird',
  views: { values: 'Werte', changes: 'Im Verlauf', difference: 'Unterschied' },
  neverChanged: 'Der Zustand war die ganze Zeit leer.',
  atStart: 'zu Beginn',
  was: 'war',
  is: 'ist',
  from: 'Von Ereignis',
  to: 'Bis Ereignis',
  sameState: 'Der Zustand ist zu beiden Zeitpunkten gleich.',
  sameSteps: 'Dazwischen ging kein Schritt weiter.',
  round: (number) => `Runde ${number}`,
};
