/** The pairs of a set as a person looks at them and changes them: what the procedures of `contract.sets` about pairs ask. */
import { setImmediate } from 'node:timers/promises';
import type { z } from 'zod';
import { MOST } from '../../../core/bounds.ts';
import type { Pair, SentenceSet } from '../../../shared/entities.ts';
import { PairlensError } from '../../../shared/errors.ts';
import {
  type LooksOfPair,
  type PairOverview,
  pairView,
  type Replacement,
  type ReplacementPreview,
  type SetChangeRequest,
  type SetChangeResult,
  type SetHistory,
  type SetPart,
  type SetParting,
  type VersionsCompared,
  type versionsRequest,
} from '../../../shared/set-pairs.ts';
import type { Store } from '../store/database.ts';
import { clustersOf, getPair, hasMarks, pairsByIds, pairsInPieces } from '../store/pairs.ts';
import { getSentenceSet, SENTENCE_SETS, type SetSummary } from '../store/sentence-sets.ts';
import { ChangeRequests } from './change-requests.ts';
import { checkedPair, marksThatStay, type PairTexts } from './checked-pair.ts';
import { countOfPairs, PairChanges } from './pair-changes.ts';
import { compareVersions } from './compare-versions.ts';
import { NO_TOKENS, PairViews, type TokensOfSet } from './pair-views.ts';
import { copyPairs } from './set-copies.ts';
import { historyOf } from './set-history.ts';
import { partsOfSet } from './set-parts.ts';
import { toNewPair } from './stored-pairs.ts';
import { setFile, type SetFileFormat } from './write-set.ts';

/** A view of a set, of which what is not said is as it is by default. */
type ViewAsked = z.input<typeof pairView> & { readonly setId: number };
export type PairsAsked = ViewAsked & { readonly offset: number; readonly limit: number };

export interface ExportAsked {
  readonly id: number;
  readonly format: SetFileFormat;
  /** Of some of its pairs, in this order. */
  readonly ids?: readonly number[] | undefined;
}

export class SetGrid {
  readonly #store: Store;
  readonly #summaryOf: (setId: number) => Promise<SetSummary>;
  readonly #views: PairViews;
  readonly #changes: PairChanges;
  readonly #requests: ChangeRequests;

  constructor(
    store: Store,
    summaryOf: (setId: number) => Promise<SetSummary>,
    tokensOf: TokensOfSet = NO_TOKENS,
  ) {
    this.#store = store;
    this.#summaryOf = summaryOf;
    this.#views = new PairViews(store.database, summaryOf, tokensOf);
    this.#changes = new PairChanges(store);
    this.#requests = new ChangeRequests(store.database, this.#changes);
  }

