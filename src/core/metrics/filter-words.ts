/** A filter of results in words. */
import { METRICS } from './catalogue.ts';
import type { ResultFilter, Threshold } from './result-filter.ts';

export const COMPARISON_SIGNS: Readonly<Record<Threshold['comparison'], string>> = {
  '>': '>',
  '>=': '≥',
  '<': '<',
  '<=': '≤',
};

/**
 * 'JS divergence ≥ 0.2 bits', '|Value output correlation − Attention pattern correlation| > 0.2', 'JS divergence > 95 % of
 * the control, by head'
 */
export function thresholdWords({ metric, minus, comparison, value }: Threshold): string {
  const { label, unit } = METRICS[metric];
  const what = minus === undefined ? label : `|${label} − ${METRICS[minus].label}|`;
  const limit =
    value === 'control' ? '95 % of the control, by head' : `${value}${unit === '' ? '' : ` ${unit}`}`;
  return `${what} ${COMPARISON_SIGNS[comparison]} ${limit}`;
}

/** How thresholds go together: what stands between two of them, and what it means. */
export const MATCH_WORDS = {
  all: { between: 'and', meaning: 'all thresholds hold; click for any of them' },
  any: { between: 'or', meaning: 'one threshold is enough; click for all of them' },
} as const satisfies Record<NonNullable<ResultFilter['match']>, { between: string; meaning: string }>;

/** 'never, no label; L2 H3; JS divergence ≥ 0.2 bits and …'; '' where nothing is filtered. */
export function filterWords({
  labels,
  layers,
  heads,
  search,
  pairId,
  pinned,
  thresholds,
  match,
}: Omit<ResultFilter, 'role'>): string {
  const places = [
    ...(layers === undefined ? [] : [layers.map((layer) => `L${layer}`).join(', ')]),
    ...(heads === undefined ? [] : [heads.map((head) => `H${head}`).join(', ')]),
  ].join(' ');
  return [
    (labels ?? []).map((label) => label ?? 'no label').join(', '),
    search === undefined ? '' : `“${search}”`,
    pairId === undefined ? '' : 'one pair',
    pinned === true ? 'pinned' : '',
    places,
    thresholds.map(thresholdWords).join(` ${MATCH_WORDS[match ?? 'all'].between} `),
  ]
    .filter((part) => part !== '')
    .join('; ');
}
