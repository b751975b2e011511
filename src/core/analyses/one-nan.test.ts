import { expect, test } from 'vitest';
import { namedTensor } from './named-tensor.ts';
import { withOneNaN } from './one-nan.ts';
import { finish } from '../statistics/steps.ts';

test('every NaN gets the same bits, and other numbers keep theirs', () => {
  const doubles = Float64Array.of(1.5, 0, -0, 0);
  new BigUint64Array(doubles.buffer)[1] = 0xfff8_0000_0000_0001n;
  const floats = Float32Array.of(0, 2, Infinity);
  new Uint32Array(floats.buffer)[0] = 0xffc0_0000;
  finish(
    withOneNaN(
      new Map([
        ['doubles', namedTensor({ at: 4 }, doubles)],
        ['floats', namedTensor({ at: 3 }, floats)],
        ['ids', namedTensor({ at: 1 }, Int32Array.of(7))],
      ]),
    ),
  );
  expect([...new BigUint64Array(doubles.buffer)]).toEqual([
    0x3ff8_0000_0000_0000n,
    0x7ff8_0000_0000_0000n,
    0x8000_0000_0000_0000n,
    0n,
  ]);
  expect([...new Uint32Array(floats.buffer)]).toEqual([0x7fc0_0000, 0x4000_0000, 0x7f80_0000]);
});
