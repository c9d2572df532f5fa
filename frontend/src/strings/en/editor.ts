// English words of the editor and the graph.
export const editor = {};
