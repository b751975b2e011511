/** What was found, in sentences. */
import { formatFixed } from '../../figures/fixed-numbers.ts';
import type { NamedTensors } from '../named-tensor.ts';
import type { HeadPlace } from '../of-heads.ts';
import { eigenShares, hasVocabulary, mainVersion, pairsOfHead, sizesOf } from './result.ts';

const LISTED = 3;

export function qkOvFindings(result: NamedTensors): string[] {
  const { layers, heads } = sizesOf(result);
  const of = hasVocabulary(result) ? 'ov' : 'ov_residual';
  const scored = Array.from({ length: layers * heads }, (_, at) => {
    const place = { layer: Math.floor(at / heads), head: at % heads };
    return { place, score: eigenShares(result, of, place)?.score ?? null };
  }).filter(({ score }) => score !== null);
  const byScore = scored.toSorted((a, b) => (b.score ?? 0) - (a.score ?? 0));
  const named = (list: readonly { readonly place: HeadPlace; readonly score: number | null }[]) =>
    list.map(({ place, score }) => `L${place.layer} H${place.head} ${formatFixed(score, 3)}`).join(', ');
  const highest = byScore.slice(0, LISTED);
  const lowest = byScore.slice(LISTED).slice(-LISTED).toReversed();
  const ends = `${named(highest)}${lowest.length > 0 ? `; least: ${named(lowest)}` : ''}`;
  const folded = mainVersion(result) === 'folded' ? ', the normalisation folded in' : '';
  const hasPairs = scored.some(({ place }) => pairsOfHead(result, 'ov', place).length > 0);
  return [
    of === 'ov'
      ? `Heads that most make likelier what they attend to, by their copying score: ${ends}.`
      : `Heads that most write back what they read, by the score of the stream: ${ends}.`,
    of === 'ov'
      ? `Copying score: the sum of the eigenvalues of W_E OV W_U over the sum of their moduli${folded}; 1: every token raises itself, −1: lowers itself; that of a random matrix lies about 0.`
      : 'Score of the stream: the sum of the eigenvalues of OV over the sum of their moduli, −1 to 1; what a head writes goes back to the stream in another norm, so that nothing is said of tokens.',
    ...(of === 'ov' && !hasPairs
      ? [
          'The vocabulary is large: pairs of tokens are searched for one head at a time. Name its layer and its head.',
        ]
      : []),
    'Of the weights alone, and exact, so without an interval: biases, the rotation of positions and 1/√d are left out.',
  ];
}
