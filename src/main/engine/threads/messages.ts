/** What the engine and a thread of its readings say to each other. */
import type { ErrorRecord } from '../../../shared/errors.ts';

/** How many pieces of a task may be on their way before the first of them is taken. */
export const PIECES_AHEAD = 3;

export type ToThread =
  | { readonly type: 'ask'; readonly id: number; readonly name: string; readonly request: readonly unknown[] }
  | {
      readonly type: 'follow';
      readonly id: number;
      readonly name: string;
      readonly request: readonly unknown[];
    }
  /** A piece of a task has been taken. */
  | { readonly type: 'taken'; readonly id: number }
  /** Nobody wants the rest of a task. */
  | { readonly type: 'stop'; readonly id: number }
  | { readonly type: 'close' };

export type FromThread =
  | { readonly type: 'piece'; readonly id: number; readonly value: unknown }
  /** The answer to a question, the result of a task. */
  | { readonly type: 'done'; readonly id: number; readonly value: unknown }
  /** CANCELLED for a task that was stopped. */
  | { readonly type: 'failed'; readonly id: number; readonly failure: ErrorRecord };
