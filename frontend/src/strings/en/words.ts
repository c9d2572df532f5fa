// What several files of this catalogue need to build their sentences.

export const plural = (count: number, one: string, many: string): string =>
  count === 1 ? one : many;
