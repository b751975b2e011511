/**
 * Imports of 1,000,000 pairs: while the file is read and stored, the engine answers a call that is made every tenth of a
 * second within 50 ms (how much longer it took than it should have); rows a second; and the most memory, which does not
 * grow with the file but for what tells duplicates (32 to 64 bytes a pair).
 */
import { execFile } from 'node:child_process';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { result } from './measure.ts';
import type { Benchmark } from './types.ts';

const PAIRS = 1_000_000;

interface Measured {
  readonly seconds: number;
  readonly longest: number;
  readonly longestWork: number;
  readonly probes: number;
  readonly peak: number;
}

export const importOfPairs: Benchmark = {
  name: 'import',
  async run() {
    const child = join(import.meta.dirname, 'import-child.ts');
    const { stdout } = await promisify(execFile)(process.execPath, [child, String(PAIRS)]);
    const { seconds, longest, longestWork, probes, peak } = JSON.parse(stdout) as Measured;
    const detail = `${PAIRS} pairs in ${seconds.toFixed(1)} s, ${probes} probes`;
    return [
      result('(import) the longest that a call waits', longest, 'ms', 50, detail),
      result(
        '(import) the longest that the engine’s thread computes without a pause',
        longestWork,
        'ms',
        50,
        'by its own time: what other programs on the machine take does not count',
      ),
      result('(import) rows', PAIRS / seconds, 'rows/s', null, detail),
      result('(import) peak memory', peak, 'MB', 800, detail),
    ];
  },
};
