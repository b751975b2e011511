/** In which order lines of heads stand: there are few, and all are here. */
import { z } from 'zod';
import type { MetricEntry } from '../../../core/metrics/metric-entry.ts';
import type { ResultFilter } from '../../../shared/entities.ts';
import type { HeadLine } from '../../../shared/results.ts';

/** Not every one is a column: `absoluteMean` is how far the mean is from 0. */
export const HEAD_KEYS = ['head', 'passing', 'unusual', 'mean', 'absoluteMean', 'median', 'extreme'] as const;
export type HeadKey = (typeof HEAD_KEYS)[number];
export const headOrder = z.object({ by: z.enum(HEAD_KEYS), direction: z.enum(['asc', 'desc']) });
export type HeadOrder = z.infer<typeof headOrder>;

/**
 * Those first whose mean is furthest out; where a change may go either way, those that are most often beyond their control, or, where
 * nothing says what is usual, whose mean is furthest from 0. Under thresholds, those that most pairs pass.
 */
export function usualHeadOrder(
  { change }: Pick<MetricEntry, 'change'>,
  { thresholds }: Pick<ResultFilter, 'thresholds'>,
  isUsualKnown: boolean,
): HeadOrder {
  if (thresholds.length > 0) return { by: 'passing', direction: 'desc' };
  if (change === 'either') return { by: isUsualKnown ? 'unusual' : 'absoluteMean', direction: 'desc' };
  return { by: 'mean', direction: change === 'low' ? 'asc' : 'desc' };
}

/** null: the head has none. */
export function headValue(line: HeadLine, by: Exclude<HeadKey, 'head'>): number | null {
  switch (by) {
    case 'passing':
      return line.passing;
    case 'unusual':
      return line.unusual === null || line.defined === 0 ? null : line.unusual / line.defined;
    case 'mean':
      return line.mean;
    case 'absoluteMean':
      return line.mean === null ? null : Math.abs(line.mean);
    case 'median':
      return line.quantiles?.[2] ?? null;
    case 'extreme':
      return line.extreme?.value ?? null;
  }
}

/** What has no value comes last either way; ties are by layer and head. */
export function headsInOrder(lines: readonly HeadLine[], { by, direction }: HeadOrder): HeadLine[] {
  if (by === 'head') return direction === 'asc' ? [...lines] : lines.toReversed();
  const sign = direction === 'asc' ? 1 : -1;
  return lines.toSorted((one, other) => {
    const [left, right] = [headValue(one, by), headValue(other, by)];
    if (left === null || right === null) return Number(left === null) - Number(right === null);
    return sign * (left - right);
  });
}
