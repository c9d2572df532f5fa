// English words of the inbox.
export const inbox = {};
