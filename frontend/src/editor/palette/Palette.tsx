// The node types at the left: searched, grouped by category, dragged to the canvas or clicked.
import { TextInput } from '@mantine/core';
import { IconSearch } from '@tabler/icons-react';
import { useMemo, useState } from 'react';
import { NodeIcon } from '../../canvas/icons';
import { told } from '../../graph/told';
import type { NodeType } from '../../graph/types';
import { text } from '../../strings';
import { useSession } from '../state/context';
import { add, placeForClick } from '../state/edit';
import { endDrag, startDrag } from './dragging';
import { find, grouped } from './fuzzy';
import classes from './palette.module.css';
import { useRecent } from './useRecent';

const t = text.editor.palette;
const c = text.canvas.palette;

export function Palette() {
  const { types } = useSession();
  const [query, setQuery] = useState('');
  const groups = useMemo<[string, NodeType[]][]>(() => {
    const found = find(types.values(), query);
    return query.trim() === '' ? grouped(found) : [['', found]];
  }, [types, query]);
  const { recent, used } = useRecent(types);
  const empty = groups.every(([, list]) => list.length === 0);
  return (
    <aside className={classes.palette} aria-label={t.label}>
      <TextInput
        value={query}
        onChange={(event) => setQuery(event.currentTarget.value)}
        placeholder={t.find}
        aria-label={t.find}
        leftSection={<IconSearch size={16} />}
        rightSection={query === '' ? <kbd className="f-kbd">{text.keys.space}</kbd> : undefined}
        rightSectionWidth={text.keys.space.length * 7 + 21}
        data-testid="palette-search"
      />
      <div className={classes.list}>
        {query.trim() === '' && recent.length > 0 && (
          <section aria-label={c.recent}>
            <h3>{c.recent}</h3>
            {recent.map((type) => (
              <PaletteItem key={type.type} type={type} onUse={used} name="recent-item" />
            ))}
          </section>
        )}
        {groups.map(([category, list]) => (
          <section key={category} aria-label={told(category) || t.results}>
            {category !== '' && <h3>{told(category)}</h3>}
            {list.map((type) => (
              <PaletteItem key={type.type} type={type} onUse={used} name="palette-item" />
            ))}
          </section>
        ))}
        {empty && <p className={classes.none}>{t.none(query)}</p>}
      </div>
    </aside>
  );
}

interface PaletteItemProps {
  type: NodeType;
  onUse: (type: string) => void;
  /** What tests call it: a recent one stands in its category as well. */
  name: string;
}

function PaletteItem({ type, onUse, name }: PaletteItemProps) {
  const session = useSession();
  return (
    <button
      type="button"
      className={classes.item}
      draggable
      title={type.description}
      data-testid={`${name}-${type.type}`}
      onDragStart={(event) => startDrag(event, type.type)}
      onDragEnd={() => {
        endDrag();
        onUse(type.type);
      }}
      onClick={() => {
        onUse(type.type);
        add(session, type, placeForClick(session));
        session.view?.reveal(session.selection.get().nodes);
      }}
    >
      <NodeIcon type={type} size={26} />
      <span>{type.title}</span>
    </button>
  );
}
