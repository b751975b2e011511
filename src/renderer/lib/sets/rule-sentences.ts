/** The sentences that a rule is put to: those that are typed, and the originals of the set. */
import { LONGEST } from '../../../core/bounds.ts';

/** More sentences than this are not gone through in one go. */
export const MOST_SENTENCES = 5000;
/** Pairs whose originals are looked at: many may have the same one. */
const MOST_PAIRS = 10 * MOST_SENTENCES;

/** One a line, each once. */
function linesOf(text: string): Set<string> {
  const lines = text.split('\n').map((line) => line.trim());
  return new Set(lines.filter((line) => line !== ''));
}

interface Sentences {
  readonly sentences: readonly string[];
  /** How many come after the most that are gone through. */
  readonly leftOut: number;
}

/** One a line, each once. */
export function sentencesOf(text: string): Sentences {
  const sentences = [...linesOf(text)];
  return {
    sentences: sentences.slice(0, MOST_SENTENCES),
    leftOut: Math.max(0, sentences.length - MOST_SENTENCES),
  };
}

/** Of pairs in their order; null: a pair of token ids. */
type Originals = readonly (string | null)[];

/**
 * What is typed with originals below it, each once, in whole lines, as far as there is room.
 *
 * @returns `used`: how many of the originals that goes through
 */
export function withOriginals(
  typed: string,
  originals: Originals,
): { readonly text: string; readonly used: number } {
  const lines = linesOf(typed);
  let length = [...lines].join('\n').length;
  for (const [at, original] of originals.entries()) {
    const line = original?.replaceAll(/\s*\n\s*/g, ' ').trim() ?? '';
    if (line === '' || lines.has(line)) continue;
    const next = length + line.length + (lines.size === 0 ? 0 : 1);
    if (lines.size >= MOST_SENTENCES || next > LONGEST.pasted)
      return { text: [...lines].join('\n'), used: at };
    lines.add(line);
    length = next;
  }
  return { text: [...lines].join('\n'), used: originals.length };
}

interface Page {
  readonly pairs: readonly { readonly original: string | null }[];
  readonly total: number;
}

/** The originals of a set page by page, until there are as many as are gone through. */
export async function originalsOf(
  pageAt: (offset: number) => Promise<Page>,
): Promise<{ readonly originals: Originals; readonly total: number }> {
  const originals: (string | null)[] = [];
  const different = new Set<string | null>();
  for (;;) {
    const { pairs, total } = await pageAt(originals.length);
    for (const { original } of pairs) {
      originals.push(original);
      different.add(original);
    }
    const isEnough = different.size > MOST_SENTENCES || originals.length >= MOST_PAIRS;
    if (pairs.length === 0 || originals.length >= total || isEnough) return { originals, total };
  }
}
