/** Imports of files as jobs: read in a thread of its own, stored a few items at a time, seen when all are in. */
import { setImmediate } from 'node:timers/promises';
import { errorRecord, PairlensError } from '../../../shared/errors.ts';
import type { JobSubject } from '../../../shared/jobs.ts';
import type { JobReport } from '../jobs/job-teller.ts';
import {
  describeError,
  type JobEnd,
  type JobOutcome,
  type JobPlan,
  type Jobs,
  type StartedJob,
} from '../jobs/jobs.ts';
import type { Store } from '../store/database.ts';
import type { WritableDatabase } from '../store/handles.ts';
import type { NewSet } from '../store/set-table.ts';
import type { FileReport } from './file-kind.ts';
import type { ImportFile } from './import-file.ts';
import { type ReadFile, type ReadingProgress, ThreadedReading } from './threaded-reading.ts';

export interface FileImport<How> {
  readonly projectId: number;
  readonly name: string;
  readonly file: ImportFile;
  /** What a person says of the file. */
  readonly how: How;
  /** Where the set comes from; 'file:pairs.csv' unless told. */
  readonly source?: string;
}

export interface Imported<StoredSet, Report> {
  readonly set: StoredSet;
  readonly report: Report;
}

/** How what is in a file is stored: pairs as a sentence set, texts as a text set. */
export interface StoredAs<Item, Report, Summary, StoredSet> {
  /** The source of the thread that reads the file. */
  readonly thread: URL;
  /** A set that nobody sees until it is complete; its id. */
  begin(database: WritableDatabase, values: NewSet): number;
  put(database: WritableDatabase, setId: number, position: number, item: Item): void;
  complete(database: WritableDatabase, setId: number, summary: Summary, report: Report): StoredSet;
  giveUp(database: WritableDatabase, setId: number): void;
  /** By which screens find the job. */
  subject(setId: number): JobSubject;
}

/** One after the other: two would only take the disk from each other. */
const IMPORT_LANE = 'import';
/** Items are stored for that long at a time; requests are answered in between. */
const STORE_MILLISECONDS = 6;
const COUNT = new Intl.NumberFormat('en');

export class FileImports<How, Item, Report extends FileReport, Summary, StoredSet> {
  readonly #store: Store;
  readonly #jobs: Jobs;
  readonly #as: StoredAs<Item, Report, Summary, StoredSet>;

  constructor(store: Store, jobs: Jobs, as: StoredAs<Item, Report, Summary, StoredSet>) {
    this.#store = store;
    this.#jobs = jobs;
    this.#as = as;
  }

