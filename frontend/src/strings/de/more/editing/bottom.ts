// The panel under the canvas of the editor.
import type { Text } from '../../..';

export const bottom: Text['bottom'] = {
  title: 'Bereich unter der Zeichenfläche',
  resize: 'Höhe des Bereichs',
  tabs: { log: 'Protokoll', events: 'Ereignisse', problems: 'Probleme', data: 'Testdaten' },
  noRun: 'Es wird kein Lauf gezeigt. Führen Sie den Entwurf aus, um zu sehen, was er meldet.',
  noLog: 'Die Schritte dieses Laufs haben nichts geschrieben.',
  noEvents: 'Noch ist nichts geschehen.',
  levels: { debug: 'Einzelheit', warning: 'Warnung', error: 'Fehler' },
};
