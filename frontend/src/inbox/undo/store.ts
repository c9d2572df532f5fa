// Decisions that may still be taken back: what was offered last is shown first, until its time is up.
import { useSyncExternalStore } from 'react';

export interface Offer {
  /** The tasks that were decided together. */
  ids: string[];
  /** What was done, for people: "Approved: Pay for Lisbon?". */
  words: string;
  until: Date;
}

/** An offer with when it began, for the countdown. */
export type OpenOffer = Offer & { from: number };

let offers: readonly OpenOffer[] = [];
let timer: ReturnType<typeof setTimeout> | undefined;
const listeners = new Set<() => void>();

const endOf = (offer: Offer) => offer.until.getTime();

/** Keep these, leave out what is over, and look again when the next one is. */
function keep(next: readonly OpenOffer[]): void {
  offers = next.filter((offer) => endOf(offer) > Date.now());
  clearTimeout(timer);
  if (offers.length > 0) {
    const soonest = Math.min(...offers.map(endOf));
    timer = setTimeout(() => keep(offers), Math.max(0, soonest - Date.now()));
  }
  for (const tell of listeners) tell();
}

/** Offer to take decisions back; an offer for the same tasks is replaced. */
export function offerUndo(offer: Offer): void {
  const ids = new Set(offer.ids);
  const others = offers.filter((other) => !other.ids.some((id) => ids.has(id)));
  keep([...others, { ...offer, from: Date.now() }]);
}

/** Offer it no longer: it was taken back, or waved away. */
export function closeOffer(offer: Offer): void {
  keep(offers.filter((other) => other !== offer));
}

/** Offer nothing for these tasks any more: they were taken back elsewhere. */
export function closeOffersOf(ids: readonly string[]): void {
  keep(offers.filter((offer) => !offer.ids.some((id) => ids.includes(id))));
}

/** The offer made last that is still open. */
export const latestOffer = (): OpenOffer | null => offers.at(-1) ?? null;

/** Forget all of them. */
export const clearOffers = (): void => keep([]);

function listen(listener: () => void): () => void {
  listeners.add(listener);
  return () => void listeners.delete(listener);
}

export const useOffer = (): OpenOffer | null => useSyncExternalStore(listen, latestOffer);
