/** What `pairlens check` looks at: a list of checks, each of which tells what it finds. */
import type { ReadableDatabase } from '../store/handles.ts';

/** `damaged`: not what was written. `note`: sound, or nothing that could be told, and worth knowing. */
export interface Finding {
  readonly is: 'damaged' | 'note';
  /** What is so, a sentence without its full stop. */
  readonly what: string;
  /** What can be done about it, or becomes of it, likewise; '' where nothing. */
  readonly then: string;
}

export interface CheckContext {
  /** The workspace's file. */
  readonly path: string;
  /** Where models live. */
  readonly home: string;
  readonly database: ReadableDatabase;
}

export interface Check {
  /** 'pages' */
  readonly name: string;
  /** What is looked at, in words: 'the pages of the file'. */
  readonly title: string;
  /** `database` of the context is whole as far as earlier checks of the list could tell. */
  readonly find: (context: CheckContext) => Iterable<Finding> | AsyncIterable<Finding>;
}

export function damage(what: string, then = ''): Finding {
  return { is: 'damaged', what, then };
}

export function remark(what: string, then = ''): Finding {
  return { is: 'note', what, then };
}

export const RESCUE = '`pairlens rescue` copies what is sound into a new workspace';
