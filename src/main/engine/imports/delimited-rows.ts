/** CSV, TSV and their like, piece by piece: the first row that is not blank names the columns. */
import { FILE_START, type FilePosition, positionIn } from './position.ts';
import type { ProblemList } from './problems.ts';
import { type Doubt, LONGEST_ROW, type Row, type RowReader } from './row.ts';

const NEVER_CLOSED = 'a quote that opens here is never closed';
const GOES_ON =
  'the quoted text that begins here goes on after its closing quote; write a quote within it twice';
const QUOTE_INSIDE =
  'a quote inside a text that is not quoted; put the text in quotes and write the quote twice';

/** How a file separates its fields. */
export interface Dialect {
  /** One character. */
  readonly delimiter: string;
  /** Whether quotes are those of RFC 4180, or characters like any other. */
  readonly quoted: boolean;
}

/** A row as it stands in the file, the text of its fields without white space around. */
export class DelimitedRow implements Row {
  readonly line: number;
  readonly cells: readonly string[];
  readonly doubts: ReadonlyMap<number, Doubt> | null;
  readonly #text: string;
  /** Where each field begins in the text. */
  readonly #offsets: readonly number[];

  constructor(
    line: number,
    text: string,
    cells: readonly string[],
    offsets: readonly number[],
    doubts: ReadonlyMap<number, Doubt> | null,
  ) {
    this.line = line;
    this.#text = text;
    this.cells = cells;
    this.#offsets = offsets;
    this.doubts = doubts;
  }

