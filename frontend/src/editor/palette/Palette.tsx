// The node types at the left: searched, grouped by category, dragged to the canvas or clicked.
import { TextInput } from '@mantine/core';
import { IconSearch, IconStar, IconStarFilled } from '@tabler/icons-react';
import { useMemo, useState } from 'react';
import { NodeIcon } from '../../canvas/icons';
import { told } from '../../graph/told';
import type { NodeType } from '../../graph/types';
import { text } from '../../strings';
import { useSession } from '../state/context';
import { add, placeForClick } from '../state/edit';
import type { EditorSession } from '../state/session';
import { endDrag, startDrag } from './dragging';
import { find, grouped } from './fuzzy';
import classes from './palette.module.css';
import { type AtHand, useAtHand } from './useAtHand';

const t = text.editor.palette;
const c = text.canvas.palette;

export function Palette() {
  const { types } = useSession();
  const [query, setQuery] = useState('');
  const groups = useMemo<[string, NodeType[]][]>(() => {
    const found = find(types.values(), query);
    return query.trim() === '' ? grouped(found) : [['', found]];
  }, [types, query]);
  const hand = useAtHand(types);
  const first = query.trim() === '';
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
        {first && (
          <AtHandSection title={c.favourites} types={hand.liked} hand={hand} name="liked" />
        )}
        {first && <AtHandSection title={c.recent} types={hand.recent} hand={hand} name="recent" />}
        {groups.map(([category, list]) => (
          <section key={category} aria-label={told(category) || t.results}>
            {category !== '' && <h3>{told(category)}</h3>}
            {list.map((type) => (
              <PaletteItem key={type.type} type={type} hand={hand} name="palette" />
            ))}
          </section>
        ))}
        {empty && <p className={classes.none}>{t.none(query)}</p>}
      </div>
    </aside>
  );
}

type Shown = 'palette' | 'liked' | 'recent';

interface SectionProps {
  title: string;
  types: NodeType[];
  hand: AtHand;
  name: Shown;
}

/** What stands before the categories, where it is found as well; nothing while it is empty. */
function AtHandSection({ title, types, hand, name }: SectionProps) {
  if (types.length === 0) return null;
  return (
    <section aria-label={title}>
      <h3>{title}</h3>
      {types.map((type) => (
        <PaletteItem key={type.type} type={type} hand={hand} name={name} />
      ))}
    </section>
  );
}

interface PaletteItemProps {
  type: NodeType;
  hand: AtHand;
  /** Where it is shown, for tests: what is at hand stands in its category as well. */
  name: Shown;
}

function PaletteItem({ type, hand, name }: PaletteItemProps) {
  const session = useSession();
  const liked = hand.liked.includes(type);
  const Star = liked ? IconStarFilled : IconStar;
  return (
    <div className={classes.entry}>
      <AddButton type={type} onUse={hand.used} name={name} session={session} />
      <button
        type="button"
        className={classes.star}
        aria-label={c.favour(type.title)}
        aria-pressed={liked}
        title={c.favour(type.title)}
        onClick={() => hand.like(type.type)}
      >
        <Star size={14} aria-hidden />
      </button>
    </div>
  );
}

interface AddButtonProps {
  type: NodeType;
  onUse: (type: string) => void;
  name: Shown;
  session: EditorSession;
}

function AddButton({ type, onUse, name, session }: AddButtonProps) {
  return (
    <button
      type="button"
      className={classes.item}
      draggable
      title={type.description}
      data-testid={`${name}-item-${type.type}`}
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
