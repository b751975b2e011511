/** What a person is told of a figure of which some characters have no font here. */

const MOST_NAMED = 6;

/** @param codes of characters: 'U+6211'; '' where there are none */
export function withoutFontWords(codes: readonly string[]): string {
  if (codes.length === 0) return '';
  const characters = codes.map((code) => String.fromCodePoint(Number.parseInt(code.slice(2), 16)));
  const named = codes.slice(0, MOST_NAMED).map((code, at) => `${characters[at] ?? ''} (${code})`);
  const more = codes.length - named.length;
  const list = more > 0 ? `${named.join(', ')} and ${more} more` : named.join(', ');
  const shown = codes.length === 1 ? 'its code' : 'their codes';
  return `No font of this machine has ${list}: the figure shows ${shown}. Install a font for it, such as one of Noto.`;
}
