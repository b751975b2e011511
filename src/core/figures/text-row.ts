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
/** Of tokens that are mostly one letter: they stand together as text does. */
const MOSTLY_LETTERS = 1.6;
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

/** A token as a row shows it: spaces around it are not, those within are as they are. */
function rowWord(text: string, isTight: boolean, { hasShape }: Pick<FigureTheme, 'hasShape'>): string {
  const inner = text.replace(/^ +| +$/g, '');
  const word = visibleText(inner === '' ? text : inner, hasShape);
  if (inner === '') return isTight && word === '␣' ? '·' : word;
  return directed(word.replaceAll('␣', ' '));
}

/** @param runsFromRight as the text around the tokens runs, where that is known */
export function textRow(
  tokens: readonly FigureToken[],
  theme: Pick<FigureTheme, 'hasShape'> = {},
  runsFromRight?: boolean,
): TextRow {
  const texts = tokens.map(({ text }) => text);
  const letters = tokens.reduce(
    (sum, { text, special }) => sum + (special === true ? 1 : Math.max(1, columnsOf(text.trim()))),
    0,
  );
  const isTight = letters < MOSTLY_LETTERS * Math.max(1, tokens.length);
  let along = 0;
  const placed = tokens.map(({ text, word, special = false }, at) => {
    const before = tokens[at - 1];
    const isJoined = word !== null && before?.word === word;
    const shown = rowWord(text, isTight, theme);
    const isApart =
      isTight && (before?.special === true || special || (text !== ' ' && text.startsWith(' ')));
    const [left, right] = isTight ? [0, 0] : [isJoined ? 0 : PADDING, PADDING];
    along += isTight ? (isApart && at > 0 ? SPACE : 0) : isJoined || at === 0 ? 0 : GAP;
    const wide = Math.max(1, labelEm(shown) * WORD_FONT);
    const cell = { word: shown, special, start: along, width: left + wide + right, left, wide };
    along += cell.width;
    return cell;
  });
  const mirrored = runsFromRight ?? textRunsFromRight(texts, surroundings(tokens));
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
