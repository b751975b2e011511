/** A filter of results in words, and the name that a set of what passes it could have. */
import { LONGEST } from '../../../core/bounds.ts';
import type { ResultFilter } from '../../../shared/entities.ts';
import { thresholdWords } from './thresholds.ts';

/** How thresholds go together: what stands between two of them, and what it means. */
export const MATCH_WORDS = {
  all: { between: 'and', meaning: 'all thresholds hold; click for any of them' },
  any: { between: 'or', meaning: 'one threshold is enough; click for all of them' },
} as const satisfies Record<NonNullable<ResultFilter['match']>, { between: string; meaning: string }>;

/** The other way of putting thresholds together; undefined for all, as where nothing is said. */
export function turned(match: ResultFilter['match']): ResultFilter['match'] {
  return match === 'any' ? undefined : 'any';
}

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

/** 'negation: JS divergence ≥ 0.2 bits', no longer than a name may be. */
export function suggestedName(set: string, words: string): string {
  const name = words === '' ? `${set}, of a run` : `${set}: ${words}`;
  return name.length <= LONGEST.name ? name : `${name.slice(0, LONGEST.name - 1).toWellFormed()}…`;
}
