import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { CoreError } from '../errors.ts';
import {
  type ArchiveEntry,
  checkCount,
  MAX_PICKLE_BYTES,
  parseLegacyTorchFile,
  parseTorchArchive,
  torchArchive,
  torchFormat,
} from './torch-file.ts';

const FIXTURES = join(import.meta.dirname, '../../../tests/fixtures/checkpoints');
const fixture = (name: string) => new Uint8Array(readFileSync(join(FIXTURES, name)));

const ascii = (text: string) => Uint8Array.from(text, (character) => character.charCodeAt(0));
const entry = (name: string, begin: number, end: number): ArchiveEntry => ({
  name,
  begin,
  end,
  unpackedBytes: null,
});

/** Opcodes that make a text, a number below 256, and a tuple. */
const text = (value: string) => `X${String.fromCharCode(value.length)}\0\0\0${value}`;
const number = (value: number) => `K${String.fromCharCode(value)}`;
const tuple = (...items: string[]) => `(${items.join('')}t`;
const numbers = (...values: number[]) => tuple(...values.map(number));

const storage = (key: string, elements: number, type = 'FloatStorage', part = '') =>
  `${tuple(text('storage'), `ctorch\n${type}\n`, text(key), text('cpu'), number(elements), part)}Q`;
const tensor = (place: string, offset: number, shape: string, strides: string) =>
  `ctorch._utils\n_rebuild_tensor_v2\n${tuple(place, number(offset), shape, strides, '\x89', 'ccollections\nOrderedDict\n)R')}R`;
const stateDict = (...items: string[]) => ascii(`\x80\x02}(${items.join('')}u.`);

/** Of an archive with storages of 24 and 8 bytes. */
const archive = torchArchive([
  entry('a/data.pkl', 0, 9),
  entry('a/data/0', 64, 88),
  entry('a/data/1', 128, 136),
]);
const parse = (...items: string[]) => parseTorchArchive(archive, stateDict(...items), null);

describe('the tensors of an archive', () => {
  it('lie where their storage, offset, shape and type say', () => {
    const tensors = parse(
      ...[text('whole'), tensor(storage('0', 6), 0, numbers(2, 3), numbers(3, 1))],
      ...[text('second row'), tensor(storage('0', 6), 3, numbers(1, 3), numbers(3, 1))],
      ...[text('transposed'), tensor(storage('0', 6), 0, numbers(3, 2), numbers(1, 3))],
      ...[text('column'), tensor(storage('0', 6), 1, numbers(2), numbers(3))],
      ...[text('scalar'), tensor(storage('1', 4, 'HalfStorage'), 2, ')', ')')],
      ...[text('none'), tensor(storage('1', 4, 'HalfStorage'), 9, numbers(0, 3), numbers(3, 1))],
    );
    expect(Object.fromEntries(tensors)).toEqual({
      whole: { dtype: 'F32', shape: [2, 3], begin: 64, end: 88 },
      'second row': { dtype: 'F32', shape: [1, 3], begin: 76, end: 88 },
      transposed: { dtype: 'F32', shape: [3, 2], begin: 64, end: 88, strides: [1, 3] },
      column: { dtype: 'F32', shape: [2], begin: 68, end: 84, strides: [3] },
      scalar: { dtype: 'F16', shape: [], begin: 132, end: 134 },
      none: { dtype: 'F16', shape: [0, 3], begin: 128, end: 128 },
    });
  });

  it.each<[string, string, string]>([
    ['FloatStorage', 'F32', '4'],
    ['DoubleStorage', 'F64', '8'],
    ['BFloat16Storage', 'BF16', '2'],
    ['LongStorage', 'I64', '8'],
    ['IntStorage', 'I32', '4'],
    ['ShortStorage', 'I16', '2'],
    ['CharStorage', 'I8', '1'],
    ['ByteStorage', 'U8', '1'],
    ['BoolStorage', 'BOOL', '1'],
  ])('in a torch.%s are %s of %s bytes', (type, dtype, size) => {
    const place = storage('0', 24 / Number(size), type);
    expect(parse(text('a'), tensor(place, 0, numbers(1), numbers(1))).get('a')).toMatchObject({
      dtype,
      begin: 64,
      end: 64 + Number(size),
    });
  });

  it.each<[string, readonly string[], RegExp]>([
    ['no tensor', [text('epoch'), number(3)], /"epoch" is 3, not a tensor/],
    ['no name', [number(3), number(3)], /a tensor is named 3/],
    [
      'a storage that is not there',
      [text('a'), tensor(storage('7', 6), 0, ')', ')')],
      /storage "7" is not in the archive/,
    ],
    [
      'a storage of another size',
      [text('a'), tensor(storage('0', 7), 0, ')', ')')],
      /a\/data\/0 has 24 bytes, but 7 × F32 take 28/,
    ],
    [
      'two sizes of one storage',
      [text('a'), tensor(storage('0', 6), 0, ')', ')'), text('b'), tensor(storage('0', 5), 0, ')', ')')],
      /storage "0" is F32 of 6 elements and F32 of 5/,
    ],
    [
      'a tensor that reaches out',
      [text('a'), tensor(storage('0', 6), 1, numbers(2, 3), numbers(3, 1))],
      /"a" \[2, 3\] ends at element 7 of a storage that has 6/,
    ],
    [
      'more elements than the storage has',
      [text('a'), tensor(storage('0', 6), 0, numbers(200, 200), numbers(0, 0))],
      /"a" \[200, 200\] repeats the 6 elements/,
    ],
    [
      'strides of another length',
      [text('a'), tensor(storage('0', 6), 0, numbers(2, 3), numbers(1))],
      /no valid shape, strides and offset/,
    ],
    ['a tensor in no storage', [text('a'), tensor('N', 0, ')', ')')], /lies in None, not in a storage/],
    ['a persistent id of another kind', [text('a'), `${tuple(text('module'))}Q`], /id is no storage/],
    [
      'a complex tensor',
      [text('a'), tensor(storage('0', 3, 'ComplexFloatStorage'), 0, ')', ')')],
      /names "torch\.ComplexFloatStorage", which no state_dict needs/,
    ],
    [
      'a function of torch',
      [text('a'), `ctorch.hub\nload\n${tuple(text('x'))}R`],
      /names "torch\.hub\.load"/,
    ],
    [
      'an attribute that every object has',
      [text('a'), 'cconstructor\n__proto__\n'],
      /names "constructor\.__proto__"/,
    ],
  ])('are refused: %s', (_what, items, message) => {
    expect(() => parse(...items)).toThrow(
      expect.objectContaining({
        code: 'CHECKPOINT_INVALID',
        message: expect.stringMatching(message) as string,
      }) as Error,
    );
  });

  it('are refused when the machine that wrote them was big-endian', () => {
    const nothing = stateDict();
    expect(parseTorchArchive(archive, nothing, ascii('little'))).toEqual(new Map());
    expect(() => parseTorchArchive(archive, nothing, ascii('big'))).toThrow(/byteorder is not "little"/);
  });
});

