// How long the camera takes to move: not at all for people who asked for less motion.

const asked = (): boolean =>
  window.matchMedia?.('(prefers-reduced-motion: reduce)').matches ?? false;

export const eased = (milliseconds: number): number => (asked() ? 0 : milliseconds);
