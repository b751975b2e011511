/** Imports of files of pairs as jobs: read in a thread of its own, stored a few pairs at a time, seen when all are in. */
import { setImmediate } from 'node:timers/promises';
import type { ColumnChoice, ImportReport, SentenceSet } from '../../../shared/entities.ts';
import { errorRecord, PairlensError } from '../../../shared/errors.ts';
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
import { type NewPair, putPair } from '../store/pairs.ts';
import {
  beginSentenceSet,
  completeSentenceSet,
  getSentenceSet,
  giveUpSentenceSet,
  type SetSummary,
} from '../store/sentence-sets.ts';
import type { PairContent } from './pair-content.ts';
import { type SetFile } from './set-file.ts';
import { type ReadFile, type ReadingProgress, ThreadedReading } from './threaded-reading.ts';

export interface SetImport {
  readonly projectId: number;
  readonly name: string;
  readonly file: SetFile;
  readonly columns: ColumnChoice;
}

export interface ImportedFile {
  readonly set: SentenceSet;
  readonly report: ImportReport;
}

/** One after the other: two would only take the disk from each other. */
const IMPORT_LANE = 'import';
/** Pairs are stored for that long at a time; requests are answered in between. */
const STORE_MILLISECONDS = 6;
const COUNT = new Intl.NumberFormat('en');

export class SetImports {
  readonly #store: Store;
  readonly #jobs: Jobs;

  constructor(store: Store, jobs: Jobs) {
    this.#store = store;
    this.#jobs = jobs;
  }

  /**
   * Starts an import and returns at once. The set has its name and id from now on, and is seen when it is complete.
   * @param afterwards called at its end, however it ended
   * @throws PairlensError CONFLICT when the project has a set of that name; NOT_FOUND; STORE_READONLY
   */
  start(
    request: SetImport,
    afterwards: () => void = () => undefined,
  ): StartedJob & { readonly setId: number } {
    const setId = this.#begin(request);
    const started = this.#jobs.start({
      ...planOf(request, setId),
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
  async finish(request: SetImport): Promise<ImportedFile> {
    const setId = this.#begin(request);
    try {
      return await this.#jobs.run(planOf(request, setId), (signal, report) =>
        this.#readAndStore(request, setId, signal, report),
      );
    } catch (error) {
      this.#giveUp(setId);
      throw error;
    }
  }

