/** Storing an alignment so that it can be taken back. */
import { undoStack } from '../engine/undo.ts';
import type { Link } from './alignment-draft.ts';

interface Alignments {
  /** What a person had stored before; null: nothing, the method aligned the pair. */
  readonly before: readonly Link[] | null;
  /** null: back to the method. */
  readonly next: readonly Link[] | null;
  /** The pair's place in its set, from 0. */
  readonly position: number;
}

/** Puts an alignment in the place of the present one, by `store`; Ctrl+Z stores the one before. @throws what `store` throws */
export async function putAlignment(
  { before, next, position }: Alignments,
  store: (positions: [number, number][] | null) => Promise<unknown>,
): Promise<void> {
  const put = (links: readonly Link[] | null) =>
    store(links === null ? null : links.map(([i, j]): [number, number] => [i, j]));
  await undoStack.during(async () => {
    await put(next);
    undoStack.push({
      what: `alignment of pair ${position + 1}`,
      undo: () => put(before),
      redo: () => put(next),
    });
  });
}
