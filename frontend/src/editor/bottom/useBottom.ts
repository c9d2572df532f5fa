// Whether the panel under the canvas is open, which tab it shows and how high it is.
import { useState } from 'react';
import { useRemembered } from '../../ui/remembered';
import type { Extent } from '../../ui/sash/Sash';

export const TABS = ['log', 'events', 'problems', 'data'] as const;
export type Tab = (typeof TABS)[number];

/** The canvas keeps at least that much of the window. */
const CANVAS = 320;

export const HEIGHT: Extent = {
  usual: 220,
  least: 120,
  most: () => Math.max(120, window.innerHeight - CANVAS),
};

export interface Bottom {
  open: boolean;
  tab: Tab;
  show: (tab: Tab) => void;
  /** Opens at the last tab, or closes. */
  toggle: () => void;
  /** Opens at a tab, or closes where that tab is shown. */
  toggleAt: (tab: Tab) => void;
  close: () => void;
}

export function useBottom(): Bottom {
  const [open, setOpen] = useState(false);
  const [kept, keep] = useRemembered<Tab>('editor.bottom.tab', 'problems');
  const tab = TABS.includes(kept) ? kept : 'problems';
  const show = (next: Tab) => {
    keep(next);
    setOpen(true);
  };
  return {
    open,
    tab,
    show,
    toggle: () => setOpen(!open),
    toggleAt: (next) => (open && tab === next ? setOpen(false) : show(next)),
    close: () => setOpen(false),
  };
}
