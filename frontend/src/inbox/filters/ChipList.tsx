// The filters of the list in words, each to be taken off.
import { Button, CloseButton } from '@mantine/core';
import { useNavigate } from 'react-router';
import { useNames } from '../../api/people';
import { useWorkflows } from '../../api/queries';
import { humanise } from '../../run/words';
import { text } from '../../strings';
import { addressOf, changed } from '../boxes';
import { chipsOf } from './chips';
import classes from './filters.module.css';

const t = text.triage;

export default function ChipList({ params }: { params: URLSearchParams }) {
  const navigate = useNavigate();
  const person = useNames();
  const workflows = useWorkflows().data;
  const workflow = (slug: string) =>
    workflows?.find((one) => one.slug === slug)?.name ?? humanise(slug);
  const chips = chipsOf(params, { person, workflow });
  const drop = (names: string[]) => {
    const none = Object.fromEntries(names.map((name) => [name, null]));
    void navigate(addressOf(changed(params, none)), { replace: true });
  };
  return (
    <>
      <ul className={classes.chips} aria-label={t.chips.label}>
        {chips.map(({ name, words }) => (
          <li key={name} className={classes.chip} data-testid={`chip-${name}`}>
            <span>{words}</span>
            <CloseButton
              size="xs"
              aria-label={t.chips.remove(words)}
              onClick={() => drop([name])}
            />
          </li>
        ))}
      </ul>
      {chips.length > 1 && (
        <Button
          size="compact-sm"
          variant="subtle"
          color="gray"
          onClick={() => drop(chips.map(({ name }) => name))}
        >
          {text.common.clearFilters}
        </Button>
      )}
    </>
  );
}
