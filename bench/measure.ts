/** Small tools of the benchmarks. */
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { quantile } from 'd3-array';
import type { BenchResult } from './types.ts';

/** Runs `use` with a folder of its own, which is removed afterwards. */
export async function withScratch<Result>(use: (folder: string) => Promise<Result>): Promise<Result> {
  const folder = mkdtempSync(join(tmpdir(), 'pairlens-bench-'));
  try {
    return await use(folder);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/** Seconds that `work` takes. */
export async function secondsOf(work: () => Promise<unknown>): Promise<number> {
  const started = performance.now();
  await work();
  return (performance.now() - started) / 1000;
}

/** @throws RangeError for no values */
export function median(values: readonly number[]): number {
  const middle = quantile(values, 0.5);
  if (middle === undefined) throw new RangeError('the median of no values');
  return middle;
}

/** A result, passed when the value is within the limit. */
export function result(
  name: string,
  value: number,
  unit: string,
  limit: number | null,
  detail: string,
): BenchResult {
  return { name, value, unit, limit, pass: limit === null || value <= limit, detail };
}

/** What a process holds of the machine's memory, in bytes. */
export interface Footprint {
  /** All of it, as a task manager shows it. */
  readonly resident: number;
  /**
   * Of that, what is of no file; pages of files are in the system's cache whoever reads them. null where the system does
   * not tell.
   */
  readonly anonymous: number | null;
  /** The most that has been resident so far. */
  readonly peak: number;
}

/** Of this process, now. */
export function footprint(): Footprint {
  const smaps = '/proc/self/smaps_rollup';
  const peak = 1024 * process.resourceUsage().maxRSS;
  if (!existsSync(smaps)) return { resident: process.memoryUsage.rss(), anonymous: null, peak };
  const text = readFileSync(smaps, 'utf8');
  const kilobytes = (key: string) => Number(new RegExp(`^${key}:\\s+(\\d+) kB`, 'm').exec(text)?.[1]);
  return { resident: 1024 * kilobytes('Rss'), anonymous: 1024 * kilobytes('Anonymous'), peak };
}
