/** A mean with its 95 % interval. */
import { formatValue, withUnit } from '../figures/figure.ts';
import { isWithoutWidth, ALIKE_WORDS, meanWithInterval, withInterval } from '../figures/fixed-numbers.ts';
import { type NamedTensors, orNull, tensorOf } from './named-tensor.ts';

export interface Estimate {
  /** null: undefined. */
  readonly mean: number | null;
  /** null: too few for an interval. */
  readonly low: number | null;
  readonly high: number | null;
}

export const UNDEFINED_ESTIMATE: Estimate = { mean: null, low: null, high: null };

/**
 * Of the tensor `name` and of `name_interval`, whose last axis are the ends.
 * @param place row-major in the axes of `name`
 * @throws RangeError when there is no such tensor
 */
export function estimateAt(result: NamedTensors, name: string, place: number): Estimate {
  const interval = tensorOf(result, `${name}_interval`).data;
  return {
    mean: orNull(tensorOf(result, name).data[place]),
    low: orNull(interval[2 * place]),
    high: orNull(interval[2 * place + 1]),
  };
}

/** '0.310 [0.220, 0.410] nats', '0.310' without an interval, '0.310 nats (the same in all)' where it has no width. */
export function formatEstimate({ mean, low, high }: Estimate, unit = ''): string {
  if (mean === null) return formatValue(null);
  if (low !== null && high !== null && isWithoutWidth(low, high))
    return `${withUnit(formatValue(mean), unit)}${ALIKE_WORDS}`;
  return `${numberWords({ mean, low, high })}${unit === '' ? '' : ` ${unit}`}`;
}

/** The same in the middle of a sentence: without the words for an interval of no width, which are for tables and hints. */
export function estimateInSentence(estimate: Estimate, unit = ''): string {
  return formatEstimate(withoutEmptyInterval(estimate), unit);
}

/** Without an interval that has no width. */
export function withoutEmptyInterval({ mean, low, high }: Estimate): Estimate {
  const isAlike = low !== null && high !== null && isWithoutWidth(low, high);
  return isAlike ? { mean, low: null, high: null } : { mean, low, high };
}

/** As {@link formatEstimate} for shares of attention, which alone end at the third decimal: '0.868 [0.851, 0.884]', '<0.001'. */
export function formatShare({ mean, low, high }: Estimate): string {
  if (mean === null) return formatValue(null);
  return low === null || high === null ? fixed(mean) : meanWithInterval(mean, low, high);
}

/** What would round to 0 keeps its sign: a difference has a direction. */
function fixed(value: number): string {
  if (value !== 0 && Math.abs(value) < 0.0005) return value > 0 ? '<0.001' : '>−0.001';
  return value.toFixed(3).replace('-', '−');
}

/** An interval says how many decimals there are to know of its mean. */
function numberWords({ mean, low, high }: Estimate): string {
  return low === null || high === null ? formatValue(mean) : withInterval(mean, low, high);
}

/** '0.012, 0.048', or that nothing was tested. */
export function pAndQ({ p, q }: { readonly p: number | null; readonly q: number | null }): string {
  return p === null && q === null ? 'not tested' : `${formatValue(p)}, ${formatValue(q)}`;
}
