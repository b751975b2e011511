/** The heads of a model ranked by what an analysis knows of them (core/analyses/of-heads.ts). */
import { decimalsOfColumn, meanInColumn } from '../../figures/column-numbers.ts';
import { decimalsBeside, decimalsFor, formatFixed } from '../../figures/fixed-numbers.ts';
import { formatChosen, formatValue } from '../../figures/figure.ts';
import {
  inOrder,
  type RankedColumn,
  type RankedHead,
  type RankingOrder,
} from '../../figures/ranked-heads.ts';
import { HEAD_NAME_WIDTH, type Ranking } from '../../figures/ranking.ts';
import { OUTCOME_WORDS, ruleWords, wordsOfOutcome } from '../head-outcomes.ts';
import { orNull } from '../named-tensor.ts';
import {
  HEAD_OUTCOMES,
  type HeadNumbers,
  type HeadOutcome,
  type HeadQuantity,
  numberAt,
  rankedNumbers,
  rankedPart,
} from '../of-heads.ts';
import { countWords } from '../statistics/count-words.ts';
import { axisEndsOfQuantity, marksOfQuantity } from './quantity-ends.ts';

/** A head with what is said of it. */
export interface QuantityHead extends RankedHead {
  /** null where nothing is called by the quantity. */
  readonly said: HeadOutcome | null;
}

/** Where there is little room the numbers behind a difference go first, then the verdict, which the look of the marks tells. */
const LEAVE = { control: 1, mean: 2, verdict: 3, q: 4 } as const;

/** px of the verdict: at least, at most, of a letter on average, and beside the words. */
const VERDICT = { least: 92, most: 200, letter: 6.4, beside: 20 } as const;

/** Wide enough for the longest that may stand there. */
function verdictWidth(called: NonNullable<HeadQuantity['called']>): number {
  const words = called.outcomes.map((said) => wordsOfOutcome(called, said));
  const longest = Math.max(0, ...words.map(({ length }) => length));
  const width = Math.ceil(longest * VERDICT.letter) + VERDICT.beside;
  return Math.min(VERDICT.most, Math.max(VERDICT.least, width));
}

/** The columns of the ranking, and in `cells` of {@link rankedByQuantity} the text of each. */
export function quantityColumns(quantity: HeadQuantity): RankedColumn[] {
  const unit = quantity.unit === '' ? '' : `, ${quantity.unit}`;
  return [
    ...(quantity.called === undefined
      ? []
      : [
          {
            key: 'called',
            words: 'Verdict',
            left: true,
            width: verdictWidth(quantity.called),
            leave: LEAVE.verdict,
          },
        ]),
    ...(rankedPart(quantity) === 'value'
      ? [{ key: 'mean', words: `Mean [95 %]${unit}` }]
      : [
          { key: 'own', words: 'Mean', title: quantity.title, leave: LEAVE.mean },
          {
            key: 'control',
            words: 'Control',
            title: quantity.control?.title ?? 'its control',
            leave: LEAVE.control,
          },
          {
            key: 'difference',
            words: `Less control [95 %]${unit}`,
            title: `${quantity.title} less ${quantity.control?.title ?? 'its control'}`,
          },
        ]),
    ...(quantity.q === undefined
      ? []
      : [
          {
            key: 'q',
            words: 'q',
            title: `Benjamini-Hochberg over all ${quantity.qOver ?? `${quantity.layers * quantity.heads} heads`}`,
            width: 82,
            leave: LEAVE.q,
          },
        ]),
  ];
}

/**
 * What the screen lists, and a file draws.
 * @param line the margin that a call has to clear, where it lies on the axis of the quantity
 */
export function rankingOfQuantity(quantity: HeadQuantity, sort: RankingOrder, line?: number): Ranking {
  const ranked = rankedByQuantity(quantity, line);
  const columns = quantityColumns(quantity);
  const { control, unit, title, called, signed, lowestFirst } = quantity;
  const isOfItself = rankedPart(quantity) === 'value';
  return {
    what: 'heads',
    nameWidth: HEAD_NAME_WIDTH,
    heads: inOrder(ranked, columns, sort),
    columns,
    subtitle: [
      isOfItself
        ? 'dot and line: mean and its 95 % interval'
        : 'dot and line: mean less control, 95 % interval',
      ...(isOfItself && control !== undefined ? [`grey: ${control.title}`] : []),
      ...(line === undefined || line === 0
        ? []
        : [`dashed: ${called?.bothWays === true ? '±' : ''}${formatChosen(line, unit)}`]),
    ].join('; '),
    axisTitle: `${title}${isOfItself ? '' : ', less control'}${unit === '' ? '' : `, ${unit}`}`,
    hasZero: signed || !isOfItself,
    colours: axisEndsOfQuantity(quantity),
    line,
    ...(called?.bothWays === true && { bothWays: true }),
    rankTitle: `The ${lowestFirst === true ? 'lowest' : 'largest'}${isOfItself ? '' : ' difference from the control'} first`,
    foldWords: (some) => foldedQuantityWords(some, ranked, called),
    note: [controlWords(quantity), called === undefined ? '' : ruleWords(called)]
      .filter((sentence) => sentence !== '')
      .join(' '),
  };
}

