// What the rest of the editor may ask of the canvas: places on screen and on the graph, and the camera.
import type { Size } from '../../graph/layout';
import type { Point } from '../../graph/types';

export interface View {
  toFlow(screen: Point): Point;
  /** The middle of what is in view, on the graph. */
  centre(): Point;
  centreOnScreen(): Point;
  /** Where the pointer last was over the canvas, or the centre. */
  pointer(): Point;
  /** A free-looking place right of a node; null when it is not drawn. */
  besideNode(id: string | null): Point | null;
  sizes(): Map<string, Size>;
  fit(ids?: Iterable<string>): void;
  reveal(ids: Iterable<string>): void;
  zoomIn(): void;
  zoomOut(): void;
  zoomTo(level: number): void;
  focusNode(id: string): void;
}
