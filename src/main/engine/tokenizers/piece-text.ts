/**
 * What the strings of a vocabulary stand for. Byte-level vocabularies write each byte as a letter (Radford et al. 2019:
 * a space is Ġ), SentencePiece a space as ▁ and bytes as <0x0A>; WordPiece and characters are written as they are.
 */
import { z } from 'zod';

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

/** The dotted circle, at the beginning of a piece: the rest of a character that the piece before it began. */
export const CHARACTER_GOES_ON = '◌';

/**
 * What each of consecutive pieces says. A character whose bytes several pieces share is shown by the first of them, and
 * the others begin with {@link CHARACTER_GOES_ON}; bytes that make no character are shown as <F0 9F>.
 * @param pieces bytes of each, in UTF-8 when put together
 */
export function readPieces(pieces: readonly Uint8Array[]): string[] {
  const bytes = Uint8Array.from(pieces.flatMap((piece) => [...piece]));
  const owners = pieces.flatMap((piece, owner) => Array<number>(piece.length).fill(owner));
  const texts = pieces.map(() => '');
  const add = (owner: number | undefined, text: string) => {
    if (owner !== undefined) texts[owner] = (texts[owner] ?? '') + text;
  };
  for (let at = 0; at < bytes.length;) {
    const character = characterAt(bytes, at);
    const length = character === null ? brokenLength(bytes, owners, at) : encoder.encode(character).length;
    add(owners[at], character ?? inHex(bytes.subarray(at, at + length)));
    for (let i = at + 1; i < at + length; i++)
      if (owners[i] !== owners[i - 1]) add(owners[i], CHARACTER_GOES_ON);
    at += length;
  }
  return texts;
}

const decoder = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true });

/** The character whose UTF-8 begins at byte `at`; null when none does. */
function characterAt(bytes: Uint8Array, at: number): string | null {
  const lead = bytes[at] ?? 0;
  const length = lead < 0x80 ? 1 : lead < 0xe0 ? 2 : lead < 0xf0 ? 3 : 4;
  try {
    return decoder.decode(bytes.subarray(at, at + length)) || null;
  } catch {
    // Bytes that are no character: a piece of one without the rest.
    return null;
  }
}

/** How many of the bytes from `at` on make no character, within one piece. */
function brokenLength(bytes: Uint8Array, owners: readonly number[], at: number): number {
  let end = at + 1;
  while (end < bytes.length && owners[end] === owners[at] && characterAt(bytes, end) === null) end++;
  return end - at;
}

function inHex(bytes: Uint8Array): string {
  return `<${Array.from(bytes, (byte) => byte.toString(16).toUpperCase().padStart(2, '0')).join(' ')}>`;
}
