/** What real checkpoints hold besides, and the heads that they have. */
import { describe, expect, it } from 'vitest';
import {
  type Config,
  type Tensors,
  golden,
  compile,
  hooksOf,
  f32,
  renamed,
  refusal,
} from './families.example.ts';

describe('what real checkpoints hold besides', () => {
  // Found in bert-base-uncased, bert-tiny, all-MiniLM-L6-v2, distilbert-base-uncased, roberta-base, gpt2, distilgpt2,
  // pythia-70m and TinyLlama, as transformers' and trl's classes save them.
  const EXTRAS: [name: string, extras: string[]][] = [
    [
      'bert',
      [
        'bert.pooler.dense.weight',
        'bert.pooler.dense.bias',
        'bert.embeddings.position_ids',
        'cls.predictions.decoder.weight',
        'cls.predictions.decoder.bias',
        'cls.seq_relationship.weight',
        'cls.seq_relationship.bias',
        'classifier.weight',
        'fit_dense.bias',
      ],
    ],
    [
      'distilbert',
      [
        'distilbert.embeddings.position_ids',
        'vocab_projector.weight',
        'pre_classifier.bias',
        'qa_outputs.bias',
      ],
    ],
    [
      'roberta',
      [
        'roberta.embeddings.position_ids',
        'roberta.pooler.dense.weight',
        'roberta.pooler.dense.bias',
        'lm_head.decoder.weight',
        'lm_head.decoder.bias',
        'classifier.dense.weight',
      ],
    ],
    [
      'gpt2',
      [
        'transformer.h.0.attn.bias',
        'transformer.h.1.attn.masked_bias',
        'lm_head.weight',
        'score.weight',
        'v_head.summary.weight',
        'multiple_choice_head.summary.bias',
      ],
    ],
    [
      'gpt_neox',
      ['bias', 'masked_bias', 'rotary_emb.inv_freq'].map((buffer) => `gpt_neox.layers.1.attention.${buffer}`),
    ],
    ['llama', ['model.layers.0.self_attn.rotary_emb.inv_freq', 'model.rotary_emb.inv_freq', 'score.weight']],
    ['llama-tied', ['lm_head.weight']],
  ];
  it.each(EXTRAS)('%s: %j', (name, extras) => {
    const { config, tensors } = golden(name);
    const more = new Map(tensors);
    for (const extra of extras) more.set(extra, f32(3));
    expect(compile(config, more).weights.parameters).toBe(compile(config, tensors).weights.parameters);
  });

  it.each([
    ['bert', 'bert.', ['pooler.dense.weight', 'classifier.weight']],
    ['distilbert', 'distilbert.', ['pre_classifier.weight']],
    ['roberta', 'roberta.', ['pooler.dense.bias']],
    ['gpt2', 'transformer.', ['h.0.attn.bias']],
    ['gpt_neox', 'gpt_neox.', ['layers.0.attention.masked_bias']],
    ['llama', 'model.', ['score.weight']],
  ])('%s saved without its prefix %s', (name, prefix, extras) => {
    const { config, tensors } = golden(name);
    const bare = renamed(tensors, (key) => key.replace(prefix, ''));
    for (const extra of extras) bare.set(extra, f32(3));
    const { weights, graph } = compile(config, bare);
    expect(weights.parameters).toBe(compile(config, tensors).weights.parameters);
    expect(graph.outputs.map(({ value }) => value.name)).toEqual(hooksOf(name).map(([hook]) => hook));
  });

  it.each([
    ['roberta', /LayerNorm\.weight$/, 'LayerNorm.gamma'],
    ['roberta', /LayerNorm\.bias$/, 'LayerNorm.beta'],
    ['gpt_neox', /^embed_out\./, 'lm_head.'],
    ['llama-tied', /^model\.embed_tokens\./, 'lm_head.'],
    ['gpt2', /^transformer\.wte\./, 'lm_head.'],
  ])('%s with other names: %s as %s', (name, from, to) => {
    const { config, tensors } = golden(name);
    const other = renamed(tensors, (key) => key.replace(from, to));
    expect([...other.keys()].some((key) => key.includes(to))).toBe(true);
    expect(compile(config, other).weights.parameters).toBe(compile(config, tensors).weights.parameters);
  });

  it.each(['bert', 'distilbert', 'roberta', 'gpt_neox'])(
    '%s whose config is from before there was a model_type',
    (name) => {
      const { config, tensors } = golden(name);
      expect(compile({ ...config, model_type: undefined }, tensors).architecture).toBe(name);
    },
  );
});

describe('heads', () => {
  const hasLogits = (config: Config, tensors: Tensors) =>
    compile(config, tensors).graph.outputs.some(({ value }) => value.name === 'logits');
  const without = (tensors: Tensors, pattern: RegExp): Tensors =>
    new Map([...tensors].filter(([name]) => !pattern.test(name)));

  it.each([
    ['bert', /^cls\./],
    ['distilbert', /^vocab_/],
    ['roberta', /^lm_head\./],
  ])('%s was saved without: there are no logits', (name, head) => {
    const { config, tensors } = golden(name);
    expect(hasLogits(config, tensors)).toBe(true);
    expect(hasLogits(config, without(tensors, head))).toBe(false);
  });

  it('a Llama that was saved for another task has no logits; one that claims to have them must', () => {
    const { config, tensors } = golden('llama');
    const bare = without(tensors, /^lm_head\./);
    expect(hasLogits({ ...config, architectures: ['LlamaForSequenceClassification'] }, bare)).toBe(false);
    expect(refusal(config, bare).message).toBe('the checkpoint has no tensor "lm_head.weight"');
    const base = renamed(bare, (key) => key.replace('model.', ''));
    expect(hasLogits(config, base)).toBe(false);
  });

  it('decoders of its own for a RoBERTa and a DistilBERT that are not tied', () => {
    for (const [name, decoder] of [
      ['roberta', 'lm_head.decoder.weight'],
      ['distilbert', 'vocab_projector.weight'],
      ['gpt2', 'lm_head.weight'],
    ] as const) {
      const { config, tensors } = golden(name);
      const untied = { ...config, tie_word_embeddings: false };
      expect(refusal(untied, tensors).message).toContain(`"${decoder}"`);
      const own = compile(untied, new Map(tensors).set(decoder, f32(107, 32)));
      expect(own.weights.weights.map(({ tensor }) => tensor)).toContain(decoder);
    }
  });
});
