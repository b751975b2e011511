/**
 * What analyses of a run come to, for screens that ask by run and not by number: computed when that has not been done yet,
 * or no longer holds. In a workspace that is open for reading only they are computed in memory, where the newest stay.
 */
import type { NamedTensors } from '../../../core/analyses/named-tensor.ts';
import type { Analysis } from '../../../shared/analyses.ts';
import type { Run } from '../../../shared/entities.ts';
import { isErrorCode, PairlensError } from '../../../shared/errors.ts';
import type { Job } from '../../../shared/jobs.ts';
import type { Jobs } from '../jobs/jobs.ts';
import { analysesOfRun, analysisExists } from '../store/analyses.ts';
import { dropAnalysis } from '../store/drop-analyses.ts';
import { readResult } from '../store/analysis-results.ts';
import type { Store } from '../store/database.ts';
import { getRun } from '../store/runs.ts';
import { isDamage } from '../store/sqlite-errors.ts';
import type { Followed } from '../threads/readings.ts';
import type { AnalysisTasks } from './analysis-tasks.ts';
import type { AnalysisContext, AnalysisWork, AnalysisWorks } from './analysis-work.ts';
import { executeAnalysis } from './execute-analysis.ts';
import { plannedItems } from './planned-items.ts';
import type { RunIntegrity } from '../runs/run-integrity.ts';
import { optionsOf, workOf } from './kinds.ts';
import { partsInMemory } from './part-store.ts';
import type { AnalysisService } from './service.ts';

export interface ResultsOfRunsParts {
  readonly store: Store;
  readonly jobs: Pick<Jobs, 'run'>;
  readonly works: AnalysisWorks;
  readonly tasks: Followed<AnalysisTasks>;
  readonly analyses: Pick<AnalysisService, 'create' | 'start' | 'ended'>;
  readonly integrity: Pick<RunIntegrity, 'expectSound'>;
}

/** A result that was computed where nothing may be written. */
interface KeptResult {
  readonly kind: string;
  readonly runId: number;
  readonly hash: string;
  readonly options: Record<string, unknown>;
  readonly result: NamedTensors;
}

const MOST_KEPT = 4;

export class ResultsOfRuns {
  readonly #store: Store;
  readonly #jobs: Pick<Jobs, 'run'>;
  readonly #works: AnalysisWorks;
  readonly #tasks: Followed<AnalysisTasks>;
  readonly #analyses: ResultsOfRunsParts['analyses'];
  readonly #integrity: ResultsOfRunsParts['integrity'];
  /** Results that are being computed, by what they are of: who asks meanwhile waits for the same one. */
  readonly #wanted = new Map<string, Promise<NamedTensors>>();
  /** The newest last. */
  readonly #kept: KeptResult[] = [];

  constructor({ store, jobs, works, tasks, analyses, integrity }: ResultsOfRunsParts) {
    this.#store = store;
    this.#jobs = jobs;
    this.#works = works;
    this.#tasks = tasks;
    this.#analyses = analyses;
    this.#integrity = integrity;
  }

