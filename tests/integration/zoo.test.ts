/**
 * The models that are trained here, as a user gets them: what their cards say of them (evaluation.json, which
 * scripts/models/train.py measured in PyTorch), computed again by the compiled graphs, and what each is to be good for.
 */
import { readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { z } from 'zod';
import type { Activation } from '../../src/main/engine/inference/hooked-session.ts';
import { type LoadedModel, ModelLibrary } from '../../src/main/engine/models/library.ts';
import { temporaryFolder } from './workspace.ts';

const RESOURCES = join(import.meta.dirname, '../../resources');
const MODELS = join(RESOURCES, 'models');
const ATTENTION_ONLY = ['attn-only-0l', 'attn-only-1l', 'attn-only-2l'];
const CHARACTERS = ['char-en', 'char-he'];
const BERT = 'bert-novel-tiny';
const LARGEST = 10e6;

const estimate = z.object({ mean: z.number(), low: z.number(), high: z.number() });
const scores = z.array(z.array(z.number()));
const passage = z.object({ ids: z.array(z.int()), loss: z.number() });
const attentionOnlyResults = z.object({
  text: z.object({
    held_out_loss: estimate,
    bigram: z.object({ held_out_loss: estimate }),
    more_than_bigram: estimate,
  }),
  repeated: z.record(
    z.string(),
    z.object({ second_copy_loss: estimate, induction: scores, previous_token: scores }),
  ),
  check: z.object({
    text: passage,
    repeated: z.object({
      ids: z.array(z.array(z.int())),
      length: z.int(),
      second_copy_loss: z.number(),
      induction: scores,
      previous_token: scores,
    }),
  }),
});
const characterResults = z.object({
  bits_per_character: estimate,
  ngram_modified_kneser_ney: z.record(
    z.string(),
    z.object({ bits_per_character: estimate, more_than_model: estimate }),
  ),
  check: passage,
});
const answers = z.array(z.object({ piece: z.string(), probability: z.number() })).length(5);
const bertResults = z.object({
  accuracy_at_1: estimate,
  accuracy_at_5: estimate,
  perplexity: estimate,
  frequency_accuracy_at_1: estimate,
  frequency_perplexity: estimate,
  cloze: z.array(z.object({ sentence: z.string(), ids: z.array(z.int()), answers })),
});

function evaluation<Schema extends z.ZodType>(name: string, results: Schema): z.output<Schema> {
  const file = readFileSync(join(MODELS, name, 'evaluation.json'), 'utf8');
  return results.parse(z.object({ results: z.unknown() }).parse(JSON.parse(file)).results);
}

const home = temporaryFolder();
const models = new Map<string, LoadedModel>();

async function open(name: string): Promise<LoadedModel> {
  const model =
    models.get(name) ?? (await new ModelLibrary({ home: home.path, resources: RESOURCES }).open(name));
  models.set(name, model);
  return model;
}

afterAll(async () => {
  for (const model of models.values()) await model.close();
  home.remove();
});

/** Nats that the logits at a position give for a token. @param logits [batch, pos, vocab] */
function surprise(logits: Activation, row: number, position: number, token: number): number {
  const [, positions = 0, vocabulary = 0] = logits.dims;
  const start = (row * positions + position) * vocabulary;
  const scores = logits.data.subarray(start, start + vocabulary);
  const largest = scores.reduce((a, b) => Math.max(a, b));
  const sum = scores.reduce((total, score) => total + Math.exp(score - largest), 0);
  return largest + Math.log(sum) - (scores[token] ?? Number.NaN);
}

/** Mean over every row and over its tokens from `first` on, each foretold at the position before it. */
function meanLoss(logits: Activation, rows: readonly (readonly number[])[], first: number): number {
  const losses = rows.flatMap((ids, row) =>
    ids.slice(first).map((token, index) => surprise(logits, row, first + index - 1, token)),
  );
  return losses.reduce((sum, loss) => sum + loss, 0) / losses.length;
}

/** Mean attention [head] to the token `offset` before, of queries from `start` on. @param pattern [batch, head, query, key] */
function attentionAtOffset(pattern: Activation, offset: number, start: number): number[] {
  const [batch = 0, heads = 0, tokens = 0] = pattern.dims;
  return Array.from({ length: heads }, (_, head) => {
    let sum = 0;
    for (let row = 0; row < batch; row++)
      for (let query = start; query < tokens; query++)
        sum += pattern.data[((row * heads + head) * tokens + query) * tokens + query - offset] ?? Number.NaN;
    return sum / (batch * (tokens - start));
  });
}

async function run(name: string, rows: readonly (readonly number[])[], hook: string): Promise<Activation> {
  const activation = (await (await open(name)).run({ inputIds: rows }, [hook])).get(hook);
  if (!activation) throw new Error(`no ${hook} of ${name}`);
  return activation;
}

describe.each([...ATTENTION_ONLY, ...CHARACTERS, BERT])('%s', (name) => {
  it('has weights of at most 10 MB, and a card with its curve', () => {
    expect(statSync(join(MODELS, name, 'model.safetensors')).size).toBeLessThanOrEqual(LARGEST);
    const card = readFileSync(join(MODELS, name, 'README.md'), 'utf8');
    for (const part of ['steps of', 'seed', '## Measured', '## What it is good for', '## Licence'])
      expect(card).toContain(part);
    const [, figure = ''] = /!\[[^\]]*\]\((\S+)\)/.exec(card) ?? [];
    expect(readFileSync(join(MODELS, name, figure), 'utf8')).toMatch(/^<svg [^]*<\/svg>\n$/);
  });
});

