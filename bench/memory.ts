/**
 * (d) Peak memory of a run of 10,000 pairs: within 10 % of that of 1,000 pairs. Each in a process of its own, several
 * times in turn: when the garbage is collected is chance, and moves a peak by a tenth.
 */
import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import { join } from 'node:path';
import { median, result } from './measure.ts';
import type { Benchmark } from './types.ts';

const ROUNDS = 3;

async function peakMegabytes(pairs: number): Promise<number> {
  const child = join(import.meta.dirname, 'memory-child.ts');
  const { stdout } = await promisify(execFile)(process.execPath, [child, String(pairs)]);
  return Number(stdout.trim());
}

export const memory: Benchmark = {
  name: 'memory',
  async run() {
    const small: number[] = [];
    const large: number[] = [];
    for (let round = 0; round < ROUNDS; round++) {
      small.push(await peakMegabytes(1000));
      large.push(await peakMegabytes(10_000));
    }
    const all = (peaks: readonly number[]) => peaks.map((peak) => peak.toFixed(0)).join(', ');
    return [
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
