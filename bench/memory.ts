/**
 * (d) Memory of an engine with a model of SmolLM2-135M's shapes (0.54 GB of weights) after a pair, a run, a pair of 300
 * tokens, and when it has been idle: at most twice the weights.
 *
 * Then peak memory of a run of 10,000 pairs: within 10 % of that of 1,000 pairs. Each in a process of its own, several
 * times in turn: when the garbage is collected is chance, and moves a peak by a tenth.
 */
import { execFile } from 'node:child_process';
import { copyFileSync, writeFileSync } from 'node:fs';
import { promisify } from 'node:util';
import { join } from 'node:path';
import { resourcesDir } from '../src/main/engine/paths.ts';
import { writeCheckpoint } from './bert-checkpoint.ts';
import { llamaShapes, SMOLLM2_135M } from './llama-checkpoint.ts';
import { median, result, withScratch } from './measure.ts';
import type { MemorySteps } from './memory-steps.ts';
import { benchmarkPairs } from './pairs.ts';
import type { Benchmark, BenchResult } from './types.ts';

const ROUNDS = 3;
/** Of the run whose memory is looked at. */
const PAIRS = 100;

async function childOutput(file: string, ...parameters: string[]): Promise<string> {
  const child = join(import.meta.dirname, file);
  return (await promisify(execFile)(process.execPath, [child, ...parameters])).stdout;
}

const megabytes = (bytes: number) => `${(bytes / 1e6).toFixed(0)} MB`;

async function memoryOfLargeModel(): Promise<BenchResult[]> {
  return withScratch(async (scratch) => {
    const folder = join(scratch, 'model');
    const home = join(scratch, 'home');
    const pairs = join(scratch, 'pairs.json');
    const weights = await writeCheckpoint(folder, SMOLLM2_135M, llamaShapes(SMOLLM2_135M));
    copyFileSync(
      join(resourcesDir(), 'models', 'all-MiniLM-L6-v2', 'tokenizer.json'),
      join(folder, 'tokenizer.json'),
    );
    writeFileSync(pairs, JSON.stringify(await benchmarkPairs(PAIRS)));
    await childOutput('compile-child.ts', folder, home);
    const steps = JSON.parse(await childOutput('idle-memory-child.ts', folder, home, pairs)) as MemorySteps;
    return steps.map(([step, { resident, anonymous, peak }]) =>
      result(
        `(d) memory over the weights, ${step}`,
        resident / weights,
        'x',
        step === 'idle' ? 2 : null,
        `resident ${megabytes(resident)}, ${anonymous === null ? '' : `${megabytes(anonymous)} of it of no file, `}` +
          `at its highest so far ${megabytes(peak)}; the weights have ${megabytes(weights)}`,
      ),
    );
  });
}

async function peakMegabytes(pairs: number): Promise<number> {
  return Number((await childOutput('memory-child.ts', String(pairs))).trim());
}

export const memory: Benchmark = {
  name: 'memory',
  async run() {
    const ofLargeModel = await memoryOfLargeModel();
    const small: number[] = [];
    const large: number[] = [];
    for (let round = 0; round < ROUNDS; round++) {
      small.push(await peakMegabytes(1000));
      large.push(await peakMegabytes(10_000));
    }
    const all = (peaks: readonly number[]) => peaks.map((peak) => peak.toFixed(0)).join(', ');
    return [
      ...ofLargeModel,
      result(
        '(d) peak memory at 10,000 pairs against 1,000',
        median(large) / median(small),
        'x',
        1.1,
        `resident set at its highest, medians of ${ROUNDS}: ${all(large)} MB against ${all(small)} MB`,
      ),
    ];
  },
};
