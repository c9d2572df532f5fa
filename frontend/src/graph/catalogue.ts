/** Reading the list of node types that the server sends into a map with every part present. */

import { text as said } from '../strings';
import { told, toldSchema } from './told';
import { isObject, type JsonObject, type NodeType, type Port } from './types';

const text = (value: unknown, fallback: string): string =>
  typeof value === 'string' && value !== '' ? value : fallback;

function readPort(raw: JsonObject): Port {
  const name = text(raw.name, '');
  const schema = isObject(raw.schema) ? raw.schema : {};
  return { name, title: told(text(raw.title, inTitleCase(name))), schema };
}

/** "due_seconds" → "Due seconds". */
export function inTitleCase(name: string): string {
  const words = name.replace(/[_-]+/g, ' ').trim();
  return words.charAt(0).toUpperCase() + words.slice(1);
}

function readType(raw: JsonObject): NodeType {
  const type = text(raw.type, '');
  const ports = (value: unknown): Port[] =>
    Array.isArray(value) ? value.filter(isObject).map(readPort) : [];
  return {
    type,
    title: told(text(raw.title, inTitleCase(type.slice(type.lastIndexOf('.') + 1)))),
    category: text(raw.category, said.graph.otherCategory),
    icon: text(raw.icon, 'box'),
    description: told(text(raw.description, '')),
    properties: isObject(raw.properties) ? toldSchema(raw.properties) : {},
    inputs: ports(raw.inputs),
    outputs: ports(raw.outputs),
    actions: Array.isArray(raw.actions) ? raw.actions.map(String) : [],
    suspendable: raw.suspendable === true,
    tags: Array.isArray(raw.tags) ? raw.tags.map(String) : [],
  };
}

export function readNodeTypes(raw: unknown): Map<string, NodeType> {
  const list = Array.isArray(raw) ? raw.filter(isObject).map(readType) : [];
  return new Map(list.filter((type) => type.type !== '').map((type) => [type.type, type]));
}