  /** A page of the pairs that a view shows. @throws PairlensError INPUT_INVALID for an expression that is none */
  async pairs({ setId, offset, limit, ...view }: PairsAsked): Promise<{ total: number; pairs: Pair[] }> {
    SENTENCE_SETS.require(this.#store.database, setId);
    return this.#views.page(setId, pairView.parse(view), { offset, limit });
  }

  /** The ids of the pairs at places `from` to `to` of a view. */
  async pairIds({
    setId,
    from,
    to,
    ...view
  }: ViewAsked & { readonly from: number; readonly to: number }): Promise<number[]> {
    SENTENCE_SETS.require(this.#store.database, setId);
    return (await this.#views.ids(setId, pairView.parse(view))).slice(
      from,
      Math.min(to + 1, from + MOST.pairs),
    );
  }

  /** What there is to look at in a set, and where in a view. */
  async pairOverview({ setId, ...view }: ViewAsked): Promise<PairOverview> {
    SENTENCE_SETS.require(this.#store.database, setId);
    return this.#views.overview(setId, pairView.parse(view));
  }

  looksOfPair({ setId, id }: { readonly setId: number; readonly id: number }): Promise<LooksOfPair> {
    SENTENCE_SETS.require(this.#store.database, setId);
    return this.#views.looksOfPair(setId, id);
  }

  /** @throws PairlensError as {@link ChangeRequests.change} */
  change(request: SetChangeRequest): Promise<SetChangeResult> {
    SENTENCE_SETS.require(this.#store.database, request.setId);
    return this.#requests.change(request);
  }

  previewReplacement({
    ids,
    replacement,
  }: {
    readonly ids: readonly number[];
    readonly replacement: Replacement;
  }): Promise<ReplacementPreview> {
    return this.#requests.previewReplacement(ids, replacement);
  }

  /** @throws PairlensError CONFLICT where another change has to be taken back first; NOT_FOUND */
  async undoChange({ changeId }: { readonly changeId: number }): Promise<Record<string, never>> {
    await this.#changes.undo(changeId);
    return {};
  }

  async redoChange({ changeId }: { readonly changeId: number }): Promise<Record<string, never>> {
    await this.#changes.redo(changeId);
    return {};
  }

  async history({ setId }: { readonly setId: number }): Promise<SetHistory> {
    SENTENCE_SETS.require(this.#store.database, setId);
    const { contentHash } = await this.#summaryOf(setId);
    return historyOf(this.#store.database, setId, contentHash);
  }

  /** @throws PairlensError NOT_FOUND for a version that the set has not */
  compareVersions(asked: z.output<typeof versionsRequest>): Promise<VersionsCompared> {
    SENTENCE_SETS.require(this.#store.database, asked.setId);
    return compareVersions(this.#store.database, asked);
  }

  /** @throws PairlensError INPUT_INVALID for more parts than sets are made of at once */
  parts({ setId, parting }: { readonly setId: number; readonly parting: SetParting }): Promise<SetPart[]> {
    SENTENCE_SETS.require(this.#store.database, setId);
    return partsOfSet(this.#store.database, setId, parting);
  }

  /** Names of clusters, the most frequent first. */
  clusters({ setId }: { readonly setId: number }): string[] {
    SENTENCE_SETS.require(this.#store.database, setId);
    return clustersOf(this.#store.database, setId, MOST.page);
  }

  /** @throws PairlensError CONFLICT when the project has a set of that name, SET_EMPTY */
  copyPairs(copy: {
    readonly projectId: number;
    readonly name: string;
    readonly description?: string;
    readonly ids: readonly number[];
  }): Promise<{ set: SentenceSet; duplicates: number }> {
    return copyPairs(this.#store, copy);
  }

  /**
   * The pairs of a set as a file that an import reads back, in pieces.
   * @throws PairlensError NOT_FOUND; BAD_REQUEST for pairs of token ids as CSV
   */
  exported({ id, format, ids }: ExportAsked): Generator<string> {
    const { neutralCount, clusterCount, answerCount, labelCount, extras } = getSentenceSet(
      this.#store.database,
      id,
    );
    const has = {
      neutral: neutralCount > 0,
      cluster: clusterCount > 0,
      label: labelCount > 0,
      answer: answerCount > 0,
      wrongAnswer: answerCount > 0,
      extras: extras.map(({ name }) => name),
      ...hasMarks(this.#store.database, id),
    };
    const { database } = this.#store;
    const pieces = ids === undefined ? pairsInPieces(database, id) : pairsByIds(database, ids);
    return setFile(pieces, format, has);
  }

  /** The same for a page, which gets a piece at a time. */
  async *pieces(asked: ExportAsked): AsyncGenerator<string, void> {
    for (const piece of this.exported(asked)) {
      yield piece;
      await setImmediate();
    }
  }

  /** Adds a pair at the end. Throws SET_INVALID for a side that is empty or is no text. */
  addPair({ setId, ...texts }: PairTexts & { readonly setId: number }): Pair {
    const pair = toNewPair(checkedPair(texts));
    const [id] = this.#changes.applyNow(setId, 'added 1 pair', [{ id: null, pair }]);
    if (id === undefined) throw new PairlensError('INTERNAL', `a pair added to set ${setId} has no id`);
    return getPair(this.#store.database, id);
  }

  /**
   * Stored results keep the pair as it was: the edited one is a new row in the same place. Neutral, cluster, answers and what is
   * marked stay where nothing is said of them.
   */
  editPair({ id, ...texts }: PairTexts & { readonly id: number }): Pair {
    const before = getPair(this.#store.database, id);
    const { neutral, cluster, answer, wrongAnswer, extras } = before;
    const stay = marksThatStay(before, texts);
    const pair = checkedPair({
      ...texts,
      cues: texts.cues === undefined ? stay.cues : texts.cues,
      scope: texts.scope === undefined ? stay.scope : texts.scope,
      neutral: texts.neutral === undefined ? neutral : texts.neutral,
      cluster: texts.cluster === undefined ? cluster : texts.cluster,
      answer: texts.answer === undefined ? answer : texts.answer,
      wrongAnswer: texts.wrongAnswer === undefined ? wrongAnswer : texts.wrongAnswer,
      extras,
    });
    const swap = { id, pair: toNewPair(pair) };
    const [next] = this.#changes.applyNow(before.setId, 'edited 1 pair', [swap]);
    return getPair(this.#store.database, next ?? id);
  }

  removePairs({ ids }: { readonly ids: readonly number[] }): Record<string, never> {
    const bySet = Map.groupBy(this.#existing(ids), ({ setId }) => setId);
    this.#store.write(() => {
      for (const [setId, pairs] of bySet) {
        const swaps = pairs.map(({ id }) => ({ id, pair: null }));
        this.#changes.applyNow(setId, `removed ${countOfPairs(swaps.length)}`, swaps);
      }
    });
    return {};
  }

  restorePairs({ ids }: { readonly ids: readonly number[] }): Record<string, never> {
    this.#changes.restoreNow(this.#existing(ids));
    return {};
  }

  /** Each once. @throws PairlensError NOT_FOUND for one that never was */
  #existing(ids: readonly number[]): Pair[] {
    return [...new Set(ids)].map((id) => getPair(this.#store.database, id));
  }
}
