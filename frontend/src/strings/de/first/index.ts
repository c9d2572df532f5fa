// German for the first page: the shell and the inbox.
//
// The words that are always the same:
//   workflow Ablauf · run Lauf · node, step Schritt · line Linie · task Aufgabe · inbox Eingang ·
//   dashboard Übersicht · draft Entwurf · published Veröffentlicht · version Version · trigger Auslöser ·
//   approve Genehmigen · reject Ablehnen · send back Zurückgeben · decide Entscheiden ·
//   due fällig · overdue überfällig · waiting for Wartet auf · claim Übernehmen · release Freigeben ·
//   resume Fortsetzen · wait Wartepunkt · retry Erneut versuchen · fork Abzweigen · stop Stoppen ·
//   checkpoint Sicherungspunkt · failed Gescheitert · port Anschluss · input Eingabe · output Ausgabe ·
//   state Zustand · sub-workflow Teilablauf · deadline Frist
// Buttons are infinitives. People are addressed as little as the sentence allows, and then as "Sie".
// Quotation marks are „…“; a number and its unit are one word to the eye ("3 h", "2 Tage").
import type { First } from '../..';
import { answering } from './answering';
import * as forms from './form';
import { inbox } from './inbox';
import { keys } from './keys';
import { refusals } from './refusals';
import * as shell from './shell';
import { time } from './time';
import { undo } from './undo';

export const first: First = { ...shell, ...forms, answering, inbox, keys, refusals, time, undo };
