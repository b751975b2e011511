/** What an attribution knows of every head, for the head's page and the catalogue: what it adds to the logit. */
import { formatChosen } from '../../figures/figure.ts';
import { type NamedTensors, scalarOf, tensorOf } from '../named-tensor.ts';
import { headNumbers, type HeadOutcome, type HeadQuantity } from '../of-heads.ts';
import { LARGEST_Q } from '../interval-verdict.ts';
import { CONTROL, DIFFERENCE } from './combine.ts';
import { attributedHeads, type AttributionVerdict, judgedName } from './heads.ts';

const OUTCOMES = {
  for: 'called',
  against: 'called',
  nothing: 'none',
  undecided: 'undecided',
  untested: 'untested',
} as const satisfies Record<AttributionVerdict, HeadOutcome>;

export function attributionOfHeads(result: NamedTensors): readonly HeadQuantity[] {
  const name = 'attribution.heads';
  if (!result.has(name)) return [];
  const margin = formatChosen(scalarOf(result, 'attribution.margin'));
  const isOfShares = scalarOf(result, 'attribution.shares') === 1;
  const control = result.has(name + CONTROL) && {
    control: { ...headNumbers(result, name + CONTROL), title: 'drawn tokens' },
    difference: headNumbers(result, name + DIFFERENCE),
  };
  return [
    {
      ...headNumbers(result, name),
      name: 'logit',
      title: isOfShares ? 'Share of the logit' : 'Added to the logit',
      unit: '',
      question: 'carries',
      signed: true,
      n: tensorOf(result, 'attribution.text').data.length,
      ...(control !== false && control),
      q: Float64Array.from(tensorOf(result, `${judgedName(result)}_q`).data),
      called: {
        as: 'direct effect',
        verdict: ['writes to the logit', 'write to the logit'],
        bothWays: true,
        not: ['adds nothing that counts', 'add nothing that counts'],
        rule: `The whole 95 % interval${control === false ? '' : ' of the difference from drawn tokens'} lies beyond ±${margin} logits, and q is at most ${LARGEST_Q}. “Adds nothing that counts”: the whole of it lies within.`,
        outcomes: attributedHeads(result).map(({ verdict }) => OUTCOMES[verdict]),
      },
      byItem: { tensor: 'heads' },
    },
  ];
}
