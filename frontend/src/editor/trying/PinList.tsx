// The pinned outputs: of which step, what it gives, and by which action it leaves.
import { ActionIcon, Autocomplete } from '@mantine/core';
import { IconPinnedOff } from '@tabler/icons-react';
import type { Pin } from '../../api/trying';
import { useCell } from '../../canvas/cell';
import { actionsOf } from '../../graph/actions';
import type { GraphNode } from '../../graph/types';
import { text } from '../../strings';
import { JsonField } from '../fields/JsonField';
import { useSession } from '../state/context';
import { useTestData, useTrying } from './testData';
import classes from './trying.module.css';

const t = text.trying.data;

export function PinList() {
  const graph = useCell(useSession().graph);
  const { pins } = useTestData();
  const pinned = graph.nodes.flatMap((node) => {
    const pin = pins[node.id];
    return pin ? [{ node, pin }] : [];
  });
  return (
    <section>
      <h3>{t.pins}</h3>
      {pinned.length === 0 && <p className={classes.quiet}>{t.noPins}</p>}
      {pinned.map(({ node, pin }) => (
        <PinCard key={node.id} node={node} pin={pin} />
      ))}
    </section>
  );
}

function PinCard({ node, pin }: { node: GraphNode; pin: Pin }) {
  const session = useSession();
  const trying = useTrying();
  const title = node.title || node.id;
  const actions = actionsOf(node, session.types.get(node.type));
  return (
    <div className={classes.pin} data-testid={`pin-${node.id}`}>
      <div className={classes.pinHead}>
        <b>{title}</b>
        <ActionIcon
          variant="subtle"
          color="gray"
          aria-label={t.unpinOf(title)}
          onClick={() => trying.pin(node.id, null)}
        >
          <IconPinnedOff size={16} />
        </ActionIcon>
      </div>
      <JsonField
        name="output"
        schema={{}}
        root={{}}
        label={t.outputOf(title)}
        value={pin.output}
        onChange={(output) => trying.pin(node.id, { ...pin, output: output ?? null })}
      />
      {actions.length > 0 && (
        <Autocomplete
          label={t.action}
          size="xs"
          data={actions}
          value={pin.action ?? ''}
          onChange={(action) => trying.pin(node.id, { ...pin, action: action || null })}
        />
      )}
    </div>
  );
}
