/**
 * The files of a checkpoint folder that decide the tokens: tokenizer.json, or else what older checkpoints have in its
 * place, the vocabulary (vocab.txt; vocab.json with merges.txt) and what is said of its special tokens.
 */
import { join } from 'node:path';
import { sha256 } from '../files/hashing.ts';
import { readIfThere } from '../files/if-there.ts';

/** The texts of a folder's files; null where there is no such file. */
interface TokenizerTexts {
  /** tokenizer_config.json; '{}' where there is none. */
  readonly config: string;
}

export interface WholeTokenizerTexts extends TokenizerTexts {
  readonly kind: 'tokenizer.json';
  readonly tokenizer: string;
}

/** Files of older checkpoints, with what else is said of tokens there. */
export interface VocabularyTexts extends TokenizerTexts {
  readonly specialTokensMap: string | null;
  readonly addedTokens: string | null;
  /** config.json, for its model_type. */
  readonly modelConfig: string | null;
}

export interface WordPieceTexts extends VocabularyTexts {
  readonly kind: 'vocab.txt';
  readonly vocabulary: string;
}

export interface BytePairTexts extends VocabularyTexts {
  readonly kind: 'vocab.json';
  readonly vocabulary: string;
  readonly merges: string;
}

export type TokenizerFiles = WholeTokenizerTexts | WordPieceTexts | BytePairTexts;

/**
 * The files that are there, tokenizer.json in preference; null for a folder without tokenizer.
 * @throws PairlensError FILE_UNREADABLE
 */
export async function readTokenizerFiles(folder: string): Promise<TokenizerFiles | null> {
  const read = (name: string) => readIfThere(join(folder, name));
  const config = (await read('tokenizer_config.json')) ?? '{}';
  const tokenizer = await read('tokenizer.json');
  if (tokenizer !== null) return { kind: 'tokenizer.json', config, tokenizer };

  const others = async () => ({
    config,
    specialTokensMap: await read('special_tokens_map.json'),
    addedTokens: await read('added_tokens.json'),
    modelConfig: await read('config.json'),
  });
  const wordPieces = await read('vocab.txt');
  if (wordPieces !== null) return { kind: 'vocab.txt', vocabulary: wordPieces, ...(await others()) };
  const vocabulary = await read('vocab.json');
  const merges = await read('merges.txt');
  if (vocabulary === null || merges === null) return null;
  return { kind: 'vocab.json', vocabulary, merges, ...(await others()) };
}

/** sha256 over the files that decide the tokens; '' for a folder without tokenizer. */
export async function hashTokenizer(folder: string): Promise<string> {
  const files = await readTokenizerFiles(folder);
  if (!files) return '';
  const texts =
    files.kind === 'tokenizer.json'
      ? [files.tokenizer, files.config]
      : [
          files.vocabulary,
          files.config,
          ...(files.kind === 'vocab.json' ? [files.merges] : []),
          ...[files.specialTokensMap, files.addedTokens].filter((text) => text !== null),
        ];
  return sha256(texts.map((text) => sha256(text)).join(' '));
}
