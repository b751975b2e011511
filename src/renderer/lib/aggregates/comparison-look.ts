/** The comparison that is shown: as the run was planned, or another look at it, and where the two part. */
import {
  type ComparisonChange,
  type ComparisonChoice,
  comparisonOf,
} from '../../../core/analyses/statistics/comparison-choice.ts';
import type { ComparisonDesign } from '../../../core/analyses/statistics/comparison-design.ts';
import type { Run } from '../../../shared/entities.ts';

type Planned = Run['provenance']['comparison'];

/** What the address asks for, less what is as planned anyway. */
export function departuresOf(asked: ComparisonChange, planned: Planned): ComparisonChange {
  const parts = comparisonOf(asked);
  const differs = (name: keyof ComparisonChange): boolean =>
    parts[name] !== undefined && JSON.stringify(parts[name]) !== JSON.stringify(planned[name]);
  const names = (Object.keys(parts) as (keyof ComparisonChange)[]).filter(
    // A margin of nothing is none, in whatever unit.
    (name) => differs(name) && !(name === 'marginOf' && (parts.margin ?? planned.margin) === 0),
  );
  return Object.fromEntries(names.map((name) => [name, parts[name]]));
}

/**
 * What another metric is shown with: a smallest effect that was chosen in the unit of the metric before is none of this one's,
 * and goes; a share of the control stays.
 */
export function withoutOwnMargin(
  { marginOf }: Pick<ComparisonChoice, 'marginOf'>,
  departures: ComparisonChange,
): Partial<Record<'margin' | 'marginOf', undefined>> {
  const isChosen = departures.margin !== undefined || departures.marginOf !== undefined;
  return isChosen && marginOf === 'unit' ? { margin: undefined, marginOf: undefined } : {};
}

/** "comparison, clusters": what is not as planned. */
export function departureWords(departures: ComparisonChange): string {
  const words = [
    departures.comparison === undefined ? '' : 'comparison',
    departures.clusters === undefined ? '' : 'clusters',
    departures.margin === undefined && departures.marginOf === undefined ? '' : 'smallest effect',
  ];
  return words.filter((word) => word !== '').join(', ');
}

export interface ComparisonOption {
  /** '': as planned */
  readonly value: '' | 'paired' | 'matched' | 'unadjusted';
  readonly label: string;
}

const KIND_LABELS = {
  paired: 'Neutral change',
  within: 'Matched control',
  matched: 'Matched control',
  unadjusted: 'Unadjusted',
  none: 'No comparison',
} as const satisfies Record<ComparisonDesign['kind'], string>;

/**
 * What the run can be compared with. The planned comparison first, under what it came to; the unadjusted numbers are
 * always one click away where there is a control set.
 * @param planned the design of the comparison as planned; undefined while it is not known
 */
export function comparisonOptions(run: Run, planned: ComparisonDesign | undefined): ComparisonOption[] {
  const kind = planned?.kind;
  const hasControl = run.controlSet !== null;
  const hasNeutral = run.neutrals.done > 0;
  const others: ComparisonOption[] = [
    ...(hasNeutral && kind !== 'paired' ? [{ value: 'paired', label: KIND_LABELS.paired } as const] : []),
    ...(hasControl && kind !== 'matched' && kind !== 'within'
      ? [{ value: 'matched', label: KIND_LABELS.matched } as const]
      : []),
    ...(hasControl && kind !== 'unadjusted'
      ? [{ value: 'unadjusted', label: KIND_LABELS.unadjusted } as const]
      : []),
  ];
  return [{ value: '', label: kind === undefined ? 'As planned' : KIND_LABELS[kind] }, ...others];
}
