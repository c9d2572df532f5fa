/** A workflow as a file: the same JSON that the command line exports and imports. */

import { type Graph, isObject, type JsonObject, readGraph } from '../../graph/types';

export interface Head {
  slug: string;
  name: string;
  description: string;
}

export function fileOf(graph: Graph, { slug, name, description }: Head): string {
  return `${JSON.stringify({ ...graph, schema: 1, slug, name, description }, null, 2)}\n`;
}

/** Reads a file; null when it holds no graph. */
export function readFile(words: string): Graph | null {
  let raw: unknown;
  try {
    raw = JSON.parse(words);
  } catch {
    return null;
  }
  const whole: JsonObject | null = isObject(raw) ? raw : null;
  const graph = whole && isObject(whole.graph) ? whole.graph : whole;
  return graph && Array.isArray(graph.nodes) ? readGraph(graph) : null;
}

/** Hands a text to the browser as a file. */
export function download(name: string, words: string): void {
  const address = URL.createObjectURL(new Blob([words], { type: 'application/json' }));
  const link = document.createElement('a');
  link.href = address;
  link.download = name;
  link.click();
  URL.revokeObjectURL(address);
}
