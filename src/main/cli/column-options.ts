/** Which columns of a file hold the pairs: the flags that say so, and what was taken, in words. */
import { type Command, InvalidArgumentError } from 'commander';
import type { ColumnChoice, Delimiter, ImportReport, SentenceSet } from '../../shared/entities.ts';
import { columnList, takenColumns } from '../../shared/imported-parts.ts';
import { importReport } from '../../shared/entities.ts';
import { columnText } from '../../core/bounds.ts';
import { PairlensError } from '../../shared/errors.ts';
import { textAs } from './arguments.ts';
import { plainName } from '../engine/imports/column-names.ts';
import { SUGGESTED_COLUMNS } from '../engine/sets/known-columns.ts';

export interface ColumnOptions {
  readonly original?: string;
  readonly counterfactual?: string;
  readonly label?: string;
  readonly neutral?: string;
  readonly cluster?: string;
  readonly answer?: string;
  readonly wrongAnswer?: string;
  readonly keepColumns?: readonly string[];
  readonly delimiter?: Delimiter;
  readonly leaveOutOneSided?: boolean;
}

const FLAGS = [
  ['--original <column>', 'the column of the originals, when its name is not a known one'],
  ['--counterfactual <column>', 'the column of the counterfactuals'],
  ['--label <column>', 'the column of the labels'],
  ['--neutral <column>', 'the column of the neutrals'],
  ['--cluster <column>', 'the column that names what pairs have in common'],
  ['--answer <column>', 'the column of the words that should follow the originals'],
  ['--wrong-answer <column>', 'the column of the words that would follow the counterfactuals'],
] as const;

/** As a shell can write them. */
const DELIMITER_WORDS: Readonly<Record<string, Delimiter>> = {
  ',': ',',
  comma: ',',
  ';': ';',
  semicolon: ';',
  '\t': '\t',
  tab: '\t',
  '|': '|',
  pipe: '|',
};

function readDelimiter(word: string): Delimiter {
  const delimiter = DELIMITER_WORDS[word];
  if (delimiter === undefined) throw new InvalidArgumentError('it is one of comma, semicolon, tab and pipe.');
  return delimiter;
}

function readKept(list: string): string[] {
  const names = list.split(',').map((name) => name.trim());
  return names.filter((name) => name !== '').map(textAs(columnText));
}

export function addColumnOptions(command: Command): Command {
  for (const [flags, description] of FLAGS) command.option(flags, description, textAs(columnText));
  return command
    .option(
      '--keep-columns <columns>',
      'other columns to keep with the pairs, with commas between them; "" for none (default: all)',
      readKept,
    )
    .option(
      '--delimiter <word>',
      'what separates the fields: comma, semicolon, tab or pipe (default: told from the file)',
      readDelimiter,
    )
    .option(
      '--leave-out-one-sided',
      'leave out rows with one side alone, and say which (default: the file is refused)',
    );
}

/** What was said of the columns; the others are found by their names. */
export function readColumnOptions(options: ColumnOptions, command: Command): ColumnChoice {
  const { original, counterfactual, label, neutral, cluster, answer, wrongAnswer } = options;
  const { keepColumns, delimiter, leaveOutOneSided } = options;
  if ((original === undefined) !== (counterfactual === undefined))
    command.error('error: --original and --counterfactual go together');
  return {
    ...(original !== undefined && { original }),
    ...(counterfactual !== undefined && { counterfactual }),
    ...(label !== undefined && { label }),
    ...(neutral !== undefined && { neutral }),
    ...(cluster !== undefined && { cluster }),
    ...(answer !== undefined && { answer }),
    ...(wrongAnswer !== undefined && { wrongAnswer }),
    ...(keepColumns !== undefined && { extras: [...keepColumns] }),
    ...(delimiter !== undefined && { delimiter }),
    ...(leaveOutOneSided === true && { oneSided: 'leave out' as const }),
  };
}

/** Runs what imports a file; where it could not tell which columns hold the pairs, the flags for that are named. */
export async function namingColumns<Result>(work: () => Promise<Result>): Promise<Result> {
  try {
    return await work();
  } catch (error) {
    if (!(error instanceof PairlensError)) throw error;
    const hint = columnHint(error);
    if (hint === null) throw error;
    throw new PairlensError(error.code, `${error.message}\n  ${hint}`, { ...error.details }, error);
  }
}

/** Whether a file was refused because it has no columns with the names that were looked for. */
export function lacksColumns(error: unknown): error is PairlensError {
  return error instanceof PairlensError && columnHint(error) !== null;
}

function columnHint({ code, details }: PairlensError): string | null {
  const { data } = importReport.safeParse(details);
  if (code !== 'SET_INVALID' || data?.mapping !== null || data.columns.length === 0) return null;
  const [original, counterfactual] = suggestionFor(data.columns);
  return (
    `Say which columns hold the pairs: --original ${original} --counterfactual ${counterfactual} ` +
    '(and --label, --neutral, --cluster).'
  );
}

/** The columns that may well be meant, as flags take them. */
function suggestionFor(columns: readonly string[]): readonly [string, string] {
  const find = (name: string): string | undefined => columns.find((column) => plainName(column) === name);
  for (const [first, second] of SUGGESTED_COLUMNS) {
    const [original, counterfactual] = [find(first), find(second)];
    if (original !== undefined && counterfactual !== undefined)
      return [quoted(original), quoted(counterfactual)];
  }
  return ['COLUMN', 'COLUMN'];
}

function quoted(name: string): string {
  return /^[\w.-]+$/.test(name) ? name : JSON.stringify(name);
}

/** 'Columns: original = sentence1, counterfactual = sentence2; kept: source; not used: id.' */
export function columnWords({
  mapping,
  unused,
}: Pick<ImportReport, 'mapping' | 'unused'> | NonNullable<SentenceSet['imported']>): string {
  const taken = mapping === null ? '' : takenColumns(mapping, quoted);
  const rest = unused.length === 0 ? '' : `; not used: ${columnList(unused.map(quoted))}`;
  return `Columns: ${taken}${rest}.`;
}
