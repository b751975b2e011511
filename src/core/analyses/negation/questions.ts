/** The three questions that a reader of papers on negation brings, with answers made of the numbers. */
import { intervalInSentence } from '../../figures/interval-in-sentence.ts';
import { type NamedTensors, scalarOf, tensorOf } from '../named-tensor.ts';
import { countWords } from '../statistics/count-words.ts';
import { type NegationQuantity, QUANTITIES } from './quantities.ts';
import { comparisonOf, headRows, type NegationStatistics, statisticsAt } from './rows.ts';
import { comparedAmong, controlName, fixed, headsWithMore, isSignificant } from './words.ts';

export const QUESTION_NAMES = ['distance', 'two-way', 'spread'] as const;
export type QuestionName = (typeof QUESTION_NAMES)[number];

export interface NegationQuestion {
  readonly name: QuestionName;
  readonly question: string;
  /** In a few words. */
  readonly answer: string;
  /** The numbers behind it: with interval and control. */
  readonly detail: string;
  /** What is measured, and in what. */
  readonly measured: string;
}

export function negationQuestions(result: NamedTensors): NegationQuestion[] {
  return [distanceQuestion(result), twoWayQuestion(result), spreadQuestion(result)];
}

/** Mean distance of attention of each layer, from layer 0. */
export function distanceByLayer(result: NamedTensors): NegationStatistics[] {
  const [, layers = 0] = tensorOf(result, 'distance_by_layer').shape;
  return Array.from({ length: layers }, (_, layer) => statisticsAt(result, 'distance_by_layer', layer));
}

function distanceQuestion(result: NamedTensors): NegationQuestion {
  const layers = distanceByLayer(result);
  const slope = statisticsAt(result, 'distance_slope');
  const shared = {
    name: 'distance',
    question: 'Are low layers local, high layers broad?',
    measured: 'mean distance of attention, tokens',
  } as const;
  const [first] = layers;
  const last = layers.at(-1);
  if (layers.length < 2 || first === undefined || last === undefined)
    return { ...shared, answer: 'One layer: nothing to compare', detail: '' };
  const means = layers.map(({ mean }) => mean ?? Number.NaN);
  const farthest = means.indexOf(Math.max(...means));
  const { ci_low: low, ci_high: high } = slope;
  const rises = low !== null && low > 0;
  const goesDown = high !== null && high < 0;
  // Only where the last layer is told apart from the farthest.
  const falls = (layers[farthest]?.ci_low ?? -Infinity) > (last.ci_high ?? Infinity);
  const upTo = falls ? `, up to L${farthest}` : '';
  const even = scalarOf(result, 'even_distance');
  const control =
    slope.control_mean === null
      ? ''
      : `; with the ${controlName(comparisonOf(result))} ${intervalInSentence(slope.control_mean, slope.control_ci_low, slope.control_ci_high, 2)}`;
  return {
    ...shared,
    // Of two layers there is no course from low to high.
    answer: rises
      ? layers.length === 2
        ? 'L1 reaches farther than L0'
        : `Yes${upTo}`
      : goesDown
        ? 'No: lower layers reach farther'
        : 'Not told apart',
    detail: `On average each layer reaches ${intervalInSentence(slope.mean, low, high, 2)} tokens farther than the one before${control}: ${fixed(first.mean, 2)} in L0, ${fixed(last.mean, 2)} in L${layers.length - 1}${upTo === '' ? '' : `, ${fixed(means[farthest] ?? null, 2)} in L${farthest}`}. Evenly spread attention would reach ${fixed(even, 2)}.`,
  };
}

function twoWayQuestion(result: NamedTensors): NegationQuestion {
  const overall = statisticsAt(result, 'bidirectional_all_heads');
  const shared = {
    name: 'two-way',
    question: 'Is attention two-way, cue and scope?',
    measured: 'two-way attention, mean over all heads',
  } as const;
  if (overall.n === 0)
    return {
      ...shared,
      answer: 'Not defined here',
      detail: 'In a decoder the cue sees nothing that follows it, or no cue has a word in its scope.',
    };
  const heads = headsWithMore(headRows(result, 'bidirectional')).length;
  const some = heads === 0 ? '' : `, more in ${countWords(heads, 'head')}`;
  return {
    ...shared,
    answer: comparedAnswer(result, overall, {
      more: `Yes${heads === 0 ? '' : `, ${countWords(heads, 'head')}`}`,
      less: heads === 0 ? 'No: less than the control' : `No, less overall${some}`,
      same: `Not told apart overall${some}`,
    }),
    detail: comparedWords(result, 'bidirectional', overall),
  };
}

function spreadQuestion(result: NamedTensors): NegationQuestion {
  const radius = statisticsAt(result, 'radius_without_special_all_heads');
  const amount = statisticsAt(result, 'delta_all_heads');
  const changesMore = isSignificant(amount) && (amount.difference ?? 0) > 0;
  return {
    name: 'spread',
    question: 'Do value vectors change farther out?',
    answer: comparedAnswer(result, radius, {
      more: `Yes, by ${fixed(radius.difference, 2)} tokens`,
      less: changesMore ? 'No: more, but nearer to the cue' : 'No: nearer to the cue',
      same: changesMore ? 'Not told apart; they change more' : 'Not told apart',
    }),
    detail: `Distance of the change from the cue: ${comparedWords(result, 'radius_without_special', radius)} Size of the change: ${comparedWords(result, 'delta', amount)}`,
    measured: 'mean distance of the change from the cue, tokens',
  };
}

function comparedAnswer(
  result: NamedTensors,
  overall: NegationStatistics,
  words: { readonly more: string; readonly less: string; readonly same: string },
): string {
  if (comparisonOf(result) === 'none') return 'Nothing to compare with';
  if (overall.q === null) return 'Too few pairs to tell';
  if (!isSignificant(overall)) return words.same;
  return (overall.difference ?? 0) > 0 ? words.more : words.less;
}

/** '0.043 [0.041, 0.045]; neutral word 0.040 [0.038, 0.042], a difference of 0.0031 [0.0022, 0.0041].' */
function comparedWords(
  result: NamedTensors,
  quantity: NegationQuantity,
  { mean, ci_low, ci_high, control_mean, control_ci_low, control_ci_high, ...rest }: NegationStatistics,
): string {
  const decimals = QUANTITIES[quantity].unit === 'tokens' ? 2 : 3;
  const own = intervalInSentence(mean, ci_low, ci_high, decimals);
  if (control_mean === null) return `${own}.`;
  const control = intervalInSentence(control_mean, control_ci_low, control_ci_high, decimals);
  // A difference is smaller than what it is of: with a digit more its interval shows on which side of 0 it lies.
  const difference = intervalInSentence(
    rest.difference,
    rest.difference_ci_low,
    rest.difference_ci_high,
    decimals + 1,
  );
  return `${own}; ${controlName(comparisonOf(result))} ${control}, a difference of ${difference}${comparedAmong(rest)}.`;
}
