/** What an analysis of effects knows of every head: how much of the way it is worth, by each method. */
import { formatChosen } from '../../figures/figure.ts';
import { type NamedTensors, scalarOf, tensorOf } from '../named-tensor.ts';
import { headNumbers, type HeadOutcome, type HeadQuantity } from '../of-heads.ts';
import { LARGEST_Q } from '../interval-verdict.ts';
import { type EffectVerdict, headEffects, methodsOf } from './heads.ts';
import { METHOD_WORDS } from './methods.ts';
import { measuredWith } from './words.ts';

const OUTCOMES = {
  matters: 'called',
  opposes: 'called',
  'does not matter': 'none',
  undecided: 'undecided',
  untested: 'untested',
} as const satisfies Record<EffectVerdict, HeadOutcome>;

export function effectsOfHeads(result: NamedTensors): readonly HeadQuantity[] {
  const margin = formatChosen(scalarOf(result, 'effects.margin'));
  return methodsOf(result).map((method) => ({
    ...headNumbers(result, `effects.${method}`),
    name: method,
    title: `Share of the way ${METHOD_WORDS[method].axis}`,
    unit: '',
    question: 'matters',
    signed: true,
    n: measuredWith(result, method),
    q: Float64Array.from(tensorOf(result, `effects.${method}_q`).data),
    called: {
      as: `matters, ${METHOD_WORDS[method].title}`,
      verdict: ['matters', 'matter'],
      bothWays: true,
      not: ['does not matter', 'do not matter'],
      rule: `The whole 95 % interval lies beyond ±${margin} of the way between the two statements, and q is at most ${LARGEST_Q}. “Does not matter”: the whole of it lies within.`,
      outcomes: headEffects(result, method).map(({ verdict }) => OUTCOMES[verdict]),
    },
    byItem: { tensor: method },
  }));
}
