// A note on the canvas: paper with a little markdown; a double-click writes on it, corners resize it.
import { NodeResizer } from '@xyflow/react';
import { type KeyboardEvent, memo, useEffect, useRef } from 'react';
import { NOTE_LEAST, TONES } from '../../graph/drawn/notes';
import { text } from '../../strings';
import { Cell, useCell } from '../cell';
import { useScene } from '../scene';
import type { NoteNode } from './drawn';
import classes from './drawn.module.css';
import { Markdown } from './Markdown';

const t = text.canvas.note;
const NOBODY = new Cell<string | null>(null);

interface NoteProps {
  data: NoteNode['data'];
  selected?: boolean;
}

function NoteBody({ data: { note }, selected = false }: NoteProps) {
  const drawing = useScene().editing?.drawing;
  const writing = useCell(drawing?.writing ?? NOBODY) === note.id;
  const open = () => drawing?.writing.set(note.id);
  return (
    <>
      {drawing && (
        <NodeResizer
          isVisible={selected}
          minWidth={NOTE_LEAST.width}
          minHeight={NOTE_LEAST.height}
          lineClassName={classes.resizeLine ?? ''}
          handleClassName={classes.resizeHandle ?? ''}
          onResizeEnd={(_event, { x, y, width, height }) =>
            drawing.resizeNote(note.id, { x, y, width, height })
          }
        />
      )}
      {/* biome-ignore lint/a11y/noStaticElementInteractions: Enter does the same, see actions/list.ts */}
      <div
        className={classes.note}
        data-tone={note.tone}
        data-selected={selected}
        data-testid={`note-${note.id}`}
        onDoubleClick={open}
      >
        {writing ? (
          <NoteField note={note} />
        ) : note.text.trim() ? (
          <div className={classes.words}>
            <Markdown words={note.text} />
          </div>
        ) : (
          <p className={classes.hint}>{drawing ? t.hint : ''}</p>
        )}
        {drawing && selected && !writing && <Tones note={note} />}
      </div>
    </>
  );
}

function NoteField({ note }: { note: NoteNode['data']['note'] }) {
  const drawing = useScene().editing?.drawing;
  const field = useRef<HTMLTextAreaElement>(null);
  useEffect(() => {
    const area = field.current;
    area?.focus();
    area?.setSelectionRange(area.value.length, area.value.length);
  }, []);
  const done = () => {
    drawing?.writeNote(note.id, field.current?.value ?? '');
    if (drawing?.writing.get() === note.id) drawing.writing.set(null);
  };
  const onKeyDown = (event: KeyboardEvent) => {
    event.stopPropagation();
    const ends =
      event.key === 'Escape' || (event.key === 'Enter' && (event.ctrlKey || event.metaKey));
    if (ends) field.current?.closest<HTMLElement>('.react-flow__node')?.focus();
  };
  return (
    <textarea
      ref={field}
      className={`${classes.field} nodrag nopan nowheel`}
      defaultValue={note.text}
      placeholder={t.hint}
      aria-label={t.write}
      maxLength={4000}
      onBlur={done}
      onKeyDown={onKeyDown}
    />
  );
}

function Tones({ note }: { note: NoteNode['data']['note'] }) {
  const drawing = useScene().editing?.drawing;
  return (
    <div className={`${classes.tones} nodrag nopan`}>
      {TONES.map((tone) => (
        <button
          key={tone}
          type="button"
          data-tone={tone}
          aria-label={t.colour(t.tones[tone])}
          aria-pressed={note.tone === tone}
          title={t.tones[tone]}
          onClick={() => drawing?.toneNote(note.id, tone)}
        />
      ))}
    </div>
  );
}

export const NoteCard = memo(NoteBody, (a, b) => a.data === b.data && a.selected === b.selected);
