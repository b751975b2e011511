/**
 * What a person marks in a statement: words of a text, or positions of token ids. It is kept as stretches [from, to) of
 * UTF-16 units or of tokens.
 */
import type { CharacterRange } from './find-cues.ts';

/** A text, or so many token ids. */
export type MarkedStatement = { readonly text: string } | { readonly tokens: number };

export type Marks = readonly CharacterRange[] | null | { readonly wrong: string };

/**
 * Reads what a cell says is marked: words or phrases with ; between them or in a list, each of which occurs in the text, whole;
 * stretches [[from, to], …] as they are written; of token ids positions. null: nothing.
 * @param value of a cell: text, or any JSON value
 */
export function readMarks(value: unknown, statement: MarkedStatement): Marks {
  if (value === undefined || value === null) return null;
  if (typeof value === 'string') {
    const trimmed = value.trim();
    if (trimmed === '') return null;
    if (!trimmed.startsWith('['))
      return readList(
        trimmed.split(';').map((phrase) => phrase.trim()),
        statement,
      );
    try {
      return readMarks(JSON.parse(trimmed), statement);
    } catch {
      return { wrong: 'begins with [ and is no list' };
    }
  }
  return Array.isArray(value) ? readList(value, statement) : { wrong: 'is neither text nor a list' };
}

function readList(values: readonly unknown[], statement: MarkedStatement): Marks {
  const ranges: CharacterRange[] = [];
  for (const value of values) {
    if (value === '') continue;
    const range = readOne(value, statement, ranges);
    if ('wrong' in range) return range;
    ranges.push(range);
  }
  if (ranges.length === 0) return null;
  const sorted = ranges.toSorted(([a], [b]) => a - b);
  const overlaps = sorted.some(([from], place) => place > 0 && from < (sorted[place - 1]?.[1] ?? 0));
  return overlaps ? { wrong: 'marks something twice' } : sorted;
}

function readOne(
  value: unknown,
  statement: MarkedStatement,
  before: readonly CharacterRange[],
): CharacterRange | { readonly wrong: string } {
  const length = 'text' in statement ? statement.text.length : statement.tokens;
  if (isRange(value)) {
    const [from, to] = value;
    if (from >= 0 && from < to && to <= length) return [from, to];
    return { wrong: `has [${from}, ${to}]; the counterfactual goes from 0 to ${length}` };
  }
  if ('tokens' in statement) {
    if (typeof value !== 'number' || !Number.isInteger(value))
      return { wrong: 'has what is no position of a token' };
    return value >= 0 && value < length
      ? [value, value + 1]
      : { wrong: `has position ${value}; there are ${length} tokens, counted from 0` };
  }
  if (typeof value !== 'string') return { wrong: 'has what is neither a word nor a stretch' };
  return (
    findPhrase(statement.text, value, before) ?? {
      wrong: `has “${value}”, which does not occur in the counterfactual`,
    }
  );
}

/** The first time that a phrase occurs and is not marked yet: by itself, else within a word, as n't does. */
function findPhrase(text: string, phrase: string, before: readonly CharacterRange[]): CharacterRange | null {
  const escaped = phrase.trim().replace(/[\\^$.*+?()[\]{}|/-]/gu, '\\$&');
  if (escaped === '') return null;
  for (const pattern of [`(?<![\\p{L}\\p{M}\\p{N}])${escaped}(?![\\p{L}\\p{M}\\p{N}])`, escaped])
    for (const { index, 0: found } of text.matchAll(new RegExp(pattern, 'giu'))) {
      const range = [index, index + found.length] as const;
      if (!before.some(([from, to]) => from < range[1] && range[0] < to)) return range;
    }
  return null;
}

function isRange(value: unknown): value is readonly [number, number] {
  return Array.isArray(value) && value.length === 2 && value.every((end) => Number.isInteger(end));
}

/** As a person types them: phrases with ; between them, or positions. */
export function marksAsText(marks: readonly CharacterRange[] | null, text: string | null): string {
  if (marks === null) return '';
  if (text === null) return JSON.stringify(marks);
  return marks.map(([from, to]) => text.slice(from, to)).join('; ');
}
