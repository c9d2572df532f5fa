// What several files of this catalogue need to build their sentences.

export const plural = (count: number, one: string, many: string): string =>
  count === 1 ? one : many;

// Snapshots of drafts, made for test runs, are numbered from here by the server.
const SNAPSHOTS_FROM = 1_000_000_000;

/** "v4", or with a word before it; what a test ran has no number that people know. */
export const versionWord = (number: number, before = ''): string =>
  number >= SNAPSHOTS_FROM ? 'test of the draft' : `${before}v${number}`;
