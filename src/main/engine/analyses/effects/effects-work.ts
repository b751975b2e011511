import { changeChoice, changesOf, encodeChanges } from '../../../../core/analyses/effects/changes.ts';
import { combineHeadEffects, partOfEffects } from '../../../../core/analyses/effects/combine.ts';
import { effects } from '../../../../core/analyses/effects/definition.ts';
import type { EffectMethod } from '../../../../core/analyses/effects/methods.ts';
import type { HeadEffectsOptions } from '../../../../core/analyses/effects/options.ts';
import { countStates, type PatchState, stateOf } from '../../../../core/analyses/pair-states.ts';
import { type NamedTensors, scalar, scalarOf } from '../../../../core/analyses/named-tensor.ts';
import { comparisonChoice } from '../../../../core/analyses/statistics/comparison-choice.ts';
import { statisticsOptions } from '../../../../core/analyses/statistics/definition.ts';
import { combineStatistics, statisticsRows } from '../../../../core/analyses/statistics/rows.ts';
import { zHook } from '../../../../core/architectures/hook-names.ts';
import { storedEffect } from '../../../../core/analyses/stored-effect.ts';
import { clustersAmong } from '../../../../core/analyses/too-few.ts';
import { areSame } from '../../../../core/pairs/pair-notes.ts';
import { randomSource } from '../../../../core/statistics/random.ts';
import { PairlensError } from '../../../../shared/errors.ts';
import { checkFinite } from '../../inference/not-finite.ts';
import { release } from '../../inference/release.ts';
import type { LoadedModel } from '../../models/library.ts';
import { expectInStore } from '../../run-folders/expect-in-store.ts';
import { getRun } from '../../store/runs.ts';
import type { AblatedText } from '../ablation/ablated-text.ts';
import { setMeansOf } from '../ablation/set-means.ts';
import type { AnalysisContext, BatchFollowing, ModelWork } from '../analysis-work.ts';
import { memoryGroups } from '../memory-groups.ts';
import { runStatistics } from '../statistics/statistics-work.ts';
import { clustersOf, type EffectItem, EffectPairs, type PreparedEffect } from './effect-pairs.ts';
import { firstReplacements, headShares, type SweptPair, sweptHooks } from './head-shares.ts';
import { subjectHashOfPairs } from './pairs-hash.ts';
import { type RecordedPair, recordPair, releasePair } from './patched-pair.ts';

/** Pairs whose layers are swept one after the other: a graph for each layer is opened once for all of them. */
const PAIRS_PER_BATCH = 24;

/** An item is a pair of the run, with every head tested by every method. */
export const effectsWork: ModelWork<HeadEffectsOptions, EffectItem> = {
  definition: effects,
  usesModel: true,
  subjectHash: (context) => subjectHashOfPairs(context),
  sourceOf: ({ pairId }) => pairId,
  plan(context, options) {
    expectChangesToRead(context, options);
    return plannedOf(context, options).pairs.items;
  },
  itemsPerBatch: () => PAIRS_PER_BATCH,

  async compute(context, items, options, following) {
    const model = modelOf(context);
    const planned = plannedOf(context, options);
    const prepared = items.map((item) => ({ item, pair: planned.pairs.prepare(item) }));
    // Of pairs none of which can be measured there is no mean, and nothing to put it into.
    const isSwept = prepared.some(({ pair }) => typeof pair !== 'string');
    const setMeans = isSwept && options.methods.includes('mean_set') ? await planned.setMeans() : [];
    const parts: NamedTensors[] = [];
    for (const group of memoryGroups(prepared, ({ pair }) => bytesOf(pair, model), following))
      parts.push(
        ...(await swept(model, planned, group.items, {
          options,
          setMeans,
          signal: context.signal,
          following: group.following,
        })),
      );
    return parts;
  },

  *combine(context, parts, options) {
    const { pairs } = plannedOf(context, options);
    const states: PatchState[] = [];
    const measured: number[] = [];
    const unaligned = { original: 0, counterfactual: 0 };
    for (const { position, part } of parts) {
      const state = stateOf(scalarOf(part, 'state') ?? 0) ?? 'measured';
      states.push(state);
      if (state === 'measured') measured.push(position);
      unaligned.original += scalarOf(part, 'unaligned_original') ?? 0;
      unaligned.counterfactual += scalarOf(part, 'unaligned_counterfactual') ?? 0;
    }
    const cluster = clustersOf(context, pairs.items);
    const result = new Map(yield* combineHeadEffects(parts, options.methods, cluster, options));
    result.set('effects.clusters', scalar(clustersAmong(measured, cluster)));
    result.set('effects.states', countStates(states, pairs.items.length));
    result.set('effects.unaligned_original', scalar(unaligned.original));
    result.set('effects.unaligned_counterfactual', scalar(unaligned.counterfactual));
    result.set('effects.effect', storedEffect(pairs.effect));
    for (const [name, tensor] of yield* changesIn(context, options)) result.set(name, tensor);
    return result;
  },
};

