/** The tokens of a text in one row, as they are read: pieces of a word without a gap, letters as a text. */
import { surroundings } from '../pairs/surroundings.ts';
import type { FigureToken } from './figure-pair.ts';
import { textRunsFromRight } from './text-direction.ts';
import { labelEm } from './text-width.ts';
import type { FigureTheme } from './theme.ts';
import { columnsOf, directed } from './token-labels.ts';
import { visibleText } from './visible-text.ts';
import { WORD_FONT } from './word-cells.ts';

/** px beside a word, and between words. */
const PADDING = 5;
const GAP = 4;
/** Where so large a share of tokens is of one letter, they stand together as text does. */
const MOSTLY_LETTERS = 0.75;
/** px of a space between letters that stand together. */
const SPACE = 0.6 * WORD_FONT;

export interface RowCell {
  readonly word: string;
  readonly special: boolean;
  /** px from the left edge of the row. */
  readonly x: number;
  readonly width: number;
  /** Of its word. */
  readonly middle: number;
}

export interface TextRow {
  readonly cells: readonly RowCell[];
  /** px */
  readonly width: number;
  /** The text runs from right to left. */
  readonly mirrored: boolean;
}

export interface LineCell extends RowCell {
  /** Its line, from 0. */
  readonly line: number;
}

/**
 * The cells of a row in as many lines as they take. A word stays whole unless it is longer than a line.
 * @param room px of a line; one line without it
 * @returns cells with `x` and `middle` in their line, and px of the widest line
 */
export function linesOfRow(
  { cells, width, mirrored }: TextRow,
  room = Infinity,
): { readonly cells: readonly LineCell[]; readonly width: number; readonly lines: number } {
  /** px from where the text begins. */
  const spans = cells.map(({ x, width: own }) => {
    const start = mirrored ? width - x - own : x;
    return { start, end: start + own };
  });
  const begins = lineBegins(spans, room);
  const lineOf = (at: number): number => begins.findLastIndex((begin) => begin <= at);
  const startOf = (line: number): number => spans[begins[line] ?? 0]?.start ?? 0;
  const widest = Math.max(1, ...spans.map(({ end }, at) => end - startOf(lineOf(at))));
  return {
    width: Math.ceil(widest),
    lines: begins.length,
    cells: cells.map((cell, at) => {
      const line = lineOf(at);
      const moved = mirrored ? Math.ceil(widest) - width + startOf(line) : -startOf(line);
      return { ...cell, line, x: cell.x + moved, middle: cell.middle + moved };
    }),
  };
}

/** The cells that lines begin with. */
function lineBegins(
  spans: readonly { readonly start: number; readonly end: number }[],
  room: number,
): number[] {
  const begins = [0];
  let [begin, word] = [0, 0];
  spans.forEach(({ start, end }, at) => {
    if (start > (spans[at - 1]?.end ?? Infinity)) word = at;
    while (at > begin && end - (spans[begin]?.start ?? 0) > room) {
      begin = word > begin ? word : at;
      begins.push(begin);
    }
  });
  return begins;
}

/** A token as a row shows it: spaces around it are not, those within are as they are. */
function rowWord(
  text: string,
  isTight: boolean,
  row: 'rtl' | 'ltr',
  { hasShape }: Pick<FigureTheme, 'hasShape'>,
): string {
  const inner = text.replace(/^ +| +$/g, '');
  const word = visibleText(inner === '' ? text : inner, hasShape);
  if (inner === '') return isTight && word === '␣' ? '·' : word;
  return directed(word.replaceAll('␣', ' '), row);
}

/** @param runsFromRight as the text around the tokens runs, where that is known */
export function textRow(
  tokens: readonly FigureToken[],
  theme: Pick<FigureTheme, 'hasShape'> = {},
  runsFromRight?: boolean,
): TextRow {
  const texts = tokens.map(({ text }) => text);
  const ordinary = tokens.filter(({ special }) => special !== true);
  const letters = ordinary.filter(({ text }) => columnsOf(text.trim()) <= 1).length;
  const isTight = letters > 0 && letters >= MOSTLY_LETTERS * ordinary.length;
  const mirrored = runsFromRight ?? textRunsFromRight(texts, surroundings(tokens));
  let along = 0;
  const placed = tokens.map(({ text, word, special = false }, at) => {
    const before = tokens[at - 1];
    const isJoined = word !== null && before?.word === word;
    const shown = rowWord(text, isTight, mirrored ? 'rtl' : 'ltr', theme);
    const isApart =
      isTight && (before?.special === true || special || (text !== ' ' && text.startsWith(' ')));
    const [left, right] = isTight ? [0, 0] : [isJoined ? 0 : PADDING, PADDING];
    along += isTight ? (isApart && at > 0 ? SPACE : 0) : isJoined || at === 0 ? 0 : GAP;
    const wide = Math.max(1, labelEm(shown) * WORD_FONT);
    const cell = { word: shown, special, start: along, width: left + wide + right, left, wide };
    along += cell.width;
    return cell;
  });
  const width = Math.max(1, Math.ceil(along));
  return {
    width,
    mirrored,
    cells: placed.map(({ start, width: own, left, wide, ...cell }) => {
      const middle = start + left + wide / 2;
      return {
        ...cell,
        width: own,
        x: mirrored ? width - start - own : start,
        middle: mirrored ? width - middle : middle,
      };
    }),
  };
}
