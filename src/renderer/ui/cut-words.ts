/** What is said under a field that did not take all that was put into it. */

/**
 * @param length characters that the field would have with all of it
 * @returns null where it has taken everything
 */
export function cutWords(length: number, longest: number, hasNul: boolean): string | null {
  const said = [
    ...(length > longest
      ? [
          `${longest.toLocaleString('en')} characters are the most: of ${length.toLocaleString('en')}, the rest was cut.`,
        ]
      : []),
    ...(hasNul ? ['NUL characters were left out.'] : []),
  ];
  return said.length === 0 ? null : said.join(' ');
}

/** The same of what is about to be typed or pasted into a field; null too of what takes something out of it. */
export function cutAtInput({ target, data, inputType }: InputEvent, longest: number): string | null {
  if (!(target instanceof HTMLInputElement || target instanceof HTMLTextAreaElement)) return null;
  return inputType.startsWith('insert') ? cutOf(target, data ?? '', longest) : null;
}

/** The same of a field, what is chosen in it, and what is put there. */
export function cutOf(
  { value, selectionStart, selectionEnd }: HTMLInputElement | HTMLTextAreaElement,
  put: string,
  longest: number,
): string | null {
  const chosen = (selectionEnd ?? 0) - (selectionStart ?? 0);
  return cutWords(value.length - chosen + put.length, longest, put.includes('\0'));
}
