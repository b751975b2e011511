/**
 * Single items of analyses as screens show them: the texts of several, and one with the attention of a head on it, computed
 * with the model of the analysis. What was computed of the last few stays in memory, so that walking over heads costs nothing.
 */
import type { Analysis } from '../../../shared/analyses.ts';
import { PairlensError } from '../../../shared/errors.ts';
import type { ItemAttention, ItemRequest, ItemTexts } from '../../../shared/item-view.ts';
import type { LoadedModel } from '../models/library.ts';
import type { OpenModels } from '../models/open-models.ts';
import { Recent } from '../pairs/recent.ts';
import { sourceOfItem } from '../store/analysis-results.ts';
import type { ReadableStore } from '../store/database.ts';
import { idsOf } from '../tokenizers/statement-ids.ts';
import type { AnalysisContext, AnalysisWork, AnalysisWorks, ItemStatement } from './analysis-work.ts';
import {
  attentionOf,
  bytesOfPatterns,
  computePatterns,
  encodeItem,
  type ItemPatterns,
} from './item-pattern.ts';
import { optionsOf, workOf } from './kinds.ts';
import { useModelOfAnalysis } from './model-of-analysis.ts';
import { plannedItems } from './planned-items.ts';
import type { AnalysisService } from './service.ts';
import { storedSubject } from './subject.ts';
import { statementsOfSource } from './subject-items.ts';

/** Bytes of patterns that stay in memory. */
const MEMORY = 96 * 2 ** 20;

export interface ItemViewParts {
  readonly store: ReadableStore;
  readonly models: OpenModels;
  readonly works: AnalysisWorks;
  readonly analyses: Pick<AnalysisService, 'get'>;
}

export class ItemViews {
  readonly #parts: ItemViewParts;
  readonly #patterns = new Recent<ItemPatterns>(MEMORY, bytesOfPatterns);
  /** The last plan, of an analysis whose kind shows its own items: planning may tokenise a whole set. */
  #planned: { readonly id: number; readonly items: readonly unknown[] } | null = null;

  constructor(parts: ItemViewParts) {
    this.#parts = parts;
  }

  /**
   * One item with the attention of one head, in the form of {@link encodeItem}.
   * @throws PairlensError NOT_FOUND for an item or a head that is not there; what opening and running the model throws
   */
  async item({ id, position, layer, head }: ItemRequest): Promise<Blob> {
    return new Blob([encodeItem(await this.attention({ id, position, layer, head }))]);
  }

