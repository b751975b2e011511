/** Where in a JSON document the rows lie. */
import { type ColumnFinder, ROWS_KEYS } from './column-names.ts';
import { type JsonKind, type JsonListener, JsonScanner } from './json-scanner.ts';
import type { FoundLayout } from './layout.ts';
import { ProblemList } from './problems.ts';

/** A list of objects, with the keys of its objects and of what lies below "row" in them. */
interface ListOfObjects {
  readonly path: readonly string[];
  readonly keys: Set<string>;
  readonly rowKeys: Set<string>;
}

/** More keys than that say no more. */
const MOST_KEYS = 200;

/** Goes through a whole document for lists of objects, wherever they lie, and for lists of values at the top. */
export class JsonSurvey implements JsonListener {
  readonly #problems = new ProblemList();
  readonly reader = new JsonScanner(this.#problems, this);
  readonly #find: ColumnFinder;
  /** Whether the file's name says that each line is a row. */
  readonly #isNamedLines: boolean;
  /** Whether the file is a single such line: a list in it is a cell. */
  readonly #isLine: boolean;
  readonly #lists = new Map<string, ListOfObjects>();
  readonly #top = new Map<string, JsonKind>();
  readonly #empty = new Set<string>();

  constructor(find: ColumnFinder, isNamedLines: boolean, isOneLine: boolean) {
    this.#find = find;
    this.#isNamedLines = isNamedLines;
    this.#isLine = isNamedLines && isOneLine;
  }

  wants(path: readonly string[] | null, index: number, kind: JsonKind): boolean {
    if (path === null || index > 0) return false;
    const place = JSON.stringify(path);
    this.#empty.delete(place);
    if (kind === 'object' && this.#lists.size < MOST_KEYS)
      this.#lists.set(place, { path, keys: new Set(), rowKeys: new Set() });
    return false;
  }

  key(path: readonly (string | null)[], key: string, kind: JsonKind): void {
    if (path.length === 0 && this.#top.size < MOST_KEYS && !this.#top.has(key)) this.#top.set(key, kind);
    const end = path.indexOf(null);
    if (end === -1) {
      if (kind === 'array') this.#empty.add(JSON.stringify([...path, key]));
      return;
    }
    const list = this.#lists.get(JSON.stringify(path.slice(0, end)));
    if (list === undefined) return;
    const below = path.slice(end + 1);
    const keys =
      below.length === 0 ? list.keys : below.length === 1 && below[0] === 'row' ? list.rowKeys : null;
    if (keys !== null && keys.size < MOST_KEYS) keys.add(key);
  }

  element(): void {
    throw new Error('a survey asks for no element');
  }

  /** The list at that place, and whether its rows lie below "row". */
  listAt(path: readonly string[]): { readonly wrapped: boolean } | null {
    const list = this.#lists.get(JSON.stringify(path));
    return list === undefined ? null : { wrapped: this.#isWrapped(list) };
  }

  #isWrapped({ keys, rowKeys }: ListOfObjects): boolean {
    return rowKeys.size > 0 && !this.#holds(keys);
  }

  #holds(keys: Iterable<string>): boolean {
    return this.#find([...keys]) !== null;
  }

  finish(): FoundLayout {
    const lists = [...this.#lists.values()];
    const inList = (list: ListOfObjects): FoundLayout => ({
      ok: true,
      layout: { format: 'json', place: { kind: 'list', path: list.path, wrapped: this.#isWrapped(list) } },
    });
    const fitting = lists.filter(({ keys, rowKeys }) => this.#holds(keys) || this.#holds(rowKeys));
    if (this.#holds(this.#top.keys()) || (fitting.length === 0 && this.#isLine)) return this.#atTop();
    const [first] = fitting.length > 0 ? fitting : lists.filter(({ path }) => isRowsKey(path));
    if (first !== undefined && fitting.length <= 1) return inList(first);
    const [only, other] = lists;
    if (only !== undefined && other === undefined) return inList(only);
    if (lists.length > 0) {
      const places = lists.slice(0, 10).map(({ path }) => `"${path.join('.')}"`);
      return {
        ok: false,
        message: `there are several lists of rows, below ${places.join(', ')}: save one of them as a file of its own`,
      };
    }
    const [empty] = this.#empty;
    if (empty !== undefined)
      return {
        ok: true,
        layout: {
          format: 'json',
          place: { kind: 'list', path: JSON.parse(empty) as string[], wrapped: false },
        },
      };
    // What is wrong is said when the rows are read.
    if (this.#problems.all.length > 0)
      return {
        ok: true,
        layout: this.#isNamedLines ? { format: 'jsonl' } : { format: 'json', place: { kind: 'top' } },
      };
    const isLines = [...this.#top.values()].some((kind) => kind === 'string' || kind === 'other');
    if (isLines) return { ok: true, layout: { format: 'json', place: { kind: 'top' } } };
    return {
      ok: false,
      message: 'the top of the file is an object, not an array of objects, and none is below its keys',
    };
  }

  /** The keys at the top are the columns: of rows, or each with a list of all its values. */
  #atTop(): FoundLayout {
    const columns = this.#find([...this.#top.keys()]);
    const kindOf = (name: string): JsonKind | undefined => this.#top.get(name);
    const isListed = columns?.every((name) => ['array', 'object'].includes(kindOf(name) ?? '')) ?? false;
    if (this.#isLine) return { ok: true, layout: { format: 'jsonl' } };
    return { ok: true, layout: { format: 'json', place: { kind: isListed ? 'columns' : 'top' } } };
  }
}

function isRowsKey(path: readonly string[]): boolean {
  const last = path.at(-1);
  return last !== undefined && ROWS_KEYS.includes(last.toLowerCase());
}
