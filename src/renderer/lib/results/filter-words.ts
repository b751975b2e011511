/** A filter of results in words, and the name that a set of what passes it could have. */
import { LONGEST } from '../../../core/bounds.ts';
import type { ResultFilter } from '../../../shared/entities.ts';
import { thresholdWords } from './thresholds.ts';

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
    thresholds.map(thresholdWords).join(match === 'any' ? ' or ' : ' and '),
  ]
    .filter((part) => part !== '')
    .join('; ');
}

/** 'negation: JS divergence ≥ 0.2 bits', no longer than a name may be. */
export function suggestedName(set: string, words: string): string {
  const name = words === '' ? `${set}, of a run` : `${set}: ${words}`;
  return name.length <= LONGEST.name ? name : `${name.slice(0, LONGEST.name - 1).toWellFormed()}…`;
}