/** What a difference is from; '' of a number by itself. */
export function controlWords(quantity: HeadQuantity): string {
  return rankedPart(quantity) === 'value' ? '' : `Control: ${quantity.control?.title ?? 'its control'}.`;
}

/**
 * All heads, the largest first (the lowest, where heads are called for low values), by {@link rankedNumbers}, which are drawn of them, too.
 * What is undefined comes last; ties go to the lower layer, then head.
 * @param line the margin that a call has to clear: where an end of an interval is near to it, more decimals show on which side
 */
export function rankedByQuantity(quantity: HeadQuantity, line: number | null = null): QuantityHead[] {
  const { heads, values, control, called, q, lowestFirst = false } = quantity;
  const shown = rankedNumbers(quantity);
  const isOfItself = rankedPart(quantity) === 'value';
  const decimals = decimalsOfColumn(
    (called?.outcomes ?? []).flatMap((said, place) => (said === 'called' ? [numberAt(shown, place)] : [])),
    Math.max(3, decimalsFor(Array.from(shown.values, orNull))),
  );
  const decimalsOfMeans = decimalsFor(
    [quantity, ...(control === undefined ? [] : [control])].flatMap((one) => Array.from(one.values, orNull)),
  );
  const rank = (place: number): number => {
    const value = orNull(shown.values[place]);
    return value === null ? -Infinity : lowestFirst ? -value : value;
  };
  return Array.from(values.keys())
    .toSorted((a, b) => rank(b) - rank(a) || a - b)
    .map((place, index): QuantityHead => {
      const own = numberAt(quantity, place);
      const ofControl = control === undefined ? null : numberAt(control, place);
      const number = numberAt(shown, place);
      const said = called?.outcomes[place] ?? null;
      const faint = said !== null && said !== 'called';
      const verdict = said === null || called === undefined ? '' : wordsOfOutcome(called, said);
      return {
        layer: Math.floor(place / heads),
        head: place % heads,
        place: index + 1,
        said,
        end: said === 'called' ? (!lowestFirst && (number.mean ?? 0) < 0 ? 'last' : 'first') : null,
        look: said === null || said === 'called' ? 'ink' : said === 'none' ? 'faint' : 'hollow',
        outcome: said === 'called' ? OUTCOME_WORDS.called : verdict,
        marks: marksOfQuantity(quantity, isOfItself ? 'value' : 'difference', place),
        signs: [],
        cells: [
          ...(said === null
            ? []
            : [
                {
                  text: verdict,
                  faint,
                  value: -HEAD_OUTCOMES.indexOf(said),
                },
              ]),
          ...(isOfItself
            ? []
            : [own, ofControl].map((one) => ({
                text: formatFixed(one?.mean ?? null, decimalsOfMeans),
                faint: true,
                value: one?.mean ?? null,
              }))),
          {
            text: meanInColumn(
              number,
              decimalsBeside([number.low, number.high], decimals, line),
              said === 'called',
            ),
            faint,
            value: number.mean,
          },
          ...(q === undefined ? [] : [{ text: formatQ(q[place]), faint, value: orNull(q[place]) }]),
        ],
        numbers: numbersOf(quantity, place),
      };
    });
}

/** What a file has of a head. */
function numbersOf(quantity: HeadQuantity, place: number): RankedHead['numbers'] {
  const named = (name: string, numbers: HeadNumbers): [string, number | null][] => {
    const { mean, low, high } = numberAt(numbers, place);
    return [
      [name, mean],
      [`${name}_low`, low],
      [`${name}_high`, high],
    ];
  };
  const { name, control, difference, q } = quantity;
  return Object.fromEntries([
    ...named(name, quantity),
    ...(control === undefined ? [] : named(`${name}_control`, control)),
    ...(difference === undefined ? [] : named(`${name}_difference`, difference)),
    ...(q === undefined ? [] : [['q', orNull(q[place])] as const]),
  ]);
}

/** "14 undecided, 43 do not matter": what is in the fold. */
export function foldedQuantityWords(
  heads: readonly RankedHead[],
  ranked: readonly QuantityHead[],
  called: HeadQuantity['called'],
): string {
  const places = new Set(heads.map(({ place }) => place));
  const folded = ranked.filter(({ place }) => places.has(place));
  const parts = HEAD_OUTCOMES.flatMap((outcome) => {
    const count = folded.filter(({ said }) => said === outcome).length;
    if (count === 0) return [];
    return [
      outcome === 'called' || called === undefined
        ? `${countWords(count, 'other')} called`
        : `${count} ${wordsOfOutcome(called, outcome, count)}`,
    ];
  });
  return parts.length === 0 ? countWords(folded.length, 'other head') : parts.join(', ');
}

function formatQ(q: number | undefined): string {
  const value = orNull(q);
  return value === null ? formatFixed(null, 3) : formatValue(value);
}
