/**
 * Reads a table of sentences piece by piece: CSV, TSV, JSON or JSONL. Whatever the bytes are, the outcome is a report, with
 * the problems that make the file be refused whole, and what its rows hold, one after the other. Memory does not grow with
 * the file, but for what tells duplicates.
 */
import type { ImportProblem, LineList } from '../../../shared/entities.ts';
import { FileDecoder } from './decode.ts';
import { type DelimitedRow, DelimitedRows } from './delimited-rows.ts';
import { separatorLine } from './delimiter.ts';
import type { FileReader, FileReading, FileReport } from './file-kind.ts';
import { JsonLines, jsonReader } from './json-readers.ts';
import type { Layout, TableFormat } from './layout.ts';
import { Lines } from './lines.ts';
import { FILE_START } from './position.ts';
import { ProblemList, StopReading } from './problems.ts';
import { MOST_COLUMNS, type Row, type RowListener, type RowReader } from './row.ts';
import { SeenTexts } from './seen-texts.ts';

/** A set may have as many pairs, or texts. */
export const MOST_ITEMS = 5_000_000;
/** Rows of JSON that are looked at before it is decided which of their keys are the columns, and their characters. */
const ROWS_BEFORE_CHOICE = 1000;
const CELLS_BEFORE_CHOICE = 10_000;

/** Which columns hold what, and how a row is read by that. */
export interface Choice<Item, Mapping> {
  readonly mapping: Mapping;
  /** Of the columns without which there is no item: these stay when others are found later. */
  readonly required: readonly number[];
  /** Of every column that is read. */
  readonly taken: ReadonlySet<number>;
  itemOf(row: Row, names: readonly string[], problems: ProblemList): Item | 'blank' | 'refused';
}

export type Chosen<Item, Mapping> =
  | { readonly ok: true; readonly choice: Choice<Item, Mapping> }
  | { readonly ok: false; readonly message: string };

/** What the rows of a table are: pairs, texts. */
export interface RowsAs<Item, Mapping> {
  /** 'pairs' */
  readonly many: string;
  choose(names: readonly string[]): Chosen<Item, Mapping>;
  /** Equal for two of which one is left out. */
  keyOf(item: Item): string;
  /** Takes one that is no duplicate. */
  take(item: Item, row: Row): void;
}

export interface TableReport<Mapping> extends FileReport {
  readonly format: TableFormat;
  readonly delimiter: string | null;
  readonly columns: string[];
  readonly mapping: Mapping | null;
  readonly unused: string[];
  readonly count: number;
  readonly duplicates: LineList;
  readonly blanks: LineList;
  readonly problems: ImportProblem[];
}

/** The report on a table that is refused before a row of it is read. */
export function refusedTable(format: TableFormat, message: string): TableReport<never> {
  const none = { count: 0, first: [] };
  return {
    format,
    delimiter: null,
    columns: [],
    mapping: null,
    unused: [],
    count: 0,
    duplicates: none,
    blanks: none,
    problems: [{ line: 1, column: 1, message }],
    problemsCut: false,
  };
}

export class TableReader<Item, Mapping> implements RowListener, FileReader<TableReport<Mapping>> {
  readonly #layout: Layout;
  readonly #as: RowsAs<Item, Mapping>;
  readonly #decoder = new FileDecoder();
  readonly #problems = new ProblemList();
  readonly #rows: RowReader;
  readonly #seen = new SeenTexts();
  readonly #duplicates = new Lines();
  readonly #blanks = new Lines();
  #names: readonly string[] = [];
  #choice: Choice<Item, Mapping> | null = null;
  /** Rows that came before it was clear which columns are read. */
  #waiting: Row[] = [];
  #waitingCells = 0;
  #count = 0;
  #stopped = false;
  /** The row that names the columns of CSV and TSV. */
  #header: Row | null = null;

  constructor(layout: Layout, as: RowsAs<Item, Mapping>) {
    this.#layout = layout;
    this.#as = as;
    this.#rows = this.#readerOf(layout);
  }

  get isStopped(): boolean {
    return this.#stopped;
  }

  get rowCount(): number {
    return this.#count + this.#duplicates.count + this.#blanks.count;
  }

  push(bytes: Uint8Array): void {
    this.#whileReading(() => this.#take(this.#decoder.push(bytes)));
  }

