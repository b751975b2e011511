import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { bytesOfPiece, readPieces, type Spelling, spellingOf } from './piece-text.ts';

const text = (piece: string, spelling: Spelling) =>
  Buffer.from(bytesOfPiece(piece, spelling)).toString('utf8');

describe('spellingOf', () => {
  it.each<[string, object, Spelling]>([
    ['GPT-2', { pre_tokenizer: { type: 'ByteLevel' }, decoder: { type: 'ByteLevel' } }, 'byte-level'],
    [
      'Llama 3',
      { pre_tokenizer: { type: 'Sequence', pretokenizers: [{ type: 'Split' }, { type: 'ByteLevel' }] } },
      'byte-level',
    ],
    [
      'Llama 2',
      {
        pre_tokenizer: null,
        decoder: { type: 'Sequence', decoders: [{ type: 'Replace' }, { type: 'ByteFallback' }] },
      },
      'sentencepiece',
    ],
    ['T5', { pre_tokenizer: { type: 'Metaspace' }, decoder: { type: 'Metaspace' } }, 'sentencepiece'],
    ['BERT', { pre_tokenizer: { type: 'BertPreTokenizer' }, decoder: { type: 'WordPiece' } }, 'plain'],
    ['characters', { pre_tokenizer: { type: 'Split' }, decoder: { type: 'Fuse' } }, 'plain'],
    ['nothing', { decoder: 3 }, 'plain'],
  ])('%s', (_what, definition, spelling) => {
    expect(spellingOf(definition)).toBe(spelling);
  });
});

describe('bytesOfPiece', () => {
  // Spelled by GPT-2's bytes_to_unicode.
  it.each<[string, Spelling, string]>([
    ['Ġthe', 'byte-level', ' the'],
    ['ĊĊ', 'byte-level', '\n\n'],
    ['Ã©', 'byte-level', 'é'],
    ['×©', 'byte-level', 'ש'],
    ['ðŁĺĢ', 'byte-level', '😀'],
    // Added later, as it is written.
    ['<extra é>', 'byte-level', '<extra é>'],
    ['▁the▁cat', 'sentencepiece', ' the cat'],
    ['<0x0A>', 'sentencepiece', '\n'],
    ['<0xZZ>', 'sentencepiece', '<0xZZ>'],
    ['Ġurnata', 'plain', 'Ġurnata'],
    ['##ing', 'plain', '##ing'],
  ])('%s in a %s vocabulary', (piece, spelling, expected) => {
    expect(text(piece, spelling)).toBe(expected);
  });
});

describe('readPieces', () => {
  /** Pieces that begin in the midst of a character are marked with …. */
  const said = (pieces: readonly Uint8Array[]) =>
    readPieces(pieces).map(({ text, goesOn }) => `${goesOn ? '…' : ''}${text}`);

  it.each<[string, number[][], string[]]>([
    [
      'whole characters',
      [
        [0x20, 0x61],
        [0xd7, 0xa9],
      ],
      [' a', 'ש'],
    ],
    ['one in two', [[0xd7], [0xa9]], ['ש', '…']],
    ['one in four', [[0xf0], [0x9f], [0x98], [0x80]], ['😀', '…', '…', '…']],
    [
      'the end of one and the next',
      [
        [0x20, 0xd7],
        [0xa9, 0xd7],
        [0x9c, 0x21],
      ],
      [' ש', '…ל', '…!'],
    ],
    ['one that is cut off', [[0x61, 0xf0, 0x9f]], ['a<0xF0><0x9F>']],
    ['a byte that begins nothing', [[0x80], [0x61]], ['<0x80>', 'a']],
    ['a zero', [[0]], ['\0']],
    ['a byte order mark', [[0xef, 0xbb, 0xbf, 0x61]], ['\ufeffa']],
    ['an empty piece', [[], [0x61]], ['', 'a']],
    ['nothing', [], []],
  ])('%s', (_what, pieces, expected) => {
    expect(said(pieces.map((bytes) => Uint8Array.from(bytes)))).toEqual(expected);
  });

  it('give the text back, however its bytes are cut', () => {
    const cuts = fc.array(fc.nat(40), { maxLength: 8 });
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme' }), cuts, (whole, places) => {
        const bytes = new TextEncoder().encode(whole);
        const ends = [...places.filter((at) => at < bytes.length), bytes.length].sort((a, b) => a - b);
        const pieces = ends.map((end, at) => bytes.subarray(ends[at - 1] ?? 0, end));
        expect(
          readPieces(pieces)
            .map(({ text }) => text)
            .join(''),
        ).toBe(whole);
      }),
    );
  });
});
