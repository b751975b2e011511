/** A row of JSON: an object, whose keys are the columns. */
import type { Node, ParseError } from 'jsonc-parser';
import { findNodeAtLocation, parseTree, printParseErrorCode } from 'jsonc-parser';
import { type FilePosition, positionIn } from './position.ts';
import type { Doubt, Row } from './row.ts';

export type JsonObject = Readonly<Record<string, unknown>>;

/** What the text of a row came to: an object, or what is wrong, at its place in the text. */
export type ParsedRow =
  | { readonly ok: true; readonly value: JsonObject }
  | { readonly ok: false; readonly offset: number; readonly message: string };

/** Parses the text of one row. */
export function parseRow(text: string): ParsedRow {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch (error) {
    if (!(error instanceof SyntaxError)) throw error;
    const mended = withoutNotNumbers(text);
    if (mended !== text) return parseRow(mended);
    return whatIsWrong(text);
  }
  if (!isObject(value))
    return { ok: false, offset: 0, message: `a row must be an object, not ${nameOfType(value)}` };
  return { ok: true, value };
}

/** Keys that the text of an object has twice: the offset of the second. `keys`: how many different ones it has. */
export function doubledKeys(text: string, keys: number): ReadonlyMap<string, number> {
  const doubled = new Map<string, number>();
  // Nearly every row has as many colons as keys, and is looked at no further.
  if (firstLevelColons(text) <= keys) return doubled;
  const seen = new Set<string>();
  for (const { children: [key] = [] } of parseTree(text)?.children ?? []) {
    if (key === undefined) continue;
    const name = String(key.value);
    if (seen.has(name)) doubled.set(name, key.offset);
    seen.add(name);
  }
  return doubled;
}

const QUOTE = 0x22;
const BACKSLASH = 0x5c;
const COLON = 0x3a;

/** How many values the object has, in valid JSON: colons outside of texts and of what it contains. */
function firstLevelColons(text: string): number {
  let colons = 0;
  let depth = 0;
  for (let at = 0; at < text.length; at++) {
    const unit = text.charCodeAt(at);
    if (unit === QUOTE) {
      at = text.indexOf('"', at + 1);
      while (isEscaped(text, at)) at = text.indexOf('"', at + 1);
    } else if (unit === COLON && depth === 1) colons++;
    else if (unit === 0x7b || unit === 0x5b) depth++;
    else if (unit === 0x7d || unit === 0x5d) depth--;
  }
  return colons;
}

function isEscaped(text: string, at: number): boolean {
  let slashes = 0;
  while (text.charCodeAt(at - 1 - slashes) === BACKSLASH) slashes++;
  return slashes % 2 === 1;
}

/** NaN and Infinity, which Python writes where there is no number, are none. They keep their length, and others their place. */
function withoutNotNumbers(text: string): string {
  return text.replaceAll(/"(?:[^"\\]|\\.)*"|-?\b(?:NaN|Infinity)\b/gs, (part) =>
    part.startsWith('"') ? part : 'null'.padEnd(part.length),
  );
}

function whatIsWrong(text: string): ParsedRow {
  const errors: ParseError[] = [];
  parseTree(text, errors, { disallowComments: true });
  const [error] = errors;
  const words = error === undefined ? 'it cannot be read' : inWords(printParseErrorCode(error.error));
  return { ok: false, offset: error?.offset ?? 0, message: `not valid JSON: ${words}` };
}

export function isObject(value: unknown): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

export class JsonRow implements Row {
  readonly line: number;
  readonly cells: readonly unknown[];
  readonly doubts: ReadonlyMap<number, Doubt> | null;
  readonly #text: string;
  readonly #from: FilePosition;
  /** The path to each column in the text. */
  readonly #pathOf: (column: number) => readonly string[];

  constructor(
    text: string,
    from: FilePosition,
    cells: readonly unknown[],
    doubts: ReadonlyMap<number, Doubt> | null,
    pathOf: (column: number) => readonly string[],
  ) {
    this.line = from.line;
    this.cells = cells;
    this.doubts = doubts;
    this.#text = text;
    this.#from = from;
    this.#pathOf = pathOf;
  }

  positionOf(column: number | null): FilePosition {
    if (column === null || this.cells[column] === undefined) return this.#from;
    const node = this.#nodeOf(column);
    return positionIn(this.#text, node?.offset ?? 0, this.#from);
  }

  #nodeOf(column: number): Node | undefined {
    const root = parseTree(this.#text);
    return root === undefined ? undefined : findNodeAtLocation(root, [...this.#pathOf(column)]);
  }
}

/** "an array", "a number", … */
export function nameOfType(value: unknown): string {
  if (value === null) return 'null';
  if (Array.isArray(value)) return 'an array';
  return typeof value === 'object' ? 'an object' : `a ${typeof value}`;
}

/** CommaExpected -> "comma expected" */
function inWords(code: string): string {
  return code.replace(/([a-z])([A-Z])/g, '$1 $2').toLowerCase();
}
