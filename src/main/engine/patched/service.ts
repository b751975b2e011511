/** What can be asked of one pair of a run by patching it live: `contract.pairs.patched` and `patchedHead`. */
import type {
  PatchedHead,
  PatchedHeadRequest,
  PatchedPair,
  PatchedPairRequest,
} from '../../../shared/patched-pair.ts';
import type { LoadedModel } from '../models/library.ts';
import type { OpenModels } from '../models/open-models.ts';
import { doneItem } from '../pairs/done-item.ts';
import { useModelOfRun } from '../runs/model-of-run.ts';
import type { ReadableDatabase } from '../store/handles.ts';
import { getPair } from '../store/pairs.ts';
import { getRun } from '../store/runs.ts';
import { untilCancelled } from '../threads/until-cancelled.ts';
import { type PairToPatch, patchHead, patchPair } from './patched-pair.ts';

/** It waits for no run and no analysis: those leave a session to whoever looks at something. */
export class PatchedPairs {
  readonly #database: ReadableDatabase;
  readonly #models: OpenModels;

  constructor(database: ReadableDatabase, models: OpenModels) {
    this.#database = database;
    this.#models = models;
  }

  /**
   * What each head restores on the pair, and breaks the other way.
   * @throws PairlensError as {@link doneItem}, {@link useModelOfRun} and {@link patchPair}; CANCELLED
   */
  heads(request: PatchedPairRequest, signal?: AbortSignal): Promise<PatchedPair> {
    return this.#patch(request, signal, patchPair);
  }

  /** One head of it by position. @throws PairlensError as {@link heads} and {@link patchHead} */
  head(request: PatchedHeadRequest, signal?: AbortSignal): Promise<PatchedHead> {
    return this.#patch(request, signal, (model, asked) => patchHead(model, request, asked));
  }

  #patch<Result>(
    { runId, pairId, role, effect }: PatchedPairRequest,
    signal: AbortSignal | undefined,
    patch: (model: LoadedModel, asked: PairToPatch) => Promise<Result>,
  ): Promise<Result> {
    return untilCancelled(signal, async () => {
      const run = getRun(this.#database, runId);
      const item = doneItem(this.#database, runId, pairId, role);
      const pair = getPair(this.#database, pairId);
      return useModelOfRun(this.#models, this.#database, run, (model) =>
        patch(model, { pair, item, effect, signal }),
      );
    });
  }
}
