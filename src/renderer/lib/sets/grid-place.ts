/** Where a person is in the grid, and where keys lead from there. */
export interface Place {
  readonly row: number;
  readonly column: number;
}

/** Rows and columns to go by: down and right are positive. */
type Step = readonly [number, number];

/** Where to go on once a cell was typed into. */
export const MOVES = {
  stay: [0, 0],
  down: [1, 0],
  up: [-1, 0],
  next: [0, 1],
  previous: [0, -1],
} as const satisfies Readonly<Record<string, Step>>;

/**
 * What a key steps by, or null where it is none of those.
 * @param page rows that are in sight
 */
export function stepOf(
  { key, ctrlKey, metaKey }: Pick<KeyboardEvent, 'key' | 'ctrlKey' | 'metaKey'>,
  page: number,
): Step | null {
  const steps: Readonly<Record<string, Step>> = {
    ArrowUp: [-1, 0],
    ArrowDown: [1, 0],
    ArrowLeft: [0, -1],
    ArrowRight: [0, 1],
    PageUp: [-page, 0],
    PageDown: [page, 0],
    Home: ctrlKey || metaKey ? [-Infinity, -Infinity] : [0, -Infinity],
    End: ctrlKey || metaKey ? [Infinity, Infinity] : [0, Infinity],
  };
  return steps[key] ?? null;
}

/** Where keys that are letters do something: in the grid they are written into the cell. */
export const OUTSIDE = 'outside the grid';
