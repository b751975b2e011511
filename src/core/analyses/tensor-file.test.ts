import { expect, it } from 'vitest';
import { parseSafetensorsHeader, readSafetensors, writeSafetensors } from '../checkpoints/safetensors.ts';
import { namedTensor, type NamedTensors } from './named-tensor.ts';
import { decodeNamedTensors, encodeNamedTensors } from './tensor-file.ts';

const TENSORS: NamedTensors = new Map([
  // An odd number of float32: what comes after it in the file begins at no multiple of 8.
  ['narrow', namedTensor({ head: 3 }, Float32Array.of(0.1, Number.NaN, -Infinity))],
  ['count', namedTensor({}, Int32Array.of(-7))],
  ['wide', namedTensor({ layer: 2, head: 1 }, Float64Array.of(0.1, -0))],
]);

it('comes back as it was, types, axes, NaN and zeros with their sign', () => {
  const back = decodeNamedTensors(encodeNamedTensors(TENSORS));
  expect([...back.keys()]).toEqual(['wide', 'narrow', 'count']);
  for (const [name, tensor] of TENSORS) expect(back.get(name)).toEqual(tensor);
  expect(Object.is(back.get('wide')?.data[1], -0)).toBe(true);
});

it('every tensor begins at a multiple of its element’s size, as PyTorch needs it', () => {
  const { tensors, metadata } = parseSafetensorsHeader(encodeNamedTensors(TENSORS, { kind: 'toy' }));
  for (const [name, { dtype, begin }] of tensors)
    expect(begin % (dtype === 'F64' ? 8 : 4), `${name} at ${begin}`).toBe(0);
  expect(metadata).toEqual({
    kind: 'toy',
    axes: JSON.stringify({ narrow: ['head'], count: [], wide: ['layer', 'head'] }),
  });
});

it('its floating-point tensors are those of any safetensors file', () => {
  const { wide, narrow } = Object.fromEntries(TENSORS);
  const file = encodeNamedTensors(
    new Map([
      ['wide', wide],
      ['narrow', narrow],
    ] as [string, NonNullable<typeof wide>][]),
  );
  const read = readSafetensors(file);
  expect(read.get('wide')).toEqual({ shape: [2, 1], data: Float32Array.of(0.1, -0) });
  expect(read.get('narrow')?.data).toEqual(Float32Array.of(0.1, Number.NaN, -Infinity));
});

it('a file that names no axes has them numbered; bytes that are no such file are refused', () => {
  const plain = writeSafetensors(new Map([['x', { shape: [1, 2], data: Float32Array.of(1, 2) }]]));
  expect(decodeNamedTensors(plain).get('x')?.axes).toEqual(['0', '1']);
  expect(() => decodeNamedTensors(new Uint8Array(4))).toThrow(/ends after 4 bytes/);
});
