// The shape of a catalogue without its words: what English has, other languages must have.

/** Texts become `string`, functions keep their arguments, and everything in them likewise. */
export type Said<T> = T extends string
  ? string
  : T extends (...given: infer Given) => unknown
    ? (...given: Given) => string
    : { [Key in keyof T]: Said<T[Key]> };
