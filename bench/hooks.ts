/**
 * (h) Reading every hook point against the logits alone, for the shapes of BERT and GPT-2: 6 layers, 12 heads, width 384,
 * with a vocabulary of 1,024, so that it is not the logits that take the time. In turns, through the engine's thread.
 */
import { join } from 'node:path';
import { ModelLibrary } from '../src/main/engine/models/library.ts';
import { resourcesDir } from '../src/main/engine/paths.ts';
import { BERT_BASE, bertShapes, writeCheckpoint } from './bert-checkpoint.ts';
import { gpt2, type Shapes } from './gpt2-checkpoint.ts';
import { median, result, secondsOf, withScratch } from './measure.ts';
import type { Benchmark, BenchResult } from './types.ts';

const LAYERS = 6;
const HEADS = 12;
const WIDTH = 384;
const VOCABULARY = 1024;
const TOKENS = 12;
const LIMIT = 2;
/** Of each round the fastest run counts, which other work on the machine disturbs least. */
const ROUNDS = 9;
const CASES = [
  { what: 'a pair', rows: 2, repeats: 20 },
  { what: '64 sentences', rows: 64, repeats: 2 },
];

function bert(): { config: object; shapes: Shapes } {
  const config = {
    ...BERT_BASE,
    vocab_size: VOCABULARY,
    hidden_size: WIDTH,
    num_hidden_layers: LAYERS,
    num_attention_heads: HEADS,
    intermediate_size: 4 * WIDTH,
  };
  const head: Shapes = [
    ['cls.predictions.transform.dense.weight', [WIDTH, WIDTH]],
    ['cls.predictions.transform.dense.bias', [WIDTH]],
    ['cls.predictions.transform.LayerNorm.weight', [WIDTH]],
    ['cls.predictions.transform.LayerNorm.bias', [WIDTH]],
    ['cls.predictions.bias', [VOCABULARY]],
  ];
  return { config, shapes: [...bertShapes(config), ...head] };
}

async function measure(
  family: string,
  { config, shapes }: { config: object; shapes: Shapes },
  scratch: string,
): Promise<BenchResult[]> {
  const folder = join(scratch, family);
  await writeCheckpoint(folder, config, shapes);
  const model = await new ModelLibrary({ home: join(scratch, 'home'), resources: resourcesDir() }).open(
    folder,
  );
  const results: BenchResult[] = [];
  for (const { what, rows, repeats } of CASES) {
    const inputIds = Array.from({ length: rows }, (_, row) =>
      Array.from({ length: TOKENS }, (_, at) => (row * 37 + at * 101) % VOCABULARY),
    );
    const fastest = async (hooks: readonly string[]) => {
      const seconds: number[] = [];
      for (let i = 0; i < repeats; i++) seconds.push(await secondsOf(() => model.run({ inputIds }, hooks)));
      return Math.min(...seconds);
    };
    await fastest(model.hooks);
    const logits: number[] = [];
    const all: number[] = [];
    for (let round = 0; round < ROUNDS; round++) {
      logits.push(await fastest(['logits']));
      all.push(await fastest(model.hooks));
    }
    const ratios = all.map((seconds, round) => seconds / (logits[round] ?? Number.NaN));
    const milliseconds = (seconds: readonly number[]) => `${(1000 * Math.min(...seconds)).toFixed(1)} ms`;
    results.push(
      result(
        `(h) ${family}, ${what} of ${TOKENS} tokens: every hook point against the logits alone`,
        median(ratios),
        'x',
        LIMIT,
        `median of ${ROUNDS} rounds; at best ${milliseconds(all)} for ${model.hooks.length} hook points, ${milliseconds(logits)} for the logits`,
      ),
    );
  }
  await model.close();
  return results;
}

export const hooks: Benchmark = {
  name: 'every hook point',
  run: () =>
    withScratch(async (scratch) => [
      ...(await measure('bert', bert(), scratch)),
      ...(await measure('gpt2', gpt2({ layers: LAYERS, heads: HEADS, width: WIDTH }, VOCABULARY), scratch)),
    ]),
};
