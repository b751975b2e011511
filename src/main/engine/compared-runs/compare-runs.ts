/** The comparison of two runs from what the store has of them, as a task. docs/comparing-runs.md. */
import {
  beyondControlOf,
  type ColumnsToCompare,
  compareColumns,
  type ValuesOfRun,
} from '../../../core/analyses/compared-runs/compare-columns.ts';
import type { HeadOfRuns, RunsCompared } from '../../../core/analyses/compared-runs/compared-runs.ts';
import {
  meansOfHeads,
  type Quantity,
  quantitiesOfPairs,
  sharedQuantities,
} from '../../../core/analyses/compared-runs/model-quantities.ts';
import {
  designRuns,
  type KeyedPair,
  type PairsOfOneRun,
} from '../../../core/analyses/compared-runs/runs-design.ts';
import type { RunsRequest } from '../../../core/analyses/compared-runs/runs-spec.ts';
import {
  type ComparisonChoice,
  comparisonChoice,
} from '../../../core/analyses/statistics/comparison-choice.ts';
import type { ComparisonKind } from '../../../core/analyses/statistics/comparison-design.ts';
import { METRICS, type MetricName } from '../../../core/metrics/catalogue.ts';
import { resolutionOf, WEIGHT_ERROR } from '../../../core/metrics/resolution.ts';
import { selectRows } from '../../../core/statistics/select-rows.ts';
import { within } from '../../../core/statistics/steps.ts';
import type { Role, Run } from '../../../shared/entities.ts';
import { isOnCpu } from '../../../shared/devices.ts';
import { PairlensError } from '../../../shared/errors.ts';
import { hasRanks } from '../analyses/statistics/compare-run.ts';
import type { ReadableDatabase } from '../store/handles.ts';
import { readComparedPairs, readMeasuredPairs } from '../store/head-metrics.ts';
import { readPairKeys } from '../store/pair-keys.ts';
import { getRun } from '../store/runs.ts';

export type RunsComparedTasks = ReturnType<typeof runsComparedTasks>;

export function runsComparedTasks(database: ReadableDatabase) {
  return {
    /** Tells the share that is done. */
    runsCompared: (request: RunsRequest) => compareRuns(database, request),
  };
}

/** @throws PairlensError NOT_FOUND; BAD_REQUEST where the two are one run, or one has not measured the metric or any pair */
export function* compareRuns(
  database: ReadableDatabase,
  { runId, otherRunId, metric, beyond, clusters, comparison, covariates, adjustment, margin }: RunsRequest,
): Generator<number, RunsCompared, void> {
  // Whoever waits is told that it has begun before all columns are read.
  yield 0;
  const runs = [getRun(database, runId), getRun(database, otherRunId)] as const;
  checkRuns(runs, metric);
  const [first, second] = [pairsOf(database, runs[0]), pairsOf(database, runs[1])];
  const sameHeads =
    runs[0].provenance.weightsHash === runs[1].provenance.weightsHash &&
    runs[0].model.layers === runs[1].model.layers &&
    runs[0].model.heads === runs[1].model.heads;
  const planned = comparisonChoice.parse(runs[0].provenance.comparison);
  const choice = {
    ...planned,
    comparison: comparison ?? (planned.comparison === 'unadjusted' ? 'unadjusted' : ('auto' as const)),
    clusters: clusters ?? planned.clusters,
    covariates: covariates ?? [],
    adjustment: adjustment ?? planned.adjustment,
  } satisfies ComparisonChoice;
  const { design, rows } = designRuns(
    { first, second, sameHeads, hasRanks: hasRanks(database, runs[0].model.id) },
    { beyond, choice },
  );
  const values = [valuesOf(database, runs[0], metric), valuesOf(database, runs[1], metric)] as const;
  yield 0.02;
  const { change, range } = METRICS[metric];
  const quantities = sameHeads ? [] : sharedQuantities(runs[0].model, runs[1].model);
  const { layers, heads } = runs[0].model;
  const width = sameHeads ? layers * heads : quantities.length;
  const resolution = sameHeads
    ? resolutionOf(metric, runs.every(({ provenance }) => isOnCpu(provenance)) ? WEIGHT_ERROR : null)
    : null;
  const asked = {
    design,
    rows,
    seed: runs[0].provenance.seed,
    permutations: planned.permutations,
    margin: margin ?? 0,
  };
  const comparing = compareColumns({
    ...asked,
    columns: Array.from({ length: width }, () => ({ family: metric, change, range, resolution })),
    values: sameHeads
      ? values
      : [reduced(values[0], runs[0], quantities, change), reduced(values[1], runs[1], quantities, change)],
  });
  const columns = yield* within(comparing, 0.02, sameHeads ? 1 : 0.9);
  const means: [(number | null)[][], (number | null)[][]] = [[], []];
  if (!sameHeads)
    for (const run of [0, 1] as const)
      means[run] = yield* within(
        meansOf({ ...asked, values }, runs[run], metric, run),
        0.9 + 0.05 * run,
        0.95 + 0.05 * run,
      );
  const kind: ComparisonKind =
    design.matching?.kind ??
    (design.as === 'paired' ? 'paired' : design.as === 'described' ? 'none' : 'matched');
  const found = columns.map((column, place): HeadOfRuns => ({
    ...column,
    metric,
    layer: sameHeads ? Math.floor(place / heads) : 0,
    head: sameHeads ? place % heads : 0,
    comparison: kind,
    label_icc: null,
    label_icc_p: null,
    label_width_factor: null,
  }));
  return {
    metric,
    design,
    heads: sameHeads ? found : [],
    quantities: quantities.flatMap((quantity, place) => {
      const row = found[place];
      return row === undefined ? [] : [{ ...row, quantity }];
    }),
    means,
  };
}

