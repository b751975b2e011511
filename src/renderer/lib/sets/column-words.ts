/** What an import took of a file, and what it did without, in words. */
import type { ImportReport, LineList, SentenceSet } from '../../../shared/entities.ts';
import { countOf } from '../format/format.ts';

type Imported = NonNullable<SentenceSet['imported']>;

const PARTS = ['original', 'counterfactual', 'neutral', 'label', 'cluster'] as const;
const MOST_NAMES = 12;

/** "original = sentence1, counterfactual = sentence2, label = gold_label"; '' where no columns were found. */
export function takenWords({ mapping }: Pick<ImportReport, 'mapping'>): string {
  if (mapping === null) return '';
  return PARTS.flatMap((part) => {
    const name = mapping[part];
    return name === null ? [] : [`${part} = ${name}`];
  }).join(', ');
}

/** "id, source and 3 more"; '' where every column is used. */
export function unusedWords({ unused }: Pick<ImportReport, 'unused'>): string {
  const shown = unused.slice(0, MOST_NAMES).join(', ');
  const more = unused.length - MOST_NAMES;
  return more > 0 ? `${shown} and ${more} more` : shown;
}

/** ["1 duplicate left out (line 5)", …]: what was in the file and is not in the set. */
export function leftOutWords({
  neutralsLeftOut,
  ...rows
}: Pick<Imported, 'duplicates' | 'blanks' | 'neutralsLeftOut'>): string[] {
  const words = rowsLeftOut(rows, 'blank row');
  for (const side of ['original', 'counterfactual'] as const) {
    const lines = neutralsLeftOut[side];
    if (lines.count > 0)
      words.push(
        `${countOf(lines.count, 'neutral')} left out, being the ${side} itself (${lineWords(lines)}; the pair is kept)`,
      );
  }
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

const MOST_LINES = 12;

/** "line 3", "lines 3, 7, …" */
function lineWords({ count, first }: LineList): string {
  const shown = first.slice(0, MOST_LINES).join(', ');
  const word = count === 1 ? 'line' : 'lines';
  return count > Math.min(first.length, MOST_LINES) ? `${word} ${shown}, …` : `${word} ${shown}`;
}
