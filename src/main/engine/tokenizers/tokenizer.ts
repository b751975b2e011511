/**
 * Text to token ids and back, by @huggingface/transformers, from the tokenizer.json that comes with a checkpoint or from
 * the vocabulary of an older one; local files only. Padding and truncation that the file asks for are not done: batches
 * are padded elsewhere, and a sentence that is too long is refused, not cut.
 */
import { setImmediate as turn } from 'node:timers/promises';
import { z } from 'zod';
import { messageOf } from '../../../core/errors.ts';
import { areSame, type TokenizerTraits } from '../../../core/pairs/pair-notes.ts';
import { hexOf, isWholeText, textOfBytes, type TokenText } from '../../../core/pairs/token-bytes.ts';
import { encodeUtf8 } from '../../../core/utf8.ts';
import type { Token } from '../../../shared/entities.ts';
import { PairlensError } from '../../../shared/errors.ts';
import { bytePairTokenizer } from './byte-pairs.ts';
import { fullStops } from './full-stops.ts';
import { bytesOfPiece, type PieceInText, readPieces, type Spelling, spellingOf } from './piece-text.ts';
import { readTokenizerFiles, type TokenizerFiles } from './tokenizer-files.ts';
import { checkVocabulary } from './vocabulary-check.ts';
import { wordPieceTokenizer } from './word-piece.ts';
import { assignWords, CONTINUATION, withoutMark, type WordMarks } from './words.ts';

export interface Tokenizer {
  /**
   * Token ids of a text, with the special tokens that the model expects around it.
   * @throws PairlensError MODEL_INVALID when the tokenizer's own definition makes it fail
   */
  encode(text: string): number[];
  /**
   * The tokens with these ids: what each says by itself, its spaces included, and which word it is of.
   * @param text what they were made from, where known
   */
  describe(text: string | null, ids: readonly number[]): Token[];
  /** Tokens that stand for no text: [CLS], [SEP], … The unknown token is not among them: it stands for a word. */
  readonly specialIds: ReadonlySet<number>;
  /** The token that stands for a masked one; null where there is none. */
  readonly maskId: number | null;
  /**
   * Whether a token is a word or a part of one, as texts are made of: neither special nor unknown, not bytes that are no
   * character, no control character, not a place that was left free in the vocabulary.
   */
  isOrdinary(id: number): boolean;
  /** Tokens that are a full stop and nothing else, with spaces around it or without. */
  readonly stopIds: ReadonlySet<number>;
  /** What it does not tell apart. */
  readonly traits: TokenizerTraits;
}

/** What is used of PreTrainedTokenizer, whose own type declarations leave its constructor out. */
interface PreTrainedTokenizer {
  readonly all_special_ids: readonly number[];
  readonly mask_token_id?: number | null | undefined;
  encode(text: string): number[];
  get_vocab(): ReadonlyMap<string, number>;
}
interface TransformersLibrary {
  readonly PreTrainedTokenizer: new (definition: object, config: object) => PreTrainedTokenizer;
}

/**
 * The library, which is loaded when it is first wanted. That takes a tenth of a second in one go: a process on which others
 * wait asks for it before it takes their calls.
 */
export async function loadTransformers(): Promise<TransformersLibrary> {
  return await import('@huggingface/transformers');
}

/**
 * The tokenizer of a checkpoint, or null when the folder has none. Others have their turn between its steps, each of which takes
 * as long as the vocabulary is large.
 * @param vocabularySize how many tokens the model knows
 * @throws PairlensError MODEL_INVALID when its files cannot be used, or are not those of such a model; FILE_UNREADABLE
 */
export async function openTokenizer(folder: string, vocabularySize: number): Promise<Tokenizer | null> {
  const files = await readTokenizerFiles(folder);
  if (!files) return null;
  const library = await loadTransformers();
  try {
    const definition = definitionOf(files);
    await turn();
    checkVocabulary(definition, files, vocabularySize);
    await turn();
    const tokenizer = new library.PreTrainedTokenizer(definition, configOf(files));
    await turn();
    return wrap(folder, tokenizer, definition);
  } catch (error) {
    throw unusable(folder, 'cannot be used', error);
  }
}

function unusable(folder: string, what: string, error: unknown): PairlensError {
  const why = messageOf(error);
  return new PairlensError('MODEL_INVALID', `the tokenizer in ${folder} ${what}: ${why}`, { folder }, error);
}

/** tokenizer.json, or what it would be. */
function definitionOf(files: TokenizerFiles): object {
  switch (files.kind) {
    case 'tokenizer.json':
      return parseObject(files.tokenizer);
    case 'vocab.txt':
      return wordPieceTokenizer(files);
    case 'vocab.json':
      return bytePairTokenizer(files);
  }
}

function parseObject(text: string): object {
  const parsed: unknown = JSON.parse(text);
  if (typeof parsed !== 'object' || parsed === null) throw new TypeError('not a JSON object');
  return parsed;
}

const writtenToken = z.object({ content: z.string() });

/** tokenizer_config.json; a token that is written {"content": "<s>", …} as transformers.js wants it. */
function configOf({ config }: TokenizerFiles): object {
  return Object.fromEntries(
    Object.entries(parseObject(config)).map(([key, value]: [string, unknown]) => {
      const token = key.endsWith('_token') ? writtenToken.safeParse(value).data : undefined;
      return [key, token ? token.content : value];
    }),
  );
}

const typedDefinition = z.object({
  model: z.object({
    type: z.string().optional(),
    unk_token: z.string().nullish(),
    /** A Unigram has its number instead. */
    unk_id: z.int().min(0).nullish(),
  }),
});

const withAddedTokens = z.object({
  added_tokens: z
    .array(z.object({ id: z.int() }))
    .nullish()
    .transform((added) => added ?? []),
});

