/** What the engine and the thread that reads a file of pairs say to each other. */
import type { ColumnChoice, ImportReport } from '../../../shared/entities.ts';
import type { ErrorRecord } from '../../../shared/errors.ts';
import type { SetSummary } from '../store/sentence-sets.ts';
import type { PairContent } from './pair-content.ts';
import type { SetFile } from './set-file.ts';

/** What the thread is started with. */
export interface ReadingData {
  readonly file: SetFile;
  readonly columns: ColumnChoice;
}

export type ToReading =
  /** Hand out the pairs. */
  | { readonly type: 'again' }
  /** So many of the pairs that were handed out are stored. */
  | { readonly type: 'taken'; readonly pairs: number };

export type FromReading =
  | { readonly type: 'size'; readonly bytes: number }
  | { readonly type: 'progress'; readonly bytes: number; readonly rows: number }
  | {
      readonly type: 'read';
      readonly report: ImportReport;
      readonly isEmpty: boolean;
      readonly summary: SetSummary;
    }
  | {
      readonly type: 'pairs';
      readonly pairs: readonly PairContent[];
      readonly bytes: number;
      readonly rows: number;
    }
  | { readonly type: 'end' }
  | { readonly type: 'failed'; readonly failure: ErrorRecord };
