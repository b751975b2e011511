/** What an ablation knows of every head, for the head's page and the catalogue: what taking it away costs, four ways. */
import { formatChosen } from '../../figures/figure.ts';
import { type NamedTensors, scalarOf, tensorOf } from '../named-tensor.ts';
import { headNumbers, type HeadOutcome, type HeadQuantity } from '../of-heads.ts';
import { LARGEST_Q } from '../interval-verdict.ts';
import { methodsOf } from './combine.ts';
import { ablatedHeads, type AblationVerdict } from './heads.ts';
import { measuredTexts, METHOD_WORDS } from './words.ts';

const OUTCOMES = {
  costs: 'called',
  gains: 'called',
  'no matter': 'none',
  undecided: 'undecided',
  untested: 'untested',
} as const satisfies Record<AblationVerdict, HeadOutcome>;

export function ablationOfHeads(result: NamedTensors): readonly HeadQuantity[] {
  const margin = formatChosen(scalarOf(result, 'ablation.margin'));
  return methodsOf(result).map((method) => ({
    ...headNumbers(result, `ablation.${method}`),
    name: method,
    title: `Loss added without the head: ${METHOD_WORDS[method]}`,
    unit: 'nats',
    question: 'matters',
    signed: true,
    n: measuredTexts(result),
    q: Float64Array.from(tensorOf(result, `ablation.${method}_q`).data),
    called: {
      as: `changes the loss, ${METHOD_WORDS[method]}`,
      verdict: ['changes the loss', 'change the loss'],
      bothWays: true,
      not: ['does not matter', 'do not matter'],
      rule: `The whole 95 % interval lies beyond ±${margin} nats a token, and q is at most ${LARGEST_Q}. “Does not matter”: the whole of it lies within.`,
      outcomes: ablatedHeads(result, method).map(({ verdict }) => OUTCOMES[verdict]),
    },
    byItem: { tensor: method },
  }));
}
