// Which named ports a card shows: those in use always, all of one side while pointed at or connecting.
import { useUpdateNodeInternals } from '@xyflow/react';
import { useEffect, useLayoutEffect, useRef, useState } from 'react';
import { outputsOf } from '../graph/ports';
import type { GraphNode, NodeType, Port } from '../graph/types';
import { useScene } from './scene';

const POINTED_FOR = 350;
export type Side = 'in' | 'out';

const named = (list: string): Set<string> => new Set(list === '' ? [] : list.split('\n'));

/** Ports of a type first, then names in use that the type does not know. */
function shown(ports: readonly Port[], used: Set<string>, all: boolean): Port[] {
  const known = all ? [...ports] : ports.filter((port) => used.has(port.name));
  const strange = [...used].filter((name) => !ports.some((port) => port.name === name));
  return [...known, ...strange.map((name) => ({ name, title: name, schema: {} }))];
}

export function usePorts(
  node: GraphNode,
  type: NodeType | undefined,
  usedIn: string,
  usedOut: string,
) {
  const { id } = node;
  const { editing } = useScene();
  const [open, setOpen] = useState<Side | null>(null);
  const timer = useRef<ReturnType<typeof setTimeout>>(undefined);
  const update = useUpdateNodeInternals();
  const inputs = shown(type?.inputs ?? [], named(usedIn), open === 'in');
  const outputs = shown(outputsOf(node, type), named(usedOut), open === 'out');
  const rows = `${inputs.length}/${outputs.length}`;

  const drawn = useRef(rows);
  useLayoutEffect(() => {
    // The first drawing is measured by React Flow itself, all cards at once.
    if (drawn.current === rows) return;
    drawn.current = rows;
    update(id);
  }, [id, rows, update]);
  useEffect(() => {
    if (!open || !editing) return;
    return editing.pending.listen(() => editing.pending.get() ?? setOpen(null));
  }, [open, editing]);
  useEffect(() => () => clearTimeout(timer.current), []);

  const leave = () => {
    clearTimeout(timer.current);
    setOpen(null);
  };
  /** A line in hand opens the side it can end at. */
  const enter = () => {
    const pending = editing?.pending.get();
    if (pending && pending.node !== id) setOpen(pending.side === 'out' ? 'in' : 'out');
  };
  /** Resting on a control port shows the named ports of its side. */
  const point = (side: Side) => {
    if (!editing || editing.pending.get()) return;
    clearTimeout(timer.current);
    timer.current = setTimeout(() => setOpen(side), POINTED_FOR);
  };
  const unpoint = () => clearTimeout(timer.current);
  return { inputs, outputs, open, enter, leave, point, unpoint };
}
