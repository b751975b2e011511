/** What can be asked of results: the procedures of `contract.results`. */
import type { MetricName } from '../../../core/metrics/catalogue.ts';
import type { FlagThresholds } from '../../../core/metrics/flags.ts';
import type { ResultFilter, ResultRow, ResultSort, Run, RunFlagRates } from '../../../shared/entities.ts';
import type {
  ControlLimits,
  FacetCount,
  HeadLine,
  MetricHistogram,
  PairLine,
  PairsByDecile,
  ResultNeighbours,
} from '../../../shared/results.ts';
import { openReadableStore, type ReadableStore } from '../store/database.ts';
import { readFlagThresholds } from '../store/flag-thresholds.ts';
import { metricsOf, readHeadMetrics, readHeadValues } from '../store/head-metrics.ts';
import {
  labelsOfRun,
  pairIdsOfRun,
  type PairText,
  pairTextAt,
  positionOfPair,
} from '../store/pairs-of-run.ts';
import { getRun } from '../store/runs.ts';
import type { Asking, Counted, HeadValues, PageRequest } from './asking.ts';
import { ColumnCache, type RowColumns } from './column-cache.ts';
import {
  controlCountsOf,
  type ControlRole,
  heldAgainst,
  usualRange,
  type UsualRange,
  usualRowsOf,
} from './control-rows.ts';
import { pairsByDecile } from './decile-pairs.ts';
import { flagRatesOf } from './flag-rates.ts';
import { pairsByLabel, pairsByPlace, withoutFacet } from './facets.ts';
import { headLines } from './head-lines.ts';
import { extent, histogram, withoutOwn } from './histograms.ts';
import { namedPairs } from './named-pairs.ts';
import { extremeRows, flagsOfPairs, looksForLargest, pairsInOrder, passingHeads } from './pair-order.ts';
import { type KeyContext, labelsOfRows, rowKey, stepsOf } from './row-keys.ts';
import { rowMask } from './row-mask.ts';
import { SortedRows } from './sorted-rows.ts';
import { looksInTexts, TextSearches } from './text-search.ts';

/** The rows of a run that pass a filter. */
interface Chosen extends KeyContext {
  /** [rows] 1 where a row passes */
  readonly mask: Uint8Array;
  /** Says which filter it was. */
  readonly name: string;
}

export class ResultsService {
  readonly #store: ReadableStore;
  readonly #columns: ColumnCache;
  readonly #searches: TextSearches;

  constructor(store: ReadableStore) {
    this.#store = store;
    this.#columns = new ColumnCache(store.database);
    this.#searches = new TextSearches(store.database);
  }

  /**
   * Before what is asked of a filter that looks through texts: others are answered while it does, and the answer comes at once
   * afterwards.
   * @throws PairlensError INPUT_INVALID for an expression that cannot be used; CANCELLED when the signal is aborted
   */
  async lookThroughTexts({ runId, filter }: Counted, signal?: AbortSignal): Promise<void> {
    if (looksInTexts(filter)) await this.#searches.lookThrough({ ...filter, runId }, signal);
  }

  /** Rows in the order asked for; undefined values come last either way, ties by pair, layer, head. */
  page({ runId, filter, sort, offset, limit }: PageRequest): ResultRow[] {
    const chosen = this.#chosen(runId, filter);
    const rows = rowsInOrder(chosen, sort).slice(offset, offset + limit);
    return [...resultRows(chosen, rows)];
  }

  /** How many rows pass the filter, and on how many pairs and heads. */
  count({ runId, filter }: Counted): {
    rows: number;
    pairs: number;
    heads: number;
  } {
    const { rows, mask } = this.#chosen(runId, filter);
    const places = rows.layers * rows.heads;
    const passing = passingHeads(rows, mask);
    const seen = new Uint8Array(places);
    for (let row = 0, at = 0; row < mask.length; row++) {
      if (mask[row] === 1) seen[at] = 1;
      if (++at === places) at = 0;
    }
    return {
      rows: passing.reduce((sum, count) => sum + count, 0),
      pairs: passing.filter((count) => count > 0).length,
      heads: seen.reduce((sum, is) => sum + is, 0),
    };
  }

