import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { CoreError } from '../errors.ts';
import { parseSafetensorsHeader, readSafetensors, writeSafetensors } from './safetensors.ts';

/** A file with this header, and `dataBytes` bytes after it. */
function fileWith(header: unknown, dataBytes = 0, claimedLength?: bigint): Uint8Array {
  const json = new TextEncoder().encode(typeof header === 'string' ? header : JSON.stringify(header));
  const bytes = new Uint8Array(8 + json.length + dataBytes);
  new DataView(bytes.buffer).setBigUint64(0, claimedLength ?? BigInt(json.length), true);
  bytes.set(json, 8);
  return bytes;
}

const f32 = (shape: number[], begin: number, end: number) => ({
  dtype: 'F32',
  shape,
  data_offsets: [begin, end],
});

describe('writeSafetensors and readSafetensors', () => {
  it('give back names, shapes and values, in any order of names', () => {
    const tensors = new Map([
      ['z', { shape: [2, 2], data: Float32Array.of(1, -2, 0.5, 3e-8) }],
      ['10', { shape: [], data: Float32Array.of(7) }],
      ['2', { shape: [0, 4], data: Float32Array.of() }],
      ['__proto__', { shape: [1], data: Float32Array.of(9) }],
    ]);
    const bytes = writeSafetensors(tensors, { format: 'pt' });
    expect(Object.fromEntries(readSafetensors(bytes))).toEqual(Object.fromEntries(tensors));
    expect(parseSafetensorsHeader(bytes).metadata).toEqual({ format: 'pt' });
  });

  it('write the bytes that the Python package writes', () => {
    // safetensors 0.8.0: save({'a': np.array([1.0, 2.0], np.float32)})
    const python =
      '38000000000000007b2261223a7b226474797065223a22463332222c227368617065223a5b325d2c22646174615f6f666673657473223a' +
      '5b302c385d7d7d20200000803f00000040';
    expect(
      Buffer.from(writeSafetensors(new Map([['a', { shape: [2], data: Float32Array.of(1, 2) }]]))).toString(
        'hex',
      ),
    ).toBe(python);
  });

  it('read F16, BF16 and F64 as float32', () => {
    const header = {
      half: { dtype: 'F16', shape: [1], data_offsets: [0, 2] },
      brain: { dtype: 'BF16', shape: [1], data_offsets: [2, 4] },
      double: { dtype: 'F64', shape: [1], data_offsets: [4, 12] },
    };
    const bytes = fileWith(header, 12);
    const data = new DataView(bytes.buffer, bytes.length - 12);
    data.setUint16(0, 0x3e00, true); // 1.5
    data.setUint16(2, 0xc020, true); // -2.5
    data.setFloat64(4, 0.1, true);
    const values = [...readSafetensors(bytes).values()].map((tensor) => tensor.data[0]);
    expect(values).toEqual([1.5, -2.5, Math.fround(0.1)]);
  });

  it('refuse a tensor whose values do not fill its shape', () => {
    expect(() => writeSafetensors(new Map([['a', { shape: [3], data: Float32Array.of(1, 2) }]]))).toThrow(
      /"a": 2 values/,
    );
  });
});

describe('a header that lies', () => {
  it.each([
    ['an empty file', new Uint8Array(), /ends after 0 bytes/],
    [
      'a header of 2^60 bytes',
      fileWith({}, 0, 2n ** 60n),
      /claims 1152921504606846976 bytes, but the file has 2/,
    ],
    [
      'a truncated header',
      fileWith({ a: f32([1], 0, 4) }).subarray(0, 20),
      /claims \d+ bytes, but the file has 12/,
    ],
    ['no JSON', fileWith('{"a":'), /not JSON/],
    ['no UTF-8', fileWith({}, 1, 3n).with(10, 0xff), /not JSON/],
    ['a list', fileWith([]), /not a JSON object/],
    ['metadata that is no text', fileWith({ __metadata__: { a: 1 } }), /__metadata__ "a"/],
    ['an entry that is no object', fileWith({ a: 3 }), /"a": its entry/],
    ['an unknown dtype', fileWith({ a: { ...f32([1], 0, 4), dtype: 'Q4' } }, 4), /"a": unknown dtype "Q4"/],
    ['a negative size', fileWith({ a: f32([-1], 0, 4) }, 4), /"a": invalid shape \[-1\]/],
    ['a fractional size', fileWith({ a: f32([0.5], 0, 2) }, 2), /"a": invalid shape/],
    ['offsets backwards', fileWith({ a: f32([1], 4, 0) }, 4), /"a": invalid data_offsets \[4,0\]/],
    ['one offset', fileWith({ a: { ...f32([1], 0, 4), data_offsets: [0] } }, 4), /invalid data_offsets/],
    [
      'a place of another size',
      fileWith({ a: f32([2], 0, 4) }, 4),
      /"a": F32 \[2\] takes 8 bytes, its place has 4/,
    ],
    ['an overlap', fileWith({ a: f32([2], 0, 8), b: f32([1], 4, 8) }, 8), /"b" overlaps/],
    ['a gap', fileWith({ a: f32([1], 0, 4), b: f32([1], 8, 12) }, 12), /4 bytes before tensor "b"/],
    ['a place beyond the end', fileWith({ a: f32([2], 0, 8) }, 4), /"a" ends at byte \d+, but the file has/],
    ['a place far beyond', fileWith({ a: f32([2 ** 50], 0, 2 ** 52) }, 4), /"a" ends at byte/],
    ['bytes of no tensor', fileWith({ a: f32([1], 0, 4) }, 6), /2 bytes at the end/],
  ])('is refused: %s', (_what, bytes, message) => {
    expect(() => parseSafetensorsHeader(bytes)).toThrow(message);
    expect(() => parseSafetensorsHeader(bytes)).toThrow(
      expect.objectContaining({ code: 'CHECKPOINT_INVALID' }) as Error,
    );
  });

  it('brings nothing but a CoreError, whatever the bytes', () => {
    const size = fc.oneof(
      fc.integer({ min: -2, max: 9 }),
      fc.constantFrom(2 ** 31, 2 ** 53, 1e300, null, 'x'),
    );
    const entry = fc.record({
      dtype: fc.constantFrom('F32', 'F16', 'I64', 'Q4', 3),
      shape: fc.oneof(fc.array(size, { maxLength: 3 }), fc.anything()),
      data_offsets: fc.oneof(fc.array(size, { maxLength: 3 }), fc.anything()),
    });
    const header = fc.dictionary(fc.string(), fc.oneof(entry, fc.anything()), { maxKeys: 4 });
    const file = fc.oneof(
      fc.uint8Array({ maxLength: 64 }),
      fc
        .tuple(header, fc.nat(64), fc.option(fc.bigInt({ min: 0n, max: 2n ** 64n - 1n }), { nil: undefined }))
        .map(([value, dataBytes, claimed]) => fileWith(value, dataBytes, claimed)),
    );
    fc.assert(
      fc.property(file, (bytes) => {
        try {
          for (const { shape, data } of readSafetensors(bytes).values())
            expect(data.length).toBe(shape.reduce((product, each) => product * each, 1));
        } catch (error) {
          expect(error).toBeInstanceOf(CoreError);
        }
      }),
      { numRuns: 2000 },
    );
  });
});
