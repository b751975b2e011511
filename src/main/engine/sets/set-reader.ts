/**
 * Reads a file of sentence pairs piece by piece. Whatever the bytes are, the outcome is a report, with the problems that
 * make the file be refused whole, and the pairs one after the other. Memory does not grow with the file, but for what
 * tells duplicates.
 */
import type { ColumnChoice, ImportMapping, ImportReport, LineList } from '../../../shared/entities.ts';
import { chooseColumns, type PairColumns } from './columns.ts';
import { FileDecoder } from './decode.ts';
import { type DelimitedRow, DelimitedRows } from './delimited-rows.ts';
import { separatorLine } from './delimiter.ts';
import { JsonLines, jsonReader } from './json-readers.ts';
import type { Layout } from './layout.ts';
import type { PairContent } from './pair-content.ts';
import { hasNeutral, inputKey } from './pair-content.ts';
import { pairOfRow, sideOfNeutral } from './pair-of-row.ts';
import { FILE_START } from './position.ts';
import { ProblemList, StopReading } from './problems.ts';
import { MOST_COLUMNS, type Row, type RowListener, type RowReader } from './row.ts';
import { SeenTexts } from './seen-texts.ts';

/** A set may have as many pairs. */
export const MOST_PAIRS = 5_000_000;
/** Lines are listed up to that many; the others are counted. */
const LINES_LISTED = 20;
/** Rows of JSON that are looked at before it is decided which of their keys are the columns, and their characters. */
const ROWS_BEFORE_CHOICE = 1000;
const CELLS_BEFORE_CHOICE = 10_000;
const NO_PAIRS = 'the file has no pairs';

class Lines {
  count = 0;
  readonly first: number[] = [];

  add(row: Row): void {
    this.count++;
    if (this.first.length < LINES_LISTED) this.first.push(row.line);
  }

  get list(): LineList {
    return { count: this.count, first: [...this.first] };
  }
}

export interface SetReading {
  readonly report: ImportReport;
  /** The file is a well-formed table of no pairs (which is one of its problems, too). */
  readonly isEmpty: boolean;
}

export class SetReader implements RowListener {
  readonly #layout: Layout;
  readonly #given: ColumnChoice;
  readonly #onPair: (pair: PairContent) => void;
  readonly #decoder = new FileDecoder();
  readonly #problems = new ProblemList();
  readonly #rows: RowReader;
  readonly #seen = new SeenTexts();
  readonly #duplicates = new Lines();
  readonly #blanks = new Lines();
  readonly #neutralsLeftOut = { original: new Lines(), counterfactual: new Lines() };
  #names: readonly string[] = [];
  #columns: PairColumns | null = null;
  #mapping: ImportMapping | null = null;
  /** Rows that came before it was clear which columns hold the pairs. */
  #waiting: Row[] = [];
  #waitingCells = 0;
  #pairCount = 0;
  #neutralCount = 0;
  #stopped = false;
  /** The row that names the columns of CSV and TSV. */
  #header: Row | null = null;

  constructor(layout: Layout, given: ColumnChoice, onPair: (pair: PairContent) => void) {
    this.#layout = layout;
    this.#given = given;
    this.#onPair = onPair;
    this.#rows = this.#readerOf(layout);
  }

  /** Whether there is no use in reading on. */
  get isStopped(): boolean {
    return this.#stopped;
  }

  /** Rows that have been read. */
  get rowCount(): number {
    return this.#pairCount + this.#duplicates.count + this.#blanks.count;
  }

  push(bytes: Uint8Array): void {
    this.#whileReading(() => this.#take(this.#decoder.push(bytes)));
  }

