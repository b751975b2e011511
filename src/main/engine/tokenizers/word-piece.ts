/**
 * Older BERT and DistilBERT checkpoints come with vocab.txt alone. What transformers makes of it (BertTokenizer),
 * written as the tokenizer.json that newer checkpoints have.
 */
import { z } from 'zod';
import { idOf, readSpecialTokens, type SpecialTokenNames } from './special-tokens.ts';
import type { WordPieceTexts } from './tokenizer-files.ts';

const BERT_TOKENS: SpecialTokenNames = {
  unk_token: '[UNK]',
  sep_token: '[SEP]',
  pad_token: '[PAD]',
  cls_token: '[CLS]',
  mask_token: '[MASK]',
};

/** Fields of tokenizer_config.json that matter here, with the defaults of BertTokenizer. */
const settings = z.object({
  do_lower_case: z.boolean().default(true),
  strip_accents: z.boolean().nullable().default(null),
  tokenize_chinese_chars: z.boolean().default(true),
});

/**
 * @param texts vocab.txt has a token a line, its id the line's number from 0
 * @throws TypeError when a token that BERT cannot do without is missing; SyntaxError, ZodError
 */
export function wordPieceTokenizer(texts: WordPieceTexts): object {
  const vocabulary = new Map(wordPieces(texts.vocabulary).map((token, id) => [token, id]));
  const special = readSpecialTokens(texts, vocabulary, BERT_TOKENS);
  const { do_lower_case, strip_accents, tokenize_chinese_chars } = settings.parse(JSON.parse(texts.config));
  const [unknown] = idOf(special.names.unk_token, special, 'vocab.txt');
  return {
    version: '1.0',
    added_tokens: special.added,
    normalizer: {
      type: 'BertNormalizer',
      clean_text: true,
      handle_chinese_chars: tokenize_chinese_chars,
      strip_accents,
      lowercase: do_lower_case,
    },
    pre_tokenizer: { type: 'BertPreTokenizer' },
    post_processor: {
      type: 'BertProcessing',
      sep: idOf(special.names.sep_token, special, 'vocab.txt'),
      cls: idOf(special.names.cls_token, special, 'vocab.txt'),
    },
    decoder: { type: 'WordPiece', prefix: '##', cleanup: true },
    model: {
      type: 'WordPiece',
      unk_token: unknown,
      continuing_subword_prefix: '##',
      max_input_chars_per_word: 100,
      vocab: Object.fromEntries(vocabulary),
    },
  };
}

/** The lines of vocab.txt. */
export function wordPieces(vocabulary: string): string[] {
  return vocabulary.replace(/\r?\n$/, '').split(/\r?\n/);
}
