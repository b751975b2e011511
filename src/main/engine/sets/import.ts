/** Reads a file of sentence pairs that is in memory: a bundled set, the beginning of a file that a person looks at. */
import type { ColumnChoice, ImportPreview, ImportReport } from '../../../shared/entities.ts';
import { FileDecoder } from './decode.ts';
import { LayoutSearch } from './layout-search.ts';
import { type FoundLayout, formatByName, type Layout } from './layout.ts';
import type { PairContent } from './pair-content.ts';
import { hasNeutral, sideAsText } from './pair-content.ts';
import { SetReader, type SetReading } from './set-reader.ts';

export interface ImportedSet extends ImportReport {
  readonly pairs: readonly PairContent[];
  readonly sample: ImportPreview['sample'];
  /** The file is a well-formed table of no pairs (which is one of its problems, too). */
  readonly empty: boolean;
}

/** Pieces in which a file is read. */
export const PIECE_BYTES = 2 ** 18;
/** As much of a file is looked at before it is imported. */
export const PREVIEW_BYTES = 2 ** 18;
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
  pieceBytes = PIECE_BYTES,
): ImportedSet {
  const pairs: PairContent[] = [];
  const pieces = piecesOf(file, pieceBytes);
  const layout = layoutOf(fileName, pieces, given);
  const { report, isEmpty } = layout.ok
    ? read(pieces, layout.layout, given, isWhole, pairs)
    : { report: refusedReport(fileName, layout.message), isEmpty: false };
  const isGood = report.problems.length === 0;
  return { ...report, pairs: isGood ? pairs : [], sample: isGood ? sampleOf(pairs) : [], empty: isEmpty };
}

function layoutOf(fileName: string, pieces: readonly Uint8Array[], given: ColumnChoice): FoundLayout {
  const search = new LayoutSearch(fileName, given);
  const decoder = new FileDecoder();
  for (const piece of pieces) {
    const { text, wrong } = decoder.push(piece);
    search.push(text);
    if (search.isDone || wrong !== null) return search.end();
  }
  search.push(decoder.end().text);
  return search.end();
}

function read(
  pieces: readonly Uint8Array[],
  layout: Layout,
  given: ColumnChoice,
  isWhole: boolean,
  pairs: PairContent[],
): SetReading {
  const reader = new SetReader(layout, given, (pair) => pairs.push(pair));
  for (const piece of pieces) {
    reader.push(piece);
    if (reader.isStopped) break;
  }
  return reader.end(isWhole);
}

function piecesOf(file: Uint8Array, pieceBytes: number): Uint8Array[] {
  const count = Math.ceil(file.length / pieceBytes);
  return Array.from({ length: count }, (_, piece) =>
    file.subarray(piece * pieceBytes, (piece + 1) * pieceBytes),
  );
}

/** The first pairs as a person is shown them. */
export function sampleOf(pairs: readonly PairContent[]): ImportPreview['sample'] {
  return pairs.slice(0, SAMPLE_PAIRS).map((pair) => ({
    label: pair.label,
    original: sideAsText(pair.original, pair.originalIds),
    counterfactual: sideAsText(pair.counterfactual, pair.counterfactualIds),
    neutral: hasNeutral(pair) ? sideAsText(pair.neutral, pair.neutralIds) : null,
    cluster: pair.cluster,
  }));
}

/** Of a file that is refused as a whole before a row of it is read. */
export function refusedReport(fileName: string, message: string): ImportReport {
  const none = { count: 0, first: [] };
  return {
    format: formatByName(fileName) ?? 'json',
    columns: [],
    mapping: null,
    unused: [],
    pairCount: 0,
    neutralCount: 0,
    duplicates: none,
    blanks: none,
    neutralsLeftOut: { original: none, counterfactual: none },
    problems: [{ line: 1, column: 1, message }],
    problemsCut: false,
  };
}
