/** The smallest difference that a run could see, before it is run: from how many pairs and clusters there are. docs/science.md, section 3. */
import { OUTCOME_LEVEL } from '../../statistics/outcome.ts';
import { detectableDifference, grownTo, type Precision, type RunSize } from '../../statistics/power.ts';
import type { ComparisonKind } from './comparison-design.ts';
import type { KnownPrecision } from './power-words.ts';

/** What would be compared. Units: clusters, and pairs that are in none. */
export interface PlannedSizes {
  readonly kind: ComparisonKind;
  /** Of a paired comparison, of the pairs that have a neutral. */
  readonly set: RunSize;
  /** Of the control set, where pairs are compared with one. */
  readonly control: RunSize | null;
}

/** What is seen four times in five, at .05: at a head that was chosen beforehand, and at one that stands out among all. */
export interface Seen {
  readonly one: number;
  readonly amongAll: number;
}

export interface PowerBefore {
  /** In standard deviations from pair to pair, where pairs of one cluster tell no more than one of them. */
  readonly alike: Seen;
  /** The same where pairs of one cluster differ as pairs of several do; as `alike` without clusters. */
  readonly apart: Seen;
}

/**
 * Of differences whose standard deviation is 1: of n pairs SE = 1/sqrt(n), of two samples sqrt(1/n + 1/m); degrees of freedom
 * are those of the units, whatever pairs of a cluster have in common.
 *
 * @param heads that are tested together
 * @returns null where nothing is compared, or of too little
 */
export function powerBefore({ kind, set, control }: PlannedSizes, heads: number): PowerBefore | null {
  if (kind === 'none') return null;
  const isTwo = kind !== 'paired' && control !== null;
  const dof = isTwo ? set.units + control.units - 2 : set.units - 1;
  if (dof < 1 || (isTwo && Math.min(set.units, control.units) < 1)) return null;
  const of = (count: keyof RunSize): Seen | null =>
    seenWith({ se: Math.sqrt(1 / set[count] + (isTwo ? 1 / control[count] : 0)), dof }, heads);
  const [alike, apart] = [of('units'), of('pairs')];
  return alike === null || apart === null ? null : { alike, apart };
}

/**
 * In the unit of a metric, at the spread that an earlier run had at its head in the middle.
 *
 * @param earlier its standard error, and how many units of each side it was estimated with
 * @returns null where nothing is compared, or of too little
 */
export function powerBySpread(
  { kind, set, control }: PlannedSizes,
  earlier: Precision & Pick<KnownPrecision, 'setUnits' | 'controlUnits'>,
  heads: number,
): Seen | null {
  if (kind === 'none') return null;
  const units = unitsTogether(set.units, kind === 'paired' ? null : (control?.units ?? null));
  const precision = grownTo(earlier, unitsTogether(earlier.setUnits, earlier.controlUnits), units);
  return precision === null ? null : seenWith(precision, heads);
}

/** As many units of one sample have the standard error of both: 1 / (1/n + 1/m). */
function unitsTogether(set: number, control: number | null): number {
  return control === null ? set : 1 / (1 / set + 1 / control);
}

function seenWith(precision: Precision, heads: number): Seen | null {
  const one = detectableDifference(precision, OUTCOME_LEVEL);
  const amongAll = detectableDifference(precision, OUTCOME_LEVEL / Math.max(1, heads));
  return one === null || amongAll === null ? null : { one, amongAll };
}

/** What an effect of d standard deviations is called (Cohen 1988): 0.2 small, 0.5 medium, 0.8 large. */
export function effectWords(d: number): string {
  if (d <= 0.2) return 'Even small effects can be found.';
  if (d <= 0.5) return 'Medium effects can be found, small ones often not.';
  if (d <= 0.8) return 'Large effects can be found, medium ones often not.';
  return 'Only large effects can be found.';
}
