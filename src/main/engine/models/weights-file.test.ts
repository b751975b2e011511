/** However a tensor is cut into blocks and panels, it arrives whole. The files are real, the tensors small. */
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { afterEach, beforeEach, expect, it } from 'vitest';
import type { PlannedWeight } from '../../../core/architectures/weights-plan.ts';
import type { StoredTensor } from '../checkpoints/stored-tensors.ts';
import { writeWeights } from './weights-file.ts';

let folder: string;

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'pairlens-weights-'));
});

afterEach(async () => rm(folder, { recursive: true }));

/** Writes [rows, columns] of the numbers 0, 1, 2, … and reads back what arrived. */
async function copied(
  [rows, columns]: readonly [number, number],
  how: { transposed: boolean; half: boolean; strided: boolean },
  portions: { block: number; panel: number },
): Promise<number[]> {
  const file = join(folder, 'source');
  const target = join(folder, 'target');
  const count = rows * columns;
  // A view with strides lies in the file with its axes the other way round.
  const inFile = Array.from({ length: count }, (_, i) =>
    how.strided ? (i % rows) * columns + Math.floor(i / rows) : i,
  );
  const bytes = new Uint8Array((how.half ? Float16Array : Float32Array).from(inFile).buffer);
  await writeFile(file, Buffer.concat([Buffer.alloc(3), bytes]));
  const stored: StoredTensor = {
    file,
    dtype: how.half ? 'F16' : 'F32',
    shape: [rows, columns],
    begin: 3,
    end: 3 + bytes.length,
    ...(how.strided ? { strides: [1, rows] } : {}),
  };
  const weight: PlannedWeight = {
    tensor: 'a',
    shape: [rows, columns],
    transposed: how.transposed,
    type: 'float32',
    offset: 8,
    length: 4 * count,
  };
  await rm(target, { force: true });
  await writeWeights(target, { weights: [weight] }, new Map([['a', stored]]), { portions });
  const written = await readFile(target);
  expect(written.length).toBe(8 + 4 * count);
  return Array.from({ length: count }, (_, i) => written.readFloatLE(8 + 4 * i));
}

const SIDES = [7, 5] as const;
const PORTIONS = { block: 6, panel: 15 };
const straight = Array.from({ length: 35 }, (_, i) => i);
/** Column by column: 0, 5, 10, … 30, 1, 6, … */
const crossed = [0, 1, 2, 3, 4].flatMap((column) => [0, 1, 2, 3, 4, 5, 6].map((row) => row * 5 + column));

it.each([
  ['as stored', { transposed: false, half: false, strided: false }, straight],
  ['transposed', { transposed: true, half: false, strided: false }, crossed],
  ['half precision', { transposed: false, half: true, strided: false }, straight],
  ['half precision, transposed', { transposed: true, half: true, strided: false }, crossed],
  ['a view with strides', { transposed: false, half: false, strided: true }, straight],
  ['a view with strides, transposed', { transposed: true, half: true, strided: true }, crossed],
])('%s', async (_what, how, expected) => {
  expect(await copied(SIDES, how, PORTIONS)).toEqual(expected);
});

it('whatever the portions', async () => {
  const side = fc.integer({ min: 1, max: 40 });
  await fc.assert(
    fc.asyncProperty(
      fc.tuple(side, side),
      fc.boolean(),
      fc.integer({ min: 1, max: 100 }),
      fc.integer({ min: 1, max: 500 }),
      async ([rows, columns], transposed, block, panel) => {
        const how = { transposed, half: false, strided: false };
        const expected = Array.from({ length: rows * columns }, (_, i) =>
          transposed ? (i % rows) * columns + Math.floor(i / rows) : i,
        );
        expect(await copied([rows, columns], how, { block, panel })).toEqual(expected);
      },
    ),
    { numRuns: 60 },
  );
});

it('stops when it is told to', async () => {
  const file = join(folder, 'source');
  await writeFile(file, Buffer.alloc(32));
  const stored: StoredTensor = { file, dtype: 'F32', shape: [8], begin: 0, end: 32 };
  const weight = {
    tensor: 'a',
    shape: [8],
    transposed: false,
    type: 'float32' as const,
    offset: 0,
    length: 32,
  };
  const written = writeWeights(join(folder, 'target'), { weights: [weight] }, new Map([['a', stored]]), {
    signal: AbortSignal.abort(),
  });
  await expect(written).rejects.toMatchObject({ name: 'AbortError' });
  expect(await readFile(join(folder, 'target'))).toHaveLength(0);
});

it('refuses a file that has become shorter since its header was read', async () => {
  const file = join(folder, 'source');
  await writeFile(file, Buffer.alloc(20));
  const stored: StoredTensor = { file, dtype: 'F32', shape: [8], begin: 0, end: 32 };
  const weight = {
    tensor: 'a',
    shape: [8],
    transposed: false,
    type: 'float32' as const,
    offset: 0,
    length: 32,
  };
  await expect(
    writeWeights(join(folder, 'target'), { weights: [weight] }, new Map([['a', stored]])),
  ).rejects.toMatchObject({
    code: 'CHECKPOINT_INVALID',
    message: 'the file ends at byte 20, short of 32',
  });
});
