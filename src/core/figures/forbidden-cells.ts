/**
 * Cells of a map of attention that the mask of a decoder forbids: a token attends to itself and to what precedes it. There
 * is no weight there to draw, to write or to average, not even 0. Maps over words and over aligned tokens forbid the same
 * cells, for words are in order, and so are aligned tokens on both sides: what one side forbids, the other does.
 */

/** Said of such a cell. */
export const FORBIDDEN_WORDS = 'a decoder does not look ahead';

export function isForbidden(query: number, key: number): boolean {
  return key > query;
}

/**
 * A copy of a map with NaN in the cells that are forbidden, or are by another rule.
 * @param values [n, n] row after row (query, key)
 */
export function withoutForbidden(
  values: ArrayLike<number>,
  n: number,
  isBlank: (query: number, key: number) => boolean = isForbidden,
): Float32Array {
  const kept = Float32Array.from(values);
  for (let query = 0; query < n; query++)
    for (let key = 0; key < n; key++) if (isBlank(query, key)) kept[query * n + key] = Number.NaN;
  return kept;
}

interface MaskPlace {
  readonly left: number;
  readonly top: number;
  readonly cell: number;
  /** Columns run from right to left. */
  readonly mirrored?: boolean;
}

/** [x, y] of the corners around the forbidden cells of n tokens, for cells of a size that begin at `left` and `top`. */
export function forbiddenOutline(
  n: number,
  { left, top, cell, mirrored = false }: MaskPlace,
): [number, number][] {
  const stairs = Array.from({ length: Math.max(0, n - 1) }, (_, query): [number, number][] => [
    [left + (query + 1) * cell, top + query * cell],
    [left + (query + 1) * cell, top + (query + 1) * cell],
  ]).flat();
  if (stairs.length === 0) return [];
  const corners: [number, number][] = [
    [left + n * cell, top],
    ...stairs,
    [left + n * cell, top + (n - 1) * cell],
  ];
  return mirrored ? corners.map(([x, y]) => [2 * left + n * cell - x, y]) : corners;
}

/** The same as the data of an SVG path. */
export function forbiddenPath(n: number, place: MaskPlace): string {
  return `M${forbiddenOutline(n, place)
    .map(([x, y]) => `${x} ${y}`)
    .join('L')}Z`;
}
