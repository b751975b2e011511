/** What a catalogue says, in sentences made of its numbers. */
import { formatChosen, formatValue } from '../../figures/figure.ts';
import { estimateInSentence } from '../estimate.ts';
import { type NamedTensors, orNull, scalarOf, tensorOf } from '../named-tensor.ts';
import { numberAt } from '../of-heads.ts';
import { countWords, listWords } from '../statistics/count-words.ts';
import { LARGEST_Q } from '../interval-verdict.ts';
import { calledBy, type CalledHead, catalogueOfHeads, type CatalogueQuantity, marginOf } from './of-heads.ts';
import { CATALOGUE_SCORES } from './scores.ts';

/** So many heads of a score are named; the ranking has all. */
const NAMED = 6;

/**
 * How often and by how much the model prefers the answer; which heads are called what, and how many are undecided; what the scores are not;
 * of each score that calls heads the first of them with its numbers and its control's; the rule; what names of places mean; what was left out.
 */
export function catalogueFindings(result: NamedTensors): string[] {
  const [low, high] = tensorOf(result, 'logit_difference_interval').data;
  const n = tensorOf(result, 'logit_difference_n').data[0] ?? 0;
  const leftOut = scalarOf(result, 'left_out') ?? 0;
  const mean = scalarOf(result, 'logit_difference');
  const right = Math.round((scalarOf(result, 'right') ?? 0) * n);
  return [
    `The model prefers the answer to the wrong one in ${right.toLocaleString('en')} of ${countWords(n, 'pair')}: logit(answer) less logit(wrong answer) is ${estimateInSentence({ mean, low: orNull(low), high: orNull(high) })} on average.`,
    calledSentence(result),
    'Attention and direct effects are observed. Whether the answer hangs on a head is shown by taking it away or patching it.',
    ...catalogueOfHeads(result).map((quantity) => scoreSentence(result, quantity)),
    ruleSentence(result),
    PLACE_NAMES,
    leftOut === 0
      ? ''
      : `${countWords(leftOut, 'pair')} ${leftOut === 1 ? 'is' : 'are'} left out: without answers of one token, or without the answer named once and the other name twice.`,
  ].filter((sentence) => sentence !== '');
}

function scoreSentence(result: NamedTensors, quantity: CatalogueQuantity): string {
  const { called, control, difference, q, unit } = quantity;
  const heads = calledBy(quantity);
  const [first] = heads;
  const all = countWords(quantity.values.length, 'head');
  if (first === undefined) return '';
  const place = first.layer * quantity.heads + first.head;
  const tensor = `catalogue.${CATALOGUE_SCORES[quantity.name].of}`;
  const nOf = (name: string) => tensorOf(result, `${name}_n`).data[place] ?? 0;
  const nameOf = ({ layer, head }: CalledHead) => `L${layer} H${head}`;
  const numbers = [
    `${estimateInSentence(numberAt(quantity, place))} (n = ${nOf(tensor)})`,
    `control (${control.title}) ${estimateInSentence(numberAt(control, place))} (n = ${nOf(`${tensor}_control`)})`,
    `difference ${estimateInSentence(numberAt(difference, place))}${unit === '' ? '' : ` ${unit}`} (q = ${formatValue(orNull(q[place]))})`,
  ];
  return `${heads.length} of ${all} ${heads.length === 1 ? 'is' : 'are'} called ${called.as}: ${listWords(heads.map(nameOf), NAMED)}. ${nameOf(first)}: ${numbers.join(', ')}.`;
}

/** What heads are called, by every score; the scores that call none, with how many are undecided, in one list. */
function calledSentence(result: NamedTensors): string {
  const each = catalogueOfHeads(result).map((quantity) => ({
    as: quantity.called.as,
    heads: calledBy(quantity).map(({ layer, head }) => `L${layer} H${head}`),
    open: quantity.called.outcomes.filter((outcome) => outcome === 'undecided').length,
  }));
  const openWords = (open: number) => (open === 0 ? '' : ` (${open} undecided)`);
  const [some, none] = [
    each.filter(({ heads }) => heads.length > 0),
    each.filter(({ heads }) => heads.length === 0),
  ];
  const called = some.map(({ as, heads, open }) => `${as} ${listWords(heads, NAMED)}${openWords(open)}`);
  const others = none.map(({ as, open }) => `${as}${openWords(open)}`);
  const all = countWords(catalogueOfHeads(result)[0]?.values.length ?? 0, 'head');
  return [
    called.length === 0 ? '' : `Called, of ${all}: ${called.join('; ')}.`,
    others.length === 0 ? '' : `No head is called ${listWords(others, others.length)}.`,
  ]
    .filter((sentence) => sentence !== '')
    .join(' ');
}

/** Of places, as definitions of scores have them. */
export const PLACE_NAMES =
  'IO is the name that is the answer, S1 and S2 are the two mentions of the other one, and END is the last token.';

/** Once for all scores. */
function ruleSentence(result: NamedTensors): string {
  const attention = formatChosen(marginOf(result, { unit: '' }));
  // A share of the mean difference: measured, not chosen.
  const logits = formatValue(marginOf(result, { unit: 'logits' }));
  return `A head is called by a score when the whole 95 % interval of score less control lies further than ${attention} of attention, or ${logits} logits, in the direction of the score, and q is at most ${LARGEST_Q} over all heads; (negative) name movers must attend from END to IO more than to S1 and S2 together, too, by the whole interval.`;
}
