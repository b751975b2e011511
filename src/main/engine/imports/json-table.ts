/** Rows out of objects whose keys are not known beforehand: the columns in the order in which they first appear. */
import type { FilePosition } from './position.ts';
import { positionIn } from './position.ts';
import type { ProblemList } from './problems.ts';
import { doubledKeys, isObject, type JsonObject, JsonRow, parseRow } from './json-row.ts';
import { type Doubt, MOST_COLUMNS, type RowListener } from './row.ts';

/** What the datasets server puts around each row. */
const WRAPPER = 'row';
/** Of a row that it puts something around: the columns whose texts it has cut. */
const CUT = 'truncated_cells';
const CUT_WORDS = `the text was cut short by whoever wrote the file ("${CUT}")`;
const NONE: ReadonlyMap<string, number> = new Map();

export class JsonTable {
  readonly #problems: ProblemList;
  readonly #listener: RowListener;
  readonly #columns = new Map<string, number>();
  readonly #names: string[] = [];
  /** The names as the file has them, white space and all. */
  readonly #keys: string[] = [];
  /** Whether each row lies below the key "row". */
  readonly #wrapped: boolean;

  constructor(problems: ProblemList, listener: RowListener, wrapped: boolean) {
    this.#problems = problems;
    this.#listener = listener;
    this.#wrapped = wrapped;
  }

  add(text: string, from: FilePosition): void {
    const parsed = parseRow(text);
    if (!parsed.ok) return this.#problems.add(positionIn(text, parsed.offset, from), parsed.message);
    const inside = this.#wrapped ? parsed.value[WRAPPER] : parsed.value;
    if (!isObject(inside)) return this.#problems.add(from, `the row has no object below "${WRAPPER}"`);
    this.#addObject(text, from, inside, this.#wrapped ? cutIn(parsed.value) : []);
  }

  addBlank(position: FilePosition): void {
    this.#listener.row(new JsonRow('', position, [''], null, () => []));
  }

  #addObject(text: string, from: FilePosition, object: JsonObject, cut: readonly string[]): void {
    const cells: unknown[] = [];
    const known = this.#names.length;
    const keys = Object.keys(object);
    for (const key of keys) cells[this.#column(key)] = object[key];
    if (this.#names.length > MOST_COLUMNS)
      this.#problems.stop(from, `more than ${MOST_COLUMNS} different keys: rows must have the same ones`);
    if (this.#names.length > known) this.#listener.columns([...this.#names], false);
    const doubled = this.#wrapped ? NONE : doubledKeys(text, keys.length);
    const doubts = new Map<number, Doubt>();
    for (const name of cut) doubts.set(this.#column(name), { message: CUT_WORDS });
    for (const [key, offset] of doubled)
      doubts.set(this.#column(key), {
        message: `the key "${key}" is there twice`,
        position: positionIn(text, offset, from),
      });
    const above = this.#wrapped ? [WRAPPER] : [];
    this.#listener.row(
      new JsonRow(text, from, cells, doubts.size === 0 ? null : doubts, (column) => [
        ...above,
        this.#keys[column] ?? '',
      ]),
    );
  }

  #column(name: string): number {
    const known = this.#columns.get(name);
    if (known !== undefined) return known;
    const index = this.#names.length;
    this.#columns.set(name, index);
    this.#names.push(name.trim());
    this.#keys.push(name);
    return index;
  }
}

function cutIn(wrapper: JsonObject): string[] {
  const cut = wrapper[CUT];
  return Array.isArray(cut) ? cut.filter((name): name is string => typeof name === 'string') : [];
}
