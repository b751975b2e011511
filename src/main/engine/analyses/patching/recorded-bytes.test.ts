import { expect, it } from 'vitest';
import type { PreparedSide } from './prepare-patch.ts';
import { recordedBytes } from './recorded-bytes.ts';

const row = { tokens: 0, position: null, targets: [], counted: [] };
const sizes = { layers: 2, heads: 4, dHead: 8, dModel: 32 };

function side(original: number, other: number): PreparedSide {
  const statement = (tokens: number) => ({ ids: Array.from({ length: tokens }, () => 5), row });
  const rest = { state: 'measured', ids: [], aligned: [], inserted: 0, directions: [] } as const;
  return { ...rest, original: statement(original), other: statement(other) };
}

it('counts what is recorded of every statement that is run, by its own length', () => {
  const set = side(10, 12);
  // The stream is there whether it is patched or not.
  expect(recordedBytes({ set, neutral: null }, ['z'], sizes)).toBe(4 * 2 * 22 * 2 * 32);
  expect(recordedBytes({ set, neutral: null }, ['resid_pre', 'z'], sizes)).toBe(4 * 2 * 22 * 2 * 32);
  const patterns = 4 * (100 + 144);
  expect(recordedBytes({ set, neutral: null }, ['pattern'], sizes)).toBe(4 * 2 * (22 * 32 + patterns));
  expect(recordedBytes({ set, neutral: side(10, 3) }, ['z'], sizes)).toBe(4 * 2 * 35 * 2 * 32);
  const none = { ...set, state: 'same' as const, original: null, other: null };
  expect(recordedBytes({ set: none, neutral: null }, ['z'], sizes)).toBe(0);
});
