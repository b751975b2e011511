/** Storing an alignment so that it can be taken back. */
import { undoStack } from '../engine/undo.ts';
import type { Link } from './alignment-draft.ts';

interface Change {
  /** The pair's place in its set, from 0. */
  readonly position: number;
  readonly put: () => Promise<unknown>;
  /** Brings back what was there before `put`. */
  readonly restore: () => Promise<unknown>;
}

/**
 * Puts an alignment in the place of the present one; Ctrl+Z restores that one, also where it is pressed before this one is stored.
 * @throws what `put` throws
 */
export async function putAlignment({ position, put, restore }: Change): Promise<void> {
  await undoStack.during(async () => {
    await put();
    undoStack.push({ what: `alignment of pair ${position + 1}`, undo: restore, redo: put });
  });
}

/** Links as they are sent; null: those of the method. */
export function positionsOf(links: readonly Link[] | null): [number, number][] | null {
  return links === null ? null : links.map(([i, j]): [number, number] => [i, j]);
}
