// Who else has this workflow open: initials, with the whole name and the step on hover.
import { Avatar, Tooltip } from '@mantine/core';
import { useNames } from '../../api/people';
import { initials, useMe } from '../../api/session';
import { text } from '../../strings';
import { useSession } from '../state/context';
import { personsOf } from './roster';
import { usePresenceHere } from './usePresence';

const t = text.presence;
const MOST = 3;

export function PresenceStack() {
  const session = useSession();
  const { others } = usePresenceHere();
  const nameOf = useNames();
  const me = useMe().data?.username;
  const people = personsOf(others);
  if (people.length === 0) return null;
  const words = ({ user, node }: (typeof people)[number]) => {
    const title = node === null ? null : session.node(node)?.title || node;
    const who = user === me ? t.yourOther : nameOf(user);
    return title ? t.at(who, title) : who;
  };
  return (
    <Avatar.Group spacing={6} role="group" aria-label={t.here} data-testid="presence">
      {people.slice(0, MOST).map((one) => (
        <Tooltip key={one.user} label={words(one)}>
          <Avatar size={28} radius="xl" alt={words(one)} role="img" aria-label={words(one)}>
            {initials(nameOf(one.user))}
          </Avatar>
        </Tooltip>
      ))}
      {people.length > MOST && (
        <Avatar size={28} radius="xl">
          +{people.length - MOST}
        </Avatar>
      )}
    </Avatar.Group>
  );
}