  /**
   * Starts an import and returns at once. The set has its name and id from now on, and is seen when it is complete.
   * @param afterwards called at its end, however it ended
   * @throws PairlensError CONFLICT when the project has a set of that name; NOT_FOUND; STORE_READONLY
   */
  start(
    request: FileImport<How>,
    afterwards: () => void = () => undefined,
  ): StartedJob & { readonly setId: number } {
    const setId = this.#begin(request);
    const started = this.#jobs.start({
      ...planOf(request, this.#as.subject(setId)),
      work: async (signal, report) => {
        await this.#readAndStore(request, setId, signal, report);
      },
      end: (outcome) => {
        if (outcome.state !== 'done') this.#giveUp(setId);
        afterwards();
        return endOf(outcome);
      },
    });
    return { ...started, setId };
  }

  /**
   * Imports a file as a new set and waits for its end.
   * @throws PairlensError SET_INVALID (details: the report) and SET_EMPTY, storing nothing; FILE_NOT_FOUND,
   * FILE_UNREADABLE; CANCELLED; and as `start`
   */
  async finish(request: FileImport<How>): Promise<Imported<StoredSet, Report>> {
    const setId = this.#begin(request);
    try {
      return await this.#jobs.run(planOf(request, this.#as.subject(setId)), (signal, report) =>
        this.#readAndStore(request, setId, signal, report),
      );
    } catch (error) {
      this.#giveUp(setId);
      throw error;
    }
  }

  /**
   * The same, but for a file whose very content is stored already.
   * @param choose the set that has it, or else the name of the new one
   */
  async finishUnlessThere(
    request: Omit<FileImport<How>, 'name'>,
    choose: (summary: Summary) => StoredSet | string,
  ): Promise<Imported<StoredSet, Report>> {
    return this.#jobs.run(planOf({ ...request, name: request.file.fileName }), (signal, report) =>
      this.#whileReading(request, signal, report, async (reading, file) => {
        const found = choose(file.summary);
        if (typeof found !== 'string') return { set: found, report: file.report };
        const setId = this.#begin({ ...request, name: found });
        try {
          return await this.#storeItems(setId, reading, file, signal, report);
        } catch (error) {
          this.#giveUp(setId);
          throw error;
        }
      }),
    );
  }

  #begin({ projectId, name, file, source }: FileImport<How>): number {
    const values = { projectId, name, description: '', source: source ?? `file:${file.fileName}` };
    return this.#store.write((database) => this.#as.begin(database, values));
  }

  /** Its name is free again; where the disk takes nothing any more, it is when the workspace is next opened. */
  #giveUp(setId: number): void {
    try {
      this.#store.write((database) => this.#as.giveUp(database, setId));
    } catch (error) {
      if (!(error instanceof PairlensError)) throw error;
    }
  }

  #readAndStore(
    request: FileImport<How>,
    setId: number,
    signal: AbortSignal,
    report: JobReport,
  ): Promise<Imported<StoredSet, Report>> {
    return this.#whileReading(request, signal, report, (reading, file) =>
      this.#storeItems(setId, reading, file, signal, report),
    );
  }

  async #whileReading<Result>(
    { file, how }: Pick<FileImport<How>, 'file' | 'how'>,
    signal: AbortSignal,
    report: JobReport,
    use: (
      reading: ThreadedReading<How, Item, Report, Summary>,
      read: ReadFile<Report, Summary>,
    ) => Promise<Result>,
  ): Promise<Result> {
    report.activity('Reading');
    const reading = new ThreadedReading<How, Item, Report, Summary>(
      { thread: this.#as.thread, file, how },
      (progress) => tellProgress(file, progress, report),
      signal,
    );
    try {
      const read = await reading.read();
      refuseBad(read, file.fileName);
      return await use(reading, read);
    } finally {
      await reading.close();
    }
  }

  async #storeItems(
    setId: number,
    reading: ThreadedReading<How, Item, Report, Summary>,
    { report, summary }: ReadFile<Report, Summary>,
    signal: AbortSignal,
    job: JobReport,
  ): Promise<Imported<StoredSet, Report>> {
    job.activity('Storing');
    let position = 0;
    for await (const items of reading.items()) {
      for (let done = 0; done < items.length;) {
        const rest = items.slice(done);
        const stored = this.#store.write((database) => {
          const until = performance.now() + STORE_MILLISECONDS;
          let count = 0;
          for (const item of rest) {
            this.#as.put(database, setId, position + count, item);
            count++;
            if (performance.now() > until) break;
          }
          return count;
        });
        done += stored;
        position += stored;
        // Whoever asks the engine something is answered first.
        await setImmediate();
        signal.throwIfAborted();
      }
    }
    const set = this.#store.write((database) => this.#as.complete(database, setId, summary, report));
    return { set, report };
  }
}

function planOf(
  { name, projectId, file }: Pick<FileImport<unknown>, 'name' | 'projectId' | 'file'>,
  subject: JobSubject = {},
): Omit<JobPlan, 'work' | 'end'> {
  return {
    kind: 'import',
    title: name,
    subject: { projectId, ...subject },
    unit: 'bytes',
    counts: { done: 0, total: null, file: file.fileName },
    lane: IMPORT_LANE,
  };
}

function tellProgress(file: ImportFile, { bytes, total, rows }: ReadingProgress, report: JobReport): void {
  report.progress({ done: bytes, total, file: file.fileName, beside: `${COUNT.format(rows)} rows` });
}

/** What is told of an import that failed: the problems of the file too, for whoever can show them one by one. */
function endOf(outcome: JobOutcome): JobEnd {
  if (outcome.state !== 'failed') return { state: outcome.state };
  const { details } = errorRecord(outcome.error);
  return { state: 'failed', error: { ...describeError(outcome.error), details: { ...details } } };
}

/** @throws PairlensError SET_INVALID, SET_EMPTY, with the report as details */
function refuseBad({ report, isEmpty }: ReadFile<FileReport, unknown>, fileName: string): void {
  const details = { ...report, fileName };
  const [problem] = report.problems;
  if (problem === undefined) return;
  if (isEmpty) throw new PairlensError('SET_EMPTY', problem.message.replace(/^the file/, fileName), details);
  throw new PairlensError('SET_INVALID', problemsInWords(report, fileName), details);
}

/** One line for one problem; for more, how many there are and a line for each. */
function problemsInWords({ problems, problemsCut }: FileReport, fileName: string): string {
  const lines = problems.map(({ line, column, message }) =>
    line === null ? message : `line ${line}, column ${column ?? 1}: ${message}`,
  );
  if (lines.length === 1) return `${fileName}, ${lines.join()}`;
  const count = problemsCut
    ? `at least ${problems.length} problems, where reading stopped`
    : `${problems.length} problems`;
  return [`${fileName} has ${count}`, ...lines].join('\n  ');
}
