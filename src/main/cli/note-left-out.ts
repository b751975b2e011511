/** What an import leaves out of a file of sentence pairs, in words: nothing goes without being said. */
import type { ImportReport, LineList } from '../../shared/entities.ts';
import { counted, note } from './output.ts';

type LeftOut = Pick<ImportReport, 'duplicates' | 'blanks' | 'oneSided' | 'neutralsLeftOut' | 'extrasLeftOut'>;

/** @param file where it is not clear which file is meant: its name */
export function noteLeftOut(
  { duplicates, blanks, oneSided, neutralsLeftOut, extrasLeftOut }: LeftOut,
  file = '',
): void {
  const of = file === '' ? '' : ` of ${file}`;
  if (duplicates.count > 0)
    note(`Left out ${counted(duplicates.count, 'duplicate')}${of}: ${inLines(duplicates)}.`);
  if (blanks.count > 0) note(`Left out ${counted(blanks.count, 'blank row')}${of}: ${inLines(blanks)}.`);
  if (oneSided.count > 0)
    note(`Left out ${counted(oneSided.count, 'row')}${of} with one side alone: ${inLines(oneSided)}.`);
  for (const side of ['original', 'counterfactual'] as const) {
    const lines = neutralsLeftOut[side];
    if (lines.count === 0) continue;
    const [are, pairs] = lines.count === 1 ? ['is', 'pair is'] : ['are', 'pairs are'];
    note(
      `Left out ${counted(lines.count, 'neutral')}${of} that ${are} the ${side}: ${inLines(lines)}. The ${pairs} kept.`,
    );
  }
  if (extrasLeftOut.count > 0)
    note(
      `Left out cells${of} beside the pair that are too long or cannot be told from what is beside them: ${inLines(extrasLeftOut)}.`,
    );
}

/** `line 3`, or `lines 3, 7` and how many more there are. */
export function inLines({ count, first }: LineList): string {
  const unseen = count - first.length;
  const shown = `${count === 1 ? 'line' : 'lines'} ${first.join(', ')}`;
  return unseen > 0 ? `${shown} and ${unseen} more` : shown;
}
