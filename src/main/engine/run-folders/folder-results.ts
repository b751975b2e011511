/**
 * What can be asked of results, of runs whose rows are in a folder of Parquet files: the same questions as `ResultsService`
 * answers of rows in memory, with the same answers (sums to the last bits but two). docs/decisions/0123
 */
import { decileItems, rankedItems } from '../../../core/analyses/extreme-items.ts';
import type { Baseline, MeansSoFar } from '../../../core/analyses/statistics/so-far-map.ts';
import { METRIC_NAMES, type MetricName } from '../../../core/metrics/catalogue.ts';
import type { FlagThresholds } from '../../../core/metrics/flags.ts';
import type { ResultFilter, ResultRow, Role, RunFlagRates } from '../../../shared/entities.ts';
import type {
  ControlLimits,
  FacetCount,
  HeadLine,
  MetricHistogram,
  PairLine,
  PairsByDecile,
  ResultNeighbours,
} from '../../../shared/results.ts';
import type { Asking, Counted, HeadValues, PageRequest } from '../results/asking.ts';
import { pairsByLabel, withoutFacet } from '../results/facets.ts';
import { withoutOwn } from '../results/histograms.ts';
import { unknownPair } from '../results/service.ts';
import type { MetricRanges } from '../store/metric-ranges.ts';
import { pairIdsOfRun, type PairText, pairTextAt } from '../store/pairs-of-run.ts';
import type { ReadableDatabase } from '../store/handles.ts';
import { type ChosenRows, whereSql, withChosen } from './chosen-rows.ts';
import type { Duck } from './duck.ts';
import { flagRatesOf } from './flag-rates.ts';
import { type FolderRun, FolderRuns } from './folder-run.ts';
import { headLines } from './head-lines.ts';
import { histogram } from './histograms.ts';
import { neighboursInOrder, neighboursOfRow, pairLines, withPairOrder } from './pair-lines.ts';
import { type CopyRequest, parquetCopy } from './parquet-copy.ts';
import { placeSql } from './row-sql.ts';
import { pageOfRows, type RowPlace, rowsAt, rowsInPieces } from './row-pages.ts';

/** More rows than a chunk of DuckDB's has. */
const CHUNK_ROWS = 1 << 16;

export class FolderResults {
  readonly #database: ReadableDatabase;
  readonly #duck: Duck;
  readonly #runs: FolderRuns;

  constructor(database: ReadableDatabase, duck: Duck) {
    this.#database = database;
    this.#duck = duck;
    this.#runs = new FolderRuns(database, duck);
  }

