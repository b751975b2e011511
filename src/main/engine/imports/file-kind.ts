/** What files are imported as: pairs, texts. What is the same for all of them asks one of these. */
import type { ImportProblem } from '../../../shared/entities.ts';
import type { Decoded } from './decode.ts';

/** What is told of any file. */
export interface FileReport {
  /** The file is refused when there is one. */
  readonly problems: readonly ImportProblem[];
  /** There may be more. */
  readonly problemsCut: boolean;
}

export interface FileReading<Report> {
  readonly report: Report;
  /** The file is well-formed and holds nothing (which is one of its problems, too). */
  readonly isEmpty: boolean;
}

/** Reads a file piece by piece. Whatever the bytes are, the outcome is a report. */
export interface FileReader<Report> {
  /** Whether there is no use in reading on. */
  readonly isStopped: boolean;
  /** Rows that have been read. */
  readonly rowCount: number;
  push(bytes: Uint8Array): void;
  /** @param isWhole false for the beginning of a file: what stands at its end is not all there, and is not looked at */
  end(isWhole?: boolean): FileReading<Report>;
}

/** The layout, or why the file cannot be what it is taken for. */
export type Found<Layout> =
  { readonly ok: true; readonly layout: Layout } | { readonly ok: false; readonly message: string };

/** Takes the text of a file from its beginning until it knows how the file is laid out, or to the end. */
export interface Search<Layout> {
  readonly isDone: boolean;
  push(text: Decoded['text']): void;
  end(): Found<Layout>;
}

/** Identifies what is in a set, item by item. */
export interface Hasher<Item> {
  add(item: Item): void;
  digest(): string;
}

/** @template How what a person says of a file; @template Item a pair, a text */
export interface FileKind<
  How,
  Layout,
  Item,
  Report extends FileReport,
  Summary extends { contentHash: string },
> {
  search(fileName: string, how: How): Search<Layout>;
  reader(layout: Layout, how: How, onItem: (item: Item) => void): FileReader<Report>;
  /** Of a file that is refused as a whole before anything of it is read. */
  refused(fileName: string, message: string): Report;
  summary(): { add(item: Item): void; finish(): Summary };
  hasher(): Hasher<Item>;
}
