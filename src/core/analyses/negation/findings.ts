/** What was found, in sentences made of the numbers: on top of the screen, on the command line, in the report. */
import { decimalsTelling, isWithoutWidth, meanInSentence } from '../../figures/fixed-numbers.ts';
import { OUTCOME_LEVEL } from '../../statistics/outcome.ts';
import type { NamedTensors } from '../named-tensor.ts';
import type { ComparisonKind } from '../statistics/comparison-design.ts';
import { countWords } from '../statistics/count-words.ts';
import { countsOf } from './counts.ts';
import { LEAST_RATIO, outcomeOf } from './of-heads.ts';
import { type NegationQuantity, QUANTITIES } from './quantities.ts';
import { negationQuestions } from './questions.ts';
import { comparisonOf, type HeadRow, headRows } from './rows.ts';
import {
  comparedAmong,
  controlName,
  controlWords,
  differenceInSentence,
  fixed,
  headName,
  headsWithLess,
  headsWithMore,
  neutralsLeftOut,
  pairWords,
} from './words.ts';

/** The headline; the strongest head; two-way attention among those; the answers to three questions; what was left out. */
export function negationFindings(result: NamedTensors): string[] {
  return [
    ...headlineOf(result, 'to_cue_ratio'),
    ...negationQuestions(result).map(
      ({ question, answer, detail }) => `${question} ${answer}.${detail === '' ? '' : ` ${detail}`}`,
    ),
    ...pairWords(countsOf(result), comparisonOf(result)),
  ];
}

/** What is on top of the screen while a quantity is chosen: a headline and the sentences after it. */
export function headlineOf(result: NamedTensors, quantity: NegationQuantity): string[] {
  const rows = headRows(result, quantity);
  const kind = comparisonOf(result);
  const { title, inDecoders } = QUANTITIES[quantity];
  if (rows.every(({ n }) => n === 0))
    return [
      inDecoders
        ? `${title} is undefined in all pairs.`
        : `${title} is undefined: in a decoder the cue sees nothing that follows it, or no cue has a word in its scope.`,
    ];
  const [largest] = rows.toSorted((a, b) => (b.mean ?? -Infinity) - (a.mean ?? -Infinity));
  if (kind === 'none')
    return [
      ...(largest === undefined ? [] : [strongest('Largest', largest, quantity, kind)]),
      'These numbers are compared with nothing: heads look at whatever stands there, so the numbers cannot tell which respond to the negation.',
      ...neutralsLeftOut(countsOf(result)),
    ];
  const more = headsWithMore(rows);
  const less = headsWithLess(rows);
  const tested = rows.filter(({ q }) => q !== null).length;
  if (tested === 0) return ['No head could be tested: too few pairs can be compared.'];
  const words = countsInWords(more, less, rows, quantity, controlWords(kind));
  const [top] = more;
  const nearest = rows.toSorted((a, b) => (b.difference ?? -Infinity) - (a.difference ?? -Infinity))[0];
  return [
    `${words}.`,
    ...(quantity === 'to_cue_ratio' && more.length > 0 ? [calledAmong(more)] : []),
    ...(top !== undefined
      ? [strongest('Strongest', top, quantity, kind)]
      : nearest === undefined
        ? []
        : [strongest('Nearest to it', nearest, quantity, kind)]),
    ...(less[0] === undefined
      ? []
      : [
          `Furthest below is ${headName(less[0])}: a difference of ${differenceInSentence(quantity, less[0])}${comparedAmong(less[0])}.`,
        ]),
    ...(quantity === 'to_cue_ratio' && more.length > 0 ? twoWayAmong(result, more) : []),
  ];
}

/** '34 of 72 heads attend to the negation more than to a neutral word in its place and 25 less (q ≤ 0.05)' */
function countsInWords(
  more: readonly HeadRow[],
  less: readonly HeadRow[],
  rows: readonly HeadRow[],
  quantity: NegationQuantity,
  control: string,
): string {
  const { verb } = QUANTITIES[quantity];
  const than = `more than ${quantity === 'to_cue_ratio' ? 'to' : 'with'} ${control}`;
  const level = `(q ≤ ${OUTCOME_LEVEL} and an interval without 0)`;
  if (more.length === 0 && less.length === 0) return `No head is found to ${verb} ${than}, or less`;
  if (more.length === 0)
    return `No head is found to ${verb} ${than}; ${less.length} ${less.length === 1 ? 'does' : 'do'} so less ${level}`;
  const who = `${more.length} of ${countWords(rows.length, 'head')}`;
  return `${who} ${more.length === 1 ? singular(verb) : verb} ${than} and ${less.length === 0 ? 'none' : less.length} less ${level}`;
}

function strongest(which: string, row: HeadRow, quantity: NegationQuantity, kind: ComparisonKind): string {
  const { mean, ci_low: low, ci_high: high, control_mean: control } = row;
  const { unit, decimals } = QUANTITIES[quantity];
  const interval = (value: number | null, from: number | null, to: number | null) =>
    meanInSentence(value, from, to, decimals);
  const digits = low === null || high === null ? decimals : decimalsTelling([low, high], decimals, 1);
  const other =
    control === null
      ? ''
      : `; ${controlName(kind)} ${fixed(control, quantity === 'to_cue_ratio' ? digits : decimals)}, a difference of ${interval(row.difference, row.difference_ci_low, row.difference_ci_high)}${comparedAmong(row)}`;
  if (quantity === 'to_cue_ratio' && mean !== null) {
    const ends =
      low === null || high === null || isWithoutWidth(low, high)
        ? ''
        : ` [${fixed(low, digits)}, ${fixed(high, digits)}]`;
    return `${which} in ${headName(row)}: the cue gets ${fixed(mean, digits)} times what its share of tokens would get${ends}${other}.`;
  }
  const inUnit = unit === '' ? '' : ` ${unit}`;
  return `${which} in ${headName(row)}: ${interval(mean, low, high)}${inUnit}${other}.`;
}

/** How many of them the map and the ranking show as called. */
function calledAmong(more: readonly HeadRow[]): string {
  const called = more.filter((row) => outcomeOf(row) === 'called').length;
  const which =
    called === more.length
      ? called === 1
        ? 'It is'
        : 'All are'
      : `${called === 0 ? 'None' : called} of them ${called === 1 ? 'is' : 'are'}`;
  return `${which} called: the whole interval of the difference lies above ${LEAST_RATIO} ×.`;
}

function twoWayAmong(result: NamedTensors, more: readonly HeadRow[]): string[] {
  const rows = headRows(result, 'bidirectional');
  if (rows.every(({ n }) => n === 0)) return [];
  const twoWay = new Set(headsWithMore(rows).map(headName));
  const both = more.filter((row) => twoWay.has(headName(row))).length;
  return [
    `Attention is two-way between cue and scope in ${both === 0 ? 'none' : both} of the ${more.length}.`,
  ];
}

/** "attend to" is "attends to" of one head. */
function singular(verb: string): string {
  return verb.replace(/^(\S+)/u, '$1s');
}
