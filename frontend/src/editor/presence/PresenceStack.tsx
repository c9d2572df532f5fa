// Who else has this workflow open: initials, with the whole name and the step on hover.
import { Avatar, Tooltip } from '@mantine/core';
import { useNamesOrYou } from '../../api/people';
import { text } from '../../strings';
import { useSession } from '../state/context';
import { initialsOf, personsOf } from './roster';
import { usePresenceHere } from './usePresence';

const t = text.presence;
const MOST = 3;

export function PresenceStack() {
  const session = useSession();
  const { others } = usePresenceHere();
  const nameOf = useNamesOrYou();
  const people = personsOf(others);
  if (people.length === 0) return null;
  const words = ({ user, node }: (typeof people)[number]) => {
    const title = node === null ? null : session.node(node)?.title || node;
    return title ? t.at(nameOf(user), title) : nameOf(user);
  };
  return (
    <Avatar.Group spacing={6} role="group" aria-label={t.here} data-testid="presence">
      {people.slice(0, MOST).map((one) => (
        <Tooltip key={one.user} label={words(one)}>
          <Avatar size={28} radius="xl" alt={words(one)} role="img" aria-label={words(one)}>
            {initialsOf(nameOf(one.user))}
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
