// Where the expressions below stand, and what the editor knows there: names, and a run to try them on.
import { createContext, useContext, useMemo } from 'react';
import { Cell, useCell } from '../../canvas/cell';
import { EMPTY_GRAPH, type Graph, type JsonObject } from '../../graph/types';
import { useRunHead, useRunLog } from '../../live/useRunStore';
import { DeskContext, useShownRun } from '../state/context';
import { type Name, namesInReach, type Place } from './reach';

export const PlaceContext = createContext<Place>({ node: null, after: false });

const NO_GRAPH = new Cell<Graph>(EMPTY_GRAPH);

/** The names in reach at this place; empty outside of the editor. */
export function useNamesInReach(): Name[] {
  const desk = useContext(DeskContext);
  const place = useContext(PlaceContext);
  const graph = useCell(desk?.session.graph ?? NO_GRAPH);
  const { store } = useShownRun();
  const head = useRunHead(store);
  const log = useRunLog(store);
  return useMemo(
    () =>
      desk
        ? namesInReach(graph, desk.session.types, place, {
            ...(head && { inputs: head.inputs as JsonObject, state: head.state as JsonObject }),
            // The log tells that outputs have come.
            output: (id) => (log.length >= 0 ? store?.node(id)?.output : undefined),
          })
        : [],
    [desk, graph, place, head, log, store],
  );
}
