/** '2,453': the rank in the vocabulary of which a mean of `rank` is the logarithm. */
export function rankWords(mean: number): string {
  return Math.round(2 ** mean - 1).toLocaleString('en');
}
