/** A sentence in a place that is too narrow for it, with its changes in sight as far as there is room for them. */
import { type LinePiece, shortenLine } from './changed-line.ts';
import { partsOf, type TextRange } from './word-changes.ts';

export interface Excerpt {
  readonly text: string;
  /** Of the excerpt. */
  readonly changed: readonly TextRange[];
}

/** @param room characters that are in sight */
export function excerptAround(text: string, changed: readonly TextRange[], room: number): Excerpt {
  const pieces = partsOf(text, changed).map((part): LinePiece => ({
    kind: part.changed ? 'in' : 'same',
    text: part.text,
  }));
  const ranges: TextRange[] = [];
  let whole = '';
  for (const piece of shortenLine(pieces, room)) {
    if (piece.kind !== 'same') ranges.push([whole.length, whole.length + piece.text.length]);
    whole += piece.text;
  }
  return { text: whole, changed: ranges };
}