  /** One item with the attention of one head. @throws as {@link item} */
  async attention({ id, position, layer, head }: ItemRequest): Promise<ItemAttention> {
    return attentionOf(await this.#patternsOf(id, position), { layer, head });
  }

  /** The tokens of each statement of an item. @throws as {@link item} */
  async tokens({
    id,
    position,
  }: {
    readonly id: number;
    readonly position: number;
  }): Promise<readonly (readonly string[])[]> {
    const { statements } = await this.#patternsOf(id, position);
    return statements.map(({ tokens }) => tokens.map(({ text }) => text));
  }

  #patternsOf(id: number, position: number): Promise<ItemPatterns> {
    const analysis = this.#parts.analyses.get({ id });
    const key = `${id} ${analysis.startedAt ?? ''} ${position}`;
    return this.#patterns.get(key, () =>
      this.#useModel(analysis, async (model) =>
        computePatterns(model, await this.#statements(analysis, model, position)),
      ),
    );
  }

  /**
   * The texts of some items; those of a kind that draws token ids are spelled by the model's tokenizer.
   * @throws PairlensError NOT_FOUND for an item that is not there
   */
  async texts({
    id,
    positions,
  }: {
    readonly id: number;
    readonly positions: readonly number[];
  }): Promise<ItemTexts[]> {
    const analysis = this.#parts.analyses.get({ id });
    if (this.#workOf(analysis).statementsOf === undefined)
      return positions.map((position) => this.#textsOfSource(analysis, position));
    return this.#useModel(analysis, async (model) => {
      const texts: ItemTexts[] = [];
      for (const position of positions) {
        const statements = await this.#statements(analysis, model, position);
        texts.push({
          position,
          source: sourceOfItem(this.#parts.store.database, id, position),
          statements: statements.map(({ name, text, ids }) => ({ name, text: text ?? spelled(model, ids) })),
        });
      }
      return texts;
    });
  }

  #textsOfSource(analysis: Analysis, position: number): ItemTexts {
    const source = this.#sourceOf(analysis, position);
    const statements = statementsOfSource(this.#subjectOf(analysis), source);
    return {
      position,
      source,
      statements: statements.map(({ side, text, ids }) => ({
        name: side,
        text: text ?? ids?.join(' ') ?? '',
      })),
    };
  }

  async #statements(
    analysis: Analysis,
    model: LoadedModel,
    position: number,
  ): Promise<readonly ItemStatement[]> {
    const work = this.#workOf(analysis);
    if (work.statementsOf === undefined)
      return statementsOfSource(this.#subjectOf(analysis), this.#sourceOf(analysis, position)).map(
        (statement) => ({ name: statement.side, text: statement.text, ids: idsOf(statement, model) }),
      );
    const context = this.#contextOf(analysis, model);
    const options = optionsOf(work, analysis.options);
    const item = (await this.#planOf(analysis, work, context, options))[position];
    if (item === undefined) throw noItem(analysis, position);
    const source = sourceOfItem(this.#parts.store.database, analysis.id, position);
    if ((work.sourceOf?.(item) ?? null) !== source) {
      // Another plan may hold again, when what was changed is taken back.
      this.#planned = null;
      throw new PairlensError(
        'CONFLICT',
        `what analysis ${analysis.id} is of has changed since: this item cannot be shown as it was measured`,
        { id: analysis.id, position },
      );
    }
    return work.statementsOf(context, item, options);
  }

  async #planOf(
    { id }: Analysis,
    work: AnalysisWork,
    context: AnalysisContext,
    options: unknown,
  ): Promise<readonly unknown[]> {
    if (this.#planned?.id === id) return this.#planned.items;
    const items = await plannedItems(work, context, options);
    this.#planned = { id, items };
    return items;
  }

  /** @throws PairlensError NOT_FOUND */
  #sourceOf(analysis: Analysis, position: number): number {
    const source = sourceOfItem(this.#parts.store.database, analysis.id, position);
    if (source !== null) return source;
    throw noItem(analysis, position);
  }

  #subjectOf(analysis: Analysis): Pick<AnalysisContext, 'database' | 'subject'> {
    const { database } = this.#parts.store;
    return { database, subject: storedSubject(database, analysis) };
  }

  #contextOf(analysis: Analysis, model: LoadedModel): AnalysisContext {
    return { ...this.#subjectOf(analysis), model, runId: analysis.runId };
  }

  #workOf({ kind }: Analysis): AnalysisWork {
    return workOf(this.#parts.works, kind);
  }

  #useModel<Result>(
    analysis: Analysis,
    use: (model: LoadedModel) => Result | Promise<Result>,
  ): Promise<Result> {
    const { models, store } = this.#parts;
    return useModelOfAnalysis(
      models,
      store.database,
      analysis,
      async (model) => use(model),
      () => undefined,
    );
  }
}

function spelled({ tokenizer }: LoadedModel, ids: readonly number[]): string {
  const tokens = tokenizer?.describe(null, [...ids]);
  return tokens === undefined ? ids.join(' ') : tokens.map(({ text }) => text.trim()).join(' ');
}

function noItem({ id }: Analysis, position: number): PairlensError {
  return new PairlensError('NOT_FOUND', `analysis ${id} has no item ${position} that can be shown`, {
    id,
    position,
  });
}
