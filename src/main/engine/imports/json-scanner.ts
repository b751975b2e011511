/**
 * Goes through a JSON document piece by piece, however large it is, and hands out the elements of the list in it that is
 * asked for, each as its text. What lies around them is checked as far as it takes to find them.
 */
import { FILE_START, type FilePosition, positionIn } from './position.ts';
import type { ProblemList } from './problems.ts';
import { LONGEST_ROW, type RowReader } from './row.ts';

/** Rows of pairs need few levels, and what recurses over them must come to an end. */
export const DEEPEST_NESTING = 64;

/** Of a value: what its first character says. */
export type JsonKind = 'object' | 'array' | 'string' | 'other';

/** An element as it stands in the file. */
export interface JsonElement {
  readonly text: string;
  readonly kind: JsonKind;
  readonly position: FilePosition;
}

export interface JsonListener {
  /**
   * Whether the value that begins here is to be handed out. A path has the keys from the top to the list that it is an
   * element of ([] for an array at the top); null: it is at the top itself, one after the other in the file.
   */
  wants(path: readonly string[] | null, index: number, kind: JsonKind): boolean;
  element(element: JsonElement): void;
  /** A key with the kind of its value; `path` has the keys above, and null for what lies within a list. */
  key?(path: readonly (string | null)[], key: string, kind: JsonKind): void;
}

/** What may come next within an object or array, or at the top. */
type Expected = 'first' | 'value' | 'key' | 'colon' | 'comma';

interface Frame {
  readonly kind: 'top' | 'object' | 'array';
  /** Keys and lists (null) from the top down to this value. */
  readonly path: readonly (string | null)[];
  expected: Expected;
  key: string;
  index: number;
}

/** Longer paths are of no use to anybody. */
const LONGEST_PATH = 6;

export class JsonScanner implements RowReader {
  readonly #problems: ProblemList;
  readonly #listener: JsonListener;
  readonly #stack: Frame[] = [{ kind: 'top', path: [], expected: 'value', key: '', index: 0 }];
  #text = '';
  /** Where reading goes on. */
  #at = 0;
  /** The element that has begun and not ended: its start, and how far it has been looked through. */
  #element: { start: number; at: number; depth: number; position: FilePosition } | null = null;
  /** A place in the text, from which others are counted. */
  #mark: { offset: number; position: FilePosition } = { offset: 0, position: FILE_START };

  constructor(problems: ProblemList, listener: JsonListener) {
    this.#problems = problems;
    this.#listener = listener;
  }

