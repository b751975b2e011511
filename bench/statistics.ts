/**
 * Statistics of the demo's run, as the Heads room asks for them (a job that reads, computes, answers between its steps, and stores),
 * against reading all columns and one call of aggregate(): at most 1.3 times. The two alternate, so that a machine that slows down
 * slows both. Then what 400 pairs cost in the comparisons that are the default, in seconds and against plain loops.
 */
import { DEFAULT_CHOICE } from '../src/core/analyses/statistics/comparison-choice.ts';
import { designComparison } from '../src/core/analyses/statistics/design-comparison.ts';
import { METRIC_NAMES, METRICS, type MetricName } from '../src/core/metrics/catalogue.ts';
import { aggregate, type AggregateInput } from '../src/core/statistics/aggregate.ts';
import { selectRows } from '../src/core/statistics/select-rows.ts';
import { type Engine, openEngine } from '../src/main/engine/engine.ts';
import { readMeasuredPairs } from '../src/main/engine/store/head-metrics.ts';
import { type Role, type Run, runOptions } from '../src/shared/entities.ts';
import { median, result, withScratch } from './measure.ts';
import type { Benchmark, BenchResult } from './types.ts';

const ROUNDS = 2;
const MODEL = 'all-MiniLM-L6-v2';

/** Of the forty-one so many: all of them would take minutes a round, and four and a half times as long as these. */
const MEASURED: readonly MetricName[] = METRIC_NAMES.slice(0, 9);

type ComparisonKind = 'paired' | 'matched' | 'unadjusted';

/** The bundled negation pairs against their control, run to the end. */
async function demoRun(engine: Engine): Promise<Run> {
  const projectId = engine.defaultProject().id;
  const { id: setId } = await engine.sets.addBundled({ projectId, name: 'negation' });
  const { id: controlSetId } = await engine.sets.addBundled({ projectId, name: 'negation-control' });
  const options = runOptions.parse({ keep: 'none' });
  const { id } = await engine.runs.create({ projectId, setId, controlSetId, model: MODEL, options });
  return engine.runs.finish({ id });
}

/** What they cost is reported: of all metrics it is a job, which tells how far it is and can be cancelled. */
const PAIRS = 400;
/** Plain loops over so many resamples; in those seconds a comparison takes 12,000 or more. */
const PLAIN_RESAMPLES = 1000;

/** Values in rows. */
type TableInput = AggregateInput & { readonly values: Float64Array };

/** All columns of the run, by metric, layer and head, of its first pairs. */
function inputOf(
  engine: Engine,
  { id, model: { layers, heads }, provenance }: Run,
  comparison: ComparisonKind,
  pairs = Infinity,
): TableInput {
  const read = (role: Role) =>
    readMeasuredPairs(engine.store.database, { runId: id, role, layers, heads, metrics: MEASURED });
  const [set, neutral, control] = [read('set'), read('neutral'), read('control')];
  const compared = set.pairs.slice(0, pairs);
  const width = MEASURED.length * layers * heads;
  const { rows } = designComparison(
    { set: compared, neutral: neutral.pairs, control: control.pairs, hasRanks: true },
    { ...DEFAULT_CHOICE, comparison, clusters: comparison === 'paired' ? 'auto' : 'none' },
  );
  return {
    columns: MEASURED.flatMap((name) =>
      Array.from({ length: layers * heads }, () => {
        const { signed, change, range } = METRICS[name];
        return { family: name, signed, change, range };
      }),
    ),
    values: set.values.subarray(0, compared.length * width),
    cluster: rows.cluster,
    comparison:
      comparison === 'paired'
        ? { kind: comparison, neutral: selectRows(neutral.values, width, rows.rowOfNeutral), used: rows.used }
        : { ...rows, kind: comparison, control: control.values },
    margins: null,
    marginShare: null,
    seed: provenance.seed,
  };
}

/** Sums of resamples of the columns, as one would write them down: how fast this machine is at the moment. */
function plainSums({ values, columns }: TableInput): number {
  const width = columns.length;
  const pairs = values.length / width;
  const sums = new Float64Array(width);
  for (let draw = 0; draw < PLAIN_RESAMPLES * pairs; draw++) {
    const from = ((draw * 7919) % pairs) * width;
    for (let c = 0; c < width; c++) sums[c] = (sums[c] ?? 0) + (values[from + c] ?? 0);
  }
  return sums.reduce((total, sum) => total + sum, 0);
}

/** What a comparison of {@link PAIRS} pairs costs: in seconds, and in plain loops over the same columns, in turns. */
async function costOf(engine: Engine, run: Run, comparison: ComparisonKind): Promise<BenchResult[]> {
  const input = inputOf(engine, run, comparison, PAIRS);
  const seconds: number[] = [];
  const plain: number[] = [];
  for (let round = 0; round <= ROUNDS; round++) {
    const own = await processorSecondsOf(() => Promise.resolve(aggregate(input)));
    const loops = await processorSecondsOf(() => Promise.resolve(plainSums(input)));
    if (round === 0) continue;
    seconds.push(own);
    plain.push(loops);
  }
  const clusters = input.cluster === null ? 'without clusters' : `${new Set(input.cluster).size} clusters`;
  const name = `statistics of ${PAIRS} pairs, ${comparison}, ${clusters}`;
  const detail = `${input.columns.length} columns; medians of ${ROUNDS}: ${median(seconds).toFixed(2)} s of processor, ${median(plain).toFixed(2)} s for plain sums of ${PLAIN_RESAMPLES} resamples`;
  return [
    result(name, median(seconds), 's', null, detail),
    result(`${name}, against plain loops`, median(seconds) / median(plain), 'x', null, detail),
  ];
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
        const columns = MEASURED.length * run.model.layers * run.model.heads;
        const asked: number[] = [];
        const atOnce: number[] = [];
        // The first round is not counted: it compiles what the others run.
        for (let round = 0; round <= ROUNDS; round++) {
          forgetAnalyses(engine);
          const job = await processorSecondsOf(() =>
            engine.aggregates.rows({
              runId: run.id,
              group: '',
              metrics: MEASURED,
              choice: { comparison: 'unadjusted', clusters: 'none' },
            }),
          );
          const call = await processorSecondsOf(() =>
            Promise.resolve(aggregate(inputOf(engine, run, 'unadjusted'))),
          );
          if (round > 0) {
            asked.push(job);
            atOnce.push(call);
          }
        }
        const detail = `${run.done} pairs of set and control, ${columns} columns; medians of ${ROUNDS}: ${median(asked).toFixed(2)} s of processor as a job, ${median(atOnce).toFixed(2)} s in one call`;
        const ratio = median(asked) / median(atOnce);
        return [
          result('statistics of a run, against aggregate() of all its columns', ratio, 'x', 1.3, detail),
          ...(await costOf(engine, run, 'paired')),
          ...(await costOf(engine, run, 'matched')),
        ];
      } finally {
        await engine.close();
      }
    }),
};
