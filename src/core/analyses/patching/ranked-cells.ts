/** The cells of a map as the ranking lists them. */
import { decimalsOfColumn, meanInColumn } from '../../figures/column-numbers.ts';
import { decimalsBeside, decimalsFor } from '../../figures/fixed-numbers.ts';
import { formatChosen, formatValue } from '../../figures/figure.ts';
import {
  inOrder,
  type RankedColumn,
  type RankedHead,
  type RankingOrder,
} from '../../figures/ranked-heads.ts';
import { HEAD_NAME_WIDTH, type Ranking } from '../../figures/ranking.ts';
import { byEffect, cellName, type PatchedCell, PATCH_VERDICTS, topOf } from './cells.ts';
import { coloursOfCells, marksOfCell } from './cell-ends.ts';
import type { PatchDirection } from './hooks.ts';
import { countedVerdict, VERDICT_WORDS } from './words.ts';

/** Where there is little room, in this order; the inspector has their numbers too. */
const LEAVE = { pairs: 1, again: 2, verdict: 3, difference: 4, q: 5 } as const;
/** px that the name of a position takes. */
const POSITION_NAME_WIDTH = 104;

const LOOKS = {
  moves: 'ink',
  against: 'ink',
  undecided: 'hollow',
  nothing: 'faint',
  untested: 'hollow',
} as const;

/** A cell with what its place in the map is: `head` is the column. */
export interface RankedCellOfMap extends RankedHead {
  readonly cell: PatchedCell;
}

/** The columns of the ranking, and in `cells` of {@link rankedCells} the text of each. */
export function cellColumns(cells: readonly PatchedCell[]): RankedColumn[] {
  const top = topOf(cells.length);
  return [
    { key: 'verdict', words: 'Verdict', left: true, width: 110, leave: LEAVE.verdict },
    { key: 'mean', words: 'Share [95 %]', title: 'Of the way between the two runs' },
    ...(hasControl(cells)
      ? [
          {
            key: 'difference',
            words: 'Less control',
            title: 'Its difference from the control',
            width: 92,
            leave: LEAVE.difference,
          },
        ]
      : []),
    {
      key: 'q',
      words: 'q',
      title: `Benjamini-Hochberg over all ${cells.length} cells`,
      width: 82,
      leave: LEAVE.q,
    },
    {
      key: 'again',
      words: `In top ${top}`,
      title: `How often it is among the first ${top} when the pairs are drawn again`,
      width: 76,
      leave: LEAVE.again,
    },
    { key: 'pairs', words: 'Pairs', width: 58, leave: LEAVE.pairs },
  ];
}

function hasControl(cells: readonly PatchedCell[]): boolean {
  return cells.some(({ control_mean }) => control_mean !== null);
}

export interface CellsOfMap {
  readonly cells: readonly PatchedCell[];
  /** Of the map. */
  readonly columns: number;
  readonly direction: PatchDirection;
  readonly margin: number;
}

/** What the screen lists, and a file draws. */
export function rankingOfCells(
  { cells, columns, direction, margin }: CellsOfMap,
  sort: RankingOrder,
): Ranking {
  const ranked = rankedCells({ cells, columns, direction, margin });
  const shown = cellColumns(cells);
  return {
    what: 'cells',
    nameWidth: cells.some(({ role }) => role !== null) ? POSITION_NAME_WIDTH : HEAD_NAME_WIDTH,
    heads: inOrder(ranked, shown, sort),
    columns: shown,
    subtitle: `dot and line: mean and its 95 % interval${hasControl(cells) ? '; grey: control' : ''}${margin === 0 ? '' : `; dashed: ${formatChosen(margin)}`}`,
    axisTitle: 'Share of the way',
    hasZero: true,
    colours: coloursOfCells(cells, 'mean'),
    line: margin,
    rankTitle: 'The largest effect first',
    foldWords: (folded) => foldedCellWords(folded, ranked, direction),
    note: '',
  };
}

/** Those that move the outcome most first. @param columns of the map */
export function rankedCells({ cells, columns, direction, margin }: CellsOfMap): RankedCellOfMap[] {
  const ranked = byEffect(cells);
  const isCalled = ({ verdict }: PatchedCell) => verdict === 'moves' || verdict === 'against';
  const estimateOf = ({ mean, ci_low: low, ci_high: high }: PatchedCell) => ({ mean, low, high });
  const decimals = decimalsOfColumn(
    ranked.filter(isCalled).map(estimateOf),
    decimalsFor(ranked.map(({ mean }) => mean)),
  );
  const compares = hasControl(cells);
  return ranked.map((cell, index): RankedCellOfMap => {
    const { verdict, mean, top_share: share } = cell;
    const faint = !isCalled(cell);
    const outcome = VERDICT_WORDS[direction][verdict];
    return {
      cell,
      name: cellName(cell),
      layer: cell.layer,
      head: cells.indexOf(cell) % columns,
      place: index + 1,
      end: verdict === 'moves' ? 'first' : verdict === 'against' ? 'last' : null,
      look: LOOKS[verdict],
      outcome,
      marks: marksOfCell(cell),
      signs: [],
      cells: [
        { text: outcome, faint, value: -PATCH_VERDICTS.indexOf(verdict) },
        {
          text: meanInColumn(
            estimateOf(cell),
            decimalsBeside([cell.ci_low, cell.ci_high], decimals, margin),
            !faint,
          ),
          faint,
          value: mean,
        },
        ...(compares ? [{ text: formatValue(cell.difference), faint, value: cell.difference }] : []),
        { text: formatValue(cell.q), faint, value: cell.q },
        { text: share === null ? '–' : `${Math.round(100 * share)} %`, faint, value: share },
        { text: String(cell.n ?? 0), faint, value: cell.n },
      ],
      numbers: numbersOf(cell),
    };
  });
}

/** "14 undecided, 43 restore nothing": what is in the fold. */
export function foldedCellWords(
  folded: readonly RankedHead[],
  ranked: readonly RankedCellOfMap[],
  direction: PatchDirection,
): string {
  const places = new Set(folded.map(({ place }) => place));
  const cells = ranked.filter(({ place }) => places.has(place)).map(({ cell }) => cell);
  return PATCH_VERDICTS.map((verdict) => ({
    verdict,
    count: cells.filter((cell) => cell.verdict === verdict).length,
  }))
    .filter(({ count }) => count > 0)
    .map(({ verdict, count }) => countedVerdict(count, verdict, direction))
    .join(', ');
}

/** What a file has of a cell. */
function numbersOf(cell: PatchedCell): RankedHead['numbers'] {
  const { mean, ci_low, ci_high, control_mean, control_ci_low, control_ci_high, difference, q, n } = cell;
  return {
    mean,
    ci_low,
    ci_high,
    control_mean,
    control_ci_low,
    control_ci_high,
    difference,
    q,
    top_share: cell.top_share,
    n,
  };
}
