/** CSV and TSV: the first row names the columns. */
import type { InfoField, InfoRecord } from 'csv-parse/sync';
import { CsvError, parse } from 'csv-parse/sync';
import { lineIndexOfBytes } from './line-index.ts';
import type { ProblemList } from './problems.ts';
import type { Cell, Row, Table } from './table.ts';

const QUOTE_PROBLEMS: Readonly<Record<string, string>> = {
  CSV_QUOTE_NOT_CLOSED: 'a quote that opens here is never closed',
  CSV_INVALID_CLOSING_QUOTE:
    'the quoted text that begins here goes on after its closing quote; write a quote within it twice',
  CSV_NON_TRIMABLE_CHAR_AFTER_CLOSING_QUOTE:
    'the quoted text that begins here goes on after its closing quote; write a quote within it twice',
  INVALID_OPENING_QUOTE:
    'a quote inside a text that is not quoted; put the text in quotes and write the quote twice',
};

/**
 * Parses comma-separated values (or semicolon-separated, where the header has semicolons and no comma). Quoting is
 * that of RFC 4180; a quoted text may span lines.
 */
export function parseCsv(bytes: Uint8Array, problems: ProblemList): Table {
  const header = firstLine(bytes);
  const delimiter = !header.includes(',') && header.includes(';') ? ';' : ',';
  const parsed = parseRecords(bytes, delimiter, '"');
  return tableOf(bytes, parsed, problems);
}

/**
 * Parses tab-separated values. Some programs quote texts in TSV as in CSV and others write quotes as they are: the
 * file is read as quoted where the whole of it reads that way, and literally otherwise.
 */
export function parseTsv(bytes: Uint8Array, problems: ProblemList): Table {
  const quoted = parseRecords(bytes, '\t', '"');
  return tableOf(bytes, quoted.error === null ? quoted : parseRecords(bytes, '\t', null), problems);
}

interface DelimitedRow extends Row {
  readonly cells: readonly Cell[];
}

interface Records {
  readonly rows: readonly DelimitedRow[];
  /** The syntax error at which parsing ended. */
  readonly error: { readonly offset: number; readonly message: string } | null;
}

function parseRecords(bytes: Uint8Array, delimiter: string, quote: string | null): Records {
  const rows: DelimitedRow[] = [];
  let offset = 0;
  let cells: Cell[] = [];
  // csv-parse tells where a field ends; the next one begins behind the delimiter, which is one byte.
  const cast = (value: string, context: InfoField): string => {
    cells.push({ value, offset });
    offset = context.bytes + 1;
    return value;
  };
  const onRecord = (_record: string[], context: InfoRecord): null => {
    rows.push({ offset: cells[0]?.offset ?? offset, cells });
    cells = [];
    offset = context.bytes;
    return null;
  };
  try {
    parse(bytes, {
      delimiter,
      quote,
      escape: quote,
      record_delimiter: ['\r\n', '\n', '\r'],
      relax_column_count: true,
      ltrim: true,
      rtrim: true,
      cast,
      on_record: onRecord,
    });
  } catch (error) {
    if (!(error instanceof CsvError)) throw error;
    return { rows, error: { offset, message: QUOTE_PROBLEMS[error.code] ?? error.message } };
  }
  return { rows, error: null };
}

function tableOf(bytes: Uint8Array, { rows: records, error }: Records, problems: ProblemList): Table {
  const positionOf = lineIndexOfBytes(bytes);
  const header = records.findIndex((row) => fieldsUsed(row) > 0);
  const columns = (records[header]?.cells ?? []).map((cell) => String(cell.value).trim());
  const rows = (header === -1 ? [] : records.slice(header + 1)).filter((row) => {
    const used = fieldsUsed(row);
    const fits = used === 0 || (row.cells.length >= columns.length && used <= columns.length);
    if (!fits) {
      const hint = used > columns.length ? ': a text with the separator in it must be in quotes' : '';
      problems.add(
        positionOf(row.offset),
        `${row.cells.length} ${row.cells.length === 1 ? 'field' : 'fields'} where the first row names ${columns.length}${hint}`,
      );
    }
    return fits;
  });
  if (error !== null) problems.add(positionOf(error.offset), error.message);
  return { columns, rows, positionOf };
}

function fieldsUsed(row: DelimitedRow): number {
  return row.cells.findLastIndex((cell) => cell.value !== '') + 1;
}

function firstLine(bytes: Uint8Array): string {
  const end = bytes.findIndex((byte) => byte === 10 || byte === 13);
  return new TextDecoder().decode(end === -1 ? bytes : bytes.subarray(0, end));
}
