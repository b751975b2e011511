/**
 * The two statements of a pair, one above the other, with the links of their tokens between them; around the words, bars for
 * what they give to the word that is looked at and get from it.
 */
import type { FigureToken } from './figure-pair.ts';
import { COLOUR_BAR_HEIGHT, colourBar } from './colour-scale.ts';
import { type LineOfBoth, linesOfBoth, type Span } from './statement-lines.ts';
import { gapStroke, linkCurve, LINKS_HEIGHT } from './statement-links.ts';
import { type RowCell, type TextRow, textRow } from './text-row.ts';
import { type FigureTheme, MONO_FONT, TEXT_FONT } from './theme.ts';
import { BARS_HEIGHT, tokenBars } from './token-bars.ts';
import type { TokenWeights } from './token-weights.ts';
import { filled, wordAt } from './word-cells.ts';

/** px */
const WORDS = 24;
const KEY = { height: COLOUR_BAR_HEIGHT + 6, width: 120 } as const;
const NAMES = 88;
const BETWEEN_LINES = 14;
/** Between pieces of one word. */
const SEAM = 1;

export type StatementSide = 'original' | 'counterfactual';
const SIDES = ['original', 'counterfactual'] as const;

export interface StatementOnText {
  /** What it is called beside it. */
  readonly name: string;
  /** Its tokens, or words as tokens. */
  readonly units: readonly FigureToken[];
  readonly weights: TokenWeights;
  /** Units that maps leave out. */
  readonly hidden: ReadonlySet<number>;
  /** The unit that is looked at; null for none. */
  readonly focus: number | null;
}

export interface StatementsText extends Readonly<Record<StatementSide, StatementOnText>> {
  /** What of both is shown. */
  readonly shown: LineOfBoth;
  readonly links: readonly {
    readonly original: number;
    readonly counterfactual: number;
    readonly isSame: boolean;
  }[];
  /** The weight of the longest bar. */
  readonly most: number;
  readonly runsFromRight: boolean;
  /** px after which the statements go on in the next line; one line without it. */
  readonly width?: number | undefined;
}

/** A statement as it is laid out: all of it in one row, of which lines show parts. */
interface Laid {
  readonly statement: StatementOnText;
  readonly row: TextRow;
}
type Both = Readonly<Record<StatementSide, Laid>>;

export interface DrawnText {
  readonly graphic: object[];
  readonly width: number;
  readonly height: number;
}

export function statementsText(text: StatementsText, theme: FigureTheme): DrawnText {
  const laid = (side: StatementSide): Laid => ({
    statement: text[side],
    row: textRow(text[side].units, theme, text.runsFromRight),
  });
  const both = { original: laid('original'), counterfactual: laid('counterfactual') };
  const widthOf = (line: LineOfBoth): number =>
    Math.max(...SIDES.map((side) => spanWidth(both[side].row.cells, line[side])));
  const room = text.width === undefined ? Infinity : text.width - NAMES;
  const aligned = text.links.map(({ original, counterfactual }) => [original, counterfactual] as const);
  const lines = linesOfBoth(text.shown, aligned, (line) => widthOf(line) <= room);
  const content = Math.max(KEY.width, ...lines.map(widthOf));
  const step = lineHeight(text) + BETWEEN_LINES;
  return {
    width: NAMES + content,
    height: KEY.height + lines.length * step - BETWEEN_LINES,
    graphic: [
      ...colourBar(
        { kind: 'sequential', domain: [0, text.most], unit: '' },
        { left: text.runsFromRight ? NAMES + content - KEY.width : NAMES, top: 0, width: KEY.width },
        theme,
      ),
      ...lines.flatMap((line, at) =>
        drawLine(both, line, { top: KEY.height + at * step, content }, text, theme),
      ),
    ],
  };
}

/** px above a statement: bars, where a word is looked at. */
function aboveWords({ original, counterfactual }: StatementsText): number {
  return original.weights.gives.length > 0 || counterfactual.weights.gives.length > 0 ? BARS_HEIGHT : 2;
}

