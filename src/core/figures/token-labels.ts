/** Words on the axes of a heatmap of tokens. */

const segmenter = new Intl.Segmenter(undefined, { granularity: 'grapheme' });
const WIDE =
  /^[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Hangul}\p{Extended_Pictographic}\u3000-\u303f\uff01-\uff60]/u;

/** Columns of a monospaced font that a text takes: 1 a grapheme, 2 for CJK and emoji. */
export function columnsOf(text: string): number {
  let columns = 0;
  for (const { segment } of segmenter.segment(text)) columns += WIDE.test(segment) ? 2 : 1;
  return columns;
}

/** The text in at most `columns` columns, its end replaced by an ellipsis where it is longer. */
export function truncate(text: string, columns: number): string {
  if (columnsOf(text) <= columns) return text;
  let kept = '';
  let used = 1;
  for (const { segment } of segmenter.segment(text)) {
    used += WIDE.test(segment) ? 2 : 1;
    if (used > columns) break;
    kept += segment;
  }
  return `${kept}…`;
}

/** A token as a label: whitespace that would vanish is made visible, characters that nothing can show are replaced. */
export function visibleText(text: string): string {
  return text
    .toWellFormed()
    .replaceAll('\n', '↵')
    .replaceAll('\t', '⇥')
    .replaceAll(' ', '␣')
    .replace(/\p{Cc}|[\ufffe\uffff]/gu, '\ufffd');
}

export interface AlignedPositions {
  /** [m] ascending [original position, counterfactual position]. */
  readonly pairs: readonly (readonly [number, number])[];
}

/** Labels of the aligned grid, [m]: the text both statements have there, or 'good→bad' where they differ. */
export function alignedLabels(
  original: readonly string[],
  counterfactual: readonly string[],
  alignment: AlignedPositions,
): string[] {
  return alignment.pairs.map(([i, j]) => {
    const before = original[i] ?? '';
    const after = counterfactual[j] ?? '';
    return before === after ? before : `${before}→${after}`;
  });
}
