// Others on the canvas: which node each has selected, for the marks on the cards.
import { useEffect } from 'react';
import { useNames } from '../../api/people';
import { initials, useMe } from '../../api/session';
import { Cell } from '../../canvas/cell';
import type { Guest } from '../../canvas/scene';
import { text } from '../../strings';
import { listed } from '../../strings/formats';
import type { EditorSession } from '../state/session';
import { guestsOf } from './roster';
import type { Presence } from './usePresence';

const cells = new WeakMap<EditorSession, Cell<ReadonlyMap<string, Guest>>>();

/** The marks of a session's canvas. */
export function guestCell(session: EditorSession): Cell<ReadonlyMap<string, Guest>> {
  const found = cells.get(session) ?? new Cell<ReadonlyMap<string, Guest>>(new Map());
  cells.set(session, found);
  return found;
}

export function useGuests(session: EditorSession, { others }: Presence): void {
  const nameOf = useNames();
  const me = useMe().data?.username;
  useEffect(() => {
    const marks = [...guestsOf(others)].map(([node, users]): [string, Guest] => {
      const names = users.map((user) => (user === me ? text.presence.byYourOther : nameOf(user)));
      return [
        node,
        {
          initials: users.map((user) => initials(nameOf(user))).join(' '),
          words: text.presence.looksAt(listed(names)),
        },
      ];
    });
    guestCell(session).set(new Map(marks));
  }, [session, others, nameOf, me]);
}
