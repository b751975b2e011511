/** What can be asked of one pair of a run: the procedures of `contract.pairs`. */
import { isDecoder } from '../../../core/architectures/decoders.ts';
import { type Tensor, writeSafetensors } from '../../../core/checkpoints/safetensors.ts';
import { isLayerNorm, valueKindsOf } from '../../../core/analyses/norms/layer-norms.ts';
import type { MapsOver, SmallMap } from '../../../core/figures/pair-maps.ts';
import { sinksOfPair, type SinkTokens } from '../../../core/metrics/sinks.ts';
import {
  type CorrectedPair,
  type Pair,
  type PairDetail,
  type PairMap,
  type PairStatements,
  type Role,
  type Run,
  type Token,
  type TokenView,
  type ValueKind,
  VALUE_KINDS,
} from '../../../shared/entities.ts';
import { alignAsCorrected } from '../tokenizers/align-statements.ts';
import { idsAsTokens } from '../tokenizers/id-tokens.ts';
import type { OpenModels } from '../models/open-models.ts';
import { useModelOfRun } from '../runs/model-of-run.ts';
import { toGoOn } from '../devices/device-to-use.ts';
import type { LoadedModel } from '../models/library.ts';
import { expectInStore } from '../run-folders/expect-in-store.ts';
import type { FolderResults } from '../run-folders/folder-results.ts';
import { storePair } from '../runs/store-results.ts';
import { type PositionPairs, readCorrection, writeCorrection } from '../store/alignment-corrections.ts';
import type { Store } from '../store/database.ts';
import { forgetDerived } from '../store/derived.ts';
import { metricsOf, readPairMetrics } from '../store/head-metrics.ts';
import { isNoted, notesOfItem } from '../store/pair-notes.ts';
import { getPair } from '../store/pairs.ts';
import { checkIsOn, deviceSoFar } from '../store/ran-on.ts';
import { neighboursOf, readItem } from '../store/run-items.ts';
import { getRun } from '../store/runs.ts';
import { doneItem } from './done-item.ts';
import { ActivationSource, alignmentOf, type DoneItem, measureItem, type UseModel } from './activations.ts';
import { checkHead, headMaps, type ValuesOfMaps } from './head-maps.ts';
import { type RangeReadings, RunRanges } from './run-ranges.ts';
import type { SetTokens } from './set-tokens.ts';
import { type SmallMaps, smallMaps } from './small-maps.ts';
import { ValueSource } from './values.ts';
import type { Asked } from '../threads/readings.ts';
import { inTurns } from '../threads/turns.ts';

interface PairPlace {
  readonly runId: number;
  readonly pairId: number;
}

interface Corrections {
  /** What this run measures by; null: its method. */
  readonly positions: PositionPairs | null;
  readonly stored?: PositionPairs | null | undefined;
}

interface ComparisonPlace extends PairPlace {
  /** 'neutral': the original with its neutral. Absent: with its counterfactual, whether the pair is of set or control. */
  readonly role?: Role | undefined;
}

interface MapRequest extends ComparisonPlace {
  readonly layer: number;
  readonly head: number;
  readonly view: TokenView;
  /** 'layer': the means over the heads of the layer, without values; of the head without it. */
  readonly over?: MapsOver | undefined;
  /** Which maps of values are made beside those of attention. */
  readonly values: ValueKind;
}

interface SmallMapsAsked extends ComparisonPlace {
  readonly map: SmallMap;
  readonly view: TokenView;
  /** Rows, and columns, of a small map at most. */
  readonly most: number;
}

interface TokensOfPair extends Pick<PairDetail, 'valueKinds'> {
  readonly original: readonly Token[];
  readonly counterfactual: readonly Token[];
  readonly sinkTokens: SinkTokens;
}

/** What is read elsewhere: of the whole of a run, and of runs whose results are in folders. */
type PairReadings = RangeReadings & Asked<{ headsOfPair: FolderResults['ofPair'] }>;

export class PairService {
  readonly #store: Store;
  readonly #models: OpenModels;
  readonly #activations: ActivationSource;
  readonly #values = new ValueSource();
  readonly #ranges: RunRanges;
  readonly #readings: PairReadings;
  readonly #counts: Pick<SetTokens, 'aligned'>;

  /** @param counts are told of what is aligned */
  constructor(store: Store, models: OpenModels, readings: PairReadings, counts: Pick<SetTokens, 'aligned'>) {
    this.#store = store;
    this.#counts = counts;
    this.#readings = readings;
    this.#ranges = new RunRanges(readings);
    this.#models = models;
    this.#activations = new ActivationSource(store.database);
  }

