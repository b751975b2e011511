/** Places in a file, as an editor shows them. */

/** Both count from 1; a column is a character (a Unicode code point), so an emoji is one column. */
export interface FilePosition {
  readonly line: number;
  readonly column: number;
}

export const FILE_START: FilePosition = { line: 1, column: 1 };

const LINE_FEED = 10;
const CARRIAGE_RETURN = 13;

/**
 * Where `offset`, in UTF-16 units, is in a file whose part `text` begins at `from`. Lines end in "\n", "\r\n" or a "\r"
 * alone.
 * @param start the offset at which `text` begins
 */
export function positionIn(text: string, offset: number, from: FilePosition, start = 0): FilePosition {
  let { line, column } = from;
  for (let at = start; at < offset; at++) {
    const unit = text.charCodeAt(at);
    if (unit === LINE_FEED || (unit === CARRIAGE_RETURN && text.charCodeAt(at + 1) !== LINE_FEED)) {
      line++;
      column = 1;
    } else if (!isLowSurrogate(unit)) column++;
  }
  return { line, column };
}

/** The second half of a character that takes two units. */
function isLowSurrogate(unit: number): boolean {
  return unit >= 0xdc00 && unit <= 0xdfff;
}
