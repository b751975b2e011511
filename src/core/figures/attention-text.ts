/**
 * One text as tokens with the attention of one head. Arcs go from each token to those that it looks at; under a token stands
 * what it gets on average. With some tokens in focus, bars instead: above, what each token gives to them; below, what it gets
 * from them.
 */
import { type ArcShape, arcShape, arcsOf, givenTo, gottenFrom, received } from './attention-arcs.ts';
import type { FigureToken } from './figure-pair.ts';
import type { Figure } from './figure.ts';
import { withoutForbidden } from './forbidden-cells.ts';
import { mapCsv } from './map-csv.ts';
import { sequentialColour } from './shades.ts';
import { type LineCell, linesOfRow, textRow } from './text-row.ts';
import type { FigureTheme } from './theme.ts';
import { filled, wordAt } from './word-cells.ts';

/** px */
const ABOVE = 44;
const ROW = 22;
const BELOW = 26;
const BAR = 18;
/** Under the text: where what a token gets begins. */
const BELOW_TOP = ABOVE + ROW + 3;
const BETWEEN_LINES = 8;
/** From one line to the next. */
const STEP = ABOVE + ROW + BELOW + BETWEEN_LINES;

/** Where the words are, px. */
export const ATTENTION_TEXT_ROW = { top: ABOVE, height: ROW } as const;

export interface AttentionOnText {
  readonly tokens: readonly FigureToken[];
  /** [n, n] row after row (query, key) */
  readonly pattern: ArrayLike<number>;
  /** A decoder. */
  readonly causal: boolean;
  /** Tokens to and from which attention is drawn; none: arcs between all. */
  readonly focus: readonly number[];
  /** Tokens that are underlined. */
  readonly lined: readonly number[];
  /** px after which a text with tokens in focus goes on in the next line; one line without it. */
  readonly width?: number | undefined;
}

/** What is drawn over a token and under it, from 0 to 1; null above: arcs are drawn. */
export function givenAndGotten({ tokens: { length: n }, pattern, causal, focus }: AttentionOnText) {
  return focus.length === 0
    ? { above: null, below: received(pattern, n, causal) }
    : { above: givenTo(pattern, n, focus), below: gottenFrom(pattern, n, focus) };
}

/** What a figure of one head on a text is called. */
export function attentionTitle({ layer, head }: { readonly layer: number; readonly head: number }): string {
  return `Attention on the text · L${layer} H${head}`;
}

interface Words {
  readonly title: string;
  readonly caption: string;
}

/** @param pointed the token of which the arcs are drawn, all of them; without it the strong ones of every token */
export function attentionText(
  data: AttentionOnText & Words,
  theme: FigureTheme,
  pointed: number | null = null,
): Figure {
  const { tokens, focus, title, caption } = data;
  const { above, below } = givenAndGotten(data);
  // Arcs go over all of a text, which is one line then.
  const row = linesOfRow(textRow(tokens, theme), above === null ? undefined : data.width);
  return {
    title,
    caption,
    note: noteOf(data),
    width: row.width,
    height: row.lines * STEP - BETWEEN_LINES,
    option: {
      animation: false,
      graphic: [
        ...(above === null ? arcs(data, row, theme, pointed) : barsAbove(above, row.cells, focus)),
        ...row.cells.flatMap(({ word, x, width, middle: at, special, line }, index) => [
          ...(focus.includes(index)
            ? [filled({ x, y: line * STEP + ABOVE, width, height: ROW }, theme.soft)]
            : []),
          wordAt(word, at, line * STEP + ABOVE + ROW / 2, {
            fill: focus.includes(index) ? theme.amber : special ? theme.muted : theme.text,
            strong: focus.includes(index),
          }),
        ]),
        ...data.lined.flatMap((index) => {
          const cell = row.cells[index];
          return cell === undefined
            ? []
            : [
                filled(
                  { x: cell.x, y: cell.line * STEP + ABOVE + ROW, width: cell.width, height: 1.5 },
                  theme.amber,
                ),
              ];
        }),
        ...barsBelow(below, row.cells, above === null ? null : focus),
      ],
    },
    hint: () => null,
  };
}

function arcs(
  { tokens: { length: n }, pattern }: AttentionOnText,
  { cells, width }: { readonly cells: readonly LineCell[]; readonly width: number },
  theme: FigureTheme,
  pointed: number | null,
): object[] {
  return arcsOf(pattern, n, pointed === null ? {} : { least: 0.01, of: pointed }).flatMap(
    ({ query, key, weight }) => {
      const [from, to] = [cells[query], cells[key]];
      if (from === undefined || to === undefined) return [];
      return [
        {
          type: 'bezierCurve',
          silent: true,
          shape: arcShape(from.middle, to.middle, ABOVE, width) satisfies ArcShape,
          style: {
            fill: 'none',
            stroke: theme.accent,
            lineWidth: 0.6 + 1.4 * weight,
            strokeOpacity: 0.12 + 0.88 * weight,
          },
        },
      ];
    },
  );
}

function barsAbove(
  values: readonly number[],
  cells: readonly LineCell[],
  focus: readonly number[],
): object[] {
  return cells.flatMap(({ middle, width: room, line }, index) => {
    if (focus.includes(index)) return [];
    const value = values[index] ?? 0;
    const width = Math.max(1, Math.min(BAR, room - 2));
    const height = barHeight(value, ABOVE - 2);
    if (height === 0) return [];
    return [
      filled({ x: middle - width / 2, y: line * STEP + ABOVE - height, width, height }, colourOf(value)),
    ];
  });
}

/** @param focus null: nothing is in focus, and what a token gets is a line as wide as it */
function barsBelow(
  values: readonly number[],
  cells: readonly LineCell[],
  focus: readonly number[] | null,
): object[] {
  return cells.flatMap(({ x, middle, width: room, line }, index) => {
    const top = line * STEP + BELOW_TOP;
    const value = values[index] ?? 0;
    if (focus === null) {
      const width = Math.max(1, room - 1);
      return [filled({ x: x + (room - width) / 2, y: top, width, height: 3 }, colourOf(value))];
    }
    if (focus.includes(index)) return [];
    const width = Math.max(1, Math.min(BAR, room - 2));
    const height = barHeight(value, BELOW - 4);
    if (height === 0) return [];
    return [filled({ x: middle - width / 2, y: top, width, height }, colourOf(value))];
  });
}

/** px: where next to nothing is, there is no bar. */
function barHeight(value: number, most: number): number {
  const height = value * most;
  return height < 0.5 ? 0 : Math.max(1, height);
}

/** With commas: what draws files knows no others. */
function colourOf(value: number): string {
  return sequentialColour(value).replaceAll(' ', ',');
}

function noteOf({ focus, lined }: AttentionOnText): string {
  const said =
    focus.length === 0
      ? 'Arcs: from each token to those that it looks at, the stronger the more. Under a token: what it gets on average, dark for 0, yellow for 1.'
      : 'Above: what each token gives to those in amber. Below: what it gets from them on average. A bar of full height is 1.';
  return lined.length === 0 ? said : `${said} Amber lines: tokens that are marked.`;
}

/** A line for each query and key; no value where the mask of a decoder forbids the cell. */
export function attentionTextCsv({ tokens, pattern, causal }: AttentionOnText): string {
  const n = tokens.length;
  return mapCsv(tokens, causal ? withoutForbidden(pattern, n) : pattern);
}