/** Said before anything is computed. @throws PairlensError RUN_STATE where the run's own values are in a folder */
function expectChangesToRead({ database, runId }: AnalysisContext, { metric }: HeadEffectsOptions): void {
  const run = getRun(database, runId ?? 0);
  if (run.metrics.includes(metric)) expectInStore(database, run.id, 'Effects are computed');
}

/** How much each head changes, by the statistics of the run. */
function* changesIn(context: AnalysisContext, { metric, change }: HeadEffectsOptions) {
  const run = getRun(context.database, context.runId ?? 0);
  if (!run.metrics.includes(metric)) return [];
  const planned = comparisonChoice.parse(run.provenance.comparison);
  const choice = statisticsOptions.parse({ ...planned, ...changeChoice(change, planned), metrics: [metric] });
  const parts = yield* runStatistics(context, [metric], choice);
  const rows = statisticsRows(combineStatistics(parts.map((part) => [metric, part] as const)));
  const changes = changesOf(rows, run);
  return changes === null ? [] : encodeChanges(changes, run.model);
}

interface PreparedItem {
  readonly item: EffectItem;
  readonly pair: ReturnType<EffectPairs['prepare']>;
}

interface Sweep {
  readonly options: HeadEffectsOptions;
  /** As headShares takes them. */
  readonly setMeans: readonly Float32Array[];
  readonly signal: AbortSignal | undefined;
  readonly following: BatchFollowing | undefined;
}

/** What is recorded of a pair: heads and streams of both statements, and of another original that may be as long. */
function bytesOf(
  pair: PreparedItem['pair'],
  { dimensions: { layers, dModel } }: Pick<LoadedModel, 'dimensions'>,
): number {
  if (typeof pair === 'string') return 0;
  return 4 * 2 * layers * dModel * (2 * pair.original.ids.length + pair.counterfactual.ids.length);
}

/** Pairs that are held together: recorded, then swept layer by layer. */
async function swept(
  model: LoadedModel,
  planned: Planned,
  items: readonly PreparedItem[],
  { options, setMeans, signal, following }: Sweep,
): Promise<NamedTensors[]> {
  const pairs: SweptPair[] = [];
  const states: PatchState[] = [];
  const stop = following?.signal ?? signal;
  try {
    for (const { item, pair } of items) {
      stop?.throwIfAborted();
      const own = typeof pair === 'string' ? pair : await recorded(model, planned, item, pair, options);
      states.push(typeof own === 'string' ? own : 'measured');
      if (typeof own !== 'string') pairs.push(own);
    }
    const shares = (
      await headShares(model, pairs, {
        methods: options.methods,
        setMeans,
        signal: stop,
        onShare: following?.onShare,
      })
    ).values();
    return states.map((state, index) => {
      const own = state === 'measured' ? (shares.next().value ?? null) : null;
      const pair = items[index]?.pair ?? null;
      return partOf(model, options.methods, state, own, typeof pair === 'string' ? null : pair);
    });
  } finally {
    for (const { recorded: own, donor } of pairs) {
      releasePair(own);
      release(Array.from(donor?.values() ?? [], (data) => ({ data })));
    }
  }
}

/** Both statements with nothing replaced, and another pair's original where it is taken from. */
async function recorded(
  model: LoadedModel,
  planned: Planned,
  item: EffectItem,
  prepared: PreparedEffect,
  { methods }: HeadEffectsOptions,
): Promise<SweptPair | 'not apart'> {
  const { effect } = planned.pairs;
  const { layers } = model.dimensions;
  const own: RecordedPair = await recordPair(
    model,
    prepared,
    effect,
    sweptHooks(layers),
    firstReplacements(),
  );
  if (own.reader('original') === null) {
    releasePair(own);
    return 'not apart';
  }
  try {
    const donor = methods.includes('resample') ? await planned.donorOf(item) : null;
    return { recorded: own, aligned: prepared.aligned, donor };
  } catch (error) {
    releasePair(own);
    throw error;
  }
}

