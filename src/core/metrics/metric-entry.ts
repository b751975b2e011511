/** What is written down of a metric: an entry of the catalogue. */

/** What metrics are about, in the order in which they are listed. */
export const METRIC_GROUPS = {
  attention: 'Attention change',
  information: 'Information',
  sinks: 'Sinks',
  shift: 'Shift of attention',
  distance: 'Distance',
  values: 'Values',
} as const;
export type MetricGroup = keyof typeof METRIC_GROUPS;

export interface MetricEntry {
  readonly group: MetricGroup;
  /** Words for the screen, sentence case. */
  readonly label: string;
  /** '' where the number has no unit. */
  readonly unit: '' | 'bits' | 'tokens';
  /** The values the definition allows; null where a side has no bound. */
  readonly range: readonly [number | null, number | null];
  /**
   * A signed metric goes either way from 0, which means no change, and may be tested against 0. A distance may not, for
   * it is positive by construction; nor may a correlation or cosine, for which no change is 1.
   */
  readonly signed: boolean;
  /**
   * Which end means that the head changed more: 'high' for distances, 'low' for similarities, 'either' for differences.
   * 'none': it is of one statement alone, and says nothing of change.
   */
  readonly change: 'high' | 'low' | 'either' | 'none';
  /**
   * What errors do to a value: each attention weight, and each vector read out, off by a share e of itself. 'linear': the value is
   * off by at most `times` e; 'root': it is the square of a distance that is off by at most `times` e. null: no bound.
   */
  readonly rounding: { readonly kind: 'linear' | 'root'; readonly times: number } | null;
  /** One or two sentences: what the number is. */
  readonly definition: string;
  /** When the number does not exist, and why. */
  readonly undefinedWhen: string;
  /** It is measured a second time over the keys that are no sinks. */
  readonly withoutSinks?: true;
  /** What a reader ought to know before using it. */
  readonly note?: string;
}
