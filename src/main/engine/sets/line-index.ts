/** From an offset in a file to the line and column that an editor shows. */

/** Both count from 1; a column is a character (a Unicode code point), so an emoji is one column. */
export interface FilePosition {
  readonly line: number;
  readonly column: number;
}

/** Finds positions in a file; lines end in "\n", "\r\n" or a "\r" alone. */
export type LineIndex = (offset: number) => FilePosition;

const LINE_FEED = 10;
const CARRIAGE_RETURN = 13;

/** Offsets count UTF-16 code units, as offsets in a JavaScript string do. */
export function lineIndexOfText(text: string): LineIndex {
  const starts = lineStarts(text.length, (offset) => text.charCodeAt(offset));
  return (offset) => {
    const line = lineOf(starts, offset);
    const before = text.slice(starts[line - 1] ?? 0, offset);
    return { line, column: Array.from(before).length + 1 };
  };
}

/** Offsets count bytes of valid UTF-8. */
export function lineIndexOfBytes(bytes: Uint8Array): LineIndex {
  const starts = lineStarts(bytes.length, (offset) => bytes[offset] ?? 0);
  return (offset) => {
    const line = lineOf(starts, offset);
    let column = 1;
    // A byte 10xxxxxx continues a character; any other begins one.
    for (const byte of bytes.subarray(starts[line - 1] ?? 0, offset)) if ((byte & 0xc0) !== 0x80) column++;
    return { line, column };
  };
}

function lineStarts(length: number, unitAt: (offset: number) => number): number[] {
  const starts = [0];
  for (let offset = 0; offset < length; offset++) {
    const unit = unitAt(offset);
    if (unit === LINE_FEED || (unit === CARRIAGE_RETURN && unitAt(offset + 1) !== LINE_FEED)) {
      starts.push(offset + 1);
    }
  }
  return starts;
}

/** The number, from 1, of the last line that starts at or before `offset`. */
function lineOf(starts: readonly number[], offset: number): number {
  let low = 0;
  let high = starts.length;
  while (high - low > 1) {
    const middle = (low + high) >> 1;
    if ((starts[middle] ?? 0) <= offset) low = middle;
    else high = middle;
  }
  return low + 1;
}
