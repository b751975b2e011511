/**
 * (patterns) Patterns of 1,000 sentences, all of it (marks, passes, scores, intervals, storing), against the bare forward passes of
 * the same texts that give the patterns: at most 1.25 times, in time of the wall, as a person waits for both; they take turns, so
 * that what others do on the machine meets both. Time of the processor, of all threads, is reported, and so are windows of 128 tokens,
 * and the sentences through a model of BERT-base's size. Then what ten times as many texts take of memory: each in a process of its own.
 */
import { execFile } from 'node:child_process';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { patternHook } from '../src/core/architectures/hook-names.ts';
import { type Engine, openEngine } from '../src/main/engine/engine.ts';
import { packBatches } from '../src/main/engine/inference/batches.ts';
import { type LoadedModel, ModelLibrary } from '../src/main/engine/models/library.ts';
import { resourcesDir } from '../src/main/engine/paths.ts';
import { writeBertCheckpoint } from './bert-checkpoint.ts';
import { median, result, withScratch } from './measure.ts';
import { analysePatterns, PATTERNS_MODEL, sentencesOf, windowsOf } from './patterns-texts.ts';
import type { Benchmark, BenchResult } from './types.ts';

const TEXTS = 1000;
const MANY = 10_000;
const ROUNDS = 7;
const LIMIT = 1.25;
const MEMORY_LIMIT = 1.25;

export const patterns: Benchmark = {
  name: 'patterns',
  run: async () => [...(await timeRatios()), await memoryRatio()],
};

function timeRatios(): Promise<BenchResult[]> {
  return withScratch(async (home) => {
    const library = new ModelLibrary({ home: join(home, 'bare'), resources: resourcesDir() });
    const model = await library.open(PATTERNS_MODEL);
    const sentences = sentencesOf(model, TEXTS);
    const engine = await openEngine({ home, shell: 'cli' });
    try {
      return [
        ...(await compare(engine, model, sentences, { what: 'sentences', rounds: ROUNDS, limit: LIMIT })),
        ...(await compare(engine, model, windowsOf(sentences, TEXTS), {
          what: 'windows',
          rounds: 1,
          limit: null,
        })),
        ...(await compareLarge(engine, library, join(home, 'bert-base'), sentences)),
      ];
    } finally {
      await model.close();
      await engine.close();
    }
  });
}

/** Of the same tokens: a checkpoint of BERT-base's shapes has MiniLM's vocabulary. */
async function compareLarge(
  engine: Engine,
  library: ModelLibrary,
  folder: string,
  sentences: readonly (readonly number[])[],
): Promise<BenchResult[]> {
  await writeBertCheckpoint(folder);
  const model = await library.open(folder);
  try {
    const what = "sentences through BERT-base's shapes";
    return await compare(engine, model, sentences, { what, rounds: 1, limit: LIMIT, name: folder });
  } finally {
    await model.close();
  }
}

interface Seconds {
  readonly processor: number;
  readonly wall: number;
}

async function secondsOf(work: () => Promise<unknown>): Promise<Seconds> {
  const [before, started] = [process.cpuUsage(), performance.now()];
  await work();
  const { user, system } = process.cpuUsage(before);
  return { processor: (user + system) / 1e6, wall: (performance.now() - started) / 1000 };
}

async function compare(
  engine: Engine,
  model: LoadedModel,
  texts: readonly (readonly number[])[],
  {
    what,
    rounds,
    limit,
    name = PATTERNS_MODEL,
  }: {
    readonly what: string;
    readonly rounds: number;
    readonly limit: number | null;
    readonly name?: string;
  },
): Promise<BenchResult[]> {
  const hooks = Array.from({ length: model.dimensions.layers }, (_, layer) => patternHook(layer));
  const batches = packBatches(texts.map((ids) => [ids.length])).map((batch) =>
    batch.map((index) => texts[index] ?? []),
  );
  const passes = async () => {
    for (const inputIds of batches) await model.run({ inputIds }, hooks);
  };
  // What is compiled while it first runs is not of the texts.
  await passes();
  await analysePatterns(engine, texts, name);
  const bare: Seconds[] = [];
  const whole: Seconds[] = [];
  for (let round = 0; round < rounds; round++) {
    bare.push(await secondsOf(passes));
    whole.push(await secondsOf(() => analysePatterns(engine, texts, name)));
  }
  const tokens = texts.reduce((sum, { length }) => sum + length, 0) / texts.length;
  return (['wall', 'processor'] as const).map((of) => {
    const ratio = median(whole.map((seconds, round) => seconds[of] / (bare[round]?.[of] ?? Number.NaN)));
    const middle = (all: readonly Seconds[]) => median(all.map((seconds) => seconds[of])).toFixed(1);
    return result(
      `patterns over ${texts.length} ${what}, against bare forward passes, ${of}`,
      ratio,
      'x',
      of === 'wall' ? limit : null,
      `${tokens.toFixed(0)} tokens a text; medians of ${rounds}: ${middle(whole)} s against ${middle(bare)} s`,
    );
  });
}

async function memoryRatio(): Promise<BenchResult> {
  const few = await peakMegabytes(TEXTS);
  const many = await peakMegabytes(MANY);
  return result(
    `patterns: peak memory of ${MANY} sentences over that of ${TEXTS}`,
    many / few,
    'x',
    MEMORY_LIMIT,
    `${many.toFixed(0)} MB over ${few.toFixed(0)} MB`,
  );
}

async function peakMegabytes(texts: number): Promise<number> {
  const child = join(import.meta.dirname, 'patterns-memory-child.ts');
  return Number((await promisify(execFile)(process.execPath, [child, String(texts)])).stdout.trim());
}
