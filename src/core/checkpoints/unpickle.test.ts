import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { CoreError } from '../errors.ts';
import { type PickleMeaning, PickleTruncated, unpickle } from './unpickle.ts';

/** A pickle as Python's repr shows it: a string of bytes. */
const bytes = (text: string) => Uint8Array.from(text, (character) => character.charCodeAt(0));

const meaning: PickleMeaning = {
  global: (name) =>
    name === 'good.pair' ? { global: name, call: (a, b) => `${String(a)} & ${String(b)}` } : undefined,
  persistent: (id) => `object ${String(id)}`,
};
const read = (text: string) => unpickle(bytes(text), 0, meaning).value;

describe('unpickle', () => {
  // Each by pickle.dumps(value, 2) of Python 3.11, but where another protocol is named.
  it.each<[string, string, unknown]>([
    ['None', '\x80\x02N.', null],
    ['booleans', '\x80\x02\x88\x89\x86q\x00.', [true, false]],
    ['whole numbers', '\x80\x02(K\x05M\xe8\x03J\xff\xff\xff\xffJp\x11\x01\x00tq\x00.', [5, 1000, -1, 70000]],
    ['a long number', '\x80\x02\x8a\x05\x00\x00\x00\x00\x01.', 2 ** 32],
    ['a negative long number', '\x80\x02\x8a\x05\x00\x00\x00\x00\xff.', -(2 ** 32)],
    ['torch’s magic number', '\x80\x02\x8a\nl\xfc\x9cF\xf9 j\xa8P\x19.', 0x1950a86a20f9469cfc6cn],
    ['text', '\x80\x02X\x03\x00\x00\x00\xd7\x90!q\x00.', 'א!'],
    ['text of Python 2', '\x80\x02U\x02hiq\x00.', 'hi'],
    ['a list', '\x80\x02]q\x00(K\x01K\x02e.', [1, 2]],
    ['a list of one', '\x80\x02]q\x00K\x01a.', [1]],
    ['an empty tuple', '\x80\x02).', []],
    ['the same list twice', '\x80\x02]q\x00K\x01ah\x00\x86q\x01.', [[1], [1]]],
    [
      'a dict',
      '\x80\x02}q\x00(X\x01\x00\x00\x00aq\x01K\x01X\x01\x00\x00\x00bq\x02K\x02u.',
      new Map([
        ['a', 1],
        ['b', 2],
      ]),
    ],
    ['a call', '\x80\x02cgood\npair\nq\x00K\x01K\x02\x86q\x01Rq\x02.', '1 & 2'],
    ['a persistent id', '\x80\x02K\x07Q.', 'object 7'],
    [
      'protocol 4',
      '\x80\x04\x95\x19\x00\x00\x00\x00\x00\x00\x00\x8c\x04good\x94\x8c\x04pair\x94\x93\x94K\x01K\x02\x86\x94R\x94.',
      '1 & 2',
    ],
  ])('reads %s', (_what, pickle, value) => {
    expect(read(pickle)).toEqual(value);
  });

  it('says where one pickle ends and the next begins', () => {
    const two = bytes('\x80\x02K\x01.\x80\x02K\x02.');
    const first = unpickle(two, 0, meaning);
    expect([first, unpickle(two, first.end, meaning)]).toEqual([
      { value: 1, end: 5 },
      { value: 2, end: 10 },
    ]);
  });

  it.each<[string, string, RegExp]>([
    [
      'os.system, as pickle.dumps writes it in protocol 0',
      'cposix\nsystem\np0\n(Vls\np1\ntp2\nRp3\n.',
      /names "posix\.system", which no state_dict needs; nothing was executed/,
    ],
    [
      'os.system in protocol 2',
      '\x80\x02cos\nsystem\nq\x00X\x02\x00\x00\x00lsq\x01\x85q\x02R.',
      /"os\.system"/,
    ],
    ['os.system in protocol 4', '\x80\x04\x8c\x02os\x94\x8c\x06system\x94\x93.', /"os\.system"/],
    ['eval by its opcode', "(ibuiltins\neval\n(S'1'\nt.", /opcode INST at byte 1 is none that a state_dict/],
    ['an object made by its class', '\x80\x02cgood\npair\n)\x81.', /opcode NEWOBJ at byte 14/],
    ['an opcode that there is none', '\x80\x02\xff.', /opcode 0xff at byte 2/],
    ['a name that is no text', '\x80\x04K\x01K\x02\x93.', /1\.2 is no name/],
    ['a call of what cannot be called', '\x80\x02K\x01)R.', /^pickle: 1 cannot be called/],
    ['a call without arguments', '\x80\x02cgood\npair\nNR.', /good\.pair cannot be called/],
    ['attributes of a list', '\x80\x02]}b.', /attributes are set on a list/],
    ['an item for a tuple', '\x80\x02)K\x01a.', /added to no list/],
    ['a key for a list', '\x80\x02]K\x01K\x02s.', /set in no dict/],
    ['a key without value', '\x80\x02}(K\x01u.', /a key lacks its value/],
    ['an empty stack', '\x80\x020.', /opcode POP at byte 2/],
    ['nothing to stop with', '.', /lacks its operand/],
    ['a mark where a value should be', '(.', /lacks its operand/],
    ['a missing mark', 't.', /lacks its mark/],
    ['objects left over', 'NN.', /1 objects are left over/],
    ['an empty memo', 'h\x05.', /memo 5 is empty/],
    ['text that is none', 'X\x01\x00\x00\x00\xff.', /the text at byte 5 is not UTF-8/],
    ['more objects than anybody needs', '}'.repeat(1_000_001), /more than 1000000 objects/],
    [
      'a list that is copied over and over',
      `](${'N'.repeat(10_000)}e\x94${'cgood\npair\nh\x00\x85R'.repeat(101)}.`,
      /more than 1000000 objects/,
    ],
  ])('refuses %s', (_what, pickle, message) => {
    expect(() => read(pickle)).toThrow(
      expect.objectContaining({
        code: 'CHECKPOINT_INVALID',
        message: expect.stringMatching(message) as string,
      }) as Error,
    );
  });

  it.each(['', 'X', 'X\x01\x00', 'X\xff\xff\xff\xffabc', 'cos', 'cos\nsystem', 'N'])(
    'says of %j that there must be more',
    (pickle) => {
      expect(() => read(pickle)).toThrow(PickleTruncated);
    },
  );

  it('brings nothing but a CoreError, whatever the bytes', () => {
    const opcodes = fc.constantFrom(
      ...Array.from('\x80\x95(NJKM\x8aXU\x8c]ae)t\x85\x86\x87}suqr\x94hjc\x93RbQ.', (one) => bytes(one)),
    );
    const part = fc.oneof(
      opcodes,
      fc.constantFrom(bytes('cgood\npair\n'), bytes('X\x01\x00\x00\x00a'), bytes('K\x01')),
      fc.uint8Array({ maxLength: 6 }),
    );
    fc.assert(
      fc.property(fc.array(part, { maxLength: 40 }), (parts) => {
        const pickle = Uint8Array.from(parts.flatMap((each) => [...each]));
        try {
          expect(unpickle(pickle, 0, meaning).end).toBeLessThanOrEqual(pickle.length);
        } catch (error) {
          expect(error).toBeInstanceOf(CoreError);
        }
      }),
      { numRuns: 5000 },
    );
  });
});
