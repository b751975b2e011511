/** Words on the axes of a heatmap of tokens. */
import { isolated } from '../isolated.ts';

const segmenter = new Intl.Segmenter(undefined, { granularity: 'grapheme' });
const WIDE =
  /^[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Hangul}\p{Extended_Pictographic}\u3000-\u303f\uff01-\uff60]/u;

const SHAPELESS = /^\p{Default_Ignorable_Code_Point}+$/u;

const ASCII = /^[ -~]*$/;

/** Columns of a monospaced font that a text takes: 1 a grapheme, 2 for CJK and emoji, 0 for what has no shape. */
export function columnsOf(text: string): number {
  if (ASCII.test(text)) return text.length;
  let columns = 0;
  for (const { segment } of segmenter.segment(text))
    if (!SHAPELESS.test(segment)) columns += WIDE.test(segment) ? 2 : 1;
  return columns;
}

/** A code or a byte is one sign of a label: half of it would be another. */
const SIGN = /(U\+[\dA-F]{4,6}|<0x[\dA-F]+>)/u;

/** The text in at most `columns` columns, its end replaced by an ellipsis where it is longer. */
export function truncate(text: string, columns: number): string {
  if (columnsOf(text) <= columns) return text;
  let kept = '';
  let used = 1;
  for (const sign of signsOf(text)) {
    used += columnsOf(sign);
    if (used > columns) break;
    kept += sign;
  }
  return `${kept.trimEnd()}…`;
}

function signsOf(text: string): string[] {
  return text
    .split(SIGN)
    .flatMap((part) =>
      SIGN.test(part) ? [part] : Array.from(segmenter.segment(part), ({ segment }) => segment),
    );
}

const RIGHT_TO_LEFT =
  /[\p{Script=Hebrew}\p{Script=Arabic}\p{Script=Syriac}\p{Script=Thaana}\p{Script=Nko}\p{Script=Adlam}\p{Script=Samaritan}\p{Script=Mandaic}\p{Script=Hanifi_Rohingya}]/u;

/** Whether the first letter of a text is of a script that runs from right to left. */
export function runsRightToLeft(text: string): boolean {
  return RIGHT_TO_LEFT.test(/\p{L}/u.exec(text)?.[0] ?? '');
}

const [LEFT_TO_RIGHT_MARK, RIGHT_TO_LEFT_MARK] = ['\u200e', '\u200f'];

/**
 * The label as it is to be drawn among others that run from left to right. A word of Hebrew has the sign of the space before
 * it on its right, where the space is; and an arrow between two of them goes on from left to right, from the first to the
 * second, as it points. In a row that runs from right to left, brackets and signs without letters run as it does, so that both
 * brackets of a pair open to what they hold.
 */
export function directed(label: string, row: 'rtl' | 'ltr' = 'ltr'): string {
  if (row === 'rtl' && !/\p{L}/u.test(label)) return keptTogether(label);
  const sides = label.split('→');
  if (!sides.some(runsRightToLeft)) return label;
  return sides
    .map((side) => (runsRightToLeft(side) ? keptTogether(side) : side))
    .join(`${LEFT_TO_RIGHT_MARK}→${LEFT_TO_RIGHT_MARK}`);
}

/** Signs at its ends take the direction of the letters between them. */
function keptTogether(text: string): string {
  const isLetter = (character: string | undefined) => RIGHT_TO_LEFT.test(character ?? '');
  const characters = Array.from(text);
  const [before, after] = [characters[0], characters.at(-1)].map((end) =>
    isLetter(end) ? '' : RIGHT_TO_LEFT_MARK,
  );
  return `${before}${text}${after}`;
}

/** '“not”': a token in a sentence. One that runs from right to left is set apart: among others the marks between them would turn round. */
export function quotedToken(text: string): string {
  return `“${isolated(text)}”`;
}
