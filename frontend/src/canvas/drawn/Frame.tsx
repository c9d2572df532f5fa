// A group: a frame with its name around its nodes, or one card while it is folded.
import { ActionIcon } from '@mantine/core';
import { IconChevronDown, IconChevronRight, IconStack2 } from '@tabler/icons-react';
import { Handle, Position } from '@xyflow/react';
import { type MouseEvent, memo, useState } from 'react';
import { text } from '../../strings';
import card from '../card/card.module.css';
import { useScene } from '../scene';
import type { FrameNode } from './drawn';
import classes from './drawn.module.css';

const t = text.canvas.group;
const port = `${card.port} ${card.main}`;

function FrameBody({ data }: { data: FrameNode['data'] }) {
  const { group, members, whole } = data;
  const drawing = useScene().editing?.drawing;
  const title = group.title || t.untitled;
  const choose = (event: MouseEvent) =>
    drawing?.selectGroup(members, event.shiftKey || event.ctrlKey || event.metaKey);
  const fold = drawing && (
    <ActionIcon
      className="nodrag"
      variant="subtle"
      color="gray"
      size={22}
      aria-label={group.collapsed ? t.unfold(title) : t.fold(title)}
      aria-expanded={!group.collapsed}
      onClick={(event) => {
        event.stopPropagation();
        drawing.foldGroup(group.id, !group.collapsed);
      }}
    >
      {group.collapsed ? <IconChevronRight size={14} /> : <IconChevronDown size={14} />}
    </ActionIcon>
  );
  const look = {
    role: 'group',
    'aria-label': t.label(title, members.length),
    'data-testid': `group-${group.id}`,
    'data-selected': whole,
  };
  if (group.collapsed) {
    return (
      // biome-ignore lint/a11y/useKeyWithClickEvents lint/a11y/noStaticElementInteractions: see the outline
      <div {...look} className={`${classes.folded} f-frame-handle`} onClick={choose}>
        <Handle type="target" id="in" position={Position.Left} className={port} />
        <IconStack2 size={18} />
        <div>
          <b>{title}</b>
          <span>{t.folded(members.length)}</span>
        </div>
        {fold}
        <Handle type="source" id="out" position={Position.Right} className={port} />
      </div>
    );
  }
  return (
    <div {...look} className={classes.frame}>
      {/* biome-ignore lint/a11y/useKeyWithClickEvents lint/a11y/noStaticElementInteractions: see the outline */}
      <div className={`${classes.bar} f-frame-handle`} onClick={choose}>
        {fold}
        <Title id={group.id} title={group.title} />
      </div>
    </div>
  );
}

/** The name; a double-click writes another. */
function Title({ id, title }: { id: string; title: string }) {
  const drawing = useScene().editing?.drawing;
  const [writing, setWriting] = useState(false);
  if (!writing || !drawing) {
    return (
      // biome-ignore lint/a11y/noStaticElementInteractions: the outline renames by keyboard
      <span className={classes.name} onDoubleClick={() => setWriting(drawing !== undefined)}>
        {title || t.untitled}
      </span>
    );
  }
  return (
    <input
      className={`${classes.nameField} nodrag nopan`}
      defaultValue={title}
      aria-label={t.title}
      maxLength={80}
      // biome-ignore lint/a11y/noAutofocus: the person has just asked to write here
      autoFocus
      onFocus={(event) => event.currentTarget.select()}
      onBlur={(event) => {
        drawing.nameGroup(id, event.currentTarget.value);
        setWriting(false);
      }}
      onKeyDown={(event) => {
        event.stopPropagation();
        if (event.key === 'Enter' || event.key === 'Escape') event.currentTarget.blur();
      }}
    />
  );
}

export const Frame = memo(FrameBody);
