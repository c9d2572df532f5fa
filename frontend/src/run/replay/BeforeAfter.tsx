// One value that changed: what it was, struck out in red, and what it is, in green; words for screen readers.
import { VisuallyHidden } from '@mantine/core';
import type { Json } from '../../api/types';
import { text } from '../../strings';
import { inShort } from '../words';
import classes from './replay.module.css';

const t = text.replay;
const shown = (value: Json) => (value === null ? 'null' : inShort(value, 160) || '""');

export function BeforeAfter(props: { before: Json | undefined; after: Json | undefined }) {
  const { before, after } = props;
  return (
    <span className={classes.values}>
      {before !== undefined && (
        <del>
          <VisuallyHidden>{t.was} </VisuallyHidden>
          {shown(before)}
        </del>
      )}
      {before !== undefined && after !== undefined && ' → '}
      {after !== undefined && (
        <ins>
          <VisuallyHidden>{t.is} </VisuallyHidden>
          {shown(after)}
        </ins>
      )}
    </span>
  );
}
