// Playing the log like a film: one event after the other until the last, or until somebody stops it.
import { useEffect, useState } from 'react';
import type { Replay } from './ReplayProvider';

const BEAT = 700;

export function usePlaying({ at, last, show }: Replay) {
  const [isOn, setOn] = useState(false);
  const isAtEnd = at === null || at >= last;
  const isPlaying = isOn && !isAtEnd;
  useEffect(() => {
    if (!isPlaying) return;
    const beat = setTimeout(() => show((at ?? 0) + 1), BEAT);
    return () => clearTimeout(beat);
  }, [isPlaying, at, show]);
  const toggle = () => {
    if (!isPlaying && isAtEnd) show(1);
    setOn(!isPlaying);
  };
  return { isPlaying, toggle, stop: () => setOn(false) };
}
