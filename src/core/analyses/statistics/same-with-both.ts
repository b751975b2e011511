/** Heads at which every pair has to the last bit what it has under its control: the metric cannot tell the two apart. */
import type { StatisticsRow } from './rows.ts';

type Known = Pick<StatisticsRow, 'difference' | 'difference_se' | 'difference_units'>;

export function isSame({ difference, difference_se: se, difference_units: units }: Known): boolean {
  return difference === 0 && se === 0 && (units ?? 0) >= 2;
}

/** All heads, as of what is measured of the original alone, which a pair and its neutral share. */
export function isSameThroughout(rows: readonly StatisticsRow[]): boolean {
  return rows.length > 0 && rows.every(({ difference }) => difference === 0);
}

/**
 * Whether a pair and its neutral cannot but have the same: it is measured of their one original. Mass on unaligned tokens hangs
 * on the alignment with the other side, too.
 */
export function isSameByConstruction({
  metric,
  comparison,
}: Pick<StatisticsRow, 'metric' | 'comparison'>): boolean {
  return comparison === 'paired' && metric.includes('_original') && !metric.startsWith('unaligned_mass');
}

export function sameWords(row: Pick<StatisticsRow, 'metric' | 'comparison'>): string {
  return isSameByConstruction(row) ? 'the same by construction' : 'the same with both';
}
