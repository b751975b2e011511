/** The tokenizers by which the bundled sets are balanced. */
import { join } from 'node:path';
import { encode as encodeMultilingual } from 'gpt-tokenizer/encoding/o200k_base';
import { encode } from 'gpt-tokenizer/encoding/r50k_base';
import { openTokenizer } from '../../src/main/engine/tokenizers/tokenizer.ts';

export interface BalanceTokenizer {
  readonly title: string;
  /** Token ids of a text, with the special tokens that a model of this kind expects around it. */
  readonly encode: (text: string) => number[];
  readonly specialIds: ReadonlySet<number>;
  /** Vocabulary ids fall with frequency, so that they can stand in for it. */
  readonly idsAreRanks: boolean;
}

const models = join(import.meta.dirname, '..', '..', 'resources', 'models');

/** The uncased WordPiece vocabulary of the bundled all-MiniLM-L6-v2, which is BERT's. */
export function wordPiece(): Promise<BalanceTokenizer> {
  return bundled('WordPiece (all-MiniLM-L6-v2)', 'all-MiniLM-L6-v2', 30_522, true);
}

/** GPT-2's byte-level BPE, r50k_base. GPT-2 puts no special token around a text. */
export function byteLevel(): BalanceTokenizer {
  return {
    title: 'byte-level BPE (GPT-2, r50k_base)',
    encode: (text) => encode(text),
    specialIds: new Set(),
    idsAreRanks: true,
  };
}

/** A byte-level BPE that was made from text of many languages, Hebrew among them. */
export function multilingual(): BalanceTokenizer {
  return {
    title: 'multilingual byte-level BPE (o200k_base)',
    encode: (text) => encodeMultilingual(text),
    specialIds: new Set(),
    idsAreRanks: false,
  };
}

/** The characters of the bundled char-he. */
export function hebrewCharacters(): Promise<BalanceTokenizer> {
  return bundled('characters (char-he)', 'char-he', 52, false);
}

async function bundled(
  title: string,
  folder: string,
  vocabularySize: number,
  idsAreRanks: boolean,
): Promise<BalanceTokenizer> {
  const tokenizer = await openTokenizer(join(models, folder), vocabularySize);
  if (tokenizer === null) throw new Error(`the bundled model ${folder} has lost its tokenizer`);
  return { title, encode: (text) => tokenizer.encode(text), specialIds: tokenizer.specialIds, idsAreRanks };
}
