/** With a capital first letter, as a sentence or an option begins. */
export function capitalised(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1);
}

/** The other way round, a title within a sentence: 'logit lens'; one that begins with an abbreviation as it is: 'QK and OV circuits'. */
export function inSentence(title: string): string {
  return /^(?:[A-Z][a-z]|A )/.test(title) ? `${title.charAt(0).toLowerCase()}${title.slice(1)}` : title;
}
