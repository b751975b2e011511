/**
 * Older BERT checkpoints come with vocab.txt alone. What transformers makes of it (BertTokenizer), written as the
 * tokenizer.json that newer checkpoints have.
 */

/** Fields of tokenizer_config.json that matter here, with the defaults of BertTokenizer. */
interface WordPieceConfig {
  readonly do_lower_case?: unknown;
  readonly strip_accents?: unknown;
  readonly tokenize_chinese_chars?: unknown;
}

const SPECIAL_TOKENS = ['[PAD]', '[UNK]', '[CLS]', '[SEP]', '[MASK]'];

/**
 * @param vocabulary vocab.txt: a token a line, its id the line's number from 0
 * @throws TypeError when a token that BERT cannot do without is missing
 */
export function wordPieceTokenizer(vocabulary: string, config: WordPieceConfig): object {
  const tokens = vocabulary.replace(/\r?\n$/, '').split(/\r?\n/);
  const ids = new Map(tokens.map((token, id) => [token, id]));
  const idOf = (token: string) => {
    const id = ids.get(token);
    if (id === undefined) throw new TypeError(`vocab.txt has no ${token}`);
    return id;
  };
  return {
    version: '1.0',
    added_tokens: SPECIAL_TOKENS.filter((token) => ids.has(token)).map((content) => ({
      ...{ id: idOf(content), content, special: true },
      ...{ single_word: false, lstrip: false, rstrip: false, normalized: false },
    })),
    normalizer: {
      type: 'BertNormalizer',
      clean_text: true,
      handle_chinese_chars: config.tokenize_chinese_chars ?? true,
      strip_accents: config.strip_accents ?? null,
      lowercase: config.do_lower_case ?? true,
    },
    pre_tokenizer: { type: 'BertPreTokenizer' },
    post_processor: {
      type: 'BertProcessing',
      sep: ['[SEP]', idOf('[SEP]')],
      cls: ['[CLS]', idOf('[CLS]')],
    },
    decoder: { type: 'WordPiece', prefix: '##', cleanup: true },
    model: {
      type: 'WordPiece',
      unk_token: '[UNK]',
      continuing_subword_prefix: '##',
      max_input_chars_per_word: 100,
      vocab: Object.fromEntries(ids),
    },
  };
}
