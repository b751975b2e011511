/**
 * Kinds of analyses that no registry has: 'toy' is of the golden BERT, 'toy-of-run' of the pairs of a run. A gate stands
 * before each of their batches: there a test can hold them, or make items fail.
 */
import { join } from 'node:path';
import { z } from 'zod';
import type { AnalysisDefinition } from '../../src/core/analyses/analysis.ts';
import { namedTensor, type NamedTensors, scalar, tensorOf } from '../../src/core/analyses/named-tensor.ts';
import { patternHook } from '../../src/core/architectures/hook-names.ts';
import { randomSource } from '../../src/core/statistics/random.ts';
import type { AnalysisWork, AnalysisWorks } from '../../src/main/engine/analyses/analysis-work.ts';
import { outputOf } from '../../src/main/engine/runs/measure-batch.ts';
import { getRun } from '../../src/main/engine/store/runs.ts';
import { PairlensError } from '../../src/shared/errors.ts';

export const GOLDEN_BERT = join(import.meta.dirname, '../fixtures/golden/bert');

const HEADS = 4;
const TOKENS = 6;
const VOCABULARY = 107;
/** What the parts of an item have beside numbers that matter, so that a disk is soon full. */
const FILLER = 4096;
export const ITEMS_PER_BATCH = 4;

export class Gate {
  /** Places of items on which the model fails. */
  readonly failing = new Set<number>();
  /** What the next batch fails with, as a model that has gone would make it. */
  broken: Error | null = null;
  /** Places of the items of each batch so far. */
  readonly batches: (readonly number[])[] = [];
  #hold: { readonly at: number; readonly reached: () => void; readonly released: Promise<void> } | null =
    null;

  /** Holds before the nth batch from now, counted from 0. */
  holdBefore(batch: number): { readonly reached: Promise<void>; readonly release: () => void } {
    const reached = Promise.withResolvers<void>();
    const released = Promise.withResolvers<void>();
    this.#hold = { at: this.batches.length + batch, reached: reached.resolve, released: released.promise };
    return { reached: reached.promise, release: released.resolve };
  }

  async pass(places: readonly number[]): Promise<void> {
    const hold = this.#hold;
    this.batches.push(places);
    if (hold?.at === this.batches.length - 1) {
      hold.reached();
      await hold.released;
    }
    if (this.broken !== null) throw this.broken;
    const failing = places.filter((place) => this.failing.has(place));
    if (failing.length > 0)
      throw new PairlensError('INFERENCE_FAILED', `the model dislikes ${failing.join(' and ')}`);
  }
}

const toyOptions = z.object({
  items: z.int().min(1).max(100).default(14).describe('items'),
  seed: z.int().min(0).default(0).describe('of the tokens'),
});
type ToyOptions = z.output<typeof toyOptions>;

interface ToyItem {
  readonly place: number;
  readonly ids: readonly number[];
}

/** Attention to the first token, by head of the first layer: the mean over items, and of each item. */
function toyDefinition(version: number): AnalysisDefinition<ToyOptions> {
  return {
    kind: 'toy',
    version,
    title: 'Toy',
    summary: 'Attention to the first token.',
    takes: ['model'],
    suits: () => true,
    unit: 'items',
    options: toyOptions,
    listed: true,
    tables: [
      {
        name: 'heads',
        columns: ['head', 'mean', 'nothing'],
        rows: (result) => Array.from(tensorOf(result, 'mean').data, (value, head) => [head, value, null]),
      },
    ],
    figures: [],
    findings: (result) => [`${tensorOf(result, 'by_item').shape[0]} items were measured.`],
  };
}

function toyWork(gate: Gate, version: number): AnalysisWork<ToyOptions, ToyItem> {
  return {
    definition: toyDefinition(version),
    usesModel: true,
    subjectHash: () => '',
    plan(_context, { items, seed }) {
      const random = randomSource(seed, 'induction-sequences');
      return Array.from({ length: items }, (_, place) => ({
        place,
        ids: Array.from({ length: TOKENS }, () => random.below(VOCABULARY)),
      }));
    },
    itemsPerBatch: () => ITEMS_PER_BATCH,
    async compute({ model }, items) {
      if (model === null) throw new Error('a toy is of a model');
      await gate.pass(items.map(({ place }) => place));
      const outputs = await model.run({ inputIds: items.map(({ ids }) => [...ids]) }, [patternHook(0)]);
      const { data } = outputOf(outputs, patternHook(0));
      return items.map(({ ids }, row): NamedTensors => {
        const patternOf = (head: number) => (row * HEADS + head) * TOKENS * TOKENS;
        const toFirst = Array.from({ length: HEADS }, (_, head) => {
          let sum = 0;
          for (let query = 0; query < TOKENS; query++) sum += data[patternOf(head) + query * TOKENS] ?? 0;
          return sum / TOKENS;
        });
        return new Map([
          ['to_first', namedTensor({ head: HEADS }, Float64Array.from(toFirst))],
          ['ids', namedTensor({ token: TOKENS }, Int32Array.from(ids))],
          ['filler', namedTensor({ place: FILLER }, new Float32Array(FILLER).fill(row))],
        ]);
      });
    },
    *combine(_context, parts) {
      const values: number[] = [];
      let items = 0;
      for (const { part } of parts) {
        values.push(...tensorOf(part, 'to_first').data);
        yield ++items / (items + 1);
      }
      const means = Array.from({ length: HEADS }, (_, head) => {
        let sum = 0;
        for (let item = 0; item < items; item++) sum += values[item * HEADS + head] ?? 0;
        return sum / items;
      });
      return new Map([
        ['mean', namedTensor({ head: HEADS }, Float64Array.from(means))],
        ['single', namedTensor({ head: HEADS }, Float32Array.from(means))],
        ['by_item', namedTensor({ item: items, head: HEADS }, Float64Array.from(values))],
        ['filler', namedTensor({ place: 8 * FILLER }, new Float64Array(8 * FILLER))],
      ]);
    },
  };
}

/** How many pairs of a run are done, asked in two batches of one item. */
function toyOfRun(gate: Gate): AnalysisWork {
  return {
    definition: {
      kind: 'toy-of-run',
      version: 1,
      title: 'Toy of a run',
      summary: 'How many pairs are done.',
      takes: ['run'],
      suits: () => true,
      unit: 'questions',
      options: z.object({}),
      listed: false,
      tables: [],
      figures: [],
      findings: () => [],
    },
    usesModel: false,
    subjectHash: ({ database, runId }) => `${getRun(database, runId ?? 0).done} done`,
    plan: () => [0, 1],
    itemsPerBatch: () => 1,
    async *steps({ database, runId }, items) {
      yield 0;
      await gate.pass(items.map(Number));
      return items.map(() => new Map([['done', scalar(getRun(database, runId ?? 0).done)]]));
    },
    *combine(_context, parts) {
      yield 1;
      const done = Array.from(parts, ({ part }) => tensorOf(part, 'done').data[0] ?? Number.NaN);
      return new Map([['done', namedTensor({ question: done.length }, Float64Array.from(done))]]);
    },
  };
}

/** A registry of the two. @param version of the toy's definition */
export function toyWorks(gate: Gate = new Gate(), version = 1): AnalysisWorks {
  return { toy: toyWork(gate, version), 'toy-of-run': toyOfRun(gate) };
}
