/** "1 head", "1,040 heads". */
export function countWords(count: number, noun: string): string {
  return `${count.toLocaleString('en')} ${noun}${count === 1 ? '' : 's'}`;
}

/** "a, b", "a, b and 2 more" where more are there than `most`. */
export function listWords(names: readonly string[], most: number): string {
  const more = names.length - most;
  return `${names.slice(0, most).join(', ')}${more > 0 ? ` and ${more.toLocaleString('en')} more` : ''}`;
}

/** ', by 12 clusters of pairs' where intervals and tests go by fewer clusters than there are pairs; else ''. */
export function byClusters(clusters: number, pairs: number): string {
  return clusters === 0 || clusters >= pairs ? '' : `, by ${countWords(clusters, 'cluster')} of pairs`;
}