describe('an archive', () => {
  it.each<[string, readonly ArchiveEntry[], RegExp]>([
    ['without data.pkl', [entry('a/data/0', 0, 9)], /no data\.pkl/],
    [
      'with a large data.pkl',
      [entry('data.pkl', 0, MAX_PICKLE_BYTES + 1)],
      /data\.pkl has 8388609 bytes; at most 8388608/,
    ],
    [
      'with a compressed storage',
      [entry('a/data.pkl', 0, 9), { ...entry('a/data/0', 9, 19), unpackedBytes: 2 ** 40 }],
      /a\/data\/0 is compressed or encrypted, 10 bytes for 1099511627776/,
    ],
    [
      'of TorchScript',
      [entry('a/data.pkl', 0, 9), entry('a/constants.pkl', 9, 19)],
      /TorchScript program .*not a state_dict/,
    ],
  ])('%s is refused', (_what, entries, message) => {
    expect(() => torchArchive(entries)).toThrow(message);
  });
});

describe('the legacy format', () => {
  const file = fixture('views.legacy.bin');

  it('is told from the other', () => {
    expect([file, fixture('views.zip.bin'), ascii('{"a": 1}'), ascii('')].map(torchFormat)).toEqual([
      'legacy',
      'zip',
      null,
      null,
    ]);
  });

  it('has storages one after the other, each after its number of elements', () => {
    const { tensors, counts } = parseLegacyTorchFile(file, file.length);
    expect(tensors.size).toBe(18);
    for (const count of counts) {
      const bytes = file.subarray(count.position, count.position + 8);
      expect(() => checkCount(count, bytes)).not.toThrow();
      const wrong = bytes.with(0, (bytes[0] ?? 0) + 1);
      expect(() => checkCount(count, wrong)).toThrow(/elements in the file, and \d+ by its type/);
    }
  });

  it('knows parts of storages, which files of torch < 0.4 have', () => {
    const part = tuple(text('8'), number(2), number(3));
    const pickles = [
      '\x80\x02\x8a\nl\xfc\x9cF\xf9 j\xa8P\x19.',
      '\x80\x02M\xe9\x03.',
      '\x80\x02}.',
      `\x80\x02}(${text('a')}${tensor(storage('7', 6, 'FloatStorage', part), 1, numbers(2), numbers(1))}u.`,
      `\x80\x02](${text('7')}e.`,
    ].join('');
    const { tensors, counts } = parseLegacyTorchFile(ascii(pickles), pickles.length + 8 + 24);
    // Elements 2 to 4 of the storage are meant, and of these the last two.
    const data = pickles.length + 8;
    expect(tensors.get('a')).toEqual({ dtype: 'F32', shape: [2], begin: data + 12, end: data + 20 });
    expect(counts).toEqual([{ key: '7', position: pickles.length, elements: 6 }]);
  });

  it.each<[string, Uint8Array, number, RegExp]>([
    ['another magic number', ascii('\x80\x02K\x01.'), 5, /magic number is another/],
    ['another protocol', ascii('\x80\x02\x8a\nl\xfc\x9cF\xf9 j\xa8P\x19.K\x07.'), 18, /protocol 7, not 1001/],
    ['a file that is cut off', file, file.length - 1, /storages end at byte \d+, but the file has \d+/],
    ['bytes too many', file, file.length + 1, /storages end at byte \d+, but the file has \d+/],
  ])('is refused: %s', (_what, bytes, size, message) => {
    expect(() => parseLegacyTorchFile(bytes, size)).toThrow(message);
  });

  it('brings nothing but a CoreError when any of its bytes are others', () => {
    const pickled = 2300;
    fc.assert(
      fc.property(
        fc.array(fc.tuple(fc.nat(pickled), fc.nat(255)), { minLength: 1, maxLength: 4 }),
        fc.nat(file.length),
        fc.boolean(),
        (changes, length, cut) => {
          const bytes = file.slice(0, cut ? length : file.length);
          for (const [at, value] of changes) if (at < bytes.length) bytes[at] = value;
          try {
            for (const { begin, end } of parseLegacyTorchFile(bytes, bytes.length).tensors.values()) {
              expect(begin).toBeGreaterThanOrEqual(0);
              expect(end).toBeLessThanOrEqual(bytes.length);
            }
          } catch (error) {
            expect(error).toBeInstanceOf(CoreError);
          }
        },
      ),
      { numRuns: 3000 },
    );
  });
});
