import { expect, it } from 'vitest';
import { ParameterView } from '../../../core/architectures/parameter-view.ts';
import { readView } from './read-view.ts';

/** A file of 0, 1, 2, …, and what is read of it. */
function countingFile() {
  const reads: [first: number, count: number][] = [];
  const read = (first: number, count: number) => {
    reads.push([first, count]);
    return Promise.resolve(Float32Array.from({ length: count }, (_, i) => first + i));
  };
  return { reads, read };
}

/** Rows of a fused matrix [4, 6], of which the view has columns 2 and 3, from number 100 on. */
const COLUMNS = ParameterView.rowMajor([4, 6], 100).slice(1, 2, 4);

it('reads no more of the file than from the first number to the last, at once where that fits into a block', async () => {
  const { reads, read } = countingFile();
  expect([...(await readView(COLUMNS, read, 20))]).toEqual([102, 103, 108, 109, 114, 115, 120, 121]);
  expect(reads).toEqual([[102, 20]]);
});

it('goes by blocks in the order of the file where it does not fit', async () => {
  const { reads, read } = countingFile();
  // Two rows span 2 + 6 numbers.
  expect([...(await readView(COLUMNS, read, 13))]).toEqual([102, 103, 108, 109, 114, 115, 120, 121]);
  expect(reads).toEqual([
    [102, 8],
    [114, 8],
  ]);
});

const FILE = ParameterView.rowMajor([3, 4], 0);
it.each<[string, ParameterView, number[]]>([
  ['as it lies', FILE, [0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11]],
  ['transposed', FILE.transpose([1, 0]), [0, 4, 8, 1, 5, 9, 2, 6, 10, 3, 7, 11]],
  ['by head', FILE.split(1, [2, 2]).transpose([1, 0, 2]), [0, 1, 4, 5, 8, 9, 2, 3, 6, 7, 10, 11]],
  ['one number', FILE.slice(0, 2, 3).slice(1, 1, 2), [9]],
  ['no axes', FILE.select(0, 2).select(0, 1), [9]],
])('%s, whatever fits into a block', async (_what, view, numbers) => {
  for (let block = 1; block <= 13; block++) {
    const { reads, read } = countingFile();
    expect([...(await readView(view, read, block))]).toEqual(numbers);
    expect(reads.every(([, count]) => count <= block)).toBe(true);
  }
});
