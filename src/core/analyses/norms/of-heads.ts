/** What a norms analysis knows of every head, for the head's page, the catalogue and the map. */
import { formatChosen } from '../../figures/figure.ts';
import { type NamedTensors, scalarOf, tensorOf } from '../named-tensor.ts';
import { headNumbers, type HeadOutcome, type HeadQuantity } from '../of-heads.ts';
import { LARGEST_Q } from '../interval-verdict.ts';
import { normsHeads, type NormsVerdict } from './heads.ts';

const OUTCOMES = {
  disagree: 'called',
  undecided: 'undecided',
  agree: 'none',
  untested: 'untested',
} as const satisfies Record<NormsVerdict, HeadOutcome>;

/** The rank correlation of weights and norms: where it is low, where a head looks says little of what it moves. */
export function normsOfHeads(result: NamedTensors): readonly HeadQuantity[] {
  const below = formatChosen(scalarOf(result, 'below'));
  return [
    {
      ...headNumbers(result, 'weight_norm_correlation'),
      name: 'weight_norm_correlation',
      title: 'Rank correlation of weights and norms',
      unit: '',
      question: 'carries',
      signed: true,
      domain: [-1, 1],
      n: (scalarOf(result, 'texts') ?? 0) - (scalarOf(result, 'one_token') ?? 0),
      lowestFirst: true,
      q: Float64Array.from(tensorOf(result, 'q').data),
      called: {
        as: 'norms disagree',
        verdict: ['disagrees', 'disagree'],
        colours: 'all',
        not: ['agrees', 'agree'],
        rule: `The whole 95 % interval of the rank correlation lies below ${below}, and q, of its difference from ${below}, is at most ${LARGEST_Q}.`,
        outcomes: normsHeads(result).map(({ verdict }) => OUTCOMES[verdict]),
      },
      byItem: { tensor: 'correlation' },
    },
  ];
}
