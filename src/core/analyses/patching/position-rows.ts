/** Positions of two statements side by side, as they are aligned: those without partner stand where they are read. */

export interface PositionRow {
  /** null: the other one has no partner here. */
  readonly original: number | null;
  readonly other: number | null;
}

/** @param aligned [original, other], ascending */
export function positionRows(
  originals: number,
  others: number,
  aligned: readonly (readonly [number, number])[],
): PositionRow[] {
  const rows: PositionRow[] = [];
  let [original, other] = [0, 0];
  for (const [i, j] of [...aligned, [originals, others] as const]) {
    for (; original < i; original++) rows.push({ original, other: null });
    for (; other < j; other++) rows.push({ original: null, other });
    if (i === originals && j === others) break;
    rows.push({ original: i, other: j });
    [original, other] = [i + 1, j + 1];
  }
  return rows;
}
