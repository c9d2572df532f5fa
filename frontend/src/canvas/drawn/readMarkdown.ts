// Reads the markdown that notes may hold: headings, lists, code, bold, italic, and links to the web.

export type Block =
  | { kind: 'paragraph'; words: string }
  | { kind: 'heading'; words: string; level: number }
  | { kind: 'list'; ordered: boolean; items: string[] }
  | { kind: 'code'; words: string };

export type Piece =
  | { kind: 'text' | 'bold' | 'italic' | 'code'; words: string }
  | { kind: 'link'; words: string; to: string };

const HEADING = /^(#{1,3})\s+(.*)$/;
const ITEM = /^\s*(?:[-*]|(\d+)\.)\s+(.*)$/;
const FENCE = /^```/;

type Reader = (lines: readonly string[], at: number) => { block: Block; next: number } | null;

const readCode: Reader = (lines, at) => {
  if (!FENCE.test(lines[at] ?? '')) return null;
  const end = lines.findIndex((line, index) => index > at && FENCE.test(line));
  const last = end < 0 ? lines.length : end;
  const words = lines.slice(at + 1, last).join('\n');
  return { block: { kind: 'code', words }, next: last + 1 };
};

const readHeading: Reader = (lines, at) => {
  const found = HEADING.exec(lines[at] ?? '');
  if (!found) return null;
  const level = found[1]?.length ?? 1;
  return { block: { kind: 'heading', words: found[2] ?? '', level }, next: at + 1 };
};

const readList: Reader = (lines, at) => {
  const first = ITEM.exec(lines[at] ?? '');
  if (!first) return null;
  const items: string[] = [];
  let next = at;
  for (let item = ITEM.exec(lines[next] ?? ''); item; item = ITEM.exec(lines[next] ?? '')) {
    items.push(item[2] ?? '');
    next += 1;
  }
  return { block: { kind: 'list', ordered: first[1] !== undefined, items }, next };
};

const startsBlock = (line: string): boolean =>
  line.trim() === '' || HEADING.test(line) || ITEM.test(line) || FENCE.test(line);

const readParagraph: Reader = (lines, at) => {
  let next = at + 1;
  while (next < lines.length && !startsBlock(lines[next] ?? '')) next += 1;
  return { block: { kind: 'paragraph', words: lines.slice(at, next).join('\n') }, next };
};

export function blocksOf(words: string): Block[] {
  const lines = words.split(/\r?\n/);
  const blocks: Block[] = [];
  let at = 0;
  while (at < lines.length) {
    if ((lines[at] ?? '').trim() === '') {
      at += 1;
      continue;
    }
    const read =
      readCode(lines, at) ??
      readHeading(lines, at) ??
      readList(lines, at) ??
      readParagraph(lines, at);
    if (!read) break;
    blocks.push(read.block);
    at = read.next;
  }
  return blocks;
}

const PIECE =
  /`([^`]+)`|\*\*(?! )([^*]+)(?<! )\*\*|\*(?! )([^*]+)(?<! )\*|\[([^\]]+)\]\(([^)\s]+)\)/g;
/** Anything but the web and mail, `javascript:` above all, stays plain words. */
const SAFE = /^(https?:\/\/|mailto:)/i;

function pieceOf(found: RegExpExecArray): Piece {
  const [whole, code, bold, italic, link, to] = found;
  if (code !== undefined) return { kind: 'code', words: code };
  if (bold !== undefined) return { kind: 'bold', words: bold };
  if (italic !== undefined) return { kind: 'italic', words: italic };
  if (link !== undefined && to !== undefined && SAFE.test(to)) {
    return { kind: 'link', words: link, to };
  }
  return { kind: 'text', words: whole };
}

export function piecesOf(words: string): Piece[] {
  const pieces: Piece[] = [];
  let from = 0;
  for (const found of words.matchAll(PIECE)) {
    if (found.index > from) pieces.push({ kind: 'text', words: words.slice(from, found.index) });
    pieces.push(pieceOf(found as RegExpExecArray));
    from = found.index + found[0].length;
  }
  if (from < words.length) pieces.push({ kind: 'text', words: words.slice(from) });
  return pieces;
}
