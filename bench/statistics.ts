/**
 * Statistics of the demo's run, as the Heads room asks for them (a job that reads, computes metric by metric, answers
 * between its steps, and stores), against reading all columns and one call of aggregate(): at most 1.3 times. The two
 * alternate, so that a machine that slows down slows both.
 */
import { METRIC_NAMES, METRICS } from '../src/core/metrics/catalogue.ts';
import { aggregate, type AggregateInput } from '../src/core/statistics/aggregate.ts';
import { type Engine, openEngine } from '../src/main/engine/engine.ts';
import { readMeasuredPairs } from '../src/main/engine/store/head-metrics.ts';
import { type Role, type Run, runOptions } from '../src/shared/entities.ts';
import { median, result, withScratch } from './measure.ts';
import type { Benchmark } from './types.ts';

const ROUNDS = 5;
const MODEL = 'all-MiniLM-L6-v2';

/** The bundled negation pairs against their control, run to the end. */
async function demoRun(engine: Engine): Promise<Run> {
  const projectId = engine.defaultProject().id;
  const setId = engine.sets.addBundled({ projectId, name: 'negation' }).id;
  const controlSetId = engine.sets.addBundled({ projectId, name: 'negation-control' }).id;
  const options = runOptions.parse({ keep: 'none' });
  const { id } = await engine.runs.create({ projectId, setId, controlSetId, model: MODEL, options });
  return engine.runs.finish({ id });
}

/** All columns of the run, by metric, layer and head. */
function inputOf(engine: Engine, { id, model: { layers, heads }, provenance }: Run): AggregateInput {
  const read = (role: Role) =>
    readMeasuredPairs(engine.store.database, { runId: id, role, layers, heads, metrics: METRIC_NAMES })
      .values;
  const [values, control] = [read('set'), read('control')];
  const width = METRIC_NAMES.length * layers * heads;
  return {
    columns: METRIC_NAMES.flatMap((name) =>
      Array.from({ length: layers * heads }, () => {
        const { signed, change, range } = METRICS[name];
        return { family: name, signed, change, range };
      }),
    ),
    values,
    cluster: null,
    comparison: {
      kind: 'unadjusted',
      control,
      controlCluster: null,
      stratum: new Int32Array(values.length / width),
      controlStratum: new Int32Array(control.length / width),
      covariates: null,
    },
    margins: null,
    marginShare: null,
    seed: provenance.seed,
  };
}

/** Of this process, all threads: what others do on the machine counts for little. */
async function processorSecondsOf(work: () => Promise<unknown>): Promise<number> {
  const before = process.cpuUsage();
  await work();
  const { user, system } = process.cpuUsage(before);
  return (user + system) / 1e6;
}

function forgetAnalyses(engine: Engine): void {
  for (const table of ['analysis_result', 'analysis_part', 'analysis_item', 'analysis'])
    engine.store.database.exec(`DELETE FROM ${table}`);
}

export const statistics: Benchmark = {
  name: 'statistics',
  run: () =>
    withScratch(async (home) => {
      const engine = await openEngine({ home, shell: 'cli' });
      try {
        const run = await demoRun(engine);
        const columns = inputOf(engine, run).columns.length;
        const asked: number[] = [];
        const atOnce: number[] = [];
        // The first round is not counted: it compiles what the others run.
        for (let round = 0; round <= ROUNDS; round++) {
          forgetAnalyses(engine);
          const job = await processorSecondsOf(() => engine.aggregates.rows({ runId: run.id, group: '' }));
          const call = await processorSecondsOf(() => Promise.resolve(aggregate(inputOf(engine, run))));
          if (round > 0) {
            asked.push(job);
            atOnce.push(call);
          }
        }
        const detail = `${run.done} pairs of set and control, ${columns} columns; medians of ${ROUNDS}: ${median(asked).toFixed(2)} s of processor as a job, ${median(atOnce).toFixed(2)} s in one call`;
        const ratio = median(asked) / median(atOnce);
        return [
          result('statistics of a run, against aggregate() of all its columns', ratio, 'x', 1.3, detail),
        ];
      } finally {
        await engine.close();
      }
    }),
};
