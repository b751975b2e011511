/**
 * Reads a file of sentence pairs. Whatever the bytes are, the outcome is a preview: the pairs, and the problems that
 * make the file be refused whole. Nothing of a refused file is stored.
 */
import type { ImportMapping, ImportPreview } from '../../../shared/entities.ts';
import { findColumns, mappedColumns } from './columns.ts';
import { decodeUtf8 } from './decode.ts';
import type { PairContent } from './pair-content.ts';
import { hasNeutral, sideAsText } from './pair-content.ts';
import { parseCsv, parseTsv } from './parse-delimited.ts';
import { parseJson, parseJsonl } from './parse-json.ts';
import { ProblemList } from './problems.ts';
import { readPairs } from './read-pairs.ts';
import type { Table } from './table.ts';

export type SetFormat = ImportPreview['format'];

export interface ImportedSet extends ImportPreview {
  readonly pairs: readonly PairContent[];
  /** The file is a well-formed table of no pairs (which is one of its problems, too). */
  readonly empty: boolean;
}

/** Larger files are refused; a million short pairs fit. */
export const LARGEST_FILE_BYTES = 64 * 2 ** 20;
const SAMPLE_PAIRS = 20;
const NO_PAIRS = 'the file has no pairs';

/**
 * Reads pairs from the bytes of a CSV, TSV, JSON or JSONL file. The format follows from the extension of `fileName`,
 * and from the first characters where that says nothing. `mapping` names the columns; without it they are found by
 * their names (columns.ts). Never throws for what is in the file.
 */
export function importSet(fileName: string, file: Uint8Array, mapping?: ImportMapping): ImportedSet {
  const problems = new ProblemList();
  if (file.length > LARGEST_FILE_BYTES) {
    const megabytes = Math.ceil(file.length / 2 ** 20);
    problems.add(null, `the file has ${megabytes} MiB; ${LARGEST_FILE_BYTES / 2 ** 20} MiB is the most`);
    return refused(formatByName(fileName) ?? 'csv', problems);
  }
  const decoded = decodeUtf8(file);
  if (!decoded.ok) {
    problems.add(decoded.position, decoded.message);
    return refused(formatByName(fileName) ?? 'csv', problems);
  }
  const { bytes } = decoded;
  const format = formatOf(fileName, bytes);
  const table = parseTable(format, bytes, problems);

  if (problems.count === 0 && table.columns.length === 0) {
    problems.add(null, NO_PAIRS);
    return { ...refused(format, problems), empty: true };
  }
  const choice = mapping === undefined ? findColumns(table.columns) : mappedColumns(table.columns, mapping);
  if (!choice.ok) {
    // Where nothing could be parsed, the missing columns are no problem of their own.
    if (table.columns.length > 0) problems.add({ line: 1, column: 1 }, choice.message);
    return { ...refused(format, problems), columns: [...table.columns] };
  }
  const { pairs, duplicates, blanks, neutralsLeftOut } = readPairs(table, choice.columns, problems);
  const isEmpty = problems.count === 0 && pairs.length === 0;
  if (isEmpty) problems.add(null, NO_PAIRS);
  return {
    format,
    columns: [...table.columns],
    mapping: choice.mapping,
    sample: pairs.slice(0, SAMPLE_PAIRS).map((pair) => ({
      label: pair.label,
      original: sideAsText(pair.original, pair.originalIds),
      counterfactual: sideAsText(pair.counterfactual, pair.counterfactualIds),
      neutral: hasNeutral(pair) ? sideAsText(pair.neutral, pair.neutralIds) : null,
      cluster: pair.cluster,
    })),
    pairCount: pairs.length,
    neutralCount: pairs.filter(hasNeutral).length,
    clusterCount: new Set(pairs.flatMap(({ cluster }) => cluster ?? [])).size,
    neutralsLeftOut: [...neutralsLeftOut],
    duplicates: [...duplicates],
    blanks: [...blanks],
    problems: problems.first,
    problemCount: problems.count,
    pairs,
    empty: isEmpty,
  };
}

function parseTable(format: SetFormat, bytes: Uint8Array, problems: ProblemList): Table {
  switch (format) {
    case 'csv':
      return parseCsv(bytes, problems);
    case 'tsv':
      return parseTsv(bytes, problems);
    case 'json':
      return parseJson(textOf(bytes), problems);
    case 'jsonl':
      return parseJsonl(textOf(bytes), problems);
  }
}

/** The format that the extension of a file name tells, or null. */
export function formatByName(fileName: string): SetFormat | null {
  const extension = /\.([^./\\]+)$/.exec(fileName)?.[1]?.toLowerCase();
  if (extension === 'ndjson') return 'jsonl';
  if (extension === 'tab') return 'tsv';
  return extension === 'csv' || extension === 'tsv' || extension === 'json' || extension === 'jsonl'
    ? extension
    : null;
}

/** By extension; JSON and JSONL are told apart by what is inside, since either goes by the other's name in the wild. */
function formatOf(fileName: string, bytes: Uint8Array): SetFormat {
  const named = formatByName(fileName);
  if (named === 'csv' || named === 'tsv') return named;
  const start = textOf(bytes.subarray(0, 2 ** 16)).trimStart();
  if (start.startsWith('[')) return 'json';
  if (start.startsWith('{')) return /^[^\r\n]*\}\s*($|[\r\n])/.test(start) ? 'jsonl' : 'json';
  if (named !== null) return named;
  return /^[^\r\n]*\t/.test(start) ? 'tsv' : 'csv';
}

function textOf(bytes: Uint8Array): string {
  return new TextDecoder('utf-8', { ignoreBOM: true }).decode(bytes);
}

function refused(format: SetFormat, problems: ProblemList): ImportedSet {
  return {
    format,
    columns: [],
    mapping: null,
    sample: [],
    pairCount: 0,
    neutralCount: 0,
    clusterCount: 0,
    neutralsLeftOut: [],
    duplicates: [],
    blanks: [],
    problems: problems.first,
    problemCount: problems.count,
    pairs: [],
    empty: false,
  };
}
