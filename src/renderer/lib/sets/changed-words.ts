/**
 * The words of `changed` that are not those of `original` before and after them: all that tells a neutral from its
 * original, where words are put in or replaced. Where they are only taken out, all of `changed`.
 */
export function changedWords(original: string, changed: string): string {
  const before = original.split(/\s+/);
  const words = changed.split(/\s+/);
  const shorter = Math.min(before.length, words.length);
  let start = 0;
  while (start < shorter && words[start] === before[start]) start++;
  let end = 0;
  while (end < shorter - start && words.at(-1 - end) === before.at(-1 - end)) end++;
  return words.slice(start, words.length - end).join(' ') || changed;
}
