/** The rows that a run's own are held against, and a quantity of rows at one head. */
import { LEAST_PAIRED } from '../../../core/bounds.ts';
import { METRICS, type MetricName } from '../../../core/metrics/catalogue.ts';
import { resolutionOf, WEIGHT_ERROR } from '../../../core/metrics/resolution.ts';
import { controlThreshold } from '../../../core/statistics/flag-rate.ts';
import type { ChangeDirection } from '../../../core/statistics/outcome.ts';
import { quantile } from '../../../core/statistics/quantile.ts';
import { type Resolution, toldFrom } from '../../../core/statistics/resolution.ts';
import { isOnCpu } from '../../../shared/devices.ts';
import type { Run, Threshold } from '../../../shared/entities.ts';
import { PairlensError } from '../../../shared/errors.ts';
import type { ColumnCache, RowColumns } from './column-cache.ts';

/** Of fewer control pairs nothing says what is usual: the largest of three is no limit that 95 % stay within. */
export const LEAST_USUAL = LEAST_PAIRED;

/** A metric, or how far it is from another one, either way. */
export interface RowQuantity {
  readonly metric: MetricName;
  readonly minus?: MetricName | undefined;
}

/** What of a run was measured that its own rows may be held against. */
export interface ControlCounts {
  /** Pairs with a neutral of the shape of their own change, {@link LEAST_USUAL} at most. */
  readonly fitting: number;
  /** Pairs of the control set. */
  readonly controls: number;
}

export type ControlRole = 'neutral' | 'control';

/** What heads are compared with: neutrals where enough of them fit, else the control set; null: nothing. */
export function heldAgainst({ fitting, controls }: ControlCounts): ControlRole | null {
  if (fitting >= LEAST_USUAL) return 'neutral';
  return controls > 0 ? 'control' : null;
}

/** That, where it is enough to say what is usual: what is grey, limits and rates are taken from it alone. */
export function usualAgainst(counts: ControlCounts): ControlRole | null {
  const role = heldAgainst(counts);
  return role === 'control' && counts.controls < LEAST_USUAL ? null : role;
}

export function controlCountsOf(columns: ColumnCache, run: Run): ControlCounts {
  return {
    fitting: columns.fittingNeutrals(run),
    controls: run.controlSet === null ? 0 : columns.of(run, 'control').positions.length,
  };
}

/** The rows of {@link usualAgainst}. */
export function usualRowsOf(columns: ColumnCache, run: Run): RowColumns | null {
  const role = usualAgainst(controlCountsOf(columns, run));
  return role === null ? null : columns.of(run, role);
}

/** @returns [pairs] the quantity at one head, by its index layer · heads + head; NaN where undefined */
export function valuesAt(rows: RowColumns, { metric, minus }: RowQuantity, place: number): Float64Array {
  const [values, others] = rows.columns([metric, minus ?? metric]);
  const places = rows.layers * rows.heads;
  return Float64Array.from(rows.positions, (_, pair) => {
    const row = pair * places + place;
    const value = values?.[row] ?? Number.NaN;
    return minus === undefined ? value : Math.abs(value - (others?.[row] ?? Number.NaN));
  });
}

export function looksAbove(comparison: Threshold['comparison']): boolean {
  return comparison.startsWith('>');
}

/**
 * The limit of a threshold at each head: its number, or what 95 % of the control stay within.
 *
 * @returns [layers · heads] NaN where the control has no value
 * @throws PairlensError BAD_REQUEST where the limit is the control's and there is none
 */
export function limitsByHead(
  rows: RowColumns,
  threshold: Threshold,
  control: RowColumns | null,
): Float64Array {
  const { value: limit, comparison } = threshold;
  const places = rows.layers * rows.heads;
  if (limit !== 'control') return new Float64Array(places).fill(limit);
  if (control === null) throw noControl(rows.runId);
  const above = looksAbove(comparison);
  return control.kept(`limits ${threshold.metric} ${threshold.minus ?? ''} ${String(above)}`, () =>
    Float64Array.from({ length: places }, (_, place) =>
      controlThreshold(valuesAt(control, threshold, place), above),
    ),
  );
}

/** Of a run that is asked for what its control says. */
export function noControl(runId: number): PairlensError {
  return new PairlensError(
    'BAD_REQUEST',
    `run ${runId} has neither ${LEAST_USUAL} neutrals of the shape of their pairs nor ${LEAST_USUAL} pairs of a control set: nothing says what 95 % of a control stay within`,
    { runId },
  );
}

/** What 95 % of a control's values stay within at each head, [layers · heads] each; NaN where it has no value. */
export interface UsualRange {
  readonly low: Float64Array;
  readonly high: Float64Array;
}

/**
 * Of a metric that tells of a change at one end, the other end is open (infinite): the 95th percentile is the limit of a
 * distance, the 5th of a similarity. Of one that goes either way both ends are limits, the 2.5th and the 97.5th. A value that rounding
 * alone may have put beyond them is within: see {@link toldFrom}.
 */
export function usualRange(run: Run, control: RowColumns, metric: MetricName): UsualRange {
  const resolution = resolutionOfRun(run, metric);
  const places = control.layers * control.heads;
  const [low, high] = usualShares(METRICS[metric].change);
  const limits = control.kept(`usual ${metric}`, () => {
    const made = new Float64Array(2 * places);
    for (let place = 0; place < places; place++) {
      const values = valuesAt(control, { metric }, place)
        .filter((value) => !Number.isNaN(value))
        .sort();
      made[place] = widened(resolution, low === null ? -Infinity : quantile(values, low), 'below');
      made[places + place] = widened(resolution, high === null ? Infinity : quantile(values, high), 'above');
    }
    return made;
  });
  return { low: limits.subarray(0, places), high: limits.subarray(places) };
}

/** How finely a metric of a run is measured; null where it is not known. */
export function resolutionOfRun({ provenance }: Run, metric: MetricName): Resolution | null {
  return resolutionOf(metric, isOnCpu(provenance) ? WEIGHT_ERROR : null);
}

/** A limit of the usual range, set off by what rounding may do. */
export function widened(of: Resolution | null, limit: number, side: 'above' | 'below'): number {
  return of === null ? limit : toldFrom(of, limit, side);
}

const BOTH = [0.025, 0.975] as const;

/** The shares of the control below both ends of its usual range; null: that end is open. */
export function usualShares(change: ChangeDirection): readonly [low: number | null, high: number | null] {
  return ({ high: [null, 0.95], low: [0.05, null], either: BOTH, none: BOTH } as const)[change];
}
