/** How a file is laid out, found before its rows are read: format, delimiter, quotes, where in JSON the rows lie. */
import type { ColumnChoice, ImportPreview } from '../../../shared/entities.ts';
import { chooseColumns } from './columns.ts';
import { type Dialect, DelimitedRows } from './delimited-rows.ts';
import { delimiterOf } from './delimiter.ts';
import { type JsonKind, type JsonListener, JsonScanner } from './json-scanner.ts';
import { ROWS_KEYS } from './known-columns.ts';
import { ProblemList, StopReading } from './problems.ts';
import type { RowReader } from './row.ts';

export type SetFormat = ImportPreview['format'];

/** Where the rows of a JSON document lie. */
export type JsonPlace =
  /** In an array, at the top ([]) or below keys. `wrapped`: each below the key "row". */
  | { readonly kind: 'list'; readonly path: readonly string[]; readonly wrapped: boolean }
  /** One object after the other at the top. */
  | { readonly kind: 'top' }
  /** A list, or an object, of values for each column. */
  | { readonly kind: 'columns' };

export type Layout =
  | { readonly format: 'csv' | 'tsv'; readonly dialect: Dialect }
  | { readonly format: 'json'; readonly place: JsonPlace }
  | { readonly format: 'jsonl' };

/** The layout, or why the file cannot be a table: of the whole file, or at its beginning. */
export type FoundLayout =
  { readonly ok: true; readonly layout: Layout } | { readonly ok: false; readonly message: string };

/** Characters that are looked at to tell what a file is. */
export const HEAD_CHARACTERS = 2 ** 16;

/** The format that the extension of a file name tells, or null. */
export function formatByName(fileName: string): SetFormat | null {
  const extension = /\.([^./\\]+)$/.exec(fileName)?.[1]?.toLowerCase();
  if (extension === 'ndjson') return 'jsonl';
  if (extension === 'tab') return 'tsv';
  return extension === 'csv' || extension === 'tsv' || extension === 'json' || extension === 'jsonl'
    ? extension
    : null;
}

/** Takes the text of a file from its beginning until it knows the layout, or to the end. */
export class LayoutSearch {
  readonly #fileName: string;
  readonly #given: ColumnChoice;
  #head = '';
  #begun = false;
  #survey: { readonly reader: RowReader; readonly finish: () => FoundLayout } | null = null;
  #found: FoundLayout | null = null;

  constructor(fileName: string, given: ColumnChoice) {
    this.#fileName = fileName;
    this.#given = given;
  }

  /** Whether there is no use in reading on. */
  get isDone(): boolean {
    return this.#found !== null;
  }

