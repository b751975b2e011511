/** Reads a file that is in memory: what ships with the program, the beginning of a file that a person looks at. */
import { FileDecoder } from './decode.ts';
import type { FileKind, FileReading, FileReport, Found } from './file-kind.ts';
import { PIECE_BYTES } from './import-file.ts';

/**
 * Never throws for what is in the file.
 * @param isWhole false for the beginning of a file
 * @param pieceBytes how much is read at a time
 */
export function readBytes<How, Layout, Item, Report extends FileReport>(
  kind: Pick<FileKind<How, Layout, Item, Report, never>, 'search' | 'reader' | 'refused'>,
  { fileName, bytes, how }: { readonly fileName: string; readonly bytes: Uint8Array; readonly how: How },
  isWhole = true,
  pieceBytes = PIECE_BYTES,
): FileReading<Report> & { readonly items: readonly Item[] } {
  const items: Item[] = [];
  const count = Math.ceil(bytes.length / pieceBytes);
  const pieces = Array.from({ length: count }, (_, piece) =>
    bytes.subarray(piece * pieceBytes, (piece + 1) * pieceBytes),
  );
  const found = layoutOf(kind, fileName, how, pieces);
  if (!found.ok) return { report: kind.refused(fileName, found.message), isEmpty: false, items: [] };
  const reader = kind.reader(found.layout, how, (item) => items.push(item));
  for (const piece of pieces) {
    reader.push(piece);
    if (reader.isStopped) break;
  }
  const reading = reader.end(isWhole);
  return { ...reading, items: reading.report.problems.length === 0 ? items : [] };
}

function layoutOf<How, Layout>(
  kind: Pick<FileKind<How, Layout, never, never, never>, 'search'>,
  fileName: string,
  how: How,
  pieces: readonly Uint8Array[],
): Found<Layout> {
  const search = kind.search(fileName, how);
  const decoder = new FileDecoder();
  for (const piece of pieces) {
    const { text, wrong } = decoder.push(piece);
    search.push(text);
    if (search.isDone || wrong !== null) return search.end();
  }
  search.push(decoder.end().text);
  return search.end();
}
