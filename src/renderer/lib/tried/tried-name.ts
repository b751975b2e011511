import { freeName } from '../format/free-name.ts';

const LONGEST = 40;

/** What a tried pair's set is called: the beginning of its sentence, with a number where that is taken. */
export function tried(original: string, taken: readonly string[]): string {
  const words = original.replace(/\s+/gu, ' ').trim();
  const letters = [...words];
  const name = letters.length <= LONGEST ? words : `${letters.slice(0, LONGEST - 1).join('')}…`;
  return freeName(name, new Set(taken));
}
