/** JSON (an array of objects) and JSON Lines (an object a line): the keys are the columns. */
import type { Node, ParseError } from 'jsonc-parser';
import { createScanner, getNodeValue, parseTree, printParseErrorCode } from 'jsonc-parser';
import { lineIndexOfText } from './line-index.ts';
import type { ProblemList } from './problems.ts';
import type { Cell, Row, Table } from './table.ts';

/** Rows of pairs need three levels; the parser recurses, so deeper text is refused before it is parsed. */
const DEEPEST_NESTING = 64;

// Members of jsonc-parser's SyntaxKind, a const enum that does not exist at run time.
const OPEN_BRACE = 1;
const CLOSE_BRACE = 2;
const OPEN_BRACKET = 3;
const CLOSE_BRACKET = 4;
const END_OF_FILE = 17;

/** Parses a JSON document whose top is an array of objects. */
export function parseJson(text: string, problems: ProblemList): Table {
  const builder = new TableBuilder(text, problems);
  const root = builder.parse(text, 0);
  if (root?.type === 'array') {
    for (const node of root.children ?? []) builder.addRow(node, 0);
  } else if (root !== null) {
    builder.problemAt(root.offset, `the top of the file is ${nameOfType(root)}, not an array of objects`);
  }
  return builder.table();
}

/** Parses JSON Lines; an empty line is a blank row. */
export function parseJsonl(text: string, problems: ProblemList): Table {
  const builder = new TableBuilder(text, problems);
  let offset = 0;
  for (const line of text.split('\n')) {
    const last = offset + line.length === text.length;
    if (line.trim() !== '') {
      const node = builder.parse(line, offset);
      if (node !== null) builder.addRow(node, offset);
    } else if (!last) {
      builder.addBlankRow(offset);
    }
    offset += line.length + 1;
  }
  return builder.table();
}

class TableBuilder {
  readonly #problems: ProblemList;
  readonly #positionOf: Table['positionOf'];
  readonly #columns = new Map<string, number>();
  readonly #rows: Row[] = [];

  constructor(text: string, problems: ProblemList) {
    this.#problems = problems;
    this.#positionOf = lineIndexOfText(text);
  }

  problemAt(offset: number, message: string): void {
    this.#problems.add(this.#positionOf(offset), message);
  }

  /** The tree of `text`, which starts at `base` in the file; null, with its first error reported, if it is not JSON. */
  parse(text: string, base: number): Node | null {
    const tooDeep = offsetOfDeepNesting(text);
    if (tooDeep !== null) {
      this.problemAt(base + tooDeep, `nested more than ${DEEPEST_NESTING} levels deep`);
      return null;
    }
    const errors: ParseError[] = [];
    const root = parseTree(text, errors, { disallowComments: true });
    const [error] = errors;
    if (error !== undefined) {
      this.problemAt(base + error.offset, `not valid JSON: ${inWords(printParseErrorCode(error.error))}`);
      return null;
    }
    return root ?? null;
  }

  addRow(node: Node, base: number): void {
    const offset = base + node.offset;
    if (node.type !== 'object') {
      this.problemAt(offset, `a pair must be an object, not ${nameOfType(node)}`);
      return;
    }
    const cells: (Cell | undefined)[] = [];
    for (const property of node.children ?? []) {
      const [keyNode, valueNode] = property.children ?? [];
      if (keyNode === undefined || valueNode === undefined) continue;
      const key = String(keyNode.value);
      const column = this.#column(key);
      if (cells[column] !== undefined)
        this.problemAt(base + keyNode.offset, `the key "${key}" is there twice`);
      cells[column] = { value: getNodeValue(valueNode), offset: base + valueNode.offset };
    }
    this.#rows.push({ offset, cells });
  }

  addBlankRow(offset: number): void {
    this.#rows.push({ offset, cells: [{ value: '', offset }] });
  }

  table(): Table {
    return { columns: [...this.#columns.keys()], rows: this.#rows, positionOf: this.#positionOf };
  }

  #column(name: string): number {
    const known = this.#columns.get(name);
    if (known !== undefined) return known;
    const index = this.#columns.size;
    this.#columns.set(name, index);
    return index;
  }
}

function offsetOfDeepNesting(text: string): number | null {
  const scanner = createScanner(text, true);
  let depth = 0;
  for (let kind: number = scanner.scan(); kind !== END_OF_FILE; kind = scanner.scan()) {
    if (kind === OPEN_BRACE || kind === OPEN_BRACKET) depth++;
    else if (kind === CLOSE_BRACE || kind === CLOSE_BRACKET) depth--;
    if (depth > DEEPEST_NESTING) return scanner.getTokenOffset();
  }
  return null;
}

/** "an array", "a number", … */
function nameOfType({ type }: Node): string {
  return type === 'null' ? 'null' : `${/^[aeiou]/.test(type) ? 'an' : 'a'} ${type}`;
}

/** CommaExpected -> "comma expected" */
function inWords(code: string): string {
  return code.replace(/([a-z])([A-Z])/g, '$1 $2').toLowerCase();
}
