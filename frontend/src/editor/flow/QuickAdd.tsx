// The menu of nodes at the pointer: opened by Space, double-click, N, or a line dropped in the open.
import { TextInput } from '@mantine/core';
import { useClickOutside } from '@mantine/hooks';
import { IconSearch } from '@tabler/icons-react';
import { type KeyboardEvent, useMemo, useState } from 'react';
import { useCell } from '../../canvas/cell';
import { NodeIcon } from '../../canvas/icons';
import type { Pending } from '../../canvas/scene';
import { outputPort, outputsOf } from '../../graph/ports';
import { fits } from '../../graph/schema';
import { told } from '../../graph/told';
import type { NodeType } from '../../graph/types';
import { text } from '../../strings';
import { find, grouped } from '../palette/fuzzy';
import paletteClasses from '../palette/palette.module.css';
import { namedFirst, useAtHand } from '../palette/useAtHand';
import { useSession } from '../state/context';
import { add, addOnEdge, placeOnEdge } from '../state/edit';
import type { EditorSession, QuickAddAt } from '../state/session';
import classes from './flow.module.css';

const t = text.editor.palette;
const WIDTH = 280;
const HEIGHT = 340;

/** What can follow (or come before) the port that the line in hand starts from. */
function fitting(session: EditorSession, from: Pending | undefined): NodeType[] {
  const types = [...session.types.values()];
  if (!from) return types;
  if (from.side === 'out') return types.filter((type) => type.type !== 'input');
  if (from.handle === null) return types;
  const own = session.types.get(session.node(from.node)?.type ?? '');
  const port = own?.inputs.find((input) => input.name === from.handle);
  return types.filter((type) => {
    const given = outputPort(outputsOf(undefined, type), null);
    return !port || !given || fits(given.schema, port.schema);
  });
}

export function QuickAdd() {
  const session = useSession();
  const at = useCell(session.quickAdd);
  if (!at) return null;
  return <QuickAddMenu key={`${at.screen.x}/${at.screen.y}`} at={at} />;
}

function QuickAddMenu({ at }: { at: QuickAddAt }) {
  const session = useSession();
  const [query, setQuery] = useState('');
  const [active, setActive] = useState(0);
  const { names, used } = useAtHand(session.types);
  const close = () => session.quickAdd.set(null);
  const outside = useClickOutside(close);
  const found = useMemo(() => {
    const types = find(fitting(session, at.from), query);
    if (query.trim() !== '') return types;
    return namedFirst(
      grouped(types).flatMap(([, list]) => list),
      names,
    );
  }, [session, at.from, query, names]);
  const choose = (type: NodeType | undefined) => {
    if (!type) return;
    close();
    used(type.type);
    const right = at.from?.side === 'in' ? -224 : 0;
    const place = { x: at.flow.x + right, y: at.flow.y - 29 };
    if (at.edge) addOnEdge(session, type, placeOnEdge(session, at.edge) ?? place, at.edge);
    else add(session, type, place, at.from);
  };
  const onKeyDown = (event: KeyboardEvent) => {
    const moves: Record<string, number> = { ArrowDown: 1, ArrowUp: -1 };
    const way = moves[event.key];
    if (way) setActive((active + way + found.length) % Math.max(found.length, 1));
    else if (event.key === 'Enter') choose(found[active]);
    else if (event.key === 'Escape') close();
    else return;
    event.preventDefault();
    event.stopPropagation();
  };
  return (
    <div
      ref={outside}
      className={classes.quick}
      role="dialog"
      aria-label={t.quick}
      data-testid="quick-add"
      style={{
        left: Math.max(8, Math.min(at.screen.x, window.innerWidth - WIDTH - 8)),
        top: Math.max(8, Math.min(at.screen.y, window.innerHeight - HEIGHT - 8)),
      }}
    >
      <TextInput
        data-autofocus
        autoFocus
        value={query}
        onChange={(event) => {
          setQuery(event.currentTarget.value);
          setActive(0);
        }}
        onKeyDown={onKeyDown}
        placeholder={at.from ? t.findNext : t.find}
        aria-label={t.find}
        leftSection={<IconSearch size={16} />}
      />
      <QuickList types={found} active={active} query={query} onChoose={choose} />
    </div>
  );
}

interface QuickListProps {
  types: NodeType[];
  active: number;
  query: string;
  onChoose: (type: NodeType) => void;
}

function QuickList({ types, active, query, onChoose }: QuickListProps) {
  return (
    <div className={classes.quickList}>
      {types.map((type, index) => (
        <button
          key={type.type}
          type="button"
          tabIndex={-1}
          className={paletteClasses.item}
          data-active={index === active}
          data-testid={`quick-item-${type.type}`}
          ref={index === active ? (item) => item?.scrollIntoView({ block: 'nearest' }) : undefined}
          onClick={() => onChoose(type)}
        >
          <NodeIcon type={type} size={26} />
          <span className={classes.quickName}>
            <span>{type.title}</span>
            <small className="f-dim">{told(type.category)}</small>
          </span>
        </button>
      ))}
      {types.length === 0 && <p className={paletteClasses.none}>{t.none(query)}</p>}
    </div>
  );
}
