/**
 * (negation-memory) Peak memory of an analysis of negation of 10,000 pairs over that of 1,000: each in a process of its own,
 * several times in turn, since when the garbage is collected is chance.
 */
import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import { join } from 'node:path';
import { median, result } from './measure.ts';
import type { Benchmark, BenchResult } from './types.ts';

const ROUNDS = 3;
const [FEW, MANY] = [1000, 10_000];
const LIMIT = 1.25;

async function peakMegabytes(pairs: number): Promise<number> {
  const child = join(import.meta.dirname, 'negation-memory-child.ts');
  return Number((await promisify(execFile)(process.execPath, [child, String(pairs)])).stdout.trim());
}

export const negationMemory: Benchmark = { name: 'negation-memory', run: measure };

async function measure(): Promise<BenchResult[]> {
  const few: number[] = [];
  const many: number[] = [];
  for (let round = 0; round < ROUNDS; round++) {
    few.push(await peakMegabytes(FEW));
    many.push(await peakMegabytes(MANY));
  }
  return [
    result(
      `negation: peak memory of ${MANY} pairs over that of ${FEW}`,
      median(many) / median(few),
      'x',
      LIMIT,
      `${median(many).toFixed(0)} MB over ${median(few).toFixed(0)} MB, medians of ${ROUNDS}`,
    ),
  ];
}