  end(isWhole = true): FileReading<TableReport<Mapping>> {
    this.#whileReading(() => {
      if (isWhole) {
        this.#take(this.#decoder.end());
        this.#rows.end();
      }
      this.#decide();
    });
    const isEmpty = isWhole && this.#problems.all.length === 0 && this.#count === 0;
    if (isEmpty) this.#whileReading(() => this.#problems.add(null, this.#nothingWords()));
    return { report: this.#report(), isEmpty };
  }

  columns(names: readonly string[], final: boolean): void {
    this.#names = names;
    if (final) this.#choose();
    else if (this.#choice !== null) this.#completeColumns(this.#choice);
  }

  row(row: Row): void {
    if (this.#choice !== null) return this.#readRow(row, this.#choice);
    this.#waiting.push(row);
    this.#waitingCells += row.cells.length;
    if (this.#waiting.length >= ROWS_BEFORE_CHOICE || this.#waitingCells >= CELLS_BEFORE_CHOICE)
      this.#decide();
  }

  #readerOf(layout: Layout): RowReader {
    if (layout.format === 'jsonl') return new JsonLines(this.#problems, this);
    if (layout.format === 'json') return jsonReader(layout.place, this.#problems, this);
    return new DelimitedRows(layout.dialect, this.#problems, (row) => this.#delimitedRow(row));
  }

  #whileReading(read: () => void): void {
    if (this.#stopped) return;
    try {
      read();
    } catch (error) {
      if (!(error instanceof StopReading)) throw error;
      this.#stopped = true;
    }
  }

  #take({ text, wrong }: ReturnType<FileDecoder['push']>): void {
    if (text !== '') this.#rows.push(text);
    if (wrong !== null) this.#problems.stop(this.#placeOf(wrong), wrong);
  }

  /** What a file is instead of text is of the file as a whole. */
  #placeOf(wrong: string): ReturnType<RowReader['position']> | null {
    const position = this.#rows.position();
    const isAtStart = position.line === FILE_START.line && position.column === FILE_START.column;
    return isAtStart && wrong.startsWith('not a table: the file is') ? null : position;
  }

  #nothingWords(): string {
    const { count } = this.#blanks;
    const none = `the file has no ${this.#as.many}`;
    return count === 0
      ? none
      : `${none}: ${count === 1 ? 'its row is' : `all of its ${count} rows are`} blank`;
  }

  #delimitedRow(row: DelimitedRow): void {
    const { used, cells } = row;
    if (this.#header === null) {
      if (used === 0 || (row.line === 1 && separatorLine(cells.join(this.#delimiter)) !== null)) return;
      this.#header = row;
      if (used > MOST_COLUMNS)
        this.#problems.stop(row.positionOf(null), `${used} columns; ${MOST_COLUMNS} are the most`);
      this.columns(cells.slice(0, used), true);
      return;
    }
    if (used > this.#names.length)
      return this.#problems.add(row.positionOf(null), this.#raggedWords(cells.length, true));
    // Cells at the end that are not there are empty: some programs leave them out. But nothing is made of half a row.
    const choice = this.#choice;
    if (used > 0 && choice !== null && cells.length <= Math.max(...choice.required))
      return this.#problems.add(row.positionOf(null), this.#raggedWords(cells.length, false));
    this.row(row);
  }

  get #delimiter(): string {
    return 'dialect' in this.#layout ? this.#layout.dialect.delimiter : '';
  }

  #raggedWords(fields: number, isLonger: boolean): string {
    const hint = isLonger ? ': a text with the separator in it must be in quotes' : '';
    return `${fields} ${fields === 1 ? 'field' : 'fields'} where the first row names ${this.#names.length}${hint}`;
  }

  /** Chooses the columns by the rows that have come, and reads those. */
  #decide(): void {
    if (this.#choice === null && this.#names.length > 0) this.#choose();
    const waiting = this.#waiting;
    this.#waiting = [];
    if (this.#choice === null) {
      for (const row of waiting) this.#blanks.add(row);
      return;
    }
    for (const row of waiting) this.#readRow(row, this.#choice);
  }

  #choose(): void {
    const chosen = this.#as.choose(this.#names);
    if (!chosen.ok) {
      const named = this.#header ?? this.#waiting[0];
      return this.#problems.stop(named?.positionOf(null) ?? FILE_START, chosen.message);
    }
    this.#choice = chosen.choice;
  }

  /** A key that comes later than the first rows may be a label or the like; what holds the item stays as it is. */
  #completeColumns({ required }: Choice<Item, Mapping>): void {
    const chosen = this.#as.choose(this.#names);
    if (!chosen.ok || String(chosen.choice.required) !== String(required)) return;
    this.#choice = chosen.choice;
  }

  #readRow(row: Row, choice: Choice<Item, Mapping>): void {
    const item = choice.itemOf(row, this.#names, this.#problems);
    if (item === 'refused') return;
    if (item === 'blank') return this.#blanks.add(row);
    if (!this.#seen.isNew(this.#as.keyOf(item))) return this.#duplicates.add(row);
    if (this.#count === MOST_ITEMS)
      this.#problems.stop(
        row.positionOf(null),
        `more than ${MOST_ITEMS} ${this.#as.many}: make several sets of the file`,
      );
    this.#count++;
    this.#as.take(item, row);
  }

  #report(): TableReport<Mapping> {
    // Reading may have stopped before it came to that; the columns are not to blame then.
    if (this.#choice === null) {
      const chosen = this.#as.choose(this.#names);
      if (chosen.ok) this.#choice = chosen.choice;
    }
    const { all, cut } = this.#problems;
    const choice = this.#choice;
    return {
      format: this.#layout.format,
      delimiter: 'dialect' in this.#layout ? this.#layout.dialect.delimiter : null,
      columns: [...this.#names],
      mapping: choice?.mapping ?? null,
      unused:
        choice === null ? [] : this.#names.filter((name, index) => name !== '' && !choice.taken.has(index)),
      count: this.#count,
      duplicates: this.#duplicates.list,
      blanks: this.#blanks.list,
      problems: [...all],
      problemsCut: cut,
    };
  }
}