  /** How many pairs each layer, head or label would leave, were it chosen. */
  facet({ runId, filter, of }: Asking['facet']): FacetCount[] {
    const { database, rows, mask } = this.#chosen(runId, withoutFacet(filter, of));
    if (of !== 'labels') return pairsByPlace(rows, mask, of);
    const passing = passingHeads(rows, mask);
    const { labels, ranks } = labelsOfRows(database, rows);
    const ofPassing = ranks.filter((_, pair) => (passing[pair] ?? 0) > 0);
    return pairsByLabel(Array.from(ofPassing, (rank) => labels[rank] ?? null));
  }

  /** Every pair of which a head passes, in the order of the run. */
  pairIds({ runId, filter }: Counted): number[] {
    const { database, rows, mask } = this.#chosen(runId, filter);
    const passing = passingHeads(rows, mask);
    const ids = pairIdsOfRun(database, { runId, role: filter.role });
    return [...rows.positions].flatMap((position, pair) => {
      const id = (passing[pair] ?? 0) > 0 ? ids.get(position) : undefined;
      return id ?? [];
    });
  }

  /** A page of pairs of which a head passes; see {@link PairLine}. */
  pairs({ runId, filter, sort, metric, offset, limit }: Asking['pairs']): PairLine[] {
    const chosen = this.#chosen(runId, filter);
    const { rows, mask } = chosen;
    const places = rows.layers * rows.heads;
    const [values = new Float64Array(0)] = rows.columns([metric]);
    const largest = looksForLargest(metric, sort);
    const passing = rows.kept(`passing ${chosen.name}`, () => passingHeads(rows, mask));
    const extremes = rows.kept(`extremes ${chosen.name} ${metric} ${String(largest)}`, () =>
      extremeRows(rows, mask, values, largest),
    );
    const flags = flagsOfPairs(chosen, mask);
    return [...pairsOf(chosen, sort, metric).slice(offset, offset + limit)].map((pair) => {
      const first = pair * places;
      const extreme = extremes[pair] ?? -1;
      const count = passing[pair] ?? 0;
      const position = rows.positions[pair] ?? -1;
      return {
        ...textOf(chosen, position),
        passing: count,
        places: count === places ? null : placesWhere(mask, first, places),
        flags: flags[pair] ?? 0,
        extreme: extreme < 0 ? null : { ...headOf(rows, extreme), value: values[extreme] ?? 0 },
        values: Array.from(values.subarray(first, first + places), (value) =>
          Number.isNaN(value) ? null : value,
        ),
      };
    });
  }

  /** Every head at which a pair passes, by layer and head. */
  heads({ runId, filter, metric }: Asking['heads']): HeadLine[] {
    const chosen = this.#chosen(runId, filter);
    const { database, rows, mask } = chosen;
    const usual = this.#usualOf(getRun(database, runId), metric);
    return headLines(rows, mask, metric, usual?.range ?? null, (position) => textOf(chosen, position));
  }

  /** The pairs that pass at one head, by a metric; at a head that the model lacks there are none. */
  deciles({ runId, filter, metric, layer, head }: Asking['deciles']): PairsByDecile {
    const chosen = this.#chosen(runId, filter);
    const { rows, mask } = chosen;
    if (layer >= rows.layers || head >= rows.heads) return { passing: 0, defined: 0, pairs: [] };
    return pairsByDecile(rows, mask, { metric, place: layer * rows.heads + head }, (position) =>
      textOf(chosen, position),
    );
  }

