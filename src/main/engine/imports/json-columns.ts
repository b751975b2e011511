/** A JSON document of lists by column: {"original": [..], "counterfactual": [..]}, or with values by row as pandas writes it. */
import { findNodeAtLocation, type Node, parseTree } from 'jsonc-parser';
import { isObject, parseRow } from './json-row.ts';
import { FILE_START, type FilePosition, positionIn } from './position.ts';
import type { ProblemList } from './problems.ts';
import type { Row, RowListener, RowReader } from './row.ts';

/** It is in memory as a whole: longer ones are refused. */
const LONGEST_DOCUMENT = 2 ** 26;

interface Column {
  readonly name: string;
  readonly values: readonly unknown[];
  /** What each value is called in the document: its place in a list, or its key. */
  readonly keys: readonly (string | number)[];
}

export class JsonColumns implements RowReader {
  readonly #problems: ProblemList;
  readonly #listener: RowListener;
  readonly #pieces: string[] = [];
  #length = 0;

  constructor(problems: ProblemList, listener: RowListener) {
    this.#problems = problems;
    this.#listener = listener;
  }

  push(text: string): void {
    this.#pieces.push(text);
    this.#length += text.length;
    if (this.#length > LONGEST_DOCUMENT)
      this.#problems.stop(
        null,
        `a document of lists by column may have ${LONGEST_DOCUMENT} characters at most: write a row a line, as JSONL`,
      );
  }

  position(): FilePosition {
    const text = this.#pieces.join('');
    return positionIn(text, text.length, FILE_START);
  }

  end(): void {
    const text = this.#pieces.join('');
    const parsed = parseRow(text);
    if (!parsed.ok) return this.#problems.stop(positionIn(text, parsed.offset, FILE_START), parsed.message);
    const columns = Object.entries(parsed.value).flatMap(([name, value]): Column[] => {
      if (Array.isArray(value)) return [{ name, values: value as unknown[], keys: [...value.keys()] }];
      return isObject(value) ? [{ name, values: Object.values(value), keys: Object.keys(value) }] : [];
    });
    const rows = Math.max(0, ...columns.map(({ values }) => values.length));
    const short = columns.filter(({ values }) => values.length < rows).map(({ name }) => `"${name}"`);
    if (short.length > 0)
      this.#problems.stop(
        null,
        `the lists have different lengths: ${short.slice(0, 10).join(', ')} have fewer than ${rows} values`,
      );
    const locate = locatorOf(text);
    this.#listener.columns(
      columns.map(({ name }) => name.trim()),
      true,
    );
    for (let row = 0; row < rows; row++) this.#listener.row(new RowOfColumns(columns, row, locate));
  }
}

class RowOfColumns implements Row {
  readonly cells: readonly unknown[];
  readonly doubts = null;
  readonly #positionOf: (column: number) => FilePosition;

  constructor(
    columns: readonly Column[],
    row: number,
    locate: (path: readonly (string | number)[]) => FilePosition,
  ) {
    this.cells = columns.map(({ values }) => values[row] ?? null);
    this.#positionOf = (column) => locate([columns[column]?.name ?? '', columns[column]?.keys[row] ?? row]);
  }

  get line(): number {
    return this.#positionOf(0).line;
  }

  positionOf(column: number | null): FilePosition {
    return this.#positionOf(column ?? 0);
  }
}

/** Finds values in a document, which is parsed with its places when the first is asked for. */
function locatorOf(text: string): (path: readonly (string | number)[]) => FilePosition {
  let root: Node | undefined;
  return (path) => {
    root ??= parseTree(text);
    const node = root === undefined ? undefined : findNodeAtLocation(root, [...path]);
    return positionIn(text, node?.offset ?? 0, FILE_START);
  };
}
