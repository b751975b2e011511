/** The half of an analysis that works: it plans items, computes them with the model, and puts together what came of it. */
import type { AnalysisDefinition } from '../../../core/analyses/analysis.ts';
import type { NamedTensors } from '../../../core/analyses/named-tensor.ts';
import type { ItemMark } from '../../../shared/item-view.ts';
import type { LoadedModel } from '../models/library.ts';
import type { FolderResults } from '../run-folders/folder-results.ts';
import type { ReadableDatabase } from '../store/handles.ts';
import type { Steps } from '../threads/readings.ts';
import type { AnalysisSubject } from './subject.ts';

/** What an analysis is made from. */
export interface AnalysisContext {
  /** null for a kind that uses none. */
  readonly model: LoadedModel | null;
  readonly subject: AnalysisSubject;
  /** Of an analysis of a run its number, null of any other. */
  readonly runId: number | null;
  readonly database: ReadableDatabase;
  /** Where it is computed from the store alone: reads the results of runs that are in folders. */
  readonly folders?: FolderResults | undefined;
  /** While it is computed: told to stop. A kind whose batches take long looks at it in between, and throws. */
  readonly signal?: AbortSignal | undefined;
}

/** A long computation: it yields the share that is done, from 0 to 1, every some tens of milliseconds. */
export type AnalysisSteps<Result> = Steps<number, Result>;

/** The items of a plan; of a kind that reads every text for it as steps of some milliseconds, for others wait meanwhile. */
export type Planned<Item> = readonly Item[] | Generator<unknown, readonly Item[], void>;

export interface PlacedPart {
  /** Place of the item in the plan. */
  readonly position: number;
  readonly part: NamedTensors;
}

/** One statement of an item, as a screen shows it with the attention of a head. */
export interface ItemStatement {
  /** What it is among those of its item: 'text', 'original', 'neutral'. */
  readonly name: string;
  /** null for a statement of token ids alone. */
  readonly text: string | null;
  readonly ids: readonly number[];
  /** Tokens that the kind has something to say of: the cue, its scope. */
  readonly marks?: readonly ItemMark[];
}

interface WorkOfKind<Options, Item> {
  readonly definition: AnalysisDefinition<Options>;
  /**
   * What the numbers are made from beside model, options, and the set, texts or ids, which are hashed anyway: a hash or a
   * text; '' where there is nothing else.
   */
  subjectHash(context: AnalysisContext, options: Options): string;
  /**
   * The options as they are stored, where some stand for what the workspace has now: so that a resumed analysis gives the same
   * numbers whatever has become of that since. Without it they are stored as they were given.
   */
  completed?(context: AnalysisContext, options: Options): Options;
  /**
   * What it is made of is read in the first step. Taken to its end by planned-items.ts.
   * @throws PairlensError BAD_REQUEST where the model, the run or the options do not fit each other
   */
  plan(context: AnalysisContext, options: Options): Planned<Item>;
  /** The id of the pair or the text that an item is made of; it is stored, for screens that show the item. */
  sourceOf?(item: Item): number | null;
  /**
   * The statements that an item is shown as, for a kind that draws its items itself, or has something to say of their tokens.
   * Without it an item is shown as the statements of the text or the pair that it was made of.
   */
  statementsOf?(context: AnalysisContext, item: Item, options: Options): readonly ItemStatement[];
  /** Items that are computed together: a batch is stored whole, and computed anew as the same batch. */
  itemsPerBatch(context: AnalysisContext, options: Options): number;
  /**
   * Whether the result with the options `have` holds all that is in the one with `wanted`: then nothing is computed. Without
   * it only the very same options do.
   */
  covers?(have: Options, wanted: Options): boolean;
  /**
   * Of a kind that screens ask for with all kinds of options: whether these are those that a head's page tells of. All are,
   * unless told.
   */
  isUsual?(context: Pick<AnalysisContext, 'database' | 'runId'>, options: Options): boolean;
  /**
   * From the parts of all items that could be computed, in the order of the plan. They can be gone through several times, and
   * are read anew each time: a kind of many items holds some of their numbers at once, not all.
   */
  combine(
    context: AnalysisContext,
    parts: Iterable<PlacedPart>,
    options: Options,
  ): Generator<number, NamedTensors, void>;
}

/** For a batch that takes long: when to stop in the middle of it, and whom to tell how far it is. */
export interface BatchFollowing {
  /** `compute` may throw its reason as soon as it is aborted: nothing of the batch is stored then. */
  readonly signal: AbortSignal;
  /** Told the share of the batch that is done, from 0 to 1. */
  readonly onShare: (share: number) => void;
}

/** A kind that computes with the model: such analyses and runs wait for each other. */
export interface ModelWork<Options, Item> extends WorkOfKind<Options, Item> {
  readonly usesModel: true;
  /** Batches that are sent to the model beside the one that is measured; 0 unless told. Their numbers are the same. */
  readonly sentAhead?: number;
  /** @returns named tensors for each item, in the order given */
  compute(
    context: AnalysisContext,
    items: readonly Item[],
    options: Options,
    following?: BatchFollowing,
  ): Promise<readonly NamedTensors[]>;
}

/** A kind that computes from the store alone, in a thread of its own where the engine serves others. */
export interface StoreWork<Options, Item> extends WorkOfKind<Options, Item> {
  readonly usesModel: false;
  /** Items and options are plain data. @returns named tensors for each item, in the order given */
  steps(
    context: AnalysisContext,
    items: readonly Item[],
    options: Options,
  ): AnalysisSteps<readonly NamedTensors[]>;
}

/**
 * One kind. `Item` is what is computed as one: a sequence, a text. The same context, options and version give the same
 * plan and the same numbers, to the last bit, however often the analysis was stopped in between.
 */
export type AnalysisWork<Options = unknown, Item = unknown> =
  ModelWork<Options, Item> | StoreWork<Options, Item>;

/** Kinds, each under its name. */
export type AnalysisWorks = Readonly<Record<string, AnalysisWork>>;
