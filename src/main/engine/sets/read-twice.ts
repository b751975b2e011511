/**
 * Reads a file of pairs of any size, twice: first to know that all of it is good, and what it comes to; then to hand out
 * the pairs. So nothing is stored of a file that is refused, and nobody waits for the end of it in memory.
 */
import type { ColumnChoice, ImportReport } from '../../../shared/entities.ts';
import { PairlensError } from '../../../shared/errors.ts';
import type { SetSummary } from '../store/sentence-sets.ts';
import { FileDecoder } from './decode.ts';
import { refusedReport } from './import.ts';
import { LayoutSearch } from './layout-search.ts';
import type { FoundLayout, Layout } from './layout.ts';
import { type PairContent, setHasher } from './pair-content.ts';
import { PairSummary } from './pair-summary.ts';
import { piecesOf, type SetFile } from './set-file.ts';
import { SetReader } from './set-reader.ts';

/** How far reading is: bytes from the beginning of the file, rows that they held. */
export type OnProgress = (bytes: number, rows: number) => void;

/** What the first reading came to. `layout` null: the file is refused. */
export interface FirstReading {
  readonly report: ImportReport;
  readonly isEmpty: boolean;
  readonly summary: SetSummary;
  readonly layout: Layout | null;
}

/** @throws PairlensError FILE_NOT_FOUND, FILE_UNREADABLE */
export async function readFirst(
  file: SetFile,
  given: ColumnChoice,
  onProgress: OnProgress,
): Promise<FirstReading> {
  const summary = new PairSummary();
  const found = await findLayout(file, given);
  if (!found.ok) {
    const report = refusedReport(file.fileName, found.message);
    return { report, isEmpty: false, summary: summary.finish(), layout: null };
  }
  const { layout } = found;
  const reader = new SetReader(layout, given, (pair) => summary.add(pair));
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

async function findLayout(file: SetFile, given: ColumnChoice): Promise<FoundLayout> {
  const search = new LayoutSearch(file.fileName, given);
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
 * Hands out the pairs of a file that has been read before.
 * @param take returns when the next pairs may come
 * @throws PairlensError SET_INVALID when it is not the same file any more
 */
export async function readAgain(
  file: SetFile,
  given: ColumnChoice,
  { layout, summary }: { readonly layout: Layout; readonly summary: SetSummary },
  take: (pairs: PairContent[], bytes: number, rows: number) => Promise<void>,
): Promise<void> {
  const again = setHasher();
  let pairs: PairContent[] = [];
  const reader = new SetReader(layout, given, (pair) => {
    again.add(pair);
    pairs.push(pair);
  });
  let bytes = 0;
  const hand = async (): Promise<void> => {
    const handed = pairs;
    pairs = [];
    await take(handed, bytes, reader.rowCount);
  };
  for await (const piece of piecesOf(file.source)) {
    reader.push(piece);
    bytes += piece.length;
    await hand();
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
