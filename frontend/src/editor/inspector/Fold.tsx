// A part of the inspector that folds away.
import { Collapse } from '@mantine/core';
import { IconChevronRight } from '@tabler/icons-react';
import { type ReactNode, useId, useState } from 'react';
import classes from './inspector.module.css';

interface FoldProps {
  title: string;
  open?: boolean;
  children: ReactNode;
}

export function Fold({ title, open: first = false, children }: FoldProps) {
  const [open, setOpen] = useState(first);
  const id = useId();
  return (
    <section className={classes.fold}>
      <button type="button" aria-expanded={open} aria-controls={id} onClick={() => setOpen(!open)}>
        {title}
        <IconChevronRight size={16} data-open={open} />
      </button>
      <Collapse expanded={open} id={id} transitionDuration={140}>
        {open && <div className={classes.folded}>{children}</div>}
      </Collapse>
    </section>
  );
}
