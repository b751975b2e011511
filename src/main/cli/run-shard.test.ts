import { afterEach, expect, it, vi } from 'vitest';
import { ON_CPU, type RanOn } from '../../shared/devices.ts';
import { reportShard } from './run-shard.ts';

let printed: string;
let noted: string;
afterEach(() => void vi.restoreAllMocks());

function report(ran_on: RanOn | null, json: boolean): void {
  [printed, noted] = ['', ''];
  vi.spyOn(process.stdout, 'write').mockImplementation((text) => !!(printed += String(text)));
  vi.spyOn(process.stderr, 'write').mockImplementation((text) => !!(noted += String(text)));
  const record = { shard: 1, of: 2, files: {}, plan_sha256: 'p', ran_on };
  reportShard({ record, wasThere: false, what: '3 pairs', done: 3, failed: 0, counts: {} }, '/parts', json);
}

const INSTEAD = { ...ON_CPU, note: 'NVIDIA CUDA was not used: no room' };

it('a shard says that another device computed it than was asked for, and which did', () => {
  report(INSTEAD, false);
  expect(printed).toBe('Shard 1 of 2: 3 pairs, 0 failed, written to /parts.\n');
  expect(noted).toContain('NVIDIA CUDA was not used: no room.\n');
  report({ device: 'cuda', precision: 'float16', largestDifference: 4e-4, note: null }, false);
  expect(noted).toContain('Computed on NVIDIA CUDA in float16, patterns within 4.0e-4 of the CPU.\n');
  for (const ran of [ON_CPU, null]) {
    report(ran, false);
    expect(noted).toBe('When all 2 shards are there: pairlens merge /parts\n');
  }
});

it('a shard tells machines what computed it', () => {
  report(INSTEAD, true);
  expect(JSON.parse(printed)).toMatchObject({ shard: 1, of: 2, ranOn: INSTEAD });
  expect(noted).toBe('');
});
