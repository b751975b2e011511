/** What an import took of a file, and what it did without, in words. */
import { isolated } from '../../../core/isolated.ts';
import type { Delimiter, ImportReport, LineList, SentenceSet } from '../../../shared/entities.ts';
import { columnList, takenColumns } from '../../../shared/imported-parts.ts';
import { countOf } from '../format/format.ts';

type Imported = NonNullable<SentenceSet['imported']>;

/** "original = sentence1, counterfactual = sentence2; kept: source"; '' where no columns were found. */
export function takenWords({ mapping }: Pick<ImportReport, 'mapping'>): string {
  return mapping === null ? '' : takenColumns(mapping, isolated);
}

/** "id, source and 3 more"; '' where every column is used. */
export function unusedWords({ unused }: Pick<ImportReport, 'unused'>): string {
  return columnList(unused.map(isolated));
}

/** ["1 duplicate left out (line 5)", …]: what was in the file and is not in the set. */
export function leftOutWords({
  oneSided,
  neutralsLeftOut,
  extrasLeftOut,
  ...rows
}: Pick<Imported, 'duplicates' | 'blanks' | 'oneSided' | 'neutralsLeftOut' | 'extrasLeftOut'>): string[] {
  const words = rowsLeftOut(rows, 'blank row');
  if (oneSided.count > 0)
    words.push(`${countOf(oneSided.count, 'row')} with one side alone left out (${lineWords(oneSided)})`);
  for (const side of ['original', 'counterfactual'] as const) {
    const lines = neutralsLeftOut[side];
    if (lines.count > 0)
      words.push(
        `${countOf(lines.count, 'neutral')} left out, being the ${side} itself (${lineWords(lines)}; the pair is kept)`,
      );
  }
  if (extrasLeftOut.count > 0)
    words.push(`cells beside the pair that are too long, or unclear, left out (${lineWords(extrasLeftOut)})`);
  return words;
}

/** The same of rows, or lines, whatever they hold. */
export function rowsLeftOut(
  { duplicates, blanks }: Pick<Imported, 'duplicates' | 'blanks'>,
  blank: string,
): string[] {
  const words: string[] = [];
  if (duplicates.count > 0)
    words.push(`${countOf(duplicates.count, 'duplicate')} left out (${lineWords(duplicates)})`);
  if (blanks.count > 0) words.push(`${countOf(blanks.count, blank)} left out (${lineWords(blanks)})`);
  return words;
}

/** What stands between the fields, for people: "semicolons". */
export const DELIMITER_WORDS: Readonly<Record<Delimiter, string>> = {
  ',': 'commas',
  ';': 'semicolons',
  '\t': 'tabs',
  '|': 'pipes',
};

const MOST_LINES = 12;

/** "line 3", "lines 3, 7, …" */
export function lineWords({ count, first }: LineList): string {
  const shown = first.slice(0, MOST_LINES).join(', ');
  const word = count === 1 ? 'line' : 'lines';
  return count > Math.min(first.length, MOST_LINES) ? `${word} ${shown}, …` : `${word} ${shown}`;
}