  push(text: string): void {
    if (this.#found !== null) return;
    if (this.#begun) return this.#read(text);
    this.#head += text;
    if (this.#head.length >= HEAD_CHARACTERS) this.#begin(false);
  }

  end(): FoundLayout {
    if (!this.#begun) this.#begin(true);
    this.#found ??= this.#survey?.finish() ?? csvLayout(',');
    return this.#found;
  }

  #begin(isWhole: boolean): void {
    this.#begun = true;
    const head = this.#head;
    this.#head = '';
    const named = formatByName(this.#fileName);
    const start = head.trimStart();
    if (named !== 'csv' && named !== 'tsv' && (start.startsWith('[') || start.startsWith('{'))) {
      if (start.startsWith('['))
        this.#found = {
          ok: true,
          layout: {
            format: 'json',
            place: { kind: 'list', path: [], wrapped: isWrapped(start, this.#given) },
          },
        };
      else if (hasManyLines(start, isWhole)) this.#found = { ok: true, layout: { format: 'jsonl' } };
      else this.#startSurvey(new JsonSurvey(this.#given, named === 'jsonl', isOneLine(start)), head);
      return;
    }
    if (named === 'json' || named === 'jsonl') {
      this.#found = {
        ok: true,
        layout: named === 'jsonl' ? { format: 'jsonl' } : { format: 'json', place: { kind: 'top' } },
      };
      return;
    }
    const delimiter = delimiterOf(start, named === 'tsv' ? '\t' : ',', this.#given);
    if (delimiter === '\t') this.#startSurvey(new QuoteSurvey(), head);
    else this.#found = csvLayout(delimiter);
  }

  #startSurvey(survey: { readonly reader: RowReader; finish(): FoundLayout }, head: string): void {
    this.#survey = { reader: survey.reader, finish: () => survey.finish() };
    this.#read(head);
  }

  /** What stops a survey is found again, and told, when the rows are read. */
  #read(text: string): void {
    try {
      this.#survey?.reader.push(text);
    } catch (error) {
      if (!(error instanceof StopReading)) throw error;
      this.#found = this.#survey?.finish() ?? null;
    }
  }
}

function csvLayout(delimiter: string): FoundLayout {
  return {
    ok: true,
    layout: { format: delimiter === '\t' ? 'tsv' : 'csv', dialect: { delimiter, quoted: true } },
  };
}

/** Whether the first line is a whole object and another line follows: one object a line. */
function hasManyLines(start: string, isWhole: boolean): boolean {
  const [first = '', ...rest] = start.split(/\r\n|\r|\n/, 50);
  if (!first.trimEnd().endsWith('}')) return false;
  if (rest.some((line) => line.trim() !== '')) return true;
  return !isWhole && first.length < start.length;
}

function isOneLine(start: string): boolean {
  return !/[\r\n]/.test(start.trimEnd());
}

/** Of an array at the top: whether its first row lies below "row", as the datasets server answers. */
function isWrapped(start: string, given: ColumnChoice): boolean {
  const survey = new JsonSurvey(given, false, false);
  try {
    survey.reader.push(start);
  } catch (error) {
    if (!(error instanceof StopReading)) throw error;
  }
  return survey.listAt([])?.wrapped === true;
}

/** Some programs quote texts in TSV as in CSV and others write quotes as they are: quoted where the whole reads that way. */
class QuoteSurvey {
  #doubts = false;
  readonly #problems = new ProblemList();
  readonly reader = new DelimitedRows({ delimiter: '\t', quoted: true }, this.#problems, ({ doubts }) => {
    if (doubts === null) return;
    this.#doubts = true;
    throw new StopReading();
  });

  finish(): FoundLayout {
    let quoted = !this.#doubts && this.#problems.all.length === 0;
    try {
      if (quoted) this.reader.end();
    } catch (error) {
      if (!(error instanceof StopReading)) throw error;
      quoted = false;
    }
    return { ok: true, layout: { format: 'tsv', dialect: { delimiter: '\t', quoted } } };
  }
}

/** A list of objects, with the keys of its objects and of what lies below "row" in them. */
interface ListOfObjects {
  readonly path: readonly string[];
  readonly keys: Set<string>;
  readonly rowKeys: Set<string>;
}

/** More keys than that say no more. */
const MOST_KEYS = 200;

/** Goes through a whole document for lists of objects, wherever they lie, and for lists of values at the top. */
class JsonSurvey implements JsonListener {
  readonly #problems = new ProblemList();
  readonly reader = new JsonScanner(this.#problems, this);
  readonly #given: ColumnChoice;
  /** Whether the file's name says that each line is a row. */
  readonly #isNamedLines: boolean;
  /** Whether the file is a single such line: a list in it is a cell. */
  readonly #isLine: boolean;
  readonly #lists = new Map<string, ListOfObjects>();
  readonly #top = new Map<string, JsonKind>();
  readonly #empty = new Set<string>();

  constructor(given: ColumnChoice, isNamedLines: boolean, isOneLine: boolean) {
    this.#given = given;
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
    return rowKeys.size > 0 && !this.#hasPairs(keys);
  }

  #hasPairs(keys: Iterable<string>): boolean {
    return chooseColumns([...keys], this.#given).ok;
  }

  finish(): FoundLayout {
    const lists = [...this.#lists.values()];
    const inList = (list: ListOfObjects): FoundLayout => ({
      ok: true,
      layout: { format: 'json', place: { kind: 'list', path: list.path, wrapped: this.#isWrapped(list) } },
    });
    const fitting = lists.filter(({ keys, rowKeys }) => this.#hasPairs(keys) || this.#hasPairs(rowKeys));
    if (this.#hasPairs(this.#top.keys()) || (fitting.length === 0 && this.#isLine)) return this.#atTop();
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
    const choice = chooseColumns([...this.#top.keys()], this.#given);
    const kindOf = (name: string): JsonKind | undefined => this.#top.get(name);
    const isListed =
      choice.ok &&
      [choice.mapping.original, choice.mapping.counterfactual].every((name) =>
        ['array', 'object'].includes(kindOf(name) ?? ''),
      );
    if (this.#isLine) return { ok: true, layout: { format: 'jsonl' } };
    return { ok: true, layout: { format: 'json', place: { kind: isListed ? 'columns' : 'top' } } };
  }
}

function isRowsKey(path: readonly string[]): boolean {
  const last = path.at(-1);
  return last !== undefined && ROWS_KEYS.includes(last.toLowerCase());
}