  /**
   * What the store has at once, while the model is being opened for the rest.
   * @throws PairlensError NOT_FOUND; RUN_STATE for a pair without results
   */
  statements({ runId, pairId, role }: ComparisonPlace): PairStatements {
    const item = this.#doneItem(runId, pairId, role);
    const { position, original, counterfactual, neutral } = getPair(this.#store.database, pairId);
    return { position, original, compared: item.role === 'neutral' ? neutral : counterfactual };
  }

  /**
   * In role 'neutral' the detail's counterfactual is the neutral.
   * @throws PairlensError NOT_FOUND; RUN_STATE for a pair without results; what opening the model throws
   */
  async detail({ runId, pairId, role }: ComparisonPlace): Promise<PairDetail> {
    const { database } = this.#store;
    const run = getRun(database, runId);
    const item = this.#doneItem(runId, pairId, role);
    const pair = getPair(database, pairId);
    const { alignmentUsed, aligned } = item.computedFrom;
    return {
      pair,
      role: item.role,
      causal: isDecoder(run.model.architecture),
      hasNeutral: readItem(database, runId, pairId, 'neutral')?.state === 'done',
      ...(await this.#tokensWithSinks(run, pair, item)),
      alignment: { used: alignmentUsed, pairs: aligned.map(([i, j]): [number, number] => [i, j]) },
      notes: isNoted(database, runId) ? notesOfItem(database, runId, item) : null,
      heads: await this.#heads(run, item),
      metricRanges: await this.#ranges.of(run),
      ...neighboursOf(database, runId, item),
    };
  }

  /** @throws PairlensError as `detail`, and NOT_FOUND for a layer or head that the model does not have */
  async maps(request: MapRequest): Promise<Blob> {
    const { architecture } = getRun(this.#store.database, request.runId).model;
    const bytes = writeSafetensors(await this.mapTensors(request), {
      view: request.view,
      causal: `${isDecoder(architecture)}`,
    });
    return new Blob([bytes], { type: 'application/octet-stream' });
  }

  /** The maps that {@link maps} puts into a file. */
  async mapTensors(request: MapRequest): Promise<ReadonlyMap<PairMap, Tensor>> {
    const { runId, pairId, role, layer, head, view, over, values: kind } = request;
    const run = getRun(this.#store.database, runId);
    const item = this.#doneItem(runId, pairId, role);
    const useModel = this.#modelOf(run);
    const activations = await this.#activations.of(runId, item, useModel);
    checkHead(activations.original, request);
    // Of a layer no head's values are shown.
    const shown = over === 'layer' ? 'centred' : kind;
    const values = await this.#valuesOf(shown, runId, item, useModel, request);
    const words = view === 'words' ? await this.#words(run, item) : null;
    return headMaps(activations, { layer, head, over, alignment: alignmentOf(item), values, words });
  }

  /** @throws PairlensError as `detail`; the signal's reason */
  async smallMaps(request: SmallMapsAsked, signal?: AbortSignal): Promise<Blob> {
    const { heads, means } = await this.smallMapTensors(request, signal);
    const file = writeSafetensors(
      new Map<string, Tensor>([
        ['heads', heads],
        ['means', means],
      ]),
      { map: request.map, view: request.view },
    );
    return new Blob([file], { type: 'application/octet-stream' });
  }

  /** The maps that {@link smallMaps} puts into a file. */
  async smallMapTensors(
    { runId, pairId, role, map, view, most }: SmallMapsAsked,
    signal?: AbortSignal,
  ): Promise<SmallMaps> {
    const run = getRun(this.#store.database, runId);
    const item = this.#doneItem(runId, pairId, role);
    const activations = await this.#activations.of(runId, item, this.#modelOf(run));
    const words = view === 'words' ? await this.#words(run, item) : null;
    const causal = isDecoder(run.model.architecture);
    return inTurns(
      smallMaps(activations, { map, alignment: alignmentOf(item), words, causal, most }),
      signal,
    );
  }

  async #valuesOf(
    kind: ValueKind,
    runId: number,
    item: DoneItem,
    useModel: UseModel,
    at: { readonly layer: number; readonly head: number },
  ): Promise<ValuesOfMaps> {
    if (kind === 'weight_norm') return { kind, norms: await this.#values.normsOf(runId, item, useModel, at) };
    if (isLayerNorm(kind))
      return { kind, norms: await this.#values.layerNormsOf(runId, item, useModel, kind, at.layer) };
    return { kind };
  }

  /**
   * Stores a person's alignment of the pair, original with counterfactual, under the run's tokenizer, and measures the pair anew in this run; null
   * goes back to the run's method. Statistics over the run are computed again when next asked for.
   * @param stored for runs to come, where these are to use another
   * @throws PairlensError INPUT_INVALID for positions that do not ascend or are out of range, STORE_READONLY; DEVICE_ABSENT where
   *   what the run was computed on is not here, or fails
   */
  async correctAlignment({
    runId,
    pairId,
    positions,
    stored = positions,
  }: PairPlace & Corrections): Promise<CorrectedPair> {
    const store = this.#store;
    const run = getRun(store.database, runId);
    expectInStore(store.database, runId, 'Alignments are corrected');
    const item = this.#doneItem(runId, pairId);
    const { originalIds, counterfactualIds } = item.computedFrom;
    const { tokenizerHash } = run.provenance;
    let replaced: CorrectedPair['replaced'] = null;
    const measureAndStore = async (model: LoadedModel) => {
      checkIsOn(store.database, runId, model.ranOn);
      const asked = { correction: positions, method: run.provenance.alignment };
      const alignment = alignAsCorrected(originalIds, counterfactualIds, asked, model.tokenizer);
      const later = { ...asked, correction: stored };
      // Refuses positions that the statements have not.
      alignAsCorrected(originalIds, counterfactualIds, later, model.tokenizer);
      const result = await measureItem(model, item, alignment, {
        queries: run.provenance.queries,
        metrics: run.metrics,
        keep: 'none',
      });
      store.write((database) => {
        // It may have gone on elsewhere in the meantime.
        checkIsOn(database, runId, model.ranOn);
        replaced = readCorrection(database, pairId, tokenizerHash);
        writeCorrection(database, pairId, tokenizerHash, stored);
        // What the run keeps does not depend on the alignment: the tensors stay as they are.
        const { layers, heads } = run.model;
        storePair(store, { runId, layers, heads, metrics: run.metrics }, result);
        forgetDerived(database, runId);
      });
    };
    const device = toGoOn(run.provenance, deviceSoFar(store.database, 'run', runId), `run ${runId}`);
    await useModelOfRun(this.#models, store.database, run, measureAndStore, () => undefined, device);
    this.#ranges.forget(runId);
    this.#counts.aligned(getPair(store.database, pairId).setId, pairId);
    return { ...(await this.detail({ runId, pairId })), replaced };
  }

  #doneItem(runId: number, pairId: number, role?: Role): DoneItem {
    return doneItem(this.#store.database, runId, pairId, role);
  }

  #modelOf(run: Run): UseModel {
    return (use) => useModelOfRun(this.#models, this.#store.database, run, use);
  }

  /** The tokens of both statements, and which of them are attention sinks by rule. */
  async #tokensWithSinks(
    run: Run,
    pair: Pick<Pair, 'original' | 'counterfactual' | 'neutral'>,
    item: DoneItem,
  ): Promise<Pick<PairDetail, 'original' | 'counterfactual' | 'valueKinds'>> {
    const { original, counterfactual, valueKinds, sinkTokens } = await this.#tokens(run, pair, item);
    const sinks = sinksOfPair({ ...item.computedFrom, alignment: alignmentOf(item) }, sinkTokens);
    const marked = (tokens: readonly Token[], sinksOfSide: Uint8Array) =>
      tokens.map((token, position) => ({ ...token, sink: sinksOfSide[position] === 1 }));
    return {
      valueKinds,
      original: marked(original, sinks.original),
      counterfactual: marked(counterfactual, sinks.counterfactual),
    };
  }

  async #tokens(
    run: Run,
    pair: Pick<Pair, 'original' | 'counterfactual' | 'neutral'>,
    { role, computedFrom: { originalIds, counterfactualIds } }: DoneItem,
  ): Promise<TokensOfPair> {
    // A model without tokenizer knows ids only, and needs not be opened for them: what it lacks is refused when it is asked for.
    if (run.provenance.tokenizerHash === '')
      return {
        original: idsAsTokens(originalIds),
        counterfactual: idsAsTokens(counterfactualIds),
        valueKinds: [...VALUE_KINDS],
        sinkTokens: { specialIds: new Set(), stopIds: new Set() },
      };
    return this.#modelOf(run)(async ({ tokenizer, hooks }) => ({
      valueKinds: valueKindsOf(hooks),
      original: tokenizer?.describe(pair.original, originalIds) ?? idsAsTokens(originalIds),
      counterfactual:
        tokenizer?.describe(role === 'neutral' ? pair.neutral : pair.counterfactual, counterfactualIds) ??
        idsAsTokens(counterfactualIds),
      sinkTokens: {
        specialIds: tokenizer?.specialIds ?? new Set(),
        stopIds: tokenizer?.stopIds ?? new Set(),
      },
    }));
  }

  async #words(run: Run, item: DoneItem) {
    const { original, counterfactual } = await this.#tokens(
      run,
      getPair(this.#store.database, item.pairId),
      item,
    );
    return {
      original: original.map(({ word }) => word),
      counterfactual: counterfactual.map(({ word }) => word),
    };
  }

  /** [layers][heads] */
  async #heads(run: Run, item: DoneItem): Promise<PairDetail['heads']> {
    const { role, position } = item;
    if (run.folder !== null) return this.#readings.headsOfPair({ runId: run.id, role, position });
    const rows = readPairMetrics(this.#store.database, run.id, item);
    return Array.from({ length: run.model.layers }, (_, layer) =>
      rows.filter((row) => row.layer === layer).map(metricsOf),
    );
  }
}
