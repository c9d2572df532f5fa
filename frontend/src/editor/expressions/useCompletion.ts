// The list under a field: opens while one writes, goes by arrow keys, closes by Escape.
import {
  type ChangeEvent,
  type KeyboardEvent,
  type RefObject,
  useId,
  useLayoutEffect,
  useMemo,
  useRef,
  useState,
} from 'react';
import { accept, type Language, type Suggestion, suggest } from './complete';
import { useNamesInReach } from './place';

type Area = HTMLInputElement | HTMLTextAreaElement;

export interface Completing<E extends Area = HTMLTextAreaElement> {
  list: Suggestion[];
  active: number;
  id: string;
  take: (item: Suggestion) => void;
  /** What the field needs to take part. */
  field: {
    ref: RefObject<E | null>;
    'aria-autocomplete': 'list';
    'aria-controls': string | undefined;
    'aria-activedescendant': string | undefined;
    onChange: (event: ChangeEvent<E>) => void;
    onKeyDown: (event: KeyboardEvent<E>) => void;
    onFocus: () => void;
    onBlur: () => void;
  };
}

interface Open {
  caret: number;
  active: number;
}

export function useCompletion<E extends Area = HTMLTextAreaElement>(
  source: string,
  write: (source: string) => void,
  language: Language = 'expression',
): Completing<E> {
  const names = useNamesInReach();
  const ref = useRef<E>(null);
  const caretNext = useRef<number | null>(null);
  const id = useId();
  const [open, setOpen] = useState<Open | null>(null);
  const list = useMemo(
    () => (open ? suggest(source, open.caret, names, language) : []),
    [open, source, names, language],
  );
  const active = Math.min(open?.active ?? 0, list.length - 1);
  useLayoutEffect(() => {
    if (caretNext.current === null) return;
    ref.current?.setSelectionRange(caretNext.current, caretNext.current);
    caretNext.current = null;
  });
  const openAt = (caret: number) => setOpen({ caret, active: 0 });
  const take = (item: Suggestion) => {
    const done = accept(source, open?.caret ?? source.length, item);
    caretNext.current = done.caret;
    write(done.source);
    setOpen(null);
  };
  const onKeyDown = (event: KeyboardEvent<E>) => {
    if (event.ctrlKey && event.key === ' ') {
      event.preventDefault();
      return openAt(event.currentTarget.selectionStart ?? source.length);
    }
    const item = list[active];
    if (!open || !item) return;
    const step = event.key === 'ArrowDown' ? 1 : event.key === 'ArrowUp' ? -1 : 0;
    if (step === 0 && event.key !== 'Enter' && event.key !== 'Escape') return;
    event.preventDefault();
    event.stopPropagation();
    if (event.key === 'Escape') setOpen(null);
    else if (event.key === 'Enter') take(item);
    else setOpen({ ...open, active: (active + step + list.length) % list.length });
  };
  return {
    list,
    active,
    id,
    take,
    field: {
      ref,
      'aria-autocomplete': 'list',
      'aria-controls': list.length > 0 ? id : undefined,
      'aria-activedescendant': list.length > 0 ? `${id}-${active}` : undefined,
      onChange: (event) => {
        write(event.currentTarget.value);
        openAt(event.currentTarget.selectionStart ?? source.length);
      },
      onKeyDown,
      onFocus: () => source === '' && language === 'expression' && openAt(0),
      onBlur: () => setOpen(null),
    },
  };
}
