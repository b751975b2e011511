/**
 * What the strings of a vocabulary stand for. Byte-level vocabularies write each byte as a letter (Radford et al. 2019:
 * a space is Ġ), SentencePiece a space as ▁ and bytes as <0x0A>; WordPiece and characters are written as they are.
 */
import { z } from 'zod';
import { charactersOf, textOfBytes } from '../../../core/pairs/token-bytes.ts';

/** How a vocabulary is written. */
export type Spelling = 'byte-level' | 'sentencepiece' | 'plain';

const component: z.ZodType<Component> = z.lazy(() =>
  z.object({
    type: z.string().optional(),
    decoders: z.array(component).optional(),
    pretokenizers: z.array(component).optional(),
  }),
);
interface Component {
  readonly type?: string | undefined;
  readonly decoders?: Component[] | undefined;
  readonly pretokenizers?: Component[] | undefined;
}
const parts = z.object({
  decoder: component.nullish().catch(null),
  pre_tokenizer: component.nullish().catch(null),
});

/** @param definition tokenizer.json, parsed */
export function spellingOf(definition: object): Spelling {
  const { decoder, pre_tokenizer } = parts.parse(definition);
  const types = new Set([decoder, pre_tokenizer].flatMap((each) => (each ? typesOf(each) : [])));
  if (types.has('ByteLevel')) return 'byte-level';
  return types.has('Metaspace') || types.has('ByteFallback') ? 'sentencepiece' : 'plain';
}

function typesOf({ type, decoders = [], pretokenizers = [] }: Component): string[] {
  return [...(type === undefined ? [] : [type]), ...[...decoders, ...pretokenizers].flatMap(typesOf)];
}

const encoder = new TextEncoder();

/** The UTF-8 bytes that a string of the vocabulary stands for. */
export function bytesOfPiece(piece: string, spelling: Spelling): Uint8Array {
  if (spelling === 'byte-level') {
    const bytes = Array.from(piece, (letter) => BYTE_OF_LETTER.get(letter));
    // A token that was added later may be written as it is.
    if (!bytes.includes(undefined)) return Uint8Array.from(bytes, (byte) => byte ?? 0);
  }
  if (spelling === 'sentencepiece') {
    const byte = /^<0x([0-9A-F]{2})>$/.exec(piece)?.[1];
    return byte === undefined
      ? encoder.encode(piece.replaceAll('▁', ' '))
      : Uint8Array.of(Number.parseInt(byte, 16));
  }
  return encoder.encode(piece);
}

/** Bytes that are printable letters in Latin-1 stand for themselves; the others, in order, for what follows U+0100. */
const BYTE_OF_LETTER = letters();

function letters(): ReadonlyMap<string, number> {
  const isPrintable = (byte: number) =>
    (byte >= 0x21 && byte <= 0x7e) || (byte >= 0xa1 && byte <= 0xac) || (byte >= 0xae && byte <= 0xff);
  const all = new Map<string, number>();
  let next = 0x100;
  for (let byte = 0; byte < 256; byte++)
    all.set(String.fromCodePoint(isPrintable(byte) ? byte : next++), byte);
  return all;
}

/** What one of consecutive pieces adds to the text of all of them. */
export interface PieceInText {
  /** The characters that begin in it, whole; bytes that make no character as <0xF0>. */
  readonly text: string;
  /** It begins in the midst of a character. */
  readonly goesOn: boolean;
}

/**
 * What each of consecutive pieces adds to their text. A character whose bytes several pieces share is that of the first.
 * @param pieces bytes of each, in UTF-8 when put together
 */
export function readPieces(pieces: readonly Uint8Array[]): PieceInText[] {
  const bytes = Uint8Array.from(pieces.flatMap((piece) => [...piece]));
  const owners = pieces.flatMap((piece, owner) => Array<number>(piece.length).fill(owner));
  const texts = pieces.map(() => '');
  const goesOn = pieces.map(() => false);
  for (const { at, length, text } of charactersOf(bytes)) {
    const owner = owners[at] ?? 0;
    texts[owner] = (texts[owner] ?? '') + (text ?? textOfBytes(bytes.subarray(at, at + 1)));
    for (let i = at + 1; i < at + length; i++) if (owners[i] !== owners[i - 1]) goesOn[owners[i] ?? 0] = true;
  }
  return pieces.map((_, piece) => ({ text: texts[piece] ?? '', goesOn: goesOn[piece] ?? false }));
}
