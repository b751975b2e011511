/** A kind of analysis that no registry has: attention to the first token in each statement of what it is made of. */
import { z } from 'zod';
import type { AnalysisDefinition } from '../../src/core/analyses/analysis.ts';
import { namedTensor, type NamedTensors, tensorOf } from '../../src/core/analyses/named-tensor.ts';
import { patternHook } from '../../src/core/architectures/hook-names.ts';
import type { ModelWork } from '../../src/main/engine/analyses/analysis-work.ts';
import { textsOf } from '../../src/main/engine/analyses/subject-items.ts';
import { outputOf } from '../../src/main/engine/runs/measure-batch.ts';
import { checkedIds, type Statement } from '../../src/main/engine/tokenizers/statement-ids.ts';
import type { Gate } from './toy-analysis.ts';

const HEADS = 4;

interface Item extends Statement {
  readonly place: number;
  readonly sourceId: number | null;
}

const definition: AnalysisDefinition<{ seed: number }> = {
  kind: 'toy-of-statements',
  version: 1,
  title: 'Toy of statements',
  summary: 'Attention to the first token of each statement.',
  takes: ['texts', 'pairs', 'ids'],
  comparesWithControl: true,
  ids: z.object({ texts: z.array(z.array(z.int())) }),
  suits: () => true,
  unit: 'statements',
  options: z.object({ seed: z.int().default(0) }),
  listed: true,
  keepsParts: true,
  tables: [],
  figures: [],
  findings: () => ['They were measured.'],
};

export function toyOfStatements(gate: Gate): ModelWork<{ seed: number }, Item> {
  return {
    definition,
    usesModel: true,
    sentAhead: 1,
    subjectHash: () => '',
    plan: ({ database, subject }) =>
      subject.kind === 'ids'
        ? z
            .array(z.array(z.int()))
            .parse(subject.inputs['texts'])
            .map((ids, place) => ({ place, sourceId: null, text: null, ids }))
        : textsOf({ database, subject }).map(({ sourceId, text, ids }, place) => ({
            place,
            sourceId,
            text,
            ids,
          })),
    sourceOf: ({ sourceId }) => sourceId,
    itemsPerBatch: () => 3,
    async compute({ model }, items) {
      if (model === null) throw new Error('a toy is of a model');
      await gate.pass(items.map(({ place }) => place));
      const inputIds = items.map((item) => checkedIds(item, model));
      const longest = Math.max(...inputIds.map(({ length }) => length));
      const outputs = await model.run({ inputIds }, [patternHook(0)]);
      const { data } = outputOf(outputs, patternHook(0));
      return inputIds.map((ids, row): NamedTensors => {
        const toFirst = Array.from({ length: HEADS }, (_, head) => {
          const cells = ids.map(
            (_id, query) => data[((row * HEADS + head) * longest + query) * longest] ?? 0,
          );
          return cells.reduce((sum, value) => sum + value, 0) / ids.length;
        });
        return new Map([
          ['to_first', namedTensor({ head: HEADS }, Float64Array.from(toFirst))],
          ['tokens', namedTensor({}, Int32Array.of(ids.length))],
        ]);
      });
    },
    *combine(_context, parts) {
      // Once for each head: nothing but the values of one head is in memory.
      const means: number[] = [];
      for (let head = 0; head < HEADS; head++) {
        const values = Array.from(parts, ({ part }) => tensorOf(part, 'to_first').data[head] ?? Number.NaN);
        means.push(values.reduce((sum, value) => sum + value, 0) / values.length);
        yield (head + 1) / HEADS;
      }
      return new Map([['mean', namedTensor({ head: HEADS }, Float64Array.from(means))]]);
    },
  };
}