  /** What 95 % of the control stay within, by head. */
  limits({ runId, metric }: Asking['limits']): ControlLimits {
    const run = getRun(this.#store.database, runId);
    const { layers, heads } = run.model;
    const usual = this.#usualOf(run, metric);
    const grid = (values: Float64Array | undefined) =>
      Array.from({ length: layers }, (_, layer) =>
        Array.from({ length: heads }, (_none, head) => {
          const value = values?.[layer * heads + head] ?? Number.NaN;
          return Number.isFinite(value) ? value : null;
        }),
      );
    return {
      control: usual?.role ?? null,
      low: grid(usual?.range.low),
      high: grid(usual?.range.high),
      range: rangeOf(this.#columns.of(run, 'set'), metric),
    };
  }

  /** What is usual in the control; null where there is none, or too little of it to say. */
  #usualOf(run: Run, metric: MetricName): { role: ControlRole; range: UsualRange } | null {
    const control = usualRowsOf(this.#columns, run);
    if (control === null || control.role === 'set') return null;
    return { role: control.role, range: usualRange(run, control, metric) };
  }

  /** How metrics lie over all rows, and over those that pass what the filter says of anything but the metric itself. */
  histograms({ runId, filter, metrics, bins }: Asking['histograms']): MetricHistogram[] {
    return metrics.map((metric) => {
      const { rows, mask } = this.#chosen(runId, withoutOwn(filter, metric));
      return histogram(rows, mask, metric, bins);
    });
  }

  /** The lines beside one, in the order of a list of pairs or of rows; a list of heads has no pairs to go through. */
  neighbours(request: Asking['neighbours']): ResultNeighbours {
    const { runId, filter, sort, metric, group, pairId, layer, head } = request;
    const chosen = this.#chosen(runId, filter);
    const { database, rows, mask } = chosen;
    const position = positionOfPair(database, { runId, role: filter.role, pairId });
    const pair = position === undefined ? -1 : rows.positions.indexOf(position);
    const places = rows.layers * rows.heads;
    const isOfRows = group === 'rows';
    // Who came from a head goes through its pairs.
    const atHead = group === 'heads' ? headMask(rows, mask, layer * rows.heads + head) : mask;
    const order = isOfRows
      ? rowsInOrder(chosen, sort)
      : group === 'heads'
        ? pairsInOrder(chosen, atHead, sort, metric)
        : pairsOf(chosen, sort, metric);
    const index = pair < 0 ? -1 : order.placeOf(isOfRows ? pair * places + layer * rows.heads + head : pair);
    const at = (place: number) => {
      const [found] = place < 0 || place >= order.length ? [] : order.slice(place, place + 1);
      if (found === undefined) return null;
      const of = isOfRows ? Math.floor(found / places) : found;
      const { pairId: other } = textOf(chosen, rows.positions[of] ?? -1);
      return isOfRows ? { pairId: other, ...headOf(rows, found) } : { pairId: other, layer, head };
    };
    return {
      index: index < 0 ? null : index,
      count: order.length,
      previous: index < 0 ? null : at(index - 1),
      next: index < 0 ? null : at(index + 1),
    };
  }

  #chosen(runId: number, filter: ResultFilter): Chosen {
    const { database } = this.#store;
    const run = getRun(database, runId);
    const thresholds = readFlagThresholds(database);
    const rows = this.#columns.of(run, filter.role);
    const control = usualRowsOf(this.#columns, run);
    // Who pins or unpins has another answer.
    const named = namedPairs(database, run, filter);
    const name = JSON.stringify([filter, named.marks]);
    const mask = rows.kept(`mask ${name}`, () =>
      rowMask(database, rows, { ...filter, named: named.ids() }, this.#searches, control),
    );
    return { database, rows, control, thresholds, mask, name };
  }

  /** How often the set raises each flag, and its neutrals or control set do, at these thresholds. */
  flagRates({
    runId,
    thresholds,
  }: {
    readonly runId: number;
    readonly thresholds: FlagThresholds;
  }): RunFlagRates {
    const run = getRun(this.#store.database, runId);
    const control = usualRowsOf(this.#columns, run);
    return flagRatesOf(this.#columns.of(run, 'set'), control, thresholds);
  }

  labels({ runId }: { readonly runId: number }): (string | null)[] {
    getRun(this.#store.database, runId);
    return labelsOfRun(this.#store.database, runId);
  }

  values({ runId, ...place }: Asking['values']): HeadValues {
    const { database } = this.#store;
    return {
      heldAgainst: heldAgainst(controlCountsOf(this.#columns, getRun(database, runId))),
      set: readHeadValues(database, { runId, role: 'set', ...place }),
      neutral: readHeadValues(database, { runId, role: 'neutral', ...place }),
      control: readHeadValues(database, { runId, role: 'control', ...place }),
    };
  }

  /**
   * Every row of the filter, some at a time. It reads through a connection of its own, so that all rows are of one
   * moment and other requests can write in between.
   */
  *all(request: Pick<PageRequest, 'runId' | 'filter' | 'sort'>, chunk = 1000): Generator<ResultRow[]> {
    const { runId, filter, sort } = request;
    const reader = openReadableStore(this.#store.path);
    try {
      reader.database.exec('BEGIN');
      const chosen = new ResultsService(reader).#chosen(runId, filter);
      const order = rowsInOrder(chosen, sort);
      for (let from = 0; from < order.length; from += chunk)
        yield [...resultRows(chosen, order.slice(from, from + chunk))];
    } finally {
      reader.close();
    }
  }
}

/** Of all values of a metric; null where there is none. */
function rangeOf(rows: RowColumns, metric: MetricName): [number, number] | null {
  const [low, high] = rows.kept(`range ${metric}`, () => {
    const [values = new Float64Array(0)] = rows.columns([metric]);
    return Float64Array.from(extent(values));
  });
  return low === undefined || high === undefined || low > high ? null : [low, high];
}

function rowsInOrder(chosen: Chosen, sort: ResultSort): SortedRows {
  const { rows, mask, name, thresholds } = chosen;
  return rows.kept(`rows ${name} ${JSON.stringify([sort, thresholds])}`, () => {
    const passing = new Uint32Array(mask.reduce((sum, is) => sum + is, 0));
    for (let row = 0, at = 0; row < mask.length; row++) if (mask[row] === 1) passing[at++] = row;
    const steps = stepsOf(sort);
    const [first] = steps;
    // Rows are in this order as they are.
    const keys = steps.length === 1 && first?.by === 'pair' && first.direction === 'asc' ? [] : steps;
    return new SortedRows(
      passing,
      keys.map(({ by, direction }) => ({ values: rowKey(chosen, by), descending: direction === 'desc' })),
    );
  });
}

function pairsOf(chosen: Chosen, sort: ResultSort, metric: MetricName): SortedRows {
  const { rows, mask, name, thresholds } = chosen;
  return rows.kept(`pairs ${name} ${metric} ${JSON.stringify([sort, thresholds])}`, () =>
    pairsInOrder(chosen, mask, sort, metric),
  );
}

/** The mask of one head alone. */
function headMask(rows: RowColumns, mask: Uint8Array, place: number): Uint8Array {
  const places = rows.layers * rows.heads;
  const alone = new Uint8Array(mask.length);
  for (let row = place; row < mask.length; row += places) alone[row] = mask[row] ?? 0;
  return alone;
}

function placesWhere(mask: Uint8Array, first: number, places: number): number[] {
  return Array.from({ length: places }, (_, place) => place).filter((place) => mask[first + place] === 1);
}

function headOf({ layers, heads }: RowColumns, row: number): { layer: number; head: number } {
  return { layer: Math.floor(row / heads) % layers, head: row % heads };
}

function textOf({ database, rows }: Chosen, position: number): PairText {
  const { runId, role } = rows;
  return pairTextAt(database, { runId, role, position }) ?? unknownPair(position);
}

/** Stands for a pair that cannot be found. */
export function unknownPair(position: number): PairText {
  return { position, pairId: -1, label: null, original: '', counterfactual: '' };
}

function* resultRows(chosen: Chosen, rows: Uint32Array): Generator<ResultRow> {
  const { database } = chosen;
  const { runId, role, positions, layers, heads } = chosen.rows;
  const texts = new Map<number, PairText>();
  for (const row of rows) {
    const position = positions[Math.floor(row / (layers * heads))] ?? -1;
    const text = texts.get(position) ?? textOf(chosen, position);
    texts.set(position, text);
    const at = { runId, role, position, ...headOf(chosen.rows, row) };
    const metrics = metricsOf(readHeadMetrics(database, at));
    yield { ...text, layer: at.layer, head: at.head, metrics };
  }
}
