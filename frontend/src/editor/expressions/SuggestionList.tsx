// The names that may stand at the caret, each with what it is and what the last run had there.
import { useEffect, useRef } from 'react';
import { text } from '../../strings';
import type { Suggestion } from './complete';
import classes from './expression.module.css';
import { brief } from './PreviewLine';
import type { Completing } from './useCompletion';

const t = text.trying.expression;

type Offered = Pick<Completing, 'list' | 'active' | 'id' | 'take'>;

export function SuggestionList({ completing, label }: { completing: Offered; label: string }) {
  const { list, active, id, take } = completing;
  return (
    <div role="listbox" id={id} aria-label={label} className={classes.list}>
      {list.map((item, at) => (
        <Row
          key={`${item.name}/${item.call}`}
          id={`${id}-${at}`}
          item={item}
          active={at === active}
          onTake={() => take(item)}
        />
      ))}
    </div>
  );
}

interface RowProps {
  id: string;
  item: Suggestion;
  active: boolean;
  onTake: () => void;
}

function Row({ id, item, active, onTake }: RowProps) {
  const row = useRef<HTMLDivElement>(null);
  useEffect(() => {
    if (active) row.current?.scrollIntoView?.({ block: 'nearest' });
  }, [active]);
  const sample = item.sample === undefined ? '' : brief(item.sample);
  return (
    // biome-ignore lint/a11y/useKeyWithClickEvents: the field above keeps the keys
    // biome-ignore lint/a11y/useFocusableInteractive: the field above keeps the focus
    <div
      ref={row}
      id={id}
      role="option"
      aria-selected={active}
      className={classes.row}
      // The field keeps the focus.
      onMouseDown={(event) => event.preventDefault()}
      onClick={onTake}
    >
      <code>{item.call ? `${item.name}()` : item.name}</code>
      <span>
        {sample || (item.detail === undefined ? '' : (t.kinds[item.detail] ?? item.detail))}
      </span>
    </div>
  );
}
