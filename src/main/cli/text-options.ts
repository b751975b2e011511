/** How a file of texts is read: the flags that say so, and what was taken, in words. */
import { type Command, Option } from 'commander';
import { columnText, LONGEST, MOST } from '../../core/bounds.ts';
import { PairlensError } from '../../shared/errors.ts';
import {
  type TextFileChoice,
  textImportReport,
  type TextImportReport,
  WINDOW_UNITS,
  type WindowUnit,
} from '../../shared/texts.ts';
import { textAs, wholeNumber } from './arguments.ts';
import { inLines } from './note-left-out.ts';
import { counted, note } from './output.ts';

export interface TextFileOptions {
  readonly text?: string;
  readonly label?: string;
  readonly window?: number;
  readonly windowUnit: WindowUnit;
  readonly windows?: number;
}

export function addTextFileOptions(command: Command): Command {
  return command
    .option(
      '--text <column>',
      'the column of the texts, when its name is not a known one',
      textAs(columnText),
    )
    .option('--label <column>', 'the column of the labels', textAs(columnText))
    .option(
      '--window <size>',
      'cut the file into windows of up to so many words, at ends of sentences',
      wholeNumber(1, LONGEST.sentence),
    )
    .addOption(
      new Option('--window-unit <unit>', 'what --window counts').choices([...WINDOW_UNITS]).default('words'),
    )
    .option('--windows <count>', 'take the first so many windows', wholeNumber(1, MOST.windows));
}

export function readTextFileOptions(options: TextFileOptions, command: Command): TextFileChoice {
  const { text, label, window, windowUnit, windows } = options;
  if (windows !== undefined && window === undefined)
    command.error('error: --windows says how many are taken; --window has to say how large they are');
  return {
    columns: { ...(text !== undefined && { text }), ...(label !== undefined && { label }) },
    ...(window !== undefined && { windows: { unit: windowUnit, size: window, most: windows ?? null } }),
  };
}

/** Runs what imports a file; where it could not tell which column holds the texts, the flag for that is named. */
export async function namingTextColumn<Result>(work: () => Promise<Result>): Promise<Result> {
  try {
    return await work();
  } catch (error) {
    if (!(error instanceof PairlensError) || error.code !== 'SET_INVALID') throw error;
    const { data } = textImportReport.safeParse(error.details);
    if (data?.mapping !== null || data.columns.length === 0) throw error;
    const hint = 'Say which column holds the texts: --text COLUMN (and --label COLUMN).';
    throw new PairlensError(error.code, `${error.message}\n  ${hint}`, { ...error.details }, error);
  }
}

/** What was taken of a file, and what was not: nothing goes without being said. */
export function noteTextsLeftOut(report: TextImportReport): void {
  const { mapping, unused, windows, moreWindows, duplicates, blanks } = report;
  if (mapping !== null) {
    const label = mapping.label === null ? '' : `, label = ${mapping.label}`;
    const rest = unused.length === 0 ? '' : `; not used: ${unused.join(', ')}`;
    note(`Columns: text = ${mapping.text}${label}${rest}.`);
  }
  if (moreWindows) note(`The file goes on after the first ${counted(windows?.most ?? 0, 'window')}.`);
  if (duplicates.count > 0)
    note(`Left out ${counted(duplicates.count, 'duplicate')}: ${inLines(duplicates)}.`);
  if (blanks.count > 0) note(`Left out ${counted(blanks.count, 'empty line')}: ${inLines(blanks)}.`);
}