  /** @param isWhole false for the beginning of a file: what stands at its end is not all there, and is not looked at */
  end(isWhole = true): SetReading {
    this.#whileReading(() => {
      if (isWhole) {
        this.#take(this.#decoder.end());
        this.#rows.end();
      }
      this.#decide();
    });
    const isEmpty = isWhole && this.#problems.all.length === 0 && this.#pairCount === 0;
    if (isEmpty) this.#whileReading(() => this.#problems.add(null, this.#noPairsWords()));
    return { report: this.#report(), isEmpty };
  }

  columns(names: readonly string[], final: boolean): void {
    this.#names = names;
    if (final) this.#choose();
    else if (this.#columns !== null) this.#completeColumns();
  }

  row(row: Row): void {
    if (this.#columns !== null) return this.#readRow(row, this.#columns);
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

  #noPairsWords(): string {
    const { count } = this.#blanks;
    return count === 0
      ? NO_PAIRS
      : `${NO_PAIRS}: ${count === 1 ? 'its row is' : `all of its ${count} rows are`} blank`;
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
    // Cells at the end that are not there are empty: some programs leave them out. But no pair is made of half a row.
    const columns = this.#columns;
    if (used > 0 && columns !== null && cells.length <= Math.max(columns.original, columns.counterfactual))
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
    if (this.#columns === null && this.#names.length > 0 && this.#mapping === null) this.#choose();
    const waiting = this.#waiting;
    this.#waiting = [];
    if (this.#columns === null) {
      for (const row of waiting) this.#blanks.add(row);
      return;
    }
    for (const row of waiting) this.#readRow(row, this.#columns);
  }

  #choose(): void {
    const choice = chooseColumns(this.#names, this.#given);
    if (!choice.ok) {
      const named = this.#header ?? this.#waiting[0];
      return this.#problems.stop(named?.positionOf(null) ?? FILE_START, choice.message);
    }
    this.#columns = choice.columns;
    this.#mapping = choice.mapping;
  }

  /** A key that comes later than the first rows may be a label, a cluster or a neutral; the sides stay as they are. */
  #completeColumns(): void {
    const mapping = this.#mapping;
    if (this.#columns === null || mapping === null) return;
    const sides = { original: mapping.original, counterfactual: mapping.counterfactual };
    const choice = chooseColumns(this.#names, this.#given);
    if (!choice.ok || choice.mapping.original !== sides.original) return;
    if (choice.mapping.counterfactual !== sides.counterfactual) return;
    this.#columns = choice.columns;
    this.#mapping = choice.mapping;
  }

  #readRow(row: Row, columns: PairColumns): void {
    const pair = pairOfRow(row, this.#names, columns, this.#problems);
    if (pair === 'refused') return;
    if (pair === 'blank') return this.#blanks.add(row);
    if (!this.#seen.isNew(inputKey(pair))) return this.#duplicates.add(row);
    const equals = sideOfNeutral(pair);
    if (equals !== null) this.#neutralsLeftOut[equals].add(row);
    const kept = equals === null ? pair : { ...pair, neutral: null, neutralIds: null };
    if (this.#pairCount === MOST_PAIRS)
      this.#problems.stop(
        row.positionOf(null),
        `more than ${MOST_PAIRS} pairs: make several sets of the file`,
      );
    this.#pairCount++;
    if (hasNeutral(kept)) this.#neutralCount++;
    this.#onPair(kept);
  }

  #report(): ImportReport {
    // Reading may have stopped before it came to that; the columns are not to blame then.
    const choice = this.#columns === null ? chooseColumns(this.#names, this.#given) : null;
    if (choice?.ok === true) [this.#columns, this.#mapping] = [choice.columns, choice.mapping];
    const { all, cut } = this.#problems;
    const mapping = this.#mapping;
    const taken = this.#columns === null ? new Set<number | null>() : indicesOf(this.#columns);
    return {
      format: this.#layout.format,
      columns: [...this.#names],
      mapping,
      unused: mapping === null ? [] : this.#names.filter((name, index) => name !== '' && !taken.has(index)),
      pairCount: this.#pairCount,
      neutralCount: this.#neutralCount,
      duplicates: this.#duplicates.list,
      blanks: this.#blanks.list,
      neutralsLeftOut: {
        original: this.#neutralsLeftOut.original.list,
        counterfactual: this.#neutralsLeftOut.counterfactual.list,
      },
      problems: [...all],
      problemsCut: cut,
    };
  }
}

/** Of every column that is read. */
function indicesOf({
  ids,
  original,
  counterfactual,
  neutral,
  label,
  cluster,
}: PairColumns): Set<number | null> {
  const sides = [original, counterfactual, neutral, label, cluster];
  return new Set(ids === null ? sides : [...sides, ids.original, ids.counterfactual, ids.neutral]);
}
