/** Reads a file of sentence pairs that is in memory: a bundled set, the beginning of a file that a person looks at. */
import {
  type ColumnChoice,
  type ImportPreview,
  importPreview,
  type ImportReport,
} from '../../../shared/entities.ts';
import { type FileLookedAt, lookInto } from '../imports/import-file.ts';
import { readBytes } from '../imports/read-bytes.ts';
import type { PairContent } from './pair-content.ts';
import { hasNeutral, sideAsText } from './pair-content.ts';
import { PAIR_FILES } from './pair-files.ts';

export interface ImportedSet extends ImportReport {
  readonly pairs: readonly PairContent[];
  readonly sample: ImportPreview['sample'];
  /** The file is a well-formed table of no pairs (which is one of its problems, too). */
  readonly empty: boolean;
}

const SAMPLE_PAIRS = 20;

/**
 * Reads pairs from the bytes of a CSV, TSV, JSON or JSONL file. The format follows from the extension of `fileName`, and
 * from the first characters where that says nothing. Never throws for what is in the file.
 * @param given the columns that a person has named; the others are found by their names (columns.ts)
 * @param isWhole false for the beginning of a file
 * @param pieceBytes how much is read at a time
 */
export function importSet(
  fileName: string,
  file: Uint8Array,
  given: ColumnChoice = {},
  isWhole = true,
  pieceBytes?: number,
): ImportedSet {
  const request = { fileName, bytes: file, how: given };
  const { report, isEmpty, items } = readBytes(PAIR_FILES, request, isWhole, pieceBytes);
  return { ...report, pairs: items, sample: sampleOf(items), empty: isEmpty };
}

/** The first pairs as a person is shown them. */
function sampleOf(pairs: readonly PairContent[]): ImportPreview['sample'] {
  return pairs.slice(0, SAMPLE_PAIRS).map((pair) => ({
    label: pair.label,
    original: sideAsText(pair.original, pair.originalIds),
    counterfactual: sideAsText(pair.counterfactual, pair.counterfactualIds),
    neutral: hasNeutral(pair) ? sideAsText(pair.neutral, pair.neutralIds) : null,
    cluster: pair.cluster,
    answer: pair.answer,
    wrongAnswer: pair.wrongAnswer,
    extras: pair.extras === null ? null : { ...pair.extras },
  }));
}

export interface PreviewRequest {
  readonly fileName: string;
  readonly columns?: ColumnChoice | undefined;
  /** The beginning of a file with so many bytes, or a file on this machine. */
  readonly file: FileLookedAt;
}

/**
 * What the beginning of a file shows: its columns, and the first pairs.
 * @param recall what was said of an earlier file with these columns, which holds where nothing is said of this one
 * @throws PairlensError FILE_NOT_FOUND, FILE_UNREADABLE; SET_INVALID for a file that is too large
 */
export async function previewFile(
  { fileName, columns, file }: PreviewRequest,
  recall: (columns: readonly string[]) => ColumnChoice | null = () => null,
): Promise<ImportPreview> {
  const { beginning, isWhole } = await lookInto(fileName, file);
  const look = (choice: ColumnChoice | undefined): ImportedSet =>
    importSet(fileName, beginning, choice, isWhole);
  if (columns !== undefined)
    return importPreview.parse({ ...look(columns), found: null, remembered: null, isWhole });
  const plain = look(undefined);
  const remembered = plain.columns.length === 0 ? null : recall(plain.columns);
  const shown = remembered === null ? plain : look(remembered);
  return importPreview.parse({ ...shown, found: plain.columns, remembered, isWhole });
}
