const LONGEST = 40;

/** What a tried pair's set is called: the beginning of its sentence, with a number where that is taken. */
export function tried(original: string, taken: readonly string[]): string {
  const words = original.replace(/\s+/gu, ' ').trim();
  const letters = [...words];
  const name = letters.length <= LONGEST ? words : `${letters.slice(0, LONGEST - 1).join('')}…`;
  const used = new Set(taken);
  if (!used.has(name)) return name;
  let number = 2;
  while (used.has(`${name} (${number})`)) number++;
  return `${name} (${number})`;
}
