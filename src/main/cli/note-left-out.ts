/** What an import leaves out of a file of sentence pairs, in words: nothing goes without being said. */
import type { ImportPreview } from '../../shared/entities.ts';
import { counted, note } from './output.ts';

const LINES_SHOWN = 20;

type LeftOut = Pick<ImportPreview, 'duplicates' | 'blanks' | 'neutralsLeftOut'>;

/** @param file where it is not clear which file is meant: its name */
export function noteLeftOut({ duplicates, blanks, neutralsLeftOut }: LeftOut, file = ''): void {
  const of = file === '' ? '' : ` of ${file}`;
  if (duplicates.length > 0)
    note(`Left out ${counted(duplicates.length, 'duplicate')}${of}: ${inLines(duplicates)}.`);
  if (blanks.length > 0) note(`Left out ${counted(blanks.length, 'blank row')}${of}: ${inLines(blanks)}.`);
  for (const side of ['original', 'counterfactual'] as const) {
    const lines = neutralsLeftOut.filter(({ equals }) => equals === side).map(({ line }) => line);
    if (lines.length === 0) continue;
    const [are, pairs] = lines.length === 1 ? ['is', 'pair is'] : ['are', 'pairs are'];
    note(
      `Left out ${counted(lines.length, 'neutral')}${of} that ${are} the ${side}: ${inLines(lines)}. The ${pairs} kept.`,
    );
  }
}

/** `line 3`, or `lines 3, 7` and how many more there are. */
function inLines(lines: readonly number[]): string {
  const unseen = lines.length - LINES_SHOWN;
  const shown = `${lines.length === 1 ? 'line' : 'lines'} ${lines.slice(0, LINES_SHOWN).join(', ')}`;
  return unseen > 0 ? `${shown} and ${unseen} more` : shown;
}
