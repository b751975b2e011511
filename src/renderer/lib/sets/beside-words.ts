import type { SentenceSet } from '../../../shared/entities.ts';
import { countOf } from '../format/format.ts';

/** What pairs have beside their two sides, to follow their number: ', 38 with a neutral, 12 clusters'; or nothing. */
export function besideWords(set: Pick<SentenceSet, 'pairCount' | 'neutralCount' | 'clusterCount'>): string {
  const { pairCount, neutralCount, clusterCount } = set;
  const neutrals = neutralCount === pairCount ? 'each with a neutral' : `${neutralCount} with a neutral`;
  return [
    ...(neutralCount > 0 ? [neutrals] : []),
    ...(clusterCount > 0 ? [countOf(clusterCount, 'cluster')] : []),
  ]
    .map((part) => `, ${part}`)
    .join('');
}
