// Connecting by keyboard: C on a node, a few letters of where the line is to end, Enter.
import { Modal, TextInput } from '@mantine/core';
import { IconArrowRight, IconSearch } from '@tabler/icons-react';
import { type KeyboardEvent, useMemo, useState } from 'react';
import { useCell } from '../../canvas/cell';
import { NodeIcon } from '../../canvas/icons';
import type { GraphNode } from '../../graph/types';
import { text } from '../../strings';
import { useSession } from '../state/context';
import { connectPorts } from '../state/edit';
import classes from './connect.module.css';
import { type End, findEnds } from './ends';

const t = text.canvas.connecting;

export function ConnectDialog() {
  const session = useSession();
  const open = useCell(session.tool) === 'connect';
  const source = open ? session.soleNode() : undefined;
  const close = () => {
    session.tool.set(null);
    if (source) session.view?.focusNode(source.id);
  };
  return (
    <Modal
      opened={source !== undefined}
      onClose={close}
      title={source ? t.title(source.title || source.id) : ''}
      returnFocus={false}
      size={460}
    >
      {source && <Picker source={source} onDone={close} />}
    </Modal>
  );
}

function Picker({ source, onDone }: { source: GraphNode; onDone: () => void }) {
  const session = useSession();
  const [query, setQuery] = useState('');
  const [active, setActive] = useState(0);
  const [refused, setRefused] = useState('');
  const found = useMemo(() => findEnds(session, source.id, query), [session, source.id, query]);
  const choose = (end: End | undefined) => {
    if (!end) return;
    const words = connectPorts(session, end.wanted);
    if (words) setRefused(t.refused(words));
    else onDone();
  };
  const onKeyDown = (event: KeyboardEvent) => {
    const way = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (way) setActive((active + way + found.length) % Math.max(found.length, 1));
    else if (event.key === 'Enter') choose(found[active]);
    else return;
    event.preventDefault();
  };
  return (
    <>
      <TextInput
        data-autofocus
        autoFocus
        role="combobox"
        aria-expanded
        aria-controls="connect-ends"
        aria-activedescendant={found[active] ? `end-${found[active].key}` : undefined}
        value={query}
        onChange={(event) => {
          setQuery(event.currentTarget.value);
          setActive(0);
          setRefused('');
        }}
        onKeyDown={onKeyDown}
        placeholder={t.placeholder}
        aria-label={t.placeholder}
        leftSection={<IconSearch size={16} />}
        data-testid="connect-query"
      />
      <Ends found={found} active={active} onChoose={choose} />
      <p role="status" className={classes.refused}>
        {refused}
      </p>
      {found.length === 0 && <p className="f-dim">{t.none}</p>}
    </>
  );
}

interface EndsProps {
  found: End[];
  active: number;
  onChoose: (end: End) => void;
}

function Ends({ found, active, onChoose }: EndsProps) {
  const session = useSession();
  const typeOf = (id: string) => session.types.get(session.node(id)?.type ?? '');
  return (
    <div className={classes.ends} role="listbox" id="connect-ends" aria-label={t.placeholder}>
      {found.map((end, index) => (
        <button
          key={end.key}
          id={`end-${end.key}`}
          type="button"
          role="option"
          tabIndex={-1}
          aria-selected={index === active}
          data-refused={end.refused !== null || undefined}
          ref={
            index === active ? (item) => item?.scrollIntoView?.({ block: 'nearest' }) : undefined
          }
          onClick={() => onChoose(end)}
        >
          <NodeIcon type={typeOf(end.wanted.target)} size={26} />
          <span>
            {end.label}
            {end.refused && <small>{end.refused}</small>}
          </span>
          {index === active && !end.refused && <IconArrowRight size={16} />}
        </button>
      ))}
    </div>
  );
}
