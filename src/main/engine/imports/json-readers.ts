/** Readers of JSON: rows in a list, rows one after the other, a row a line, and lists of values by column. */
import { JsonColumns } from './json-columns.ts';
import type { JsonPlace } from './layout.ts';
import { parseRow } from './json-row.ts';
import { type JsonElement, JsonScanner } from './json-scanner.ts';
import { JsonTable } from './json-table.ts';
import { type FilePosition, positionIn } from './position.ts';
import type { ProblemList } from './problems.ts';
import { LONGEST_ROW, type RowListener, type RowReader } from './row.ts';

/** A reader of the rows that lie at `place` in a document. */
export function jsonReader(place: JsonPlace, problems: ProblemList, listener: RowListener): RowReader {
  if (place.kind === 'columns') return new JsonColumns(problems, listener);
  const table = new JsonTable(problems, listener, place.kind === 'list' && place.wrapped);
  const wanted = place.kind === 'list' ? JSON.stringify(place.path) : null;
  return new JsonScanner(problems, {
    wants(path, _index, kind) {
      if (path === null) return wanted === null || kind === 'string' || kind === 'other';
      return JSON.stringify(path) === wanted;
    },
    element({ text, kind, position }: JsonElement) {
      if (kind === 'object') return table.add(text, position);
      const parsed = parseRow(text);
      if (!parsed.ok) problems.add(position, parsed.message);
    },
  });
}

/** JSON Lines; an empty line is a blank row. */
export class JsonLines implements RowReader {
  readonly #problems: ProblemList;
  readonly #table: JsonTable;
  #text = '';
  #line = 1;

  constructor(problems: ProblemList, listener: RowListener) {
    this.#problems = problems;
    this.#table = new JsonTable(problems, listener, false);
  }

  push(text: string): void {
    this.#text += text;
    let start = 0;
    for (let end = this.#text.indexOf('\n'); end !== -1; end = this.#text.indexOf('\n', start)) {
      this.#readLine(this.#text.slice(start, end));
      start = end + 1;
      this.#line++;
    }
    this.#text = this.#text.slice(start);
    if (this.#text.length > LONGEST_ROW)
      this.#problems.stop(
        this.#start,
        `a line with more than ${LONGEST_ROW} characters: this is no table of sentences`,
      );
  }

  end(): void {
    if (this.#text.trim() !== '') this.#readLine(this.#text);
    this.#text = '';
  }

  position(): FilePosition {
    return positionIn(this.#text, this.#text.length, this.#start);
  }

  get #start(): FilePosition {
    return { line: this.#line, column: 1 };
  }

  #readLine(line: string): void {
    const text = line.trimStart();
    if (text === '') return this.#table.addBlank(this.#start);
    const from = positionIn(line, line.length - text.length, this.#start);
    this.#table.add(text.trimEnd(), { ...from, line: this.#line });
  }
}
