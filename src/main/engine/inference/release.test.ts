import { expect, test } from 'vitest';
import { release } from './release.ts';

test('the memory of outputs is given back, also of those that share it', () => {
  const buffer = new ArrayBuffer(16);
  const one = { data: new Float32Array(buffer, 0, 2) };
  const other = { data: new Float32Array(buffer, 8, 2) };
  release([one, other]);
  expect(buffer.byteLength).toBe(0);
  expect([one.data.length, other.data.length]).toEqual([0, 0]);
  // Once more does no harm.
  release([one]);
});
