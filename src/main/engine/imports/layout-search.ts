/** Finds how a file is laid out, before its rows are read. */
import type { Delimiter } from '../../../shared/entities.ts';
import type { ColumnFinder } from './column-names.ts';
import { DelimitedRows } from './delimited-rows.ts';
import { delimiterOf } from './delimiter.ts';
import { JsonSurvey } from './json-survey.ts';
import { formatByName, type FoundLayout } from './layout.ts';
import { ProblemList, StopReading } from './problems.ts';
import type { RowReader } from './row.ts';

/** Characters that are looked at to tell what a file is. */
const HEAD_CHARACTERS = 2 ** 16;

/** Takes the text of a file from its beginning until it knows the layout, or to the end. */
export class LayoutSearch {
  readonly #fileName: string;
  readonly #find: ColumnFinder;
  /** What a person says stands between the fields. */
  readonly #given: Delimiter | undefined;
  #head = '';
  #begun = false;
  #survey: { readonly reader: RowReader; readonly finish: () => FoundLayout } | null = null;
  #found: FoundLayout | null = null;

  /**
   * @param find tells whether a table with such columns holds what is looked for
   * @param given what a person says stands between the fields of a table of text
   */
  constructor(fileName: string, find: ColumnFinder, given?: Delimiter) {
    this.#fileName = fileName;
    this.#find = find;
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
            place: { kind: 'list', path: [], wrapped: isWrapped(start, this.#find) },
          },
        };
      else if (hasManyLines(start, isWhole)) this.#found = { ok: true, layout: { format: 'jsonl' } };
      else this.#startSurvey(new JsonSurvey(this.#find, named === 'jsonl', isOneLine(start)), head);
      return;
    }
    if (named === 'json' || named === 'jsonl') {
      this.#found = {
        ok: true,
        layout: named === 'jsonl' ? { format: 'jsonl' } : { format: 'json', place: { kind: 'top' } },
      };
      return;
    }
    const delimiter = this.#given ?? delimiterOf(start, named === 'tsv' ? '\t' : ',', this.#find);
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
function isWrapped(start: string, find: ColumnFinder): boolean {
  const survey = new JsonSurvey(find, false, false);
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
