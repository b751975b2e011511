/** (d) Peak memory of a run of 10,000 pairs: within 10 % of that of 1,000 pairs. Each in a process of its own. */
import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import { join } from 'node:path';
import { result } from './measure.ts';
import type { Benchmark } from './types.ts';

async function peakMegabytes(pairs: number): Promise<number> {
  const child = join(import.meta.dirname, 'memory-child.ts');
  const { stdout } = await promisify(execFile)(process.execPath, [child, String(pairs)]);
  return Number(stdout.trim());
}

export const memory: Benchmark = {
  name: 'memory',
  async run() {
    const small = await peakMegabytes(1000);
    const large = await peakMegabytes(10_000);
    return [
      result(
        '(d) peak memory at 10,000 pairs against 1,000',
        large / small,
        'x',
        1.1,
        `resident set at its highest: ${large.toFixed(0)} MB against ${small.toFixed(0)} MB`,
      ),
    ];
  },
};
