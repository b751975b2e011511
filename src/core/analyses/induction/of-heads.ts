/** What an induction analysis knows of every head, for the head's page and the catalogue. */
import { formatValue } from '../../figures/figure.ts';
import { type NamedTensors, scalarOf, tensorOf } from '../named-tensor.ts';
import { headNumbers, type HeadOutcome, type HeadQuantity } from '../of-heads.ts';
import { INDUCTION_SCORES, type InductionScore } from './scores.ts';
import { inductionHeads, type InductionVerdict, LARGEST_Q } from './heads.ts';

const OUTCOMES = {
  induction: 'called',
  undecided: 'undecided',
  none: 'none',
} as const satisfies Record<InductionVerdict, HeadOutcome>;

/** The score beside its control, with what is called by their difference; attention to the token before, and to the same. */
export function inductionOfHeads(result: NamedTensors): readonly HeadQuantity[] {
  const [n = 0] = tensorOf(result, 'score_by_sequence').shape;
  const shared = { unit: '', question: 'looks', signed: false, domain: [0, 1], n } as const;
  return [
    {
      ...shared,
      ...headNumbers(result, 'score'),
      name: 'score',
      byItem: byItem('score'),
      title: 'Attention to what followed the same token',
      control: { ...headNumbers(result, 'control'), title: 'nothing repeated' },
      difference: headNumbers(result, 'difference'),
      q: Float64Array.from(tensorOf(result, 'q').data),
      called: {
        as: 'induction',
        rule: `The whole 95 % interval of score less control lies above ${formatValue(scalarOf(result, 'margin'))}, and q is at most ${LARGEST_Q}.`,
        outcomes: inductionHeads(result).map(({ verdict }) => OUTCOMES[verdict]),
      },
    },
    {
      ...shared,
      ...headNumbers(result, 'previous_token'),
      name: 'previous_token',
      byItem: byItem('previous_token'),
      title: 'Attention to the previous token',
    },
    {
      ...shared,
      ...headNumbers(result, 'duplicate_token'),
      name: 'duplicate_token',
      byItem: byItem('duplicate_token'),
      title: 'Attention to the same token before',
    },
  ];
}

function byItem(score: InductionScore) {
  return { tensor: 'scores', at: INDUCTION_SCORES.indexOf(score) };
}