function checkRuns(runs: readonly [Run, Run], metric: MetricName): void {
  const [first, second] = runs;
  if (first.id === second.id)
    throw new PairlensError('BAD_REQUEST', `run ${first.id} cannot be compared with itself`, {
      runId: first.id,
    });
  for (const run of runs) {
    if (run.folder !== null)
      throw new PairlensError(
        'BAD_REQUEST',
        `the results of run ${run.id} are in a folder: runs are compared whose results are in the workspace`,
        { runId: run.id },
      );
    if (!run.metrics.includes(metric))
      throw new PairlensError('BAD_REQUEST', `run ${run.id} has not measured ${METRICS[metric].label}`, {
        runId: run.id,
        metric,
      });
    if (run.done === 0)
      throw new PairlensError('BAD_REQUEST', `no pair of run ${run.id} has been measured yet`, {
        runId: run.id,
      });
  }
}

function pairsOf(database: ReadableDatabase, run: Run): PairsOfOneRun {
  const keyed = (role: Role): KeyedPair[] => {
    const keys = readPairKeys(database, run.id, role);
    return readComparedPairs(database, run.id, role).map((pair) => ({
      ...pair,
      key: keys.get(pair.position) ?? '',
    }));
  };
  return {
    set: keyed('set'),
    neutral: readComparedPairs(database, run.id, 'neutral'),
    control: run.controlSet === null ? null : keyed('control'),
  };
}

/** [pairs, layers, heads] of each role. */
function valuesOf(database: ReadableDatabase, run: Run, metric: MetricName): ValuesOfRun {
  const { layers, heads } = run.model;
  const read = (role: Role) =>
    readMeasuredPairs(database, { runId: run.id, role, layers, heads, metrics: [metric] }).values;
  return {
    set: read('set'),
    neutral: run.neutrals.done === 0 ? null : read('neutral'),
    control: run.controlSet === null ? null : read('control'),
  };
}

function reduced(
  values: ValuesOfRun,
  { model }: Run,
  quantities: readonly Quantity[],
  change: (typeof METRICS)[MetricName]['change'],
): ValuesOfRun {
  const reduce = (of: Float64Array | null) => of && quantitiesOfPairs(of, model, quantities, change);
  return {
    set: quantitiesOfPairs(values.set, model, quantities, change),
    neutral: reduce(values.neutral),
    control: reduce(values.control),
  };
}

/** [layers][heads] over the compared pairs, less their neutrals or the shared control pairs, with the weights of the comparison. */
function* meansOf(
  compared: Omit<ColumnsToCompare, 'columns'>,
  { model }: Run,
  metric: MetricName,
  run: 0 | 1,
): Generator<number, (number | null)[][], void> {
  const { rows, values } = compared;
  const places = model.layers * model.heads;
  if (rows.control !== null && rows.comparison !== null) {
    const { change, range } = METRICS[metric];
    const columns = Array.from({ length: places }, () => ({ family: metric, change, range }));
    const found = yield* beyondControlOf({ ...compared, columns }, run);
    return Array.from({ length: model.layers }, (_, layer) =>
      found.slice(layer * model.heads, (layer + 1) * model.heads),
    );
  }
  const over = (of: Float64Array, chosen: Int32Array) => meansOfHeads(selectRows(of, places, chosen), model);
  const own = over(values[run].set, rows.set[run]);
  const { neutral } = values[run];
  if (rows.neutral === null || neutral === null) return own;
  const away = over(neutral, rows.neutral[run]);
  return own.map((row, layer) =>
    row.map((value, head) => {
      const less = away[layer]?.[head] ?? null;
      return value === null || less === null ? null : value - less;
    }),
  );
}
