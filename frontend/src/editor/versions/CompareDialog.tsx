// Any two of the versions and the draft beside each other.
import { Modal, Select, Skeleton } from '@mantine/core';
import { useState } from 'react';
import { useVersion, useWorkflow } from '../../api/queries';
import type { VersionSummary } from '../../api/types';
import { useCell } from '../../canvas/cell';
import { type Graph, readGraph } from '../../graph/types';
import { text } from '../../strings';
import { useSession } from '../state/context';
import { Comparison } from './Comparison';
import classes from './versions.module.css';

const t = text.versions;
const DRAFT = 'draft';

/** The numbers to compare; null is the draft. */
export interface Pair {
  before: number;
  after: number | null;
}

interface CompareDialogProps {
  versions: VersionSummary[];
  pair: Pair | null;
  onClose: () => void;
}

export function CompareDialog({ versions, pair, onClose }: CompareDialogProps) {
  return (
    <Modal opened={pair !== null} onClose={onClose} title={t.compare} size={1320}>
      {pair && <Compared key={`${pair.before}/${pair.after}`} versions={versions} first={pair} />}
    </Modal>
  );
}

const word = (number: number | null) => (number === null ? DRAFT : String(number));

function Compared({ versions, first }: { versions: VersionSummary[]; first: Pair }) {
  const { slug } = useSession();
  const [pair, setPair] = useState(first);
  const before = useGraphOf(pair.before);
  const after = useGraphOf(pair.after);
  const authors = useWorkflow(slug).data?.changes;
  const numbers = versions.map(({ number, note }) => ({
    value: String(number),
    label: note ? `v${number} · ${note}` : `v${number}`,
  }));
  const latest = Math.max(...versions.map(({ number }) => number));
  const byWhom = pair.after === null && pair.before === latest ? authors : undefined;
  return (
    <>
      <div className={classes.picks}>
        <Select
          label={t.from}
          data={numbers}
          value={word(pair.before)}
          allowDeselect={false}
          onChange={(next) => setPair({ ...pair, before: Number(next) })}
        />
        <Select
          label={t.to}
          data={[{ value: DRAFT, label: t.draft }, ...numbers]}
          value={word(pair.after)}
          allowDeselect={false}
          onChange={(next) => setPair({ ...pair, after: next === DRAFT ? null : Number(next) })}
        />
      </div>
      {before && after ? (
        <Comparison before={before} after={after} authors={byWhom} />
      ) : (
        <Skeleton height={380} radius={12} />
      )}
    </>
  );
}

/** The graph of a version, or the draft as it stands. */
function useGraphOf(number: number | null): Graph | null {
  const session = useSession();
  const draft = useCell(session.graph);
  const version = useVersion(session.slug, number ?? undefined).data;
  if (number === null) return draft;
  return version ? readGraph(version.graph) : null;
}
