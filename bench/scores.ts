/**
 * (i) The loss by position against the logits that it is of, for the shape of GPT-2's unembedding: 50,257 words, 512 tokens,
 * and 2 layers of width 384 before it. In turns, through the engine's thread. Then a sweep of ablations that reads the
 * loss, many in each forward pass, against the same ones one after the other. What counts is time of the processor, all
 * threads together: other work on the machine takes less part in it.
 */
import { join } from 'node:path';
import { nextTokens } from '../src/main/engine/inference/targets.ts';
import type { Intervention } from '../src/main/engine/interventions/intervention.ts';
import { runWithInterventions } from '../src/main/engine/interventions/run.ts';
import { runSweep } from '../src/main/engine/interventions/sweep.ts';
import { type LoadedModel, ModelLibrary } from '../src/main/engine/models/library.ts';
import { resourcesDir } from '../src/main/engine/paths.ts';
import { writeCheckpoint } from './bert-checkpoint.ts';
import { gpt2 } from './gpt2-checkpoint.ts';
import { result, withScratch } from './measure.ts';
import type { Benchmark, BenchResult } from './types.ts';

const ROUNDS = 9;
const SIZES = { layers: 2, heads: 12, width: 384 };
const WORDS = 50_257;
const TOKENS = 512;
/** Of the model in the sweep, so that its layers count as well as its unembedding. */
const SWEEP = { sizes: { layers: 6, heads: 12, width: 384 }, words: 1024, tokens: 16 };

const milliseconds = (seconds: readonly number[]) => `${(1000 * Math.min(...seconds)).toFixed(0)} ms`;

const textOf = (tokens: number, words: number) => ({
  inputIds: [Array.from({ length: tokens }, (_, at) => (at * 101) % words)],
});

async function processorSecondsOf(work: () => Promise<unknown>): Promise<number> {
  const before = process.cpuUsage();
  await work();
  const { user, system } = process.cpuUsage(before);
  return (user + system) / 1e6;
}

/** Two pieces of work in turns; of each the fastest run counts, which other work on the machine disturbs least. */
async function compare(work: () => Promise<unknown>, against: () => Promise<unknown>) {
  await work();
  await against();
  const own: number[] = [];
  const other: number[] = [];
  for (let round = 0; round < ROUNDS; round++) {
    own.push(await processorSecondsOf(work));
    other.push(await processorSecondsOf(against));
  }
  const ratio = Math.min(...own) / Math.min(...other);
  return { ratio, own: milliseconds(own), other: milliseconds(other) };
}

async function measureScores(model: LoadedModel): Promise<BenchResult[]> {
  const batch = textOf(TOKENS, WORDS);
  const targets = nextTokens(batch);
  const logits = () => model.run(batch, ['logits']);
  const results: BenchResult[] = [];
  for (const [score, limit] of [
    ['loss', 1.25],
    ['chosen_logits', 0.6],
  ] as const) {
    const { ratio, own, other } = await compare(() => model.runVariant(batch, [score], { targets }), logits);
    results.push(
      result(
        `(i) ${score} of ${TOKENS} tokens and ${WORDS} words against the logits`,
        ratio,
        'x',
        limit,
        `the fastest of ${ROUNDS} each: ${own} for ${(4 * TOKENS) / 1e3} kB, ${other} for ${(4 * TOKENS * WORDS) / 1e6} MB`,
      ),
    );
  }
  return results;
}

async function measureSweep(model: LoadedModel): Promise<BenchResult> {
  const { sizes, words, tokens } = SWEEP;
  const input = textOf(tokens, words);
  const targets = nextTokens(input);
  const hooks = Array.from({ length: sizes.layers }, (_, layer) => `blocks.${layer}.attn.hook_z`);
  const cells = hooks.flatMap((hook) =>
    Array.from({ length: sizes.heads }, (_, head): Intervention[] => [
      { hook, heads: [head], value: { kind: 'zero' } },
    ]),
  );
  const swept = async () => {
    let count = 0;
    for await (const cell of runSweep(model, input, cells, ['loss'], { targets })) count += cell.size;
    if (count !== cells.length) throw new Error(`${count} of ${cells.length} cells`);
  };
  const oneByOne = async () => {
    for (const cell of cells)
      await runWithInterventions(model, input, cell, ['loss'], { targets, among: hooks });
  };
  const { ratio, own, other } = await compare(swept, oneByOne);
  return result(
    `(i) a sweep of ${cells.length} ablations over ${tokens} tokens against one pass for each`,
    ratio,
    'x',
    1,
    `the fastest of ${ROUNDS} each: ${own} against ${other}`,
  );
}

export const scores: Benchmark = {
  name: 'scores',
  run: () =>
    withScratch(async (scratch) => {
      const library = new ModelLibrary({ home: join(scratch, 'home'), resources: resourcesDir() });
      const open = async (name: string, sizes: typeof SIZES, words: number) => {
        const { config, shapes } = gpt2(sizes, words);
        await writeCheckpoint(join(scratch, name), config, shapes);
        return library.open(join(scratch, name));
      };
      const wide = await open('wide', SIZES, WORDS);
      const ofScores = await measureScores(wide);
      await wide.close();
      const deep = await open('deep', SWEEP.sizes, SWEEP.words);
      const ofSweep = await measureSweep(deep);
      await deep.close();
      return [...ofScores, ofSweep];
    }),
};