  async page({ offset, limit, sort, ...of }: PageRequest, signal?: AbortSignal): Promise<ResultRow[]> {
    return this.#chosen(of, signal, async (chosen) => {
      const places = await pageOfRows(this.#parts, chosen, sort, { offset, limit }, signal);
      return this.#resultRows(chosen, await rowsAt(this.#parts, chosen, places, signal));
    });
  }

  async count(of: Counted, signal?: AbortSignal): Promise<{ rows: number; pairs: number; heads: number }> {
    return this.#chosen(of, signal, async ({ folder, role, from, where, thresholds, pairs, places }) => {
      if (thresholds === null) {
        const many = pairs === null ? folder.positions(role).length : pairs.length;
        const rows = many * places.length;
        return { rows, pairs: rows === 0 ? 0 : many, heads: rows === 0 ? 0 : places.length };
      }
      const [found] = await this.#duck.rows<[number, number, number]>(
        `SELECT coalesce(sum(n), 0)::DOUBLE, count(DISTINCT pair)::DOUBLE, count(DISTINCT place)::DOUBLE FROM (
           SELECT m.pair AS pair, ${placeSql(folder.grid)} AS place, count(*) AS n
           FROM ${from} ${whereSql(where)} GROUP BY ALL)`,
        signal,
      );
      const [rows = 0, ofPairs = 0, heads = 0] = found ?? [];
      return { rows, pairs: ofPairs, heads };
    });
  }

  async facet({ runId, filter, of }: Asking['facet'], signal?: AbortSignal): Promise<FacetCount[]> {
    return this.#chosen({ runId, filter: withoutFacet(filter, of) }, signal, async (chosen) => {
      const { from, where, role, folder } = chosen;
      if (of !== 'labels') {
        const value = of === 'layers' ? 'm.layer' : 'm.head';
        const rows = await this.#duck.rows<[value: number, pairs: number]>(
          `SELECT ${value}::DOUBLE, count(DISTINCT m.pair)::DOUBLE FROM ${from} ${whereSql(where)} GROUP BY 1 ORDER BY 1`,
          signal,
        );
        return rows.map(([place, pairs]) => ({ value: place, pairs }));
      }
      const { labels, pairs, ranks } = await folder.labelRanks(role, signal);
      const rankOf = new Map(pairs.entries().map(([at, pair]) => [pair, ranks[at] ?? Number.NaN]));
      const found: (string | null)[] = [];
      await this.#duck.numbers(
        `SELECT DISTINCT m.pair AS pair FROM ${from} ${whereSql(where)} ORDER BY pair`,
        (_, row, pair) => (found[row] = labels[rankOf.get(pair) ?? Number.NaN] ?? null),
        signal,
      );
      return pairsByLabel(found);
    });
  }

  async pairIds(of: Counted, signal?: AbortSignal): Promise<number[]> {
    return this.#chosen(of, signal, async ({ folder, role, from, where }) => {
      const ids = pairIdsOfRun(this.#database, { runId: folder.run.id, role });
      const found: number[] = [];
      await this.#duck.numbers(
        `SELECT DISTINCT m.pair AS pair FROM ${from} ${whereSql(where)} ORDER BY pair`,
        (_, row, pair) => (found[row] = pair),
        signal,
      );
      return found.flatMap((pair) => ids.get(pair - 1) ?? []);
    });
  }

  async pairs(
    { offset, limit, sort, metric, ...of }: Asking['pairs'],
    signal?: AbortSignal,
  ): Promise<PairLine[]> {
    return this.#chosen(of, signal, (chosen) =>
      withPairOrder(
        this.#parts,
        chosen,
        { sort, metric, place: null },
        async (table) => {
          const rows = await this.#duck.rows<[pair: number]>(
            `SELECT pair FROM ${table} WHERE place >= ${offset} AND place < ${offset + limit} ORDER BY place`,
            signal,
          );
          const pairs = rows.map(([pair]) => pair);
          return pairLines(this.#parts, chosen, { sort, metric, pairs }, this.#textIn(chosen), signal);
        },
        signal,
      ),
    );
  }

  async heads({ metric, ...of }: Asking['heads'], signal?: AbortSignal): Promise<HeadLine[]> {
    return this.#chosen(of, signal, (chosen) =>
      headLines(this.#duck, chosen, metric, this.#textIn(chosen), signal),
    );
  }

  async deciles(
    { metric, layer, head, ...of }: Asking['deciles'],
    signal?: AbortSignal,
  ): Promise<PairsByDecile> {
    return this.#chosen(of, signal, async (chosen) => {
      const { from, where } = chosen;
      const pairs: number[] = [];
      const values: (number | null)[] = [];
      const test = [`m.layer = ${layer}`, `m.head = ${head}`, ...(where === null ? [] : [where])];
      const passing = await this.#duck.numbers(
        `SELECT m.pair, m.${metric} FROM ${from} WHERE ${test.join(' AND ')}`,
        (column, row, value) => {
          if (column === 0) pairs[row] = value - 1;
          else values[row] = Number.isNaN(value) ? null : value;
        },
        signal,
      );
      const ranked = rankedItems(pairs, values);
      const textAt = this.#textIn(chosen);
      return {
        passing,
        defined: ranked.length,
        pairs: decileItems(ranked).map(({ value, rank, words, position }) => ({
          ...textAt(position),
          value,
          rank,
          words,
        })),
      };
    });
  }

  async limits({ runId, metric }: Asking['limits'], signal?: AbortSignal): Promise<ControlLimits> {
    const folder = await this.#runs.of(runId);
    const usual = await folder.usualRange(metric, signal);
    const grid = (values: Float64Array | undefined) =>
      gridOf(folder, (place) => {
        const value = values?.[place] ?? Number.NaN;
        return Number.isFinite(value) ? value : null;
      });
    return {
      control: usual === null ? null : folder.usualRole,
      low: grid(usual?.low),
      high: grid(usual?.high),
      range: await folder.range('set', metric, signal),
    };
  }

  async histograms(
    { metrics, bins, filter, runId }: Asking['histograms'],
    signal?: AbortSignal,
  ): Promise<MetricHistogram[]> {
    const found: MetricHistogram[] = [];
    for (const metric of metrics) {
      const others = withoutOwn(filter, metric);
      found.push(
        await this.#chosen({ runId, filter: others }, signal, (chosen) =>
          histogram(this.#duck, chosen, { metric, bins }, signal),
        ),
      );
    }
    return found;
  }

  async neighbours(request: Asking['neighbours'], signal?: AbortSignal): Promise<ResultNeighbours> {
    const { runId, filter, group } = request;
    return this.#chosen({ runId, filter }, signal, (chosen) =>
      group === 'rows'
        ? neighboursOfRow(this.#parts, chosen, request, signal)
        : neighboursInOrder(this.#parts, chosen, request, signal),
    );
  }

  async flagRates(
    { runId, thresholds }: { readonly runId: number; readonly thresholds: FlagThresholds },
    signal?: AbortSignal,
  ): Promise<RunFlagRates> {
    return flagRatesOf(this.#duck, await this.#runs.of(runId), thresholds, signal);
  }

  async values({ runId, metric, layer, head }: Asking['values'], signal?: AbortSignal): Promise<HeadValues> {
    const folder = await this.#runs.of(runId);
    const ofRole = async (role: Role): Promise<(number | null)[]> => {
      const values: (number | null)[] = [];
      await this.#duck.numbers(
        `SELECT m.${metric} FROM (${await folder.source(role)}) AS m
         WHERE m.layer = ${layer} AND m.head = ${head} ORDER BY m.pair`,
        (_, row, value) => (values[row] = Number.isNaN(value) ? null : value),
        signal,
      );
      return values;
    };
    return {
      heldAgainst: folder.heldAgainst,
      set: await ofRole('set'),
      neutral: await ofRole('neutral'),
      control: await ofRole('control'),
    };
  }

  /** A metric in a role by head, [layers · heads] of [pairs that are done], in the set's order; NaN where undefined. */
  async columns(
    { runId, role, metric }: { readonly runId: number; readonly role: Role; readonly metric: MetricName },
    signal?: AbortSignal,
  ): Promise<Float64Array[]> {
    const folder = await this.#runs.of(runId);
    const positions = folder.positions(role);
    const rowOf = new Int32Array((positions.at(-1) ?? -1) + 2).fill(-1);
    positions.forEach((position, row) => (rowOf[position + 1] = row));
    const columns = Array.from({ length: folder.places }, () =>
      new Float64Array(positions.length).fill(Number.NaN),
    );
    // Of each chunk of rows the pairs come first, then their heads, then the values.
    const rows: number[] = [];
    const places: number[] = [];
    await this.#duck.numbers(
      `SELECT m.pair, ${placeSql(folder.grid)}, m.${metric} FROM (${await folder.source(role)}) AS m`,
      (column, at, value) => {
        if (column === 0) rows[at % CHUNK_ROWS] = rowOf[value] ?? -1;
        else if (column === 1) places[at % CHUNK_ROWS] = value;
        else {
          const row = rows[at % CHUNK_ROWS] ?? -1;
          const own = columns[places[at % CHUNK_ROWS] ?? -1];
          if (own !== undefined && row >= 0) own[row] = value;
        }
      },
      signal,
    );
    return columns;
  }

  /** The metrics of one comparison, [layers][heads]; empty where it has none. */
  async ofPair(at: {
    readonly runId: number;
    readonly role: Role;
    readonly position: number;
  }): Promise<ResultRow['metrics'][][]> {
    const folder = await this.#runs.of(at.runId);
    const { layers, heads } = folder.grid;
    const rows = await this.#duck.rows<(number | null)[]>(
      `SELECT m.layer, m.head, ${METRIC_NAMES.map((name) => `m.${name}`).join(', ')}
       FROM (${await folder.source(at.role)}) AS m WHERE m.pair = ${at.position + 1} ORDER BY m.layer, m.head`,
    );
    if (rows.length !== layers * heads) return [];
    return Array.from({ length: layers }, (_, layer) =>
      rows.slice(layer * heads, (layer + 1) * heads).map((row) => metricsOfRow(row.slice(2))),
    );
  }

  /** Smallest and largest value of each metric over the set; null for one that is undefined everywhere. */
  async metricRanges(runId: number): Promise<MetricRanges> {
    const folder = await this.#runs.of(runId);
    return folder.kept('ranges', async () => {
      const columns = METRIC_NAMES.map((name) => `min(m.${name}), max(m.${name})`);
      const [row = []] = await this.#duck.rows<(number | null)[]>(
        `SELECT ${columns.join(', ')} FROM (${await folder.source('set')}) AS m`,
      );
      return Object.fromEntries(
        METRIC_NAMES.map((name, index) => {
          const [low = null, high = null] = row.slice(2 * index, 2 * index + 2);
          return [name, low === null || high === null ? null : [low, high]];
        }),
      ) as MetricRanges;
    });
  }

  /** Means of a metric at every head, of the set and of what it is held against. */
  async means({
    runId,
    metric,
  }: {
    readonly runId: number;
    readonly metric: MetricName;
  }): Promise<MeansSoFar> {
    const folder = await this.#runs.of(runId);
    const { run } = folder;
    const baseline: Baseline =
      run.neutrals.total > 0 ? 'neutral' : run.controlSet === null ? 'none' : 'control';
    const meansOf = async (role: Role) => {
      const rows = await this.#duck.rows<[place: number, mean: number | null]>(
        `SELECT ${placeSql(folder.grid)} AS place, fsum(m.${metric}) / count(m.${metric})
         FROM (${await folder.source(role)}) AS m GROUP BY place`,
      );
      const means = new Map(rows);
      return gridOf(folder, (place) => means.get(place) ?? null);
    };
    return {
      baseline,
      pairs: folder.positions('set').length,
      compared: baseline === 'none' ? 0 : folder.positions(baseline).length,
      mean: await meansOf('set'),
      against: baseline === 'none' ? gridOf(folder, () => null) : await meansOf(baseline),
    };
  }

  /** Every row of the filter, some at a time. A request that is left before its end is stopped. */
  async *all(
    { sort, ...of }: Pick<PageRequest, 'runId' | 'filter' | 'sort'>,
    chunk = 1000,
    signal?: AbortSignal,
  ): AsyncGenerator<ResultRow[], void, void> {
    const folder = await this.#runs.of(of.runId);
    const pieces = rowsInPieces(this.#parts, { folder, filter: of.filter, sort }, chunk, signal);
    for await (const { chosen, rows } of pieces) yield this.#resultRows(chosen, rows);
  }

  /** What {@link all} gives, as the bytes of a Parquet file. */
  async *parquet(
    { runId, ...request }: CopyRequest & { readonly runId: number },
    signal: AbortSignal,
  ): AsyncGenerator<Uint8Array<ArrayBuffer>, void> {
    yield* parquetCopy(this.#parts, await this.#runs.of(runId), request, signal);
  }

  get #parts() {
    return { database: this.#database, duck: this.#duck };
  }

  async #chosen<Result>(
    { runId, filter }: { readonly runId: number; readonly filter: ResultFilter },
    signal: AbortSignal | undefined,
    use: (chosen: ChosenRows) => Promise<Result>,
  ): Promise<Result> {
    const folder = await this.#runs.of(runId);
    return withChosen({ ...this.#parts, folder }, filter, use, signal);
  }

  #textIn({ folder, role }: Pick<ChosenRows, 'folder' | 'role'>): (position: number) => PairText {
    const runId = folder.run.id;
    return (position) => pairTextAt(this.#database, { runId, role, position }) ?? unknownPair(position);
  }

  #resultRows(chosen: Pick<ChosenRows, 'folder' | 'role'>, rows: readonly RowPlace[]): ResultRow[] {
    const textAt = this.#textIn(chosen);
    const texts = new Map<number, PairText>();
    return rows.map(({ pair, layer, head, metrics }) => {
      const text = texts.get(pair) ?? textAt(pair - 1);
      texts.set(pair, text);
      return { ...text, layer, head, metrics: metricsOfRow(metrics) };
    });
  }
}

function metricsOfRow(values: readonly (number | null)[]): ResultRow['metrics'] {
  return Object.fromEntries(
    METRIC_NAMES.map((name, index) => [name, values[index] ?? null]),
  ) as ResultRow['metrics'];
}

function gridOf<Value>({ grid }: FolderRun, of: (place: number) => Value): Value[][] {
  return Array.from({ length: grid.layers }, (_, layer) =>
    Array.from({ length: grid.heads }, (_none, head) => of(layer * grid.heads + head)),
  );
}
