/**
 * Text to token ids and back, by @huggingface/transformers, from the tokenizer.json that comes with a checkpoint or from
 * BERT's vocab.txt; local files only. Padding and truncation that the file
 * asks for are not done: batches are padded elsewhere, and a sentence that is too long is refused, not cut.
 */
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { z } from 'zod';
import type { Token } from '../../../shared/entities.ts';
import { PairlensError } from '../../../shared/errors.ts';
import { isMissingFile, readFailure } from '../file-failures.ts';
import { sha256 } from './file-hash.ts';
import { wordPieceTokenizer } from './word-piece.ts';
import { assignWords, type WordMarks } from './words.ts';

const TOKENIZER_FILE = 'tokenizer.json';
const VOCABULARY_FILE = 'vocab.txt';
const CONFIG_FILE = 'tokenizer_config.json';

export interface Tokenizer {
  /** Token ids of a text, with the special tokens that the model expects around it. */
  encode(text: string): number[];
  /** The tokens with these ids. @param text what they were made from, where known */
  describe(text: string | null, ids: readonly number[]): Token[];
  /** Tokens that stand for no text: [CLS], [SEP], … The unknown token is not among them: it stands for a word. */
  readonly specialIds: ReadonlySet<number>;
}

/** What is used of PreTrainedTokenizer, whose own type declarations leave its constructor out. */
interface PreTrainedTokenizer {
  readonly all_special_ids: readonly number[];
  encode(text: string): number[];
  get_vocab(): ReadonlyMap<string, number>;
}
interface TransformersLibrary {
  readonly PreTrainedTokenizer: new (definition: object, config: object) => PreTrainedTokenizer;
}

interface TokenizerFiles {
  /** tokenizer.json, or else vocab.txt. */
  readonly tokenizer: string;
  readonly isVocabulary: boolean;
  readonly config: string;
}

/**
 * The tokenizer of a checkpoint, or null when the folder has none.
 * @throws PairlensError MODEL_INVALID when its files cannot be used, FILE_UNREADABLE
 */
export async function openTokenizer(folder: string): Promise<Tokenizer | null> {
  const files = await readTokenizerFiles(folder);
  if (!files) return null;
  // Imported when a model is opened, not when the program starts.
  const library = (await import('@huggingface/transformers')) as unknown as TransformersLibrary;
  try {
    const config = parseObject(files.config);
    const definition = files.isVocabulary
      ? wordPieceTokenizer(files.tokenizer, config)
      : parseObject(files.tokenizer);
    return wrap(new library.PreTrainedTokenizer(definition, config), definition);
  } catch (error) {
    const why = error instanceof Error ? error.message : String(error);
    throw new PairlensError(
      'MODEL_INVALID',
      `the tokenizer in ${folder} cannot be used: ${why}`,
      { folder },
      error,
    );
  }
}

/** sha256 over the files that decide the tokens; '' for a folder without tokenizer. */
export async function hashTokenizer(folder: string): Promise<string> {
  const files = await readTokenizerFiles(folder);
  return files ? sha256(`${sha256(files.tokenizer)} ${sha256(files.config)}`) : '';
}

async function readTokenizerFiles(folder: string): Promise<TokenizerFiles | null> {
  const config = (await readIfThere(join(folder, CONFIG_FILE))) ?? '{}';
  const tokenizer = await readIfThere(join(folder, TOKENIZER_FILE));
  if (tokenizer !== null) return { tokenizer, isVocabulary: false, config };
  const vocabulary = await readIfThere(join(folder, VOCABULARY_FILE));
  return vocabulary === null ? null : { tokenizer: vocabulary, isVocabulary: true, config };
}

async function readIfThere(path: string): Promise<string | null> {
  try {
    return await readFile(path, 'utf8');
  } catch (error) {
    if (isMissingFile(error)) return null;
    throw readFailure(path, error);
  }
}

function parseObject(text: string): object {
  const parsed: unknown = JSON.parse(text);
  if (typeof parsed !== 'object' || parsed === null) throw new TypeError('not a JSON object');
  return parsed;
}

const typedDefinition = z.object({
  model: z.object({ type: z.string().optional(), unk_token: z.string().nullish() }),
});

/** BPE and Unigram keep the spaces of the text in their tokens; WordPiece and whole-word tokenizers do not. */
function wordMarks(definition: object): WordMarks {
  const type = typedDefinition.safeParse(definition).data?.model.type;
  return type === 'BPE' || type === 'Unigram' ? 'spaces' : 'continuations';
}

function wrap(tokenizer: PreTrainedTokenizer, definition: object): Tokenizer {
  const vocabulary = tokenizer.get_vocab();
  const texts = new Map(Array.from(vocabulary, ([text, id]) => [id, text]));
  const unknownToken = typedDefinition.safeParse(definition).data?.model.unk_token ?? '';
  const specialIds = new Set(tokenizer.all_special_ids.filter((id) => id !== vocabulary.get(unknownToken)));
  const marks = wordMarks(definition);

  return {
    specialIds,
    encode: (text) => tokenizer.encode(text),
    describe: (_text, ids) => {
      const pieces = ids.map((id) => ({
        id,
        text: texts.get(id) ?? `<${id}>`,
        special: specialIds.has(id),
      }));
      const words = assignWords(pieces, marks);
      return pieces.map((piece, at) => ({ ...piece, word: words[at] ?? null }));
    },
  };
}
