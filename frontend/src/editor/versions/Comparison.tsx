// Two graphs as one: on the canvas with what is new, changed and gone, and beside it as a list.
import { useMemo, useState } from 'react';
import { useNodeTypes } from '../../api/queries';
import type { GraphJson } from '../../api/types';
import { ReadOnlyCanvas } from '../../canvas/ReadOnlyCanvas';
import type { Graph } from '../../graph/types';
import { type Authors, ChangeList } from './ChangeList';
import { bothGraphs } from './changes';
import classes from './versions.module.css';

interface ComparisonProps {
  before: Graph;
  after: Graph;
  authors?: Authors | undefined;
}

export function Comparison({ before, after, authors }: ComparisonProps) {
  const types = useNodeTypes();
  const { graph, marks } = useMemo(() => bothGraphs(before, after), [before, after]);
  const [pointed, setPointed] = useState<string | null>(null);
  return (
    <div className={classes.comparison}>
      <ChangeList before={before} after={after} authors={authors} onPoint={setPointed} />
      <div className={classes.canvas} data-testid="diff-canvas">
        {types.data && (
          <ReadOnlyCanvas
            graph={graph as GraphJson}
            nodeTypes={types.data}
            run={null}
            marks={marks}
            selected={pointed}
            onSelectNode={setPointed}
          />
        )}
      </div>
    </div>
  );
}
