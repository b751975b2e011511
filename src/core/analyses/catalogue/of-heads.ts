/** What a catalogue says of every head: its scores, and what it is called by each. */
import { formatValue } from '../../figures/figure.ts';
import { type NamedTensors, scalarOf, tensorOf } from '../named-tensor.ts';
import { headNumbers, type HeadNumbers, type HeadOutcome, type HeadQuantity } from '../of-heads.ts';
import { LARGEST_Q } from '../interval-verdict.ts';
import { CATALOGUE_SCORES, type CatalogueScore, type CatalogueScoreName, SCORE_NAMES } from './scores.ts';

/** Has all that a quantity may have. */
export type CatalogueQuantity = HeadQuantity &
  Required<Pick<HeadQuantity, 'control' | 'difference' | 'q' | 'called'>> & {
    readonly name: CatalogueScoreName;
  };

export function catalogueOfHeads(result: NamedTensors): readonly CatalogueQuantity[] {
  return SCORE_NAMES.map((name) => catalogueQuantity(result, name));
}

export function catalogueQuantity(result: NamedTensors, name: CatalogueScoreName): CatalogueQuantity {
  const score: CatalogueScore = CATALOGUE_SCORES[name];
  const tensor = `catalogue.${score.of}`;
  const difference = headNumbers(result, `${tensor}_difference`);
  const isOfLogits = score.unit === 'logits';
  const margin = marginOf(result, score);
  const beyond = score.direction > 0 ? 'above' : 'below';
  return {
    ...headNumbers(result, tensor),
    name,
    title: score.title,
    unit: score.unit,
    question: score.question,
    signed: isOfLogits,
    ...(score.direction < 0 && { lowestFirst: true }),
    ...(!isOfLogits && { domain: [0, 1] as const }),
    n: Math.max(0, ...tensorOf(result, `${tensor}_n`).data),
    control: { ...headNumbers(result, `${tensor}_control`), title: score.control },
    difference,
    q: Float64Array.from(tensorOf(result, `${tensor}_difference_q`).data),
    called: {
      as: score.as,
      rule:
        `The whole 95 % interval of score less control lies ${beyond} ${formatValue(score.direction * margin)}, and q is at most ${LARGEST_Q}` +
        (score.looksAtAnswer
          ? '; and it attends from END to IO more than to S1 and S2 together, by its whole interval.'
          : '.'),
      outcomes: outcomesOf(result, score, difference, margin),
    },
    byItem: { tensor: score.of },
  };
}

/** In attention, or in logits. */
export function marginOf(result: NamedTensors, { unit }: Pick<CatalogueScore, 'unit'>): number {
  if (unit === '') return scalarOf(result, 'attention') ?? 0;
  return Math.abs(scalarOf(result, 'logit_difference') ?? 0) * (scalarOf(result, 'effect') ?? 0);
}

function outcomesOf(
  result: NamedTensors,
  { of, direction, looksAtAnswer }: CatalogueScore,
  { values, low, high }: HeadNumbers,
  margin: number,
): HeadOutcome[] {
  const q = tensorOf(result, `catalogue.${of}_difference_q`).data;
  const looks = headNumbers(result, 'catalogue.answer_attention_difference');
  return Array.from(values, (_, place): HeadOutcome => {
    const ends = [low?.[place] ?? Number.NaN, high?.[place] ?? Number.NaN].map((end) => direction * end);
    const [near, far] = [Math.min(...ends), Math.max(...ends)];
    if (Number.isNaN(near)) return 'untested';
    if (far < margin) return 'none';
    if (near <= margin || !((q[place] ?? 1) <= LARGEST_Q)) return 'undecided';
    if (!looksAtAnswer || (looks.low?.[place] ?? -1) > 0) return 'called';
    return (looks.high?.[place] ?? 1) < 0 ? 'none' : 'undecided';
  });
}

export interface CalledHead {
  readonly layer: number;
  readonly head: number;
}

/** Heads that are called by a score, the farthest from its control first. */
export function calledBy(quantity: HeadQuantity): CalledHead[] {
  const { called, difference, heads, lowestFirst } = quantity;
  const sign = lowestFirst === true ? -1 : 1;
  return (called?.outcomes ?? [])
    .flatMap((outcome, place) => (outcome === 'called' ? [place] : []))
    .toSorted((a, b) => sign * ((difference?.values[b] ?? 0) - (difference?.values[a] ?? 0)))
    .map((place) => ({ layer: Math.floor(place / heads), head: place % heads }));
}
