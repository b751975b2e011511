/**
 * Reads a file of any size, twice: first to know that all of it is good, and what it comes to; then to hand out what is in
 * it. So nothing is stored of a file that is refused, and nobody waits for the end of it in memory.
 */
import { PairlensError } from '../../../shared/errors.ts';
import { FileDecoder } from './decode.ts';
import type { FileKind, FileReport, Found, Search } from './file-kind.ts';
import { type ImportFile, piecesOf } from './import-file.ts';

/** How far reading is: bytes from the beginning of the file, rows that they held. */
export type OnProgress = (bytes: number, rows: number) => void;

/** What the first reading came to. `layout` null: the file is refused. */
export interface FirstReading<Layout, Report, Summary> {
  readonly report: Report;
  readonly isEmpty: boolean;
  readonly summary: Summary;
  readonly layout: Layout | null;
}

interface Request<How> {
  readonly file: ImportFile;
  readonly how: How;
}

/** @throws PairlensError FILE_NOT_FOUND, FILE_UNREADABLE */
export async function readFirst<
  How,
  Layout,
  Item,
  Report extends FileReport,
  Summary extends { contentHash: string },
>(
  kind: FileKind<How, Layout, Item, Report, Summary>,
  { file, how }: Request<How>,
  onProgress: OnProgress,
): Promise<FirstReading<Layout, Report, Summary>> {
  const summary = kind.summary();
  const found = await findLayout(kind.search(file.fileName, how), file);
  if (!found.ok) {
    const report = kind.refused(file.fileName, found.message);
    return { report, isEmpty: false, summary: summary.finish(), layout: null };
  }
  const { layout } = found;
  const reader = kind.reader(layout, how, (item) => summary.add(item));
  let bytes = 0;
  for await (const piece of piecesOf(file.source)) {
    reader.push(piece);
    bytes += piece.length;
    onProgress(bytes, reader.rowCount);
    if (reader.isStopped) break;
  }
  const { report, isEmpty } = reader.end();
  const isGood = report.problems.length === 0;
  return { report, isEmpty, summary: summary.finish(), layout: isGood ? layout : null };
}

async function findLayout<Layout>(search: Search<Layout>, file: ImportFile): Promise<Found<Layout>> {
  const decoder = new FileDecoder();
  for await (const piece of piecesOf(file.source)) {
    const { text, wrong } = decoder.push(piece);
    search.push(text);
    if (search.isDone || wrong !== null) return search.end();
  }
  search.push(decoder.end().text);
  return search.end();
}

/**
 * Hands out what is in a file that has been read before.
 * @param take returns when the next items may come
 * @throws PairlensError SET_INVALID when it is not the same file any more
 */
export async function readAgain<
  How,
  Layout,
  Item,
  Report extends FileReport,
  Summary extends { contentHash: string },
>(
  kind: FileKind<How, Layout, Item, Report, Summary>,
  { file, how }: Request<How>,
  { layout, summary }: { readonly layout: Layout; readonly summary: Summary },
  take: (items: Item[], bytes: number, rows: number) => Promise<void>,
): Promise<void> {
  const again = kind.hasher();
  let items: Item[] = [];
  const reader = kind.reader(layout, how, (item) => {
    again.add(item);
    items.push(item);
  });
  let bytes = 0;
  const hand = async (): Promise<void> => {
    const handed = items;
    items = [];
    await take(handed, bytes, reader.rowCount);
  };
  for await (const piece of piecesOf(file.source)) {
    reader.push(piece);
    bytes += piece.length;
    await hand();
    if (reader.isStopped) break;
  }
  const { report } = reader.end();
  await hand();
  if (report.problems.length > 0 || again.digest() !== summary.contentHash)
    throw new PairlensError(
      'SET_INVALID',
      `${file.fileName} changed while it was read: import it again when it is at rest`,
      { fileName: file.fileName },
    );
}
