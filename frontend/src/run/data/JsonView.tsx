// Any JSON value as a table or a tree that opens and closes, as text to copy, or as what it is made of.
import { ActionIcon, CopyButton, SegmentedControl, Tooltip } from '@mantine/core';
import { IconCheck, IconChevronRight, IconCopy } from '@tabler/icons-react';
import { useState } from 'react';
import type { Json } from '../../api/types';
import { text } from '../../strings';
import { inShort, isObject } from '../words';
import classes from './data.module.css';
import { RowsTable } from './RowsTable';
import { SchemaLines } from './SchemaLines';
import { schemaOf, tableOf } from './shape';

const t = text.run.data;
const PAGE = 100;

interface JsonViewProps {
  value: Json | undefined;
  label: string;
  /** Levels that are open at first. */
  open?: number;
}

/** A value under its label, with a switch between tree and text and a button to copy. */
export function JsonView({ value, label, open = 1 }: JsonViewProps) {
  const [form, setForm] = useState('table');
  const copied = form === 'schema' ? schemaOf(value ?? null) : value;
  const plain = JSON.stringify(copied, null, 2) ?? '';
  return (
    <section className={classes.block} aria-label={label}>
      <div className={classes.head}>
        <h3>{label}</h3>
        <SegmentedControl
          size="xs"
          value={form}
          onChange={setForm}
          data={[
            { value: 'table', label: t.table },
            { value: 'json', label: t.json },
            { value: 'schema', label: t.schema },
          ]}
          aria-label={t.view}
        />
        <CopyButton value={plain}>
          {({ copied, copy }) => (
            <Tooltip label={copied ? text.common.copied : t.copy}>
              <ActionIcon
                variant="subtle"
                color="gray"
                size="sm"
                onClick={copy}
                aria-label={t.copy}
              >
                {copied ? <IconCheck size={14} /> : <IconCopy size={14} />}
              </ActionIcon>
            </Tooltip>
          )}
        </CopyButton>
      </div>
      {form === 'json' ? (
        <pre className={classes.pre}>{plain}</pre>
      ) : (
        <div className={classes.tree}>
          {form === 'schema' ? (
            <SchemaLines value={value ?? null} />
          ) : (
            <Tree value={value ?? null} open={open} />
          )}
        </div>
      )}
    </section>
  );
}

function entriesOf(value: Json): [string, Json][] | null {
  if (Array.isArray(value)) return value.map((item, index) => [String(index + 1), item]);
  return isObject(value) ? Object.entries(value) : null;
}

function Tree({ value, open }: { value: Json; open: number }) {
  const [shown, setShown] = useState(PAGE);
  const entries = entriesOf(value);
  const table = tableOf(value);
  if (table) return <RowsTable {...table} />;
  if (!entries) return <Leaf value={value} />;
  if (entries.length === 0) return <span className="f-faint">{t.empty}</span>;
  return (
    <dl className={classes.entries}>
      {entries.slice(0, shown).map(([key, item]) => (
        <Entry key={key} name={key} value={item} open={open} />
      ))}
      {entries.length > shown && (
        <button type="button" className={classes.more} onClick={() => setShown(shown + PAGE)}>
          {t.more(entries.length - shown)}
        </button>
      )}
    </dl>
  );
}

function Entry({ name, value, open }: { name: string; value: Json; open: number }) {
  const [isOpen, setOpen] = useState(open > 0);
  const inner = entriesOf(value);
  if (!inner || inner.length === 0) {
    return (
      <div className={classes.entry}>
        <dt>{name}</dt>
        <dd>{inner ? <span className="f-faint">{t.empty}</span> : <Leaf value={value} />}</dd>
      </div>
    );
  }
  const size = Array.isArray(value) ? t.items(inner.length) : t.fields(inner.length);
  const glimpse = isOpen ? size : inShort(value, 40);
  return (
    <div className={classes.branch}>
      <dt>
        <button type="button" onClick={() => setOpen(!isOpen)} aria-expanded={isOpen}>
          <IconChevronRight size={13} data-open={isOpen || undefined} />
          {name}
          <span className="f-faint">{glimpse}</span>
        </button>
      </dt>
      {isOpen && (
        <dd>
          <Tree value={value} open={open - 1} />
        </dd>
      )}
    </div>
  );
}

function Leaf({ value }: { value: Json }) {
  if (value === null) return <span className={classes.none}>null</span>;
  if (typeof value === 'string') {
    return <span className={classes.text}>{value === '' ? text.common.quoted('') : value}</span>;
  }
  return <span className={classes.literal}>{String(value)}</span>;
}
