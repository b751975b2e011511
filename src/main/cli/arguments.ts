/** Reads what a person typed: each reader says what was wrong with which argument. */
import { InvalidArgumentError } from 'commander';
import type { z } from 'zod';
import { LARGEST } from '../../core/bounds.ts';
import { METRIC_NAMES, type MetricName } from '../../core/metrics/catalogue.ts';
import { whyImpossible } from '../../core/metrics/threshold-range.ts';
import { firstIssue } from '../../core/schema-issues.ts';
import {
  COMPARISONS,
  type ResultSort,
  resultSort,
  SORT_KEYS,
  type Threshold,
} from '../../shared/entities.ts';

/** A whole number of at least `least`, at most `most`. */
export function wholeNumber(least: number, most = Number.MAX_SAFE_INTEGER): (text: string) => number {
  const range = most === Number.MAX_SAFE_INTEGER ? `of at least ${least}` : `from ${least} to ${most}`;
  return (text) => {
    const value = Number(text);
    if (!/^\d+$/.test(text) || value < least || value > most)
      throw new InvalidArgumentError(`expected a whole number ${range}, got ${text}`);
    return value;
  };
}

/** A number from `least` to `most`; infinite ends are none. */
export function numberBetween(least: number, most: number): (text: string) => number {
  const range =
    least === -Infinity && most === Infinity
      ? ''
      : most === Infinity
        ? ` of at least ${least}`
        : ` from ${least} to ${most}`;
  return (text) => {
    const value = text.trim() === '' ? Number.NaN : Number(text);
    if (!(value >= least && value <= most && Number.isFinite(value)))
      throw new InvalidArgumentError(`expected a number${range}, got ${text}`);
    return value;
  };
}

export function metric(text: string): MetricName {
  const found = METRIC_NAMES.find((name) => name === text);
  if (!found)
    throw new InvalidArgumentError(`no metric is called ${text}; there are ${METRIC_NAMES.join(', ')}`);
  return found;
}

/**
 * 'max_attention_diff>0.3', or of how far two are apart '|value_output_correlation-attention_pattern_correlation|>0.2', or
 * beyond 95 % of the control at each head 'max_attention_diff>control'
 */
export function threshold(text: string): Threshold {
  const match = /^\s*(?:(\w+)|\|\s*(\w+)\s*-\s*(\w+)\s*\|)\s*(>=|<=|>|<)\s*(\S+)\s*$/.exec(text);
  const value = match?.[5] === 'control' ? 'control' : Number(match?.[5] ?? Number.NaN);
  const comparison = COMPARISONS.find((candidate) => candidate === match?.[4]);
  if (!match || !comparison || (value !== 'control' && !(Math.abs(value) <= LARGEST.limit)))
    throw new InvalidArgumentError(`expected something like max_attention_diff>0.3, got ${text}`);
  const [, alone, of = '', minus] = match;
  const read = {
    metric: metric(alone ?? of),
    ...(minus !== undefined && { minus: metric(minus) }),
    comparison,
  };
  const threshold: Threshold = { ...read, value };
  const impossible = whyImpossible(threshold);
  if (impossible !== null) throw new InvalidArgumentError(`${impossible}, got ${text}`);
  return threshold;
}

/** 'attention_js_divergence:desc'; ascending where no direction is given. */
export function sortOrder(text: string): ResultSort {
  const [by, direction = 'asc'] = text.split(':');
  const parsed = resultSort.safeParse({ by, direction });
  if (!parsed.success)
    throw new InvalidArgumentError(
      `expected KEY or KEY:desc with KEY one of ${SORT_KEYS.join(', ')}, got ${text}`,
    );
  return parsed.data;
}

/** For options that may be given several times: adds each reading to the list, up to `most`. */
export function repeated<T>(
  read: (text: string) => T,
  most: number,
): (text: string, before: T[] | undefined) => T[] {
  return (text, before = []) => {
    if (before.length >= most) throw new InvalidArgumentError(`it can be given ${most} times at most`);
    return [...before, read(text)];
  };
}

/** A text as one of the schemas of core/bounds.ts has it. */
export function textAs<Text extends string>(schema: z.ZodType<Text>): (text: string) => Text {
  return (text) => {
    const parsed = schema.safeParse(text);
    if (!parsed.success) throw new InvalidArgumentError(`it ${firstIssue(parsed.error)}`);
    return parsed.data;
  };
}
