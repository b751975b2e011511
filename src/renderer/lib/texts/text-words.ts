/** What an import took of a file of texts, and what it did without, in words. */
import { isolated } from '../../../core/isolated.ts';
import type { TextImportReport, TextSet, TextWindows } from '../../../shared/texts.ts';
import { takenColumn } from '../../../shared/imported-parts.ts';
import { formatCount } from '../format/format.ts';
import { rowsLeftOut, unusedWords } from '../sets/column-words.ts';

type Imported = NonNullable<TextSet['imported']>;

/** ["columns: text = verse, label = book; not used: id", "windows of up to 50 words", "2 empty lines left out (lines 3, 7)"] */
export function importedWords(imported: Imported | null): string[] {
  if (imported === null) return [];
  return [...columnWords(imported), ...windowWords(imported), ...textsLeftOut(imported)];
}

function columnWords({ mapping, unused }: Imported): string[] {
  if (mapping === null) return [];
  const parts = [
    takenColumn('text', mapping.text, isolated),
    ...(mapping.label === null ? [] : [takenColumn('label', mapping.label, isolated)]),
  ];
  const rest = unused.length === 0 ? '' : `; not used: ${unusedWords({ unused })}`;
  return [`columns: ${parts.join(', ')}${rest}`];
}

function windowWords({ windows, moreWindows }: Pick<TextImportReport, 'windows' | 'moreWindows'>): string[] {
  if (windows === null) return [];
  return [sizeWords(windows), ...(moreWindows ? ['the file goes on after the last of them'] : [])];
}

function sizeWords({ unit, size, most }: TextWindows): string {
  const first = most === null ? 'windows' : `the first ${formatCount(most)} windows`;
  return `${first} of up to ${formatCount(size)} ${unit}`;
}

/** What was in the file and is not in the set. */
export function textsLeftOut(report: Pick<TextImportReport, 'duplicates' | 'blanks' | 'mapping'>): string[] {
  return rowsLeftOut(report, report.mapping === null ? 'empty line' : 'empty row');
}
