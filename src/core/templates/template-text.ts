/**
 * A template as a person writes it: `The {noun} {was} [not] {adjective}.`
 *
 * - `{noun}`: a word of the list `noun`; `{Noun}`: the same with a capital, where there is no list of that very name.
 * - `[not]`: what the counterfactual has and the original has not. `[is|is not]`: what the original has, and what the
 *   counterfactual has in its place. `[|not|also]`: the third is the neutral's. Parts may be empty and may have words in them.
 * - A backslash takes its meaning from the sign after it: `\[`.
 */

/** Something that is wrong, at [from, to) of the text, in UTF-16 units. */
export interface TextProblem {
  readonly from: number;
  readonly to: number;
  /** A sentence. */
  readonly message: string;
}

export type TemplatePart =
  | { readonly kind: 'text'; readonly text: string }
  | { readonly kind: 'word'; readonly name: string; readonly from: number; readonly to: number };

export interface TemplateChange {
  readonly kind: 'change';
  readonly original: readonly TemplatePart[];
  readonly counterfactual: readonly TemplatePart[];
  /** null where nothing is written of it. */
  readonly neutral: readonly TemplatePart[] | null;
  /** As it is written, without its brackets: 'is|is not'. */
  readonly written: string;
}

export type TemplatePiece = TemplatePart | TemplateChange;

export interface Template {
  readonly text: string;
  readonly pieces: readonly TemplatePiece[];
  readonly problems: readonly TextProblem[];
}

const MOST_PARTS = 3;
const NAME = /^[\p{L}\p{N}_][\p{L}\p{M}\p{N}_ -]*$/u;

/** Whether a list can be called so. */
export function isListName(name: string): boolean {
  return NAME.test(name);
}

/** Reads a template; what is wrong in it is told, and the rest of it read as far as that goes. */
export function readTemplate(text: string): Template {
  const pieces: TemplatePiece[] = [];
  const problems: TextProblem[] = [];
  /** The parts of the bracket that is open. */
  let open: { from: number; parts: TemplatePart[][] } | null = null;
  let plain = '';

  const target = (): TemplatePiece[] | TemplatePart[] => open?.parts.at(-1) ?? pieces;
  const endText = (): void => {
    if (plain !== '') target().push({ kind: 'text', text: plain });
    plain = '';
  };
  const wrong = (from: number, to: number, message: string): void => {
    problems.push({ from, to, message });
  };

  let at = 0;
  while (at < text.length) {
    const sign = text[at] as string;
    if (sign === '\\' && at + 1 < text.length) {
      plain += text[at + 1] as string;
      at += 2;
      continue;
    }
    if (sign === '{') {
      const end = endOfName(text, at);
      if (end === null) {
        wrong(at, text.length, 'This brace is not closed: the name of a list ends with }.');
        break;
      }
      const name = text.slice(at + 1, end).trim();
      if (name === '') wrong(at, end + 1, 'There is no name of a list between these braces.');
      else if (!isListName(name))
        wrong(at, end + 1, `“${name}” is no name of a list: those have letters, digits, spaces, - and _.`);
      else {
        endText();
        target().push({ kind: 'word', name, from: at, to: end + 1 });
      }
      at = end + 1;
      continue;
    }
    if (sign === '}') wrong(at, at + 1, 'This brace closes nothing: there is no { before it.');
    else if (sign === '[') {
      if (open !== null) wrong(at, at + 1, 'A bracket cannot stand in another one.');
      else {
        endText();
        open = { from: at, parts: [[]] };
      }
    } else if (sign === ']') {
      if (open === null) wrong(at, at + 1, 'This bracket closes nothing: there is no [ before it.');
      else {
        endText();
        const { from, parts } = open;
        open = null;
        const change = changeOf(parts, text.slice(from + 1, at));
        if (typeof change === 'string') wrong(from, at + 1, change);
        else pieces.push(change);
      }
    } else if (sign === '|' && open !== null) {
      endText();
      open.parts.push([]);
    } else plain += sign;
    at++;
  }
  if (open !== null) wrong(open.from, text.length, 'This bracket is not closed: what changes ends with ].');
  else endText();
  if (problems.length === 0 && !pieces.some(({ kind }) => kind === 'change'))
    wrong(
      0,
      text.length,
      'Nothing changes in it: put into brackets what the counterfactual has, as in [not] or [red|blue].',
    );
  return { text, pieces, problems };
}

/** The place of the brace that ends a name; null where another begins first, or none is there. */
function endOfName(text: string, from: number): number | null {
  for (let at = from + 1; at < text.length; at++) {
    if (text[at] === '}') return at;
    if (text[at] === '{' || text[at] === '[' || text[at] === ']') return null;
  }
  return null;
}

function changeOf(parts: readonly TemplatePart[][], written: string): TemplateChange | string {
  const [first = [], second, third] = parts;
  if (parts.length > MOST_PARTS)
    return `There are ${parts.length} parts between these brackets: original, counterfactual and neutral are the most.`;
  const [original, counterfactual] = second === undefined ? [[], first] : [first, second];
  if (original.length === 0 && counterfactual.length === 0)
    return 'There is nothing between these brackets that could change.';
  return { kind: 'change', original, counterfactual, neutral: third ?? null, written };
}

/** The words of lists in a template, in reading order. */
export function wordsIn(pieces: readonly TemplatePiece[]): Extract<TemplatePart, { kind: 'word' }>[] {
  return pieces.flatMap((piece) =>
    piece.kind === 'word'
      ? [piece]
      : piece.kind === 'text'
        ? []
        : wordsIn([...piece.original, ...piece.counterfactual, ...(piece.neutral ?? [])]),
  );
}
