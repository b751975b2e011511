/** A text set as a file that can be imported again, written piece by piece. */
import { csvText } from '../../../core/csv.ts';
import { PairlensError } from '../../../shared/errors.ts';
import type { TextContent } from '../store/text-content.ts';

export const WRITTEN_TEXT_FORMATS = ['txt', 'csv', 'jsonl'] as const;
export type WrittenTextFormat = (typeof WRITTEN_TEXT_FORMATS)[number];

/**
 * The file in pieces, of texts in pieces. JSONL and CSV keep labels, and JSONL token ids; a .txt has the texts alone.
 * @param hasLabels whether there is a column for them
 * @throws PairlensError BAD_REQUEST for token ids as .txt or .csv, and for a text of several lines as .txt
 */
export function* textFile(
  pieces: Iterable<readonly TextContent[]>,
  format: WrittenTextFormat,
  hasLabels: boolean,
): Generator<string> {
  if (format === 'csv') yield csvText([hasLabels ? ['text', 'label'] : ['text']]);
  for (const texts of pieces) {
    if (format === 'jsonl') yield jsonlOf(texts);
    else if (format === 'csv')
      yield csvText(texts.map((text) => (hasLabels ? [wordsOf(text), text.label] : [wordsOf(text)])));
    else yield texts.map((text) => `${lineOf(text)}\n`).join('');
  }
}

function jsonlOf(texts: readonly TextContent[]): string {
  const lines = texts.map((content) => {
    const { text, ids, label } = content;
    return JSON.stringify(
      Object.fromEntries(Object.entries({ text, ids, label }).filter(([, value]) => value !== null)),
    );
  });
  return lines.map((line) => `${line}\n`).join('');
}

function wordsOf({ text }: TextContent): string {
  if (text !== null) return text;
  throw new PairlensError('BAD_REQUEST', 'the set has texts of token ids: write it as .jsonl');
}

function lineOf(content: TextContent): string {
  const text = wordsOf(content);
  if (!/[\r\n]/.test(text)) return text;
  throw new PairlensError('BAD_REQUEST', 'the set has texts of several lines: write it as .csv or .jsonl');
}