  push(text: string): void {
    this.#dropRead();
    this.#text += text;
    this.#scan(false);
    const begun = this.#text.length - (this.#element?.start ?? this.#at);
    if (begun > LONGEST_ROW)
      this.#problems.stop(
        this.#element?.position ?? this.#positionOf(this.#at),
        `a value with more than ${LONGEST_ROW} characters: this is no table of sentences`,
      );
  }

  end(): void {
    this.#scan(true);
    if (this.#element !== null)
      this.#problems.stop(
        this.#element.position,
        'not valid JSON: the file ends within the value that begins here',
      );
    if (this.#stack.length > 1)
      this.#problems.stop(this.position(), 'not valid JSON: the file ends before its brackets are closed');
  }

  position(): FilePosition {
    return this.#positionOf(this.#text.length);
  }

  /** Offsets that are asked for grow, so that each character is counted once. */
  #positionOf(offset: number): FilePosition {
    const { offset: from, position } = this.#mark;
    this.#mark = { offset, position: positionIn(this.#text, offset, position, from) };
    return this.#mark.position;
  }

  /** Forgets what was read. */
  #dropRead(): void {
    const keep = this.#element?.start ?? this.#at;
    const position = this.#positionOf(keep);
    this.#text = this.#text.slice(keep);
    this.#mark = { offset: 0, position };
    this.#at -= keep;
    if (this.#element === null) return;
    this.#element.start -= keep;
    this.#element.at -= keep;
  }

  #scan(final: boolean): void {
    for (;;) {
      if (this.#element !== null) {
        if (!this.#finishElement()) return;
        continue;
      }
      this.#at = skipWhiteSpace(this.#text, this.#at);
      if (this.#at >= this.#text.length || !this.#step(final)) return;
    }
  }

  get #frame(): Frame {
    const frame = this.#stack.at(-1);
    if (frame === undefined) throw new Error('the top of a document has no end');
    return frame;
  }

  /** Reads one token; false when it is not all there. */
  #step(final: boolean): boolean {
    const frame = this.#frame;
    const character = this.#text[this.#at] ?? '';
    if (character === '}' || character === ']') return this.#close(frame, character);
    if (frame.expected === 'comma') {
      if (frame.kind === 'top') frame.expected = 'value';
      else if (character !== ',') return this.#wrong('a comma or a closing bracket is expected');
      else {
        frame.expected = frame.kind === 'object' ? 'key' : 'value';
        frame.index++;
        this.#at++;
        return true;
      }
    }
    if (frame.expected === 'colon') {
      if (character !== ':') return this.#wrong('a colon is expected');
      frame.expected = 'value';
      this.#at++;
      return true;
    }
    if (frame.kind === 'object' && frame.expected !== 'value') return this.#readKey(frame, character);
    return this.#readValue(frame, character, final);
  }

  #close(frame: Frame, character: string): boolean {
    const closes = frame.kind === 'object' ? '}' : frame.kind === 'array' ? ']' : '';
    if (character !== closes || (frame.expected !== 'first' && frame.expected !== 'comma'))
      return this.#wrong(
        frame.expected === 'comma' ? 'a closing bracket that closes nothing' : 'a value is expected',
      );
    this.#stack.pop();
    this.#at++;
    this.#valueDone();
    return true;
  }

  #readKey(frame: Frame, character: string): boolean {
    if (character !== '"') return this.#wrong('a name in quotes is expected');
    const end = stringEnd(this.#text, this.#at);
    if (end === null) return false;
    frame.key = frame.path.length <= LONGEST_PATH ? unquoted(this.#text.slice(this.#at, end)) : '';
    frame.expected = 'colon';
    this.#at = end;
    return true;
  }

  #readValue(frame: Frame, character: string, final: boolean): boolean {
    const kind = kindOf(character);
    const { path } = frame;
    if (frame.kind === 'object' && path.length <= LONGEST_PATH) this.#listener.key?.(path, frame.key, kind);
    const listPath = frame.kind === 'array' && path.at(-1) === null ? path.slice(0, -1) : null;
    const isCandidate =
      frame.kind === 'top' || (listPath !== null && listPath.every((part): part is string => part !== null));
    if (isCandidate && this.#listener.wants(listPath as readonly string[] | null, frame.index, kind)) {
      const position = this.#positionOf(this.#at);
      this.#element = { start: this.#at, at: this.#at, depth: 0, position };
      return true;
    }
    if (kind === 'object' || kind === 'array') {
      if (this.#stack.length > DEEPEST_NESTING) return this.#tooDeep(this.#at);
      const below = frame.kind === 'object' ? [...path, frame.key] : path;
      const inList = kind === 'array' ? [...below, null] : below;
      this.#stack.push({
        kind,
        path: inList.slice(0, LONGEST_PATH + 1),
        expected: 'first',
        key: '',
        index: 0,
      });
      this.#at++;
      return true;
    }
    const end = kind === 'string' ? stringEnd(this.#text, this.#at) : scalarEnd(this.#text, this.#at, final);
    if (end === null) return false;
    if (kind === 'other' && end === this.#at) return this.#wrong('a value is expected');
    this.#at = end;
    this.#valueDone();
    return true;
  }

  #valueDone(): void {
    const frame = this.#frame;
    frame.expected = 'comma';
    if (frame.kind === 'top') frame.index++;
  }

  /** Looks for the end of the element that has begun, and hands it out; false when it is not all there. */
  #finishElement(): boolean {
    const element = this.#element;
    if (element === null) return true;
    const text = this.#text;
    const kind = kindOf(text[element.start] ?? '');
    const end =
      kind === 'object' || kind === 'array' ? this.#bracketEnd(element) : this.#scalar(element.start, kind);
    if (end === null) return false;
    this.#element = null;
    this.#at = end;
    this.#listener.element({
      text: text.slice(element.start, end),
      kind,
      position: element.position,
    });
    this.#valueDone();
    return true;
  }

  #scalar(start: number, kind: JsonKind): number | null {
    return kind === 'string' ? stringEnd(this.#text, start) : scalarEnd(this.#text, start, true);
  }

  /** The end of an object or array, whose inside is checked by whoever parses it. */
  #bracketEnd(element: { at: number; depth: number }): number | null {
    const text = this.#text;
    while (element.at < text.length) {
      const unit = text.charCodeAt(element.at);
      if (unit === QUOTE) {
        const end = stringEnd(text, element.at);
        if (end === null) return null;
        element.at = end;
        continue;
      }
      if (unit === OPEN_BRACE || unit === OPEN_BRACKET) {
        element.depth++;
        if (this.#stack.length - 1 + element.depth > DEEPEST_NESTING) this.#tooDeep(element.at);
      } else if (unit === CLOSE_BRACE || unit === CLOSE_BRACKET) {
        element.depth--;
        if (element.depth === 0) return element.at + 1;
      }
      element.at++;
    }
    return null;
  }

  #tooDeep(offset: number): never {
    return this.#problems.stop(this.#positionOf(offset), `nested more than ${DEEPEST_NESTING} levels deep`);
  }

  #wrong(words: string): never {
    return this.#problems.stop(this.#positionOf(this.#at), `not valid JSON: ${words}`);
  }
}

const QUOTE = 0x22;
const OPEN_BRACE = 0x7b;
const CLOSE_BRACE = 0x7d;
const OPEN_BRACKET = 0x5b;
const CLOSE_BRACKET = 0x5d;

function kindOf(character: string): JsonKind {
  if (character === '{') return 'object';
  if (character === '[') return 'array';
  return character === '"' ? 'string' : 'other';
}

function skipWhiteSpace(text: string, from: number): number {
  let at = from;
  while (at < text.length && /\s/.test(text[at] ?? '')) at++;
  return at;
}

/** Behind the quote that ends the string; null when it is not there. */
function stringEnd(text: string, open: number): number | null {
  for (let at = text.indexOf('"', open + 1); at !== -1; at = text.indexOf('"', at + 1)) {
    let slashes = 0;
    while (text.charCodeAt(at - 1 - slashes) === 0x5c) slashes++;
    if (slashes % 2 === 0) return at + 1;
  }
  return null;
}

/** Behind a number or a word; null when more of it may come. */
function scalarEnd(text: string, from: number, final: boolean): number | null {
  let at = from;
  while (at < text.length && !/[\s,:[\]{}"]/.test(text[at] ?? '')) at++;
  return at === text.length && !final ? null : at;
}

function unquoted(text: string): string {
  try {
    return String(JSON.parse(text));
  } catch (error) {
    if (error instanceof SyntaxError) return text.slice(1, -1);
    throw error;
  }
}
