/** What was found, in sentences. */
import { formatValue } from '../../figures/figure.ts';
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
    list.map(({ place, score }) => `L${place.layer} H${place.head} ${formatValue(score)}`).join(', ');
  const folded = mainVersion(result) === 'folded' ? ', the normalisation folded in' : '';
  const hasPairs = scored.some(({ place }) => pairsOfHead(result, 'ov', place).length > 0);
  return [
    of === 'ov'
      ? `Copying (sum of the eigenvalues of W_E OV W_U over the sum of their moduli${folded}): highest ${named(byScore.slice(0, LISTED))}; lowest ${named(byScore.slice(-LISTED).toReversed())}.`
      : `What a head writes goes back to the stream that it read from in another norm; of the stream alone, sum of the eigenvalues of OV over the sum of their moduli: highest ${named(byScore.slice(0, LISTED))}.`,
    ...(of === 'ov' && !hasPairs
      ? [
          'The vocabulary is large: pairs of tokens are searched for one head at a time. Name its layer and its head.',
        ]
      : []),
    `Of the weights alone, and exact: biases, the rotation of positions and 1/√d are left out. The score has no interval; −1 to 1, and that of a random matrix lies about 0.`,
  ];
}