function lineHeight(text: StatementsText): number {
  return 2 * (aboveWords(text) + WORDS + BARS_HEIGHT) + LINKS_HEIGHT;
}

/** px that a part of a row takes. */
function spanWidth(cells: readonly RowCell[], [first, last]: Span): number {
  const [from, to] = [cells[first], cells[last]];
  if (from === undefined || to === undefined || last < first) return 0;
  return Math.max(from.x + from.width, to.x + to.width) - Math.min(from.x, to.x);
}

interface LinePlace {
  readonly top: number;
  /** px that the widest line takes. */
  readonly content: number;
}

function drawLine(
  both: Both,
  line: LineOfBoth,
  { top, content }: LinePlace,
  text: StatementsText,
  theme: FigureTheme,
): object[] {
  const above = aboveWords(text);
  const second = top + above + WORDS + BARS_HEIGHT + LINKS_HEIGHT;
  /** px by which the row is moved, so that what is read first stands at the edge. */
  const moved = (side: StatementSide): number => {
    const { cells } = both[side].row;
    const first = cells[line[side][0]];
    if (first === undefined) return NAMES;
    return text.runsFromRight ? NAMES + content - first.x - first.width : NAMES - first.x;
  };
  const dx = { original: moved('original'), counterfactual: moved('counterfactual') };
  return [
    // From word to word, behind the bars between them.
    ...drawLinks(
      both,
      line,
      dx,
      { top: top + above + WORDS, height: BARS_HEIGHT + LINKS_HEIGHT + above, links: text.links },
      theme,
    ),
    ...SIDES.flatMap((side) =>
      drawStatement(
        both[side],
        line[side],
        {
          dx: dx[side],
          top: side === 'original' ? top : second,
          above,
          most: text.most,
          substituted: new Set(text.links.filter((link) => !link.isSame).map((link) => link[side])),
          linked: new Set(text.links.map((link) => link[side])),
        },
        theme,
      ),
    ),
  ];
}

interface StatementPlace {
  readonly dx: number;
  readonly top: number;
  readonly above: number;
  readonly most: number;
  /** Units whose counterpart is another one. */
  readonly substituted: ReadonlySet<number>;
  /** Units with a counterpart. */
  readonly linked: ReadonlySet<number>;
}

function drawStatement(
  { statement, row }: Laid,
  [first, last]: Span,
  { dx, top, above, most, substituted, linked }: StatementPlace,
  theme: FigureTheme,
): object[] {
  if (last < first) return [];
  const cells = row.cells.slice(first, last + 1).map((cell, at) => ({
    ...cell,
    x: cell.x + dx,
    middle: cell.middle + dx,
    unit: first + at,
  }));
  const middles = cells.map(({ middle }) => middle);
  const words = top + above;
  const bars = (weights: readonly number[], grows: 'up' | 'down', from: number): object[] =>
    barsAt({ weights: weights.slice(first, last + 1), middles, grows, most }, from, theme);
  return [
    nameAt(statement.name, words + WORDS / 2, theme),
    ...bars(statement.weights.gives, 'up', words - BARS_HEIGHT),
    ...cells.flatMap(({ word, x, width, middle, special, unit }) => {
      const next = statement.units[unit + 1];
      const isContinued = next?.word != null && next.word === statement.units[unit]?.word;
      // Pieces of a word stand side by side; in a text that runs from the right the next is on the left.
      const [left, wide] = isContinued
        ? [x + (row.mirrored ? SEAM : 0), Math.max(1, width - SEAM)]
        : [x, width];
      const box = { x: left, y: words + 1, width: wide, height: WORDS - 2 };
      const isHidden = statement.hidden.has(unit);
      const isAmber = !linked.has(unit) || substituted.has(unit);
      const fill = isAmber && !isHidden ? theme.amber : special || isHidden ? theme.muted : theme.text;
      return [
        ...(isHidden ? [hollow(box, theme)] : [filled(box, theme.soft)]),
        wordAt(word, middle, words + WORDS / 2, { fill, strong: isAmber && !isHidden }),
        ...(statement.focus === unit ? [outlined(box, theme)] : []),
      ];
    }),
    ...bars(statement.weights.gets, 'down', words + WORDS),
  ];
}

