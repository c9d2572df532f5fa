// Whether the panel under the canvas is open, which tab it shows and how high it is.
import { useState } from 'react';
import { useRemembered } from '../../ui/remembered';

export const TABS = ['log', 'events', 'problems', 'data'] as const;
export type Tab = (typeof TABS)[number];

export const LEAST = 120;
const USUAL = 220;
/** The canvas keeps at least that much of the window. */
const CANVAS = 320;

/** The greatest height in a window of that height. */
export const most = (window: number): number => Math.max(LEAST, window - CANVAS);

const clamp = (height: number, window: number): number =>
  Math.round(Math.max(LEAST, Math.min(height, most(window))));

export function useHeight(): [number, (height: number) => void] {
  const [kept, keep] = useRemembered('editor.bottom.height', USUAL);
  const height = typeof kept === 'number' ? kept : USUAL;
  return [clamp(height, window.innerHeight), (next) => keep(clamp(next, window.innerHeight))];
}

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
