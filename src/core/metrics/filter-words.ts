/** A filter of results in words. */
import { isolated } from '../isolated.ts';
import { NOTE_NAMES } from '../pairs/quality-words.ts';
import { METRICS } from './catalogue.ts';
import { conditionsOf, type ResultFilter, type Threshold } from './result-filter.ts';

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
export function thresholdWords(threshold: Threshold): string {
  const { metric, comparison, value } = threshold;
  const limit = value === 'control' ? '95 % of the control, by head' : `${value}${unitOf(metric)}`;
  return `${quantityWords(threshold)} ${COMPARISON_SIGNS[comparison]} ${limit}`;
}

/**
 * Of a range 'JS divergence 0.34 to 0.52 bits', where an end does not belong to it 'JS divergence > 0.34 and ≤ 0.52 bits'.
 * @param condition one threshold, or the lower and the upper bound of a range
 */
export function conditionWords(condition: readonly Threshold[]): string {
  const [from, to] = condition;
  if (from === undefined) return '';
  if (to === undefined) return thresholdWords(from);
  const isClosed = from.comparison === '>=' && to.comparison === '<=';
  const ends = isClosed
    ? `${from.value} to ${to.value}`
    : `${COMPARISON_SIGNS[from.comparison]} ${from.value} and ${COMPARISON_SIGNS[to.comparison]} ${to.value}`;
  return `${quantityWords(from)} ${ends}${unitOf(from.metric)}`;
}

function quantityWords({ metric, minus }: Threshold): string {
  const { label } = METRICS[metric];
  return minus === undefined ? label : `|${label} − ${METRICS[minus].label}|`;
}

function unitOf(metric: Threshold['metric']): string {
  const { unit } = METRICS[metric];
  return unit === '' ? '' : ` ${unit}`;
}

/** How conditions go together: what stands between two of them, and what it means. */
export const MATCH_WORDS = {
  all: { between: 'and', meaning: 'all conditions hold; click for any of them' },
  any: { between: 'or', meaning: 'one condition is enough; click for all of them' },
} as const satisfies Record<NonNullable<ResultFilter['match']>, { between: string; meaning: string }>;

/** Of pairs that are marked. */
export const MARKED_WORDS = 'pinned or noted';

/** 'never, no label; L2 H3; JS divergence ≥ 0.2 bits and …'; '' where nothing is filtered. */
export function filterWords({
  labels,
  layers,
  heads,
  search,
  regex,
  pairId,
  pinned,
  marked,
  known,
  thresholds,
  match,
}: Omit<ResultFilter, 'role'>): string {
  const places = [
    ...(layers === undefined ? [] : [layers.map((layer) => `L${layer}`).join(', ')]),
    ...(heads === undefined ? [] : [heads.map((head) => `H${head}`).join(', ')]),
  ].join(' ');
  return [
    (labels ?? []).map((label) => isolated(label ?? 'no label')).join(', '),
    search === undefined ? '' : `${regex === true ? 'expression ' : ''}“${isolated(search)}”`,
    pairId === undefined ? '' : 'one pair',
    pinned === true ? 'pinned' : '',
    marked === true ? MARKED_WORDS : '',
    known === undefined ? '' : NOTE_NAMES[known],
    places,
    conditionsOf(thresholds)
      .map((places) => conditionWords(places.flatMap((at) => thresholds[at] ?? [])))
      .join(` ${MATCH_WORDS[match ?? 'all'].between} `),
  ]
    .filter((part) => part !== '')
    .join('; ');
}