  /**
   * @param kind one that is of a run and uses no model
   * @throws PairlensError CANCELLED; BAD_REQUEST, NOT_FOUND, STORE_DAMAGED, and what the analysis failed with
   */
  async of(kind: string, runId: number, options: Readonly<Record<string, unknown>>): Promise<NamedTensors> {
    const { database } = this.#store;
    const work = workOf(this.#works, kind);
    const parsed = optionsOf(work, options);
    const run = getRun(database, runId);
    const context: AnalysisContext = { model: null, subject: { kind: 'run', runId }, runId, database };
    const hash = work.subjectHash(context, parsed);
    const ofRun = analysesOfRun(database, runId, kind);
    const holds = ({ version, provenance }: Analysis) =>
      version === work.definition.version && provenance.subjectHash === hash;
    const larger = ofRun.find(
      (one) =>
        one.state === 'done' && holds(one) && work.covers?.(optionsOf(work, one.options), parsed) === true,
    );
    const sound = larger === undefined ? null : this.#soundResult(larger.id);
    if (sound !== null) return sound;
    const known = ofRun.filter(
      (one) => one !== larger && JSON.stringify(one.options) === JSON.stringify(parsed),
    );
    const stored = known.find(holds);
    const own = stored?.state === 'done' ? this.#soundResult(stored.id) : null;
    if (own !== null) return own;
    // A result that is damaged is one that no longer holds.
    const current = stored?.state === 'done' ? undefined : stored;
    const outdated = known.filter((one) => one !== stored || one === current);
    const kept = this.#kept.find(
      (one) =>
        one.kind === kind && one.runId === runId && one.hash === hash && holdsAll(work, one.options, parsed),
    );
    if (kept !== undefined) return kept.result;
    const key = JSON.stringify([kind, runId, parsed, hash]);
    let wanted = this.#wanted.get(key);
    if (wanted === undefined) {
      wanted = this.#integrity
        .expectSound(runId)
        .then(() =>
          this.#store.canWrite
            ? this.#compute(kind, run, parsed, outdated, current).catch((error: unknown) => {
                // It could not be kept: the numbers themselves are to be had where what they are of is sound.
                if (!isDamage(error)) throw error;
                return this.#computeInMemory(work, context, parsed);
              })
            : this.#keep(
                { kind, runId, hash, options: parsed },
                this.#computeInMemory(work, context, parsed),
              ),
        )
        .finally(() => this.#wanted.delete(key));
      this.#wanted.set(key, wanted);
    }
    return wanted;
  }

  /** Where the pages are damaged on which it lies, it cannot be taken away; nobody takes it for sound. */
  #dropUnlessDamaged(id: number): void {
    try {
      this.#store.write((database) => dropAnalysis(database, id));
    } catch (error) {
      if (!isDamage(error)) throw error;
    }
  }

  /** null for one that is not what was computed: it goes, and is computed again. */
  #soundResult(id: number): NamedTensors | null {
    try {
      return readResult(this.#store.database, id);
    } catch (error) {
      if (!isDamage(error)) throw error;
      if (this.#store.canWrite) this.#dropUnlessDamaged(id);
      return null;
    }
  }

  /**
   * @param known the analyses of this kind, run and options that the store has: those that no longer hold go
   * @param current the one of them that holds, as far as it has come
   */
  async #compute(
    kind: string,
    run: Run,
    options: Record<string, unknown>,
    known: readonly Analysis[],
    current: Analysis | undefined,
  ): Promise<NamedTensors> {
    const outdated = known.filter(({ id }) => id !== current?.id && this.#analyses.ended(id) === null);
    if (outdated.length > 0)
      this.#store.write((database) => {
        for (const { id } of outdated) dropAnalysis(database, id);
      });
    const { id } =
      current ?? (await this.#analyses.create({ projectId: run.projectId, kind, runId: run.id, options }));
    if (this.#analyses.ended(id) === null) this.#analyses.start({ id });
    const job = await this.#analyses.ended(id);
    // The run's metrics have changed meanwhile: the numbers that are wanted are those of today.
    if (!analysisExists(this.#store.database, id)) return this.#compute(kind, run, options, [], undefined);
    if (job?.state === 'done') return readResult(this.#store.database, id);
    throw endedOtherwise(job, id);
  }

  /** What has been computed in memory is there for whoever asks next: an export asks for each figure. */
  async #keep(of: Omit<KeptResult, 'result'>, computing: Promise<NamedTensors>): Promise<NamedTensors> {
    const result = await computing;
    this.#kept.push({ ...of, result });
    if (this.#kept.length > MOST_KEPT) this.#kept.shift();
    return result;
  }

  async #computeInMemory(
    work: AnalysisWork,
    context: AnalysisContext,
    options: unknown,
  ): Promise<NamedTensors> {
    const { title, unit } = work.definition;
    const items = await plannedItems(work, context, options);
    const total = items.length;
    const parts = partsInMemory(total);
    const count = (wanted: 'done' | 'failed') => parts.states().filter((state) => state === wanted).length;
    return this.#jobs.run(
      {
        kind: 'analysis',
        title,
        unit,
        subject: {
          analysisKind: work.definition.kind,
          ...(context.runId !== null && { runId: context.runId }),
        },
      },
      async (signal, report) => {
        report.activity(`Computing ${unit}`);
        const result = await executeAnalysis({
          tasks: this.#tasks,
          work,
          context,
          options,
          items,
          parts,
          signal,
          onBatch: () => report.progress({ total, done: count('done'), failed: count('failed') }),
          onStep: ({ items: whole, partly }) =>
            report.progress({ total, done: count('done') + whole, partly, failed: count('failed') }),
          onCombine: () => report.activity('Putting it together'),
        });
        if (result === null) throw new PairlensError('CANCELLED', `${title} was cancelled`);
        return result;
      },
    );
  }
}

/** Whether what was computed with the options `have` is what is wanted, or more. */
function holdsAll(work: AnalysisWork, have: unknown, wanted: unknown): boolean {
  return JSON.stringify(have) === JSON.stringify(wanted) || work.covers?.(have, wanted) === true;
}

function endedOtherwise(job: Job | null, id: number): PairlensError {
  if (job?.state === 'failed')
    return new PairlensError(
      isErrorCode(job.error?.code) ? job.error.code : 'INTERNAL',
      job.error?.message ?? `analysis ${id} failed`,
      { id },
    );
  return new PairlensError('CANCELLED', `${job?.title ?? `analysis ${id}`} was cancelled`, { id });
}
