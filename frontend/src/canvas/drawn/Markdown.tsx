// The little markdown of notes, built as elements: no HTML of an author ever reaches the page.
import { Fragment, type ReactNode } from 'react';
import { type Block, blocksOf, type Piece, piecesOf } from './readMarkdown';

export function Markdown({ words }: { words: string }) {
  // Blocks and pieces have no names of their own; they are drawn anew when the words change.
  return blocksOf(words).map((block, at) => (
    // biome-ignore lint/suspicious/noArrayIndexKey: see above
    <Fragment key={`${at}-${block.kind}`}>{drawn(block)}</Fragment>
  ));
}

function drawn(block: Block): ReactNode {
  switch (block.kind) {
    case 'heading':
      return (
        <p data-heading={block.level}>
          <Line words={block.words} />
        </p>
      );
    case 'list': {
      const List = block.ordered ? 'ol' : 'ul';
      return (
        <List>
          {block.items.map((item, at) => (
            // biome-ignore lint/suspicious/noArrayIndexKey: items have no names
            <li key={at}>
              <Line words={item} />
            </li>
          ))}
        </List>
      );
    }
    case 'code':
      return <pre>{block.words}</pre>;
    default:
      return (
        <p>
          <Line words={block.words} />
        </p>
      );
  }
}

function Line({ words }: { words: string }) {
  return piecesOf(words).map((piece, at) => (
    // biome-ignore lint/suspicious/noArrayIndexKey: pieces have no names
    <Fragment key={at}>{inline(piece)}</Fragment>
  ));
}

function inline(piece: Piece): ReactNode {
  switch (piece.kind) {
    case 'bold':
      return <strong>{piece.words}</strong>;
    case 'italic':
      return <em>{piece.words}</em>;
    case 'code':
      return <code>{piece.words}</code>;
    case 'link':
      return (
        <a href={piece.to} target="_blank" rel="noopener noreferrer nofollow">
          {piece.words}
        </a>
      );
    default:
      return piece.words;
  }
}