function partOf(
  { dimensions }: LoadedModel,
  methods: readonly EffectMethod[],
  state: PatchState,
  shares: ReadonlyMap<EffectMethod, Float64Array> | null,
  prepared: PreparedEffect | null,
): NamedTensors {
  const alone = (side: 'original' | 'counterfactual') =>
    shares === null || prepared === null ? 0 : prepared[side].ids.length - prepared.aligned.length;
  const unaligned = { original: alone('original'), counterfactual: alone('counterfactual') };
  return partOfEffects(dimensions, methods, { state, shares, unaligned });
}

/** Other pairs that are looked at for one whose original is as long. */
const DONORS_TRIED = 16;

/** The pairs of a context, read once. */
class Planned {
  readonly pairs: EffectPairs;
  readonly #model: LoadedModel;
  readonly #context: AnalysisContext;
  /** Numbers of clusters by pair, as {@link clustersOf}; null where each pair is a unit. */
  readonly #clusters: ReadonlyMap<number | null, number> | null;
  #setMeans: Promise<Float32Array[]> | undefined;

  constructor(context: AnalysisContext, model: LoadedModel, options: HeadEffectsOptions) {
    const random = randomSource(options.seed, 'effects-donors');
    this.pairs = new EffectPairs(context, model, options, { draw: () => random.bits() });
    this.#model = model;
    this.#context = context;
    const { items } = this.pairs;
    const cluster = clustersOf(context, items);
    this.#clusters =
      cluster === null ? null : new Map(items.map(({ pairId }, position) => [pairId, cluster(position)]));
  }

  /** The means over all tokens of all statements, [head, dHead] by layer: computed once. */
  setMeans(): Promise<Float32Array[]> {
    return (this.#setMeans ??= setMeansOf(
      { model: this.#model, maskId: null, signal: this.#context.signal },
      this.#texts(),
    ));
  }

  *#texts(): Generator<AblatedText, void, void> {
    for (const item of this.pairs.items) {
      const pair = this.pairs.prepare(item);
      if (typeof pair === 'string') continue;
      for (const { ids } of [pair.original, pair.counterfactual]) yield { ids, masked: null };
    }
  }

  /**
   * What the heads read out of the original of another pair, which is not the same original and shares no cluster with this one: the
   * first of some that are drawn that is as long, or the longest of them. null where there is no other.
   */
  async donorOf(item: EffectItem): Promise<ReadonlyMap<string, Float32Array> | null> {
    const own = this.pairs.prepare(item);
    if (typeof own === 'string') return null;
    const ids = this.#donorIds(item, own.original.ids);
    if (ids === null) return null;
    const { layers } = this.#model.dimensions;
    const hooks = Array.from({ length: layers }, (_, layer) => zHook(layer));
    const outputs = await this.#model.run({ inputIds: [ids] }, hooks);
    checkFinite('statement', outputs);
    return new Map([...outputs].map(([hook, { data }]) => [hook, data] as const));
  }

  #donorIds(item: EffectItem, own: readonly number[]): readonly number[] | null {
    const random = randomSource(item.draw, 'effects-donors');
    const { items } = this.pairs;
    const ownCluster = this.#clusters?.get(item.pairId);
    const idsOf = (other: EffectItem | undefined) => {
      if (other === undefined || other.pairId === item.pairId) return null;
      if (ownCluster !== undefined && this.#clusters?.get(other.pairId) === ownCluster) return null;
      const pair = this.pairs.prepare(other);
      // The same words once more are no other original.
      return typeof pair === 'string' || areSame(pair.original.ids, own) ? null : pair.original.ids;
    };
    let longest: readonly number[] | null = null;
    for (let tried = 0; tried < DONORS_TRIED && items.length > 1; tried++) {
      const ids = idsOf(items[random.below(items.length)]);
      if (ids !== null && ids.length > (longest?.length ?? 0)) longest = ids;
      if (longest !== null && longest.length >= own.length) return longest;
    }
    for (const other of longest === null ? items : []) {
      const ids = idsOf(other);
      if (ids !== null) return ids;
    }
    return longest;
  }
}

const known = new WeakMap<AnalysisContext, Planned>();

function plannedOf(context: AnalysisContext, options: HeadEffectsOptions): Planned {
  const planned = known.get(context) ?? new Planned(context, modelOf(context), options);
  known.set(context, planned);
  return planned;
}

/** @throws PairlensError BAD_REQUEST for a model without heads */
function modelOf({ model }: AnalysisContext): LoadedModel {
  if (model === null) throw new PairlensError('BAD_REQUEST', 'effects are of a model: name one');
  if (model.dimensions.layers === 0)
    throw new PairlensError('BAD_REQUEST', `${model.name} has no layers, and so no heads`, {
      model: model.name,
    });
  return model;
}
