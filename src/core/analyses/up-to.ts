/** The end of a sentence that says how much is read at most: ", up to 2,000 tokens"; '' while the number is not valid. */
export function upTo(most: unknown, what: string): string {
  return typeof most === 'number' ? `, up to ${most.toLocaleString('en')} ${what}` : '';
}
