/**
 * Patterns of 1,000 texts, all of it (marks, passes, scores, intervals, storing), against the bare forward passes of the same
 * batches that give the patterns, in processor time: at most 1.25 times on windows of 128 tokens. Sentences, whose passes are short
 * beside the intervals of two thousand columns, are reported. Then the memory that ten times as many texts take.
 */
import { join } from 'node:path';
import { patternHook } from '../src/core/architectures/hook-names.ts';
import { type Engine, openEngine } from '../src/main/engine/engine.ts';
import { packBatches } from '../src/main/engine/inference/batches.ts';
import { type LoadedModel, ModelLibrary } from '../src/main/engine/models/library.ts';
import { resourcesDir } from '../src/main/engine/paths.ts';
import { footprint, median, result, withScratch } from './measure.ts';
import { benchmarkPairs } from './pairs.ts';
import type { Benchmark, BenchResult } from './types.ts';

const TEXTS = Number(process.env['N'] ?? 1000);
const WINDOW = 128;
const ROUNDS = Number(process.env['R'] ?? 3);
const LIMIT = 1.25;
const MODEL = 'all-MiniLM-L6-v2';

/** Of this process, all threads: what others do on the machine counts for little. */
async function processorSecondsOf(work: () => Promise<unknown>): Promise<number> {
  const before = process.cpuUsage();
  await work();
  const { user, system } = process.cpuUsage(before);
  return (user + system) / 1e6;
}

/** Sentences one after the other, cut every so many tokens; special tokens where the tokenizer puts them. */
function windowsOf(sentences: readonly (readonly number[])[], count: number): number[][] {
  const [first = [], ...others] = sentences;
  const [begin, end] = [first[0] ?? 0, first.at(-1) ?? 0];
  const stream = [first, ...others].flatMap((ids) => ids.slice(1, -1));
  return Array.from({ length: count }, (_, at) => [
    begin,
    ...Array.from({ length: WINDOW - 2 }, (_, k) => stream[(at * 61 + k) % stream.length] ?? begin),
    end,
  ]);
}

async function analyse(engine: Engine, texts: readonly (readonly number[])[]): Promise<void> {
  const projectId = engine.defaultProject().id;
  const { id } = await engine.analyses.create({
    projectId,
    kind: 'patterns',
    model: MODEL,
    inputs: { texts },
  });
  const { state, done } = await engine.analyses.finish({ id });
  if (state !== 'done' || done !== texts.length) throw new Error(`the analysis ended ${state} with ${done}`);
}

async function compare(
  engine: Engine,
  model: LoadedModel,
  texts: readonly (readonly number[])[],
  what: string,
  limit: number | null,
): Promise<BenchResult> {
  const hooks = Array.from({ length: model.dimensions.layers }, (_, layer) => patternHook(layer));
  const batches = packBatches(texts.map((ids) => [ids.length])).map((batch) =>
    batch.map((index) => texts[index] ?? []),
  );
  const bare: number[] = [];
  const whole: number[] = [];
  for (let round = 0; round < ROUNDS; round++) {
    bare.push(
      await processorSecondsOf(async () => {
        for (const inputIds of batches) await model.run({ inputIds }, hooks);
      }),
    );
    whole.push(await processorSecondsOf(() => analyse(engine, texts)));
  }
  const ratios = whole.map((seconds, round) => seconds / (bare[round] ?? Number.NaN));
  const tokens = texts.reduce((sum, { length }) => sum + length, 0) / texts.length;
  return result(
    `patterns over ${texts.length} ${what}, against bare forward passes`,
    median(ratios),
    'x',
    limit,
    `median of ${ROUNDS} rounds, ${tokens.toFixed(0)} tokens a text: ${median(whole).toFixed(1)} s of processor against ${median(bare).toFixed(1)} s; ratios ${ratios.map((ratio) => ratio.toFixed(2)).join(', ')}`,
  );
}

export const patterns: Benchmark = {
  name: 'patterns',
  run: () =>
    withScratch(async (home) => {
      const model = await new ModelLibrary({ home: join(home, 'bare'), resources: resourcesDir() }).open(
        MODEL,
      );
      const pairs = await benchmarkPairs(TEXTS);
      const sentences = pairs.map(({ original }) => model.tokenizer?.encode(original) ?? []);
      const engine = await openEngine({ home, shell: 'cli' });
      try {
        const windows = await compare(engine, model, windowsOf(sentences, TEXTS), 'windows', LIMIT);
        const short = await compare(engine, model, sentences, 'sentences', null);
        const before = footprint().peak;
        await analyse(engine, Array.from({ length: 10 }, () => sentences).flat());
        const grown = (footprint().peak - before) / 2 ** 20;
        return [
          windows,
          short,
          result(
            'patterns: memory that 10,000 sentences take beyond what 1,000 took',
            grown,
            'MB',
            100,
            'peak of the process, after both measurements above',
          ),
        ];
      } finally {
        await model.close();
        await engine.close();
      }
    }),
};