  positionOf(column: number | null): FilePosition {
    const offset = column === null ? 0 : (this.#offsets[column] ?? 0);
    return positionIn(this.#text, offset, { line: this.line, column: 1 });
  }

  /** The number of fields up to the last that is not empty. */
  get used(): number {
    return this.cells.findLastIndex((cell) => cell !== '') + 1;
  }
}

/** Quoting is that of RFC 4180; a quoted text may span lines. Lines end in "\n", "\r\n" or "\r". */
export class DelimitedRows implements RowReader {
  readonly #dialect: Dialect;
  readonly #problems: ProblemList;
  readonly #onRow: (row: DelimitedRow) => void;
  /** What is not read yet; it begins where a row does. */
  #text = '';
  #line = 1;
  #ahead: Ahead;
  /** Of the quoted text that has not ended yet. */
  #openQuote: number | null = null;

  constructor(dialect: Dialect, problems: ProblemList, onRow: (row: DelimitedRow) => void) {
    this.#dialect = dialect;
    this.#problems = problems;
    this.#onRow = onRow;
    this.#ahead = new Ahead('', dialect.delimiter);
  }

  push(text: string): void {
    this.#text = this.#text === '' ? text : this.#text + text;
    this.#read(false);
    if (this.#text.length <= LONGEST_ROW) return;
    if (this.#openQuote === null)
      this.#problems.stop(
        { line: this.#line, column: 1 },
        `a line with more than ${LONGEST_ROW} characters: the file has no line ends, or is no table`,
      );
    this.#problems.stop(
      this.#placeOf(this.#openQuote),
      `a quote that opens here is not closed within ${LONGEST_ROW} characters`,
    );
  }

  end(): void {
    this.#read(true);
  }

  position(): FilePosition {
    return this.#placeOf(this.#text.length);
  }

  #placeOf(offset: number): FilePosition {
    return positionIn(this.#text, offset, { ...FILE_START, line: this.#line });
  }

  #read(final: boolean): void {
    this.#ahead = new Ahead(this.#text, this.#dialect.delimiter);
    let start = 0;
    for (;;) {
      const next = this.#readRow(start, final);
      if (next === null) break;
      start = next;
    }
    this.#text = this.#text.slice(start);
    if (this.#openQuote !== null) this.#openQuote -= start;
  }

  /** Reads the row that begins at `start`; where the next one begins, or null when the row is not all there. */
  #readRow(start: number, final: boolean): number | null {
    const text = this.#text;
    const { delimiter, quoted } = this.#dialect;
    this.#openQuote = null;
    if (start >= text.length) return null;
    const cells: string[] = [];
    const offsets: number[] = [];
    let doubts: Map<number, Doubt> | null = null;
    let hasQuotes = false;
    let at = start;
    for (;;) {
      offsets.push(at - start);
      const first = skipBlanks(text, at, delimiter);
      if (quoted && text[first] === '"') {
        hasQuotes = true;
        const close = closingQuote(text, first);
        if (close === null || (close + 1 === text.length && !final)) {
          this.#openQuote = first;
          if (!final) return null;
          if (close === null) this.#problems.stop(this.#positionFrom(start, first), NEVER_CLOSED);
        }
        const end = close ?? text.length;
        cells.push(
          text
            .slice(first + 1, end)
            .replaceAll('""', '"')
            .trim(),
        );
        at = skipBlanks(text, end + 1, delimiter);
        if (at < text.length && text[at] !== delimiter && !isLineEnd(text, at))
          this.#problems.stop(this.#positionFrom(start, first), GOES_ON);
      } else {
        at = this.#ahead.nextFrom(first);
        const cell = text.slice(first, at).trim();
        if (quoted && cell.includes('"')) (doubts ??= new Map()).set(cells.length, { message: QUOTE_INSIDE });
        cells.push(cell);
      }
      if (at >= text.length || text[at] !== delimiter) break;
      at++;
    }
    if (!final && (at >= text.length || (text[at] === '\r' && at + 1 === text.length))) return null;
    this.#openQuote = null;
    const next = at >= text.length ? at : at + (text.startsWith('\r\n', at) ? 2 : 1);
    const raw = text.slice(start, at);
    const line = this.#line;
    this.#line += 1 + (hasQuotes ? lineEndsIn(raw) : 0);
    this.#onRow(new DelimitedRow(line, raw, cells, offsets, doubts));
    return next;
  }

  #positionFrom(start: number, offset: number): FilePosition {
    return positionIn(this.#text, offset, { line: this.#line, column: 1 }, start);
  }
}

/** Finds what ends a field that is not quoted, looking at each part of the text once. */
class Ahead {
  readonly #text: string;
  readonly #delimiter: string;
  #nextDelimiter = -1;
  #nextFeed = -1;
  #nextReturn = -1;

  constructor(text: string, delimiter: string) {
    this.#text = text;
    this.#delimiter = delimiter;
  }

  nextFrom(offset: number): number {
    if (this.#nextDelimiter < offset) this.#nextDelimiter = this.#find(this.#delimiter, offset);
    if (this.#nextFeed < offset) this.#nextFeed = this.#find('\n', offset);
    if (this.#nextReturn < offset) this.#nextReturn = this.#find('\r', offset);
    return Math.min(this.#nextDelimiter, this.#nextFeed, this.#nextReturn);
  }

  #find(mark: string, offset: number): number {
    const found = this.#text.indexOf(mark, offset);
    return found === -1 ? this.#text.length : found;
  }
}

function skipBlanks(text: string, from: number, delimiter: string): number {
  let at = from;
  while (at < text.length && (text[at] === ' ' || text[at] === '\t') && text[at] !== delimiter) at++;
  return at;
}

/** The quote that ends the quoted text, whose own quotes are there twice; null when there is none. */
function closingQuote(text: string, open: number): number | null {
  for (let at = text.indexOf('"', open + 1); at !== -1; at = text.indexOf('"', at + 2))
    if (text[at + 1] !== '"') return at;
  return null;
}

function isLineEnd(text: string, at: number): boolean {
  return text[at] === '\n' || text[at] === '\r';
}

function lineEndsIn(text: string): number {
  return text.match(/\r\n|\r|\n/g)?.length ?? 0;
}
