// One value that components can listen to; small enough to hold each part of the editor on its own.
import { useSyncExternalStore } from 'react';

export class Cell<T> {
  private value: T;
  private readonly listeners = new Set<() => void>();

  constructor(value: T) {
    this.value = value;
  }

  get = (): T => this.value;

  set = (value: T): void => {
    if (Object.is(value, this.value)) return;
    this.value = value;
    for (const listener of [...this.listeners]) listener();
  };

  update(change: (value: T) => T): void {
    this.set(change(this.value));
  }

  listen = (listener: () => void): (() => void) => {
    this.listeners.add(listener);
    return () => void this.listeners.delete(listener);
  };
}

export function useCell<T>(cell: Cell<T>): T {
  return useSyncExternalStore(cell.listen, cell.get);
}

/** Reads a part; `read` must give the same object while nothing it reads changed. */
export function usePart<T, P>(cell: Cell<T>, read: (value: T) => P): P {
  return useSyncExternalStore(cell.listen, () => read(cell.get()));
}