/** BPE and Unigram keep the spaces of the text in their tokens; WordPiece and whole-word tokenizers do not. */
function wordMarks(definition: object): WordMarks {
  const type = typedDefinition.safeParse(definition).data?.model.type;
  return type === 'BPE' || type === 'Unigram' ? 'spaces' : 'continuations';
}

function wrap(folder: string, tokenizer: PreTrainedTokenizer, definition: object): Tokenizer {
  const vocabulary = tokenizer.get_vocab();
  const pieces = new Map(Array.from(vocabulary, ([piece, id]) => [id, piece]));
  const unknownToken = typedDefinition.safeParse(definition).data?.model.unk_token ?? '';
  const specialIds = new Set(tokenizer.all_special_ids.filter((id) => id !== vocabulary.get(unknownToken)));
  const addedIds = new Set(withAddedTokens.parse(definition).added_tokens.map(({ id }) => id));
  const marks = wordMarks(definition);
  const spelling = spellingOf(definition);

  /** The bytes that a token stands for; null for special tokens and ids without token, which are no text. */
  function bytesOf(id: number): Uint8Array | null {
    const piece = pieces.get(id);
    if (piece === undefined || specialIds.has(id)) return null;
    // A token that was added later is written as it is.
    if (addedIds.has(id)) return encodeUtf8(piece);
    return bytesOfPiece(marks === 'continuations' ? withoutMark(piece) : piece, spelling);
  }

  /** What each adds to the text: what lies between special tokens is read together. */
  function readInText(ids: readonly number[]): PieceInText[] {
    const read: PieceInText[] = [];
    let run: Uint8Array[] = [];
    const endRun = () => {
      read.push(...readPieces(run));
      run = [];
    };
    for (const id of ids) {
      const bytes = bytesOf(id);
      if (bytes !== null) run.push(bytes);
      else {
        endRun();
        read.push({ text: pieces.get(id) ?? `<${id}>`, goesOn: false });
      }
    }
    endRun();
    return read;
  }

  /** What a token says by itself. */
  function textOf(id: number): TokenText {
    const bytes = bytesOf(id);
    const piece = pieces.get(id);
    if (bytes === null || piece === undefined) return { text: piece ?? `<${id}>` };
    const isMarked = marks === 'continuations' && !addedIds.has(id) && withoutMark(piece) !== piece;
    const text = `${isMarked ? CONTINUATION : ''}${textOfBytes(bytes)}`;
    return isMarked || !isWholeText(bytes) ? { text, bytes: hexOf(bytes) } : { text };
  }

  let stopIds: ReadonlySet<number> | undefined;
  let traits: TokenizerTraits | undefined;

  return {
    specialIds,
    maskId: tokenizer.mask_token_id ?? null,
    isOrdinary: (id) => {
      const piece = pieces.get(id);
      const bytes = bytesOf(id);
      if (piece === undefined || piece === unknownToken || bytes === null) return false;
      return !isLeftFree(piece) && isPlain(bytes);
    },
    // The whole vocabulary is looked through: when first asked, not when a model is opened.
    get stopIds() {
      return (stopIds ??= fullStops(pieces, specialIds, marks, spelling));
    },
    get traits() {
      return (traits ??= traitsOf(unknownIdOf(definition, vocabulary, spelling), (text) =>
        tokenizer.encode(text),
      ));
    },
    encode: (text) => {
      try {
        return z.array(z.int().min(0)).parse(tokenizer.encode(text));
      } catch (error) {
        throw unusable(folder, `fails on the text ${JSON.stringify(text.slice(0, 80))}`, error);
      }
    },
    describe: (_text, ids) => {
      const inText = readInText(ids);
      const words = assignWords(
        ids.map((id, at) => ({
          // Words are told by the marks that are left of them, and by the characters that begin in a piece.
          text: marks === 'continuations' ? textOf(id).text : (inText[at]?.text ?? ''),
          goesOn: inText[at]?.goesOn ?? false,
          special: specialIds.has(id),
        })),
        marks,
      );
      return ids.map((id, at) => ({
        id,
        ...textOf(id),
        special: specialIds.has(id),
        word: words[at] ?? null,
      }));
    },
  };
}

/** '[unused7]' of BERT, and '<0x0A>', a byte of Llama's vocabulary. */
function isLeftFree(piece: string): boolean {
  return /^[[<](?:unused\d+|0x[0-9A-F]{2})[\]>]$/.test(piece);
}

/** Characters that are whole, none of them a control character. */
function isPlain(bytes: Uint8Array): boolean {
  if (bytes.length === 0) return false;
  if (bytes.every((byte) => byte >= 0x20 && byte < 0x7f)) return true;
  return isWholeText(bytes) && !/\p{Cc}/u.test(textOfBytes(bytes));
}

/** A byte-level vocabulary knows every text, whatever it calls its unknown token. */
function unknownIdOf(
  definition: object,
  vocabulary: ReadonlyMap<string, number>,
  spelling: Spelling,
): number | null {
  const model = typedDefinition.safeParse(definition).data?.model;
  if (spelling === 'byte-level' || model === undefined) return null;
  return model.unk_id ?? vocabulary.get(model.unk_token ?? '') ?? null;
}

const ALPHABET = 'abcdefghijklmnopqrstuvwxyz';

/** Tried with the first letter that it knows. */
function traitsOf(unknownId: number | null, encode: (text: string) => readonly number[]): TokenizerTraits {
  const known = [...ALPHABET].find((letter) => unknownId === null || !encode(letter).includes(unknownId));
  return {
    unknownId,
    foldsCase: known !== undefined && areSame(encode(known), encode(known.toUpperCase())),
  };
}
