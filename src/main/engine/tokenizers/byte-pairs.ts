/**
 * Older GPT-2 and RoBERTa checkpoints come with vocab.json and merges.txt. What transformers makes of them
 * (GPT2Tokenizer, RobertaTokenizer), written as the tokenizer.json that newer checkpoints have.
 */
import { z } from 'zod';
import { idOf, readSpecialTokens, type SpecialTokenNames, type SpecialTokens } from './special-tokens.ts';
import type { BytePairTexts } from './tokenizer-files.ts';

const GPT2_TOKENS: SpecialTokenNames = {
  bos_token: '<|endoftext|>',
  eos_token: '<|endoftext|>',
  unk_token: '<|endoftext|>',
};
const ROBERTA_TOKENS: SpecialTokenNames = {
  bos_token: '<s>',
  eos_token: '</s>',
  unk_token: '<unk>',
  sep_token: '</s>',
  pad_token: '<pad>',
  cls_token: '<s>',
  mask_token: '<mask>',
};

/** Fields of tokenizer_config.json that matter here, with the defaults of both tokenizers. */
const settings = z.object({
  tokenizer_class: z.string().nullish(),
  add_prefix_space: z.boolean().default(false),
  add_bos_token: z.boolean().default(false),
});
const modelSettings = z.object({ tokenizer_class: z.string().nullish(), model_type: z.string().nullish() });

const vocabularyInFile = z.record(z.string(), z.int().min(0));

/** @throws TypeError when a token that the family cannot do without is missing; SyntaxError, ZodError */
export function bytePairTokenizer(texts: BytePairTexts): object {
  const vocabulary = vocabularyInFile.parse(JSON.parse(texts.vocabulary));
  const { add_prefix_space, add_bos_token } = settings.parse(JSON.parse(texts.config));
  const isRoberta = familyOf(texts) === 'roberta';
  const special = readSpecialTokens(
    texts,
    new Map(Object.entries(vocabulary)),
    isRoberta ? ROBERTA_TOKENS : GPT2_TOKENS,
    isRoberta,
  );
  return {
    version: '1.0',
    added_tokens: special.added,
    normalizer: null,
    pre_tokenizer: { type: 'ByteLevel', add_prefix_space, trim_offsets: true, use_regex: true },
    post_processor: isRoberta
      ? robertaProcessing(special, add_prefix_space)
      : gpt2Processing(special, add_bos_token),
    decoder: { type: 'ByteLevel', add_prefix_space: true, trim_offsets: true, use_regex: true },
    model: {
      type: 'BPE',
      dropout: null,
      // No text is unknown: every byte is in the vocabulary.
      unk_token: null,
      continuing_subword_prefix: '',
      end_of_word_suffix: '',
      fuse_unk: false,
      vocab: vocabulary,
      merges: mergesOf(texts.merges),
    },
  };
}

/** As transformers tells: by the class of the tokenizer, where it is named, or by the type of the model. */
function familyOf({ config, modelConfig }: BytePairTexts): 'gpt2' | 'roberta' {
  const model = modelSettings.parse(JSON.parse(modelConfig ?? '{}'));
  const { tokenizer_class } = settings.parse(JSON.parse(config));
  const names = [tokenizer_class, model.tokenizer_class, model.model_type].filter((name) => name != null);
  for (const name of names) {
    if (/^roberta/i.test(name)) return 'roberta';
    if (/^gpt[-_]?(2|neox)/i.test(name)) return 'gpt2';
  }
  throw new TypeError(
    `vocab.json and merges.txt are read as GPT-2's or RoBERTa's, not as those of ${names.join(', ') || 'nobody'}`,
  );
}

/** merges.txt: a version, then two tokens a line, the most frequent first. */
function mergesOf(text: string): string[] {
  const lines = text.split(/\r?\n/);
  if (lines[0]?.startsWith('#version')) lines.shift();
  const merges = lines.filter((line) => line.trim() !== '');
  merges.forEach((line, at) => {
    if (!/^\S+ \S+$/.test(line)) throw new TypeError(`merges.txt, merge ${at + 1}: not two tokens`);
  });
  return merges;
}

function robertaProcessing(special: SpecialTokens, addPrefixSpace: boolean): object {
  return {
    type: 'RobertaProcessing',
    sep: idOf(special.names.sep_token, special, 'vocab.json'),
    cls: idOf(special.names.cls_token, special, 'vocab.json'),
    trim_offsets: true,
    add_prefix_space: addPrefixSpace,
  };
}

function gpt2Processing(special: SpecialTokens, addBosToken: boolean): object {
  if (!addBosToken)
    return { type: 'ByteLevel', add_prefix_space: true, trim_offsets: false, use_regex: true };
  const [bos, id] = idOf(special.names.bos_token, special, 'vocab.json');
  const sequence = { Sequence: { id: 'A', type_id: 0 } };
  return {
    type: 'TemplateProcessing',
    single: [{ SpecialToken: { id: bos, type_id: 0 } }, sequence],
    pair: [{ SpecialToken: { id: bos, type_id: 0 } }, sequence, { Sequence: { id: 'B', type_id: 1 } }],
    special_tokens: { [bos]: { id: bos, ids: [id], tokens: [bos] } },
  };
}
