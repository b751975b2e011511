/** A file, read in a thread of its own. */
import { basename, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { Worker } from 'node:worker_threads';
import { PairlensError } from '../../../shared/errors.ts';
import { projectRoot } from '../paths.ts';
import type { FileReading } from './file-kind.ts';
import type { ImportFile } from './import-file.ts';
import type { FromReading, ReadingData, ToReading } from './reading-messages.ts';

/** How far it is: bytes of all bytes, and the rows that they held. */
export interface ReadingProgress {
  readonly bytes: number;
  readonly total: number;
  readonly rows: number;
}

export interface ReadFile<Report, Summary> extends FileReading<Report> {
  readonly summary: Summary;
}

export interface ReadingRequest<How> {
  /** The source of the thread, which calls `serveReading`. */
  readonly thread: URL;
  readonly file: ImportFile;
  readonly how: How;
}

/** Ends with its `close`, or when what it was started with is aborted. */
export class ThreadedReading<How, Item, Report, Summary> {
  readonly #worker: Worker;
  readonly #onProgress: (progress: ReadingProgress) => void;
  readonly #signal: AbortSignal;
  readonly #unread: FromReading<Item, Report, Summary>[] = [];
  #wake: () => void = () => undefined;
  #error: unknown = null;
  #total = 0;

  constructor(
    { thread, file, how }: ReadingRequest<How>,
    onProgress: (progress: ReadingProgress) => void,
    signal: AbortSignal,
  ) {
    this.#onProgress = onProgress;
    this.#signal = signal;
    this.#worker = new Worker(entryOf(thread), {
      workerData: { file, how } satisfies ReadingData<How>,
      // Flags of the program (as of a script given by --eval) are not the thread's.
      execArgv: [],
    });
    this.#worker.on('message', (message: FromReading<Item, Report, Summary>) => this.#take(message));
    this.#worker.on('error', (error) => this.#fail(error));
    this.#worker.on('exit', (code) => this.#fail(new Error(`the thread that reads ended with ${code}`)));
    signal.addEventListener('abort', this.#onAbort);
  }

  /**
   * What the whole file comes to.
   * @throws PairlensError FILE_NOT_FOUND, FILE_UNREADABLE, SET_INVALID for a file that is too large; CANCELLED
   */
  async read(): Promise<ReadFile<Report, Summary>> {
    const message = await this.#next();
    if (message.type !== 'read') throw new Error(`a reading said ${message.type} first`);
    return message;
  }

  /**
   * What is in a file that is good, in order, a few hundred items at a time. What is taken counts as stored when the next
   * is asked for.
   * @throws PairlensError SET_INVALID when the file has changed since; CANCELLED
   */
  async *items(): AsyncGenerator<readonly Item[]> {
    this.#send({ type: 'again' });
    for (;;) {
      const message = await this.#next();
      if (message.type === 'end') return;
      if (message.type !== 'items') throw new Error(`a reading said ${message.type} among its items`);
      yield message.items;
      const { bytes, rows } = message;
      this.#onProgress({ bytes, rows, total: this.#total });
      this.#send({ type: 'taken', items: message.items.length });
    }
  }

  async close(): Promise<void> {
    this.#signal.removeEventListener('abort', this.#onAbort);
    await this.#worker.terminate();
  }

  readonly #onAbort = (): void => this.#fail(new PairlensError('CANCELLED', 'reading was cancelled'));

  #send(message: ToReading): void {
    this.#worker.postMessage(message);
  }

  #take(message: FromReading<Item, Report, Summary>): void {
    if (message.type === 'size') this.#total = message.bytes;
    else if (message.type === 'progress') this.#onProgress({ ...message, total: this.#total });
    else {
      this.#unread.push(message);
      this.#wake();
    }
  }

  #fail(error: unknown): void {
    this.#error ??= error;
    this.#wake();
  }

  /** What comes next of the file itself. */
  async #next(): Promise<FromReading<Item, Report, Summary>> {
    while (this.#unread.length === 0 && this.#error === null && !this.#signal.aborted)
      await new Promise<void>((resolve) => (this.#wake = resolve));
    this.#signal.throwIfAborted();
    const message = this.#unread.shift();
    if (message === undefined) throw this.#error;
    if (message.type !== 'failed') return message;
    const { code, message: words, details } = message.failure;
    throw new PairlensError(code, words, { ...details });
  }
}

/** The thread's file: the source when this runs from source, else what the build made of it. */
function entryOf(thread: URL): string {
  if (import.meta.url.endsWith('.ts')) return fileURLToPath(thread);
  return join(projectRoot(), 'out', 'main', `${basename(thread.pathname, '.ts')}.js`);
}
