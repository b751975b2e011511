import type { SentenceSet } from '../../../shared/entities.ts';
import { countOf, formatCount } from '../format/format.ts';

type Counts = Pick<SentenceSet, 'pairCount' | 'neutralCount' | 'clusterCount' | 'answerCount'>;

/** What pairs have beside their two sides, to follow their number: ', 38 with a neutral, 12 clusters'; or nothing. */
export function besideWords(set: Counts): string {
  return besideParts(set)
    .map((part) => `, ${part}`)
    .join('');
}

/** The same by itself: ['38 with a neutral', '12 clusters']. */
export function besideParts(set: Counts): string[] {
  const { pairCount, neutralCount, clusterCount, answerCount } = set;
  const neutrals =
    neutralCount === pairCount ? 'each with a neutral' : `${formatCount(neutralCount)} with a neutral`;
  return [
    ...(neutralCount > 0 ? [neutrals] : []),
    ...(clusterCount > 0 ? [countOf(clusterCount, 'cluster')] : []),
    ...(answerCount > 0
      ? [answerCount === pairCount ? 'each with an answer' : `${formatCount(answerCount)} with an answer`]
      : []),
  ];
}
