/**
 * SmolLM2-135M-Instruct, dequantised, as scripts/models/smollm2.py makes it: a decoder that nobody trained for these tests. It is no part
 * of the repository; where PAIRLENS_TEST_MODELS names the folder that its folder lies in, this runs, elsewhere it is skipped.
 */
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { mean } from 'd3-array';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { readRows } from '../../src/main/engine/analyses/induction/read-rows.ts';
import { inductionScore } from '../../src/core/analyses/induction/scores.ts';
import { type LoadedModel, ModelLibrary } from '../../src/main/engine/models/library.ts';
import { bundledPairs } from '../../src/main/engine/sets/bundled.ts';
import { answerToken } from '../../src/main/engine/tokenizers/answer-token.ts';
import { temporaryFolder } from './workspace.ts';

const FOLDER = join(process.env['PAIRLENS_TEST_MODELS'] ?? '', 'smollm2');
const IS_HERE = process.env['PAIRLENS_TEST_MODELS'] !== undefined && existsSync(join(FOLDER, 'config.json'));
const RESOURCES = join(import.meta.dirname, '../../resources');

describe.skipIf(!IS_HERE)('SmolLM2-135M-Instruct', { timeout: 300_000 }, () => {
  const home = temporaryFolder();
  let model: LoadedModel;
  beforeAll(async () => {
    model = await new ModelLibrary({ home: home.path, resources: RESOURCES }).open(FOLDER);
  }, 300_000);
  afterAll(async () => {
    await model.close();
    home.remove();
  });

  /** Logits of tokens at the end of a text. [token] */
  async function logitsAfter(ids: readonly number[], tokens: readonly number[]): Promise<number[]> {
    const targets = [ids.map((_, position) => (position === ids.length - 1 ? [...tokens] : []))];
    const outputs = await model.runVariant({ inputIds: [ids] }, ['chosen_logits'], { targets });
    const { data } = outputs.get('chosen_logits') ?? { data: new Float32Array() };
    return [...data.slice(-tokens.length)];
  }

  it('is of the llama family, with grouped keys and values', () => {
    expect(model.architecture).toBe('llama');
    expect(model.dimensions).toMatchObject({ layers: 30, heads: 9, vocabularySize: 49_152 });
    expect(model.weights.shapes.get('blocks.0.attn.W_K')).toEqual([3, 576, 64]);
  });

  it('completes sentences of ioi with the right name, and with the other one after the counterfactual', async () => {
    const pairs = bundledPairs(RESOURCES, 'ioi').filter((_, index) => index % 14 === 0);
    const differences = { original: [] as number[], counterfactual: [] as number[] };
    for (const { answer, wrongAnswer, ...pair } of pairs)
      for (const side of ['original', 'counterfactual'] as const) {
        const of = (word: string | null) =>
          answerToken({ text: pair[side], ids: null }, word ?? '', model, 'refuse');
        const right = of(answer);
        const [one = NaN, other = NaN] = await logitsAfter(right.ids, [
          right.tokenId,
          of(wrongAnswer).tokenId,
        ]);
        differences[side].push(one - other);
      }
    const share = (values: readonly number[]) => mean(values, (value) => Number(value > 0)) ?? NaN;
    expect(share(differences.original)).toBeGreaterThan(0.9);
    expect(share(differences.counterfactual)).toBeLessThan(0.1);
  });

  it('calls a whale a mammal where it is said to be no fish', async () => {
    const context = { text: 'A whale is not a fish. A whale is a', ids: null };
    const words = ['mammal', 'fish', 'bird', 'plant'];
    const tokens = words.map((word) => answerToken(context, word, model, 'refuse'));
    const logits = await logitsAfter(
      tokens[0]?.ids ?? [],
      tokens.map(({ tokenId }) => tokenId),
    );
    expect(Math.max(...logits)).toBe(logits[0]);
  });

  it('has an induction head in layer 18', async () => {
    const length = 25;
    // Ordinary tokens, far apart; the model has no beginning-of-text token of its own in front of a text.
    const half = Array.from({ length }, (_, index) => 1000 + ((index * 1543) % 40_000));
    const [score = NaN] = await readRows(model, [{ ids: [1, ...half, ...half], told: null }], (row) =>
      inductionScore('score', row.pattern(18, 6), length),
    );
    expect(score).toBeGreaterThan(0.8);
  });
});