  /**
   * The same, but for a file whose very pairs are stored already.
   * @param choose the set that has these pairs, or else the name of the new one
   */
  async finishUnlessThere(
    request: Omit<SetImport, 'name'>,
    choose: (summary: SetSummary) => SentenceSet | string,
  ): Promise<ImportedFile> {
    return this.#jobs.run(planOf({ ...request, name: request.file.fileName }), (signal, report) =>
      this.#whileReading(request, signal, report, async (reading, file) => {
        const found = choose(file.summary);
        if (typeof found !== 'string') return { set: found, report: file.report };
        const setId = this.#begin({ ...request, name: found });
        try {
          return await this.#storePairs(setId, reading, file, signal, report);
        } catch (error) {
          this.#giveUp(setId);
          throw error;
        }
      }),
    );
  }

  #begin({ projectId, name, file }: SetImport): number {
    const values = { projectId, name, description: '', source: `file:${file.fileName}` };
    return this.#store.write((database) => beginSentenceSet(database, values));
  }

  /** Its name is free again; where the disk takes nothing any more, it is when the workspace is next opened. */
  #giveUp(setId: number): void {
    try {
      this.#store.write((database) => giveUpSentenceSet(database, setId));
    } catch (error) {
      if (!(error instanceof PairlensError)) throw error;
    }
  }

  #readAndStore(
    request: SetImport,
    setId: number,
    signal: AbortSignal,
    report: JobReport,
  ): Promise<ImportedFile> {
    return this.#whileReading(request, signal, report, (reading, file) =>
      this.#storePairs(setId, reading, file, signal, report),
    );
  }

  async #whileReading<Result>(
    { file, columns }: Pick<SetImport, 'file' | 'columns'>,
    signal: AbortSignal,
    report: JobReport,
    use: (reading: ThreadedReading, read: ReadFile) => Promise<Result>,
  ): Promise<Result> {
    report.activity('Reading');
    const reading = new ThreadedReading(
      file,
      columns,
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

  async #storePairs(
    setId: number,
    reading: ThreadedReading,
    { report, summary }: ReadFile,
    signal: AbortSignal,
    job: JobReport,
  ): Promise<ImportedFile> {
    job.activity('Storing');
    let position = 0;
    for await (const pairs of reading.pairs()) {
      for (let done = 0; done < pairs.length;) {
        const rest = pairs.slice(done);
        const stored = this.#store.write((database) => {
          const until = performance.now() + STORE_MILLISECONDS;
          let count = 0;
          for (const pair of rest) {
            putPair(database, setId, position + count, toNewPair(pair));
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
    const { mapping, unused, duplicates, blanks, neutralsLeftOut } = report;
    this.#store.write((database) =>
      completeSentenceSet(database, setId, summary, { mapping, unused, duplicates, blanks, neutralsLeftOut }),
    );
    return { set: getSentenceSet(this.#store.database, setId), report };
  }
}

function planOf(
  { name, projectId, file }: Pick<SetImport, 'name' | 'projectId' | 'file'>,
  setId?: number,
): Omit<JobPlan, 'work' | 'end'> {
  return {
    kind: 'import',
    title: name,
    subject: { projectId, ...(setId !== undefined && { setId }) },
    unit: 'bytes',
    counts: { done: 0, total: null, file: file.fileName },
    lane: IMPORT_LANE,
  };
}

function tellProgress(file: SetFile, { bytes, total, rows }: ReadingProgress, report: JobReport): void {
  report.progress({ done: bytes, total, file: file.fileName, beside: `${COUNT.format(rows)} rows` });
}

/** What is told of an import that failed: the problems of the file too, for whoever can show them one by one. */
function endOf(outcome: JobOutcome): JobEnd {
  if (outcome.state !== 'failed') return { state: outcome.state };
  const { details } = errorRecord(outcome.error);
  return { state: 'failed', error: { ...describeError(outcome.error), details: { ...details } } };
}

/** @throws PairlensError SET_INVALID, SET_EMPTY, with the report as details */
function refuseBad({ report, isEmpty }: ReadFile, fileName: string): void {
  const details = { ...report, fileName };
  const [problem] = report.problems;
  if (problem === undefined) return;
  if (isEmpty) throw new PairlensError('SET_EMPTY', problem.message.replace(/^the file/, fileName), details);
  throw new PairlensError('SET_INVALID', problemsInWords(report, fileName), details);
}

/** One line for one problem; for more, how many there are and a line for each. */
function problemsInWords({ problems, problemsCut }: ImportReport, fileName: string): string {
  const lines = problems.map(({ line, column, message }) =>
    line === null ? message : `line ${line}, column ${column ?? 1}: ${message}`,
  );
  if (lines.length === 1) return `${fileName}, ${lines.join()}`;
  const count = problemsCut
    ? `at least ${problems.length} problems, where reading stopped`
    : `${problems.length} problems`;
  return [`${fileName} has ${count}`, ...lines].join('\n  ');
}

export function toNewPair({
  originalIds,
  counterfactualIds,
  neutralIds,
  cues,
  scope,
  ...texts
}: PairContent): NewPair {
  const copied = (ids: readonly number[] | null): number[] | null => (ids === null ? null : [...ids]);
  return {
    ...texts,
    originalIds: copied(originalIds),
    counterfactualIds: copied(counterfactualIds),
    neutralIds: copied(neutralIds),
    cues: cues?.map(([from, to]) => [from, to]) ?? null,
    scope: scope?.map(([from, to]) => [from, to]) ?? null,
  };
}