describe.each(ATTENTION_ONLY)('%s', (name) => {
  const { check } = evaluation(name, attentionOnlyResults);

  it('foretells a held-out passage as PyTorch does', async () => {
    const { ids, loss } = check.text;
    // The first token of the text is not counted: a bigram would not know what comes before it.
    expect(meanLoss(await run(name, [ids], 'logits'), [ids], 2)).toBeCloseTo(loss, 4);
  });

  it('copies random tokens as PyTorch does', async () => {
    const { ids, length, second_copy_loss } = check.repeated;
    expect(meanLoss(await run(name, ids, 'logits'), ids, length + 2)).toBeCloseTo(second_copy_loss, 4);
  });

  it('has the induction and previous-token scores of PyTorch at every head', async () => {
    const { ids, length, induction, previous_token } = check.repeated;
    const found = { induction: [] as number[][], previous: [] as number[][] };
    for (const layer of induction.keys()) {
      const pattern = await run(name, ids, `blocks.${layer}.attn.hook_pattern`);
      found.induction.push(attentionAtOffset(pattern, length - 1, length + 2));
      found.previous.push(attentionAtOffset(pattern, 1, 2));
    }
    const near = (all: readonly (readonly number[])[]) =>
      all.map((layer) => layer.map((score) => expect.closeTo(score, 5) as number));
    expect(found.induction).toEqual(near(induction));
    expect(found.previous).toEqual(near(previous_token));
  });
});

describe('what attention-only models of 0, 1 and 2 layers can do', () => {
  const [none, one, two] = ATTENTION_ONLY.map((name) => evaluation(name, attentionOnlyResults));
  const lengths = Object.entries(two?.repeated ?? {}).map(([length, row]) => ({
    length: Number(length),
    ...row,
  }));
  const best = (layer: readonly number[] | undefined) => Math.max(...(layer ?? []));

  it('without a layer: within 0.15 nat of the best smoothed bigram model', () => {
    expect(none?.text.more_than_bigram.high).toBeLessThan(0.15);
    expect(none?.text.more_than_bigram.low).toBeGreaterThan(0);
  });

  it('with one: better than none and than bigrams, and no induction', () => {
    expect(one?.text.held_out_loss.high).toBeLessThan(none?.text.held_out_loss.low ?? 0);
    expect(one?.text.more_than_bigram.high).toBeLessThan(0);
    for (const { second_copy_loss, induction } of Object.values(one?.repeated ?? {})) {
      expect(best(induction.flat())).toBeLessThan(0.1);
      expect(second_copy_loss.low).toBeGreaterThan(Math.log(100));
    }
  });

  it('with two: better again, with a previous-token head below an induction head', () => {
    expect(two?.text.held_out_loss.high).toBeLessThan(one?.text.held_out_loss.low ?? 0);
    expect(lengths.map(({ length }) => length)).toEqual([25, 50, 100]);
    for (const { length, second_copy_loss, induction, previous_token } of lengths) {
      expect(best(previous_token[0])).toBeGreaterThanOrEqual(0.5);
      expect(best(induction[1])).toBeGreaterThanOrEqual(0.5);
      expect(second_copy_loss.high).toBeLessThan(Math.log(length) / 2);
    }
  });

  it('with one tokenizer for the three', () => {
    const tokenizers = ATTENTION_ONLY.map((name) =>
      readFileSync(join(MODELS, name, 'tokenizer.json'), 'utf8'),
    );
    expect(new Set(tokenizers).size).toBe(1);
  });
});

describe.each(CHARACTERS)('%s', (name) => {
  const results = evaluation(name, characterResults);

  it('foretells held-out text better than an n-gram of order 5 that read the same', () => {
    expect(results.ngram_modified_kneser_ney['5']?.more_than_model.low).toBeGreaterThan(0);
    expect(results.bits_per_character.low).toBeLessThan(results.bits_per_character.high);
  });

  it('foretells a held-out passage as PyTorch does', async () => {
    const { ids, loss } = results.check;
    expect(meanLoss(await run(name, [ids], 'logits'), [ids], 1)).toBeCloseTo(loss, 4);
  });

  it('reads one token a character, after the one that begins a text', async () => {
    const text = name === 'char-he' ? 'ולא ידע את' : 'She did not.';
    const { tokenizer } = await open(name);
    const ids = tokenizer?.encode(text) ?? [];
    expect(ids).toHaveLength(1 + text.length);
    expect(ids[0]).toBe(0);
    expect(new Set(ids.slice(1)).size).toBe(new Set(text).size);
  });
});

describe(BERT, () => {
  const results = evaluation(BERT, bertResults);

  it('answers better than one who only knows how frequent pieces are', () => {
    expect(results.accuracy_at_1.low).toBeGreaterThan(results.frequency_accuracy_at_1.high);
    expect(results.accuracy_at_5.low).toBeGreaterThan(results.accuracy_at_1.high);
    expect(results.perplexity.high).toBeLessThan(results.frequency_perplexity.low);
  });

  it('answers twenty sentences as PyTorch does', async () => {
    expect(results.cloze).toHaveLength(20);
    const { tokenizer } = await open(BERT);
    const file = readFileSync(join(MODELS, BERT, 'tokenizer.json'), 'utf8');
    const { vocab } = z
      .object({ model: z.object({ vocab: z.record(z.string(), z.int()) }) })
      .parse(JSON.parse(file)).model;
    for (const { sentence, ids, answers: expected } of results.cloze) {
      expect(tokenizer?.encode(sentence)).toEqual(ids);
      const logits = await run(BERT, [ids], 'logits');
      const at = ids.indexOf(vocab['[MASK]'] ?? Number.NaN);
      const found = expected.map(({ piece }) =>
        Math.exp(-surprise(logits, 0, at, vocab[piece] ?? Number.NaN)),
      );
      expect(found).toEqual(expected.map(({ probability }) => expect.closeTo(probability, 4) as number));
    }
  });
});
