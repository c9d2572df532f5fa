// Taking a decision back while its window is open.

export const undo = {
  label: 'Decision that can be taken back',
  undo: 'Undo',
  left: (seconds: number) => `${seconds} s`,
  close: 'Keep the decision',
  done: 'Taken back',
  doneMany: (count: number) => `${count} decisions taken back`,
  failed: 'The decision could not be taken back',
  some: (count: number, all: number) => `${count} of ${all} decisions could not be taken back`,
};
