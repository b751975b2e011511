/** Two runs compared: the procedure `contract.runs.compare`. Computed when somebody asks, as a job that can be cancelled. */
import type { RunsCompared } from '../../../core/analyses/compared-runs/compared-runs.ts';
import {
  comparisonSubject,
  type RunsRequest,
  runsRequest,
} from '../../../core/analyses/compared-runs/runs-spec.ts';
import type { Jobs } from '../jobs/jobs.ts';
import type { RunIntegrity } from '../runs/run-integrity.ts';
import { finishTask, type Followed } from '../threads/readings.ts';
import type { RunsComparedTasks } from './compare-runs.ts';

/** What the job counts: per cent. */
const TOTAL = 100;

export class RunsComparedService {
  readonly #jobs: Pick<Jobs, 'run'>;
  readonly #tasks: Followed<RunsComparedTasks>;
  readonly #integrity: Pick<RunIntegrity, 'expectSound'>;

  constructor(
    jobs: Pick<Jobs, 'run'>,
    tasks: Followed<RunsComparedTasks>,
    integrity: Pick<RunIntegrity, 'expectSound'>,
  ) {
    this.#jobs = jobs;
    this.#integrity = integrity;
    this.#tasks = tasks;
  }

  /**
   * @param asked aborts where nobody waits for it any more
   * @throws PairlensError NOT_FOUND, BAD_REQUEST; what RunIntegrity.expectSound throws; CANCELLED when somebody cancels the job, or
   *   `asked` aborts
   */
  async compare(request: RunsRequest, asked?: AbortSignal): Promise<RunsCompared> {
    const { runId, otherRunId } = request;
    for (const id of [runId, otherRunId]) await this.#integrity.expectSound(id);
    return this.#jobs.run(
      {
        kind: 'analysis',
        title: `Run ${runId} and run ${otherRunId} compared`,
        unit: '%',
        subject: comparisonSubject(request),
      },
      async (signal, report) => {
        report.activity('Comparing');
        const tell = (share: number) => report.progress({ done: Math.floor(TOTAL * share), total: TOTAL });
        const compared = await finishTask(this.#tasks.runsCompared(runsRequest.parse(request)), signal, tell);
        // The last step tells what was done before it.
        tell(1);
        return compared;
      },
      asked,
    );
  }
}