/** Of a word that is hidden in maps. */
function hollow(shape: { x: number; y: number; width: number; height: number }, theme: FigureTheme): object {
  return { type: 'rect', silent: true, shape, style: { fill: 'none', stroke: theme.control, lineWidth: 1 } };
}

function outlined(box: { x: number; y: number; width: number; height: number }, theme: FigureTheme): object {
  return {
    type: 'rect',
    silent: true,
    shape: box,
    style: { fill: 'none', stroke: theme.accent, lineWidth: 2 },
  };
}

function nameAt(text: string, y: number, theme: FigureTheme): object {
  const style = { text, align: 'left', verticalAlign: 'middle', fill: theme.muted };
  return { type: 'text', silent: true, x: 0, y, style: { ...style, fontFamily: TEXT_FONT, fontSize: 11 } };
}

function barsAt(of: Parameters<typeof tokenBars>[0], top: number, theme: FigureTheme): object[] {
  return tokenBars(of).flatMap(({ x, y, length, width, colour, words, wordsAt }) => [
    ...(length > 0
      ? [
          {
            type: 'rect',
            silent: true,
            shape: { x: x - width / 2, y: top + y, width, height: length },
            // With commas: what draws files knows no others. A hairline, so that a dark bar is seen in the dark.
            style: { fill: colour.replaceAll(' ', ','), stroke: theme.muted, lineWidth: 0.25 },
          },
        ]
      : []),
    ...(words === ''
      ? []
      : [
          {
            type: 'text',
            silent: true,
            x,
            y: top + wordsAt - 3.5,
            style: {
              text: words,
              align: 'center',
              verticalAlign: 'middle',
              fill: theme.text,
              // A link behind it does not cross it.
              stroke: theme.background,
              lineWidth: 3,
              fontFamily: MONO_FONT,
              fontSize: 10,
            },
          },
        ]),
  ]);
}

function drawLinks(
  both: Both,
  line: LineOfBoth,
  dx: Readonly<Record<StatementSide, number>>,
  {
    links,
    ...place
  }: { readonly top: number; readonly height: number; readonly links: StatementsText['links'] },
  theme: FigureTheme,
): object[] {
  const isIn = (side: StatementSide, unit: number): boolean => unit >= line[side][0] && unit <= line[side][1];
  const middleOf = (side: StatementSide, unit: number): number =>
    (both[side].row.cells[unit]?.middle ?? 0) + dx[side];
  const isLookedAt = (link: StatementsText['links'][number]): boolean =>
    SIDES.every((side) => both[side].statement.focus === link[side]);
  const curves = links
    .filter((link) => SIDES.every((side) => isIn(side, link[side])))
    .map((link) => {
      const [from, to] = [
        middleOf('original', link.original),
        middleOf('counterfactual', link.counterfactual),
      ];
      const stroke = isLookedAt(link) ? theme.accent : link.isSame ? theme.control : theme.amber;
      const lineWidth = isLookedAt(link) ? 2 : link.isSame ? 1 : 1.5;
      return {
        type: 'bezierCurve',
        silent: true,
        shape: linkCurve(from, to, place),
        style: { fill: 'none', stroke, lineWidth },
      };
    });
  const alone = SIDES.flatMap((side) => {
    const linked = new Set(links.map((link) => link[side]));
    const [y1, y2] = gapStroke(side, place);
    return both[side].row.cells.flatMap((_, unit) =>
      isIn(side, unit) && !linked.has(unit)
        ? [
            {
              type: 'line',
              silent: true,
              shape: { x1: middleOf(side, unit), y1, x2: middleOf(side, unit), y2 },
              style: { stroke: theme.amber, lineWidth: 1, lineDash: [3, 3] },
            },
          ]
        : [],
    );
  });
  return [...curves, ...alone];
}
