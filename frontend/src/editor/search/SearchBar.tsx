// Search in the graph: a field over the canvas; Enter goes from one hit to the next and selects it.
import { ActionIcon, TextInput } from '@mantine/core';
import { IconChevronDown, IconChevronUp, IconSearch, IconX } from '@tabler/icons-react';
import { type KeyboardEvent, useEffect, useMemo, useState } from 'react';
import { useCell } from '../../canvas/cell';
import { noteKey } from '../../canvas/drawn/drawn';
import { text } from '../../strings';
import { unfoldFor } from '../notes/edits';
import { useSession } from '../state/context';
import type { EditorSession } from '../state/session';
import { type Hit, searchGraph } from './find';
import classes from './search.module.css';

const t = text.canvas.search;

function show(session: EditorSession, hit: Hit): void {
  if (hit.kind === 'note') {
    session.select([], [], [hit.id]);
    session.view?.reveal([noteKey(hit.id)]);
    return;
  }
  unfoldFor(session, [hit.id]);
  session.select([hit.id]);
  session.view?.reveal([hit.id]);
}

export function SearchBar() {
  const session = useSession();
  return useCell(session.tool) === 'search' ? <Bar /> : null;
}

function useHits(query: string): Hit[] {
  const session = useSession();
  const graph = useCell(session.graph);
  return useMemo(() => searchGraph(graph, session.types, query), [graph, session, query]);
}

function Bar() {
  const session = useSession();
  const [query, setQuery] = useState('');
  const [at, setAt] = useState(0);
  const hits = useHits(query);
  const go = (next: number) => {
    if (hits.length === 0) return;
    const place = (next + hits.length) % hits.length;
    setAt(place);
    const hit = hits[place];
    if (hit) show(session, hit);
  };
  const first = hits[0];
  const named = first ? `${first.kind}/${first.id}` : '';
  // biome-ignore lint/correctness/useExhaustiveDependencies: only another best hit moves the view
  useEffect(() => go(0), [named]);
  const close = () => {
    session.tool.set(null);
    const [id] = session.selection.get().nodes;
    if (id !== undefined) session.view?.focusNode(id);
  };
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.key === 'Enter') go(at + (event.shiftKey ? -1 : 1));
    else if (event.key === 'Escape') close();
    else return;
    event.preventDefault();
    event.stopPropagation();
  };
  const words = hits.length > 0 ? t.count(Math.min(at, hits.length - 1) + 1, hits.length) : t.none;
  return (
    <search className={classes.bar} aria-label={t.label} data-testid="graph-search">
      <TextInput
        autoFocus
        variant="unstyled"
        value={query}
        onChange={(event) => {
          setQuery(event.currentTarget.value);
          setAt(0);
        }}
        onKeyDown={onKeyDown}
        placeholder={t.placeholder}
        aria-label={t.label}
        leftSection={<IconSearch size={16} />}
      />
      <output className={classes.count}>{query.trim() === '' ? '' : words}</output>
      <Step label={t.previous} onClick={() => go(at - 1)} icon={<IconChevronUp size={16} />} />
      <Step label={t.next} onClick={() => go(at + 1)} icon={<IconChevronDown size={16} />} />
      <Step label={t.close} onClick={close} icon={<IconX size={16} />} />
    </search>
  );
}

interface StepProps {
  label: string;
  onClick: () => void;
  icon: React.ReactNode;
}

function Step({ label, onClick, icon }: StepProps) {
  return (
    <ActionIcon variant="subtle" color="gray" size={26} aria-label={label} onClick={onClick}>
      {icon}
    </ActionIcon>
  );
}
