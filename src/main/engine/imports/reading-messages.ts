/** What the engine and the thread that reads a file say to each other. */
import type { ErrorRecord } from '../../../shared/errors.ts';
import type { ImportFile } from './import-file.ts';

/** What the thread is started with. */
export interface ReadingData<How> {
  readonly file: ImportFile;
  /** What a person says of the file. */
  readonly how: How;
}

export type ToReading =
  /** Hand out what is in the file. */
  | { readonly type: 'again' }
  /** So many of the items that were handed out are stored. */
  | { readonly type: 'taken'; readonly items: number };

export type FromReading<Item, Report, Summary> =
  | { readonly type: 'size'; readonly bytes: number }
  | { readonly type: 'progress'; readonly bytes: number; readonly rows: number }
  | {
      readonly type: 'read';
      readonly report: Report;
      readonly isEmpty: boolean;
      readonly summary: Summary;
    }
  | {
      readonly type: 'items';
      readonly items: readonly Item[];
      readonly bytes: number;
      readonly rows: number;
    }
  | { readonly type: 'end' }
  | { readonly type: 'failed'; readonly failure: ErrorRecord };
