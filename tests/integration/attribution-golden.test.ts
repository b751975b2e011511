/**
 * Direct logit attribution and the logit lens of five families against PyTorch in float64 (tests/fixtures/analyses/attribution),
 * every key of them; and of the other families by the identity: what components add is the logit.
 */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { z } from 'zod';
import { tensorOf } from '../../src/core/analyses/named-tensor.ts';
import { readSafetensors, type Tensor } from '../../src/core/checkpoints/safetensors.ts';
import { attribute } from '../../src/main/engine/attribution/attribute.ts';
import { ColumnSource } from '../../src/main/engine/attribution/columns.ts';
import { readLens } from '../../src/main/engine/attribution/read-lens.ts';
import { type AttributedText, readTexts } from '../../src/main/engine/attribution/text-activations.ts';
import { goldenFolder, openReference, type Reference } from './parity.ts';

/** Absolute. */
const TOLERANCE = 2e-5;
const FOLDER = join(import.meta.dirname, '../fixtures/analyses/attribution');
const ids = z.array(z.int());
const given = z.object({
  texts: z.array(ids),
  token_types: z.array(ids.nullable()).optional(),
  cases: z.array(
    z.object({
      text: z.int(),
      position: z.int(),
      targets: ids,
      logits: z.array(z.number()),
      top_neurons: z.array(z.object({ layer: z.int(), neuron: z.int(), contribution: z.number() })),
      logit_lens: z.array(z.object({ ids, values: z.array(z.number()) })),
      target_ranks: z.array(ids),
    }),
  ),
});

async function attributed(
  { model }: Reference,
  text: AttributedText,
  position: number,
  targets: readonly number[],
) {
  const [read] = await readTexts(model, [text], true);
  const columns = new ColumnSource(model);
  await columns.read(targets);
  const [result] = await attribute(
    model,
    [{ text: read ?? expect.unreachable(), position, columns: columns.of(targets.map((id) => [[id, 1]])) }],
    { sources: true, neurons: Array.from({ length: model.dimensions.layers }, (_, layer) => layer) },
  );
  return result ?? expect.unreachable();
}

describe.each(['bert', 'distilbert', 'roberta', 'gpt2', 'gpt_neox'])('%s', (family) => {
  const inputs = given.parse(JSON.parse(readFileSync(join(FOLDER, `${family}.json`), 'utf8')));
  const textOf = (text: number): AttributedText => ({
    ids: inputs.texts[text] ?? expect.unreachable(),
    tokenTypes: inputs.token_types?.[text] ?? undefined,
  });
  let reference: Reference;
  let expected: ReadonlyMap<string, Tensor>;
  beforeAll(async () => {
    reference = await openReference(goldenFolder(family));
    expected = readSafetensors(readFileSync(join(FOLDER, `${family}.safetensors`)));
  });
  afterAll(() => reference.close());

  it.each([0, 1])('every key of dla.%i', async (n) => {
    const { text, position, targets } = inputs.cases[n] ?? expect.unreachable();
    const result = await attributed(reference, textOf(text), position, targets);
    const prefix = `dla.${n}.`;
    const keys = [...expected.keys()].filter((key) => key.startsWith(prefix) && !key.endsWith('.logit'));
    expect(keys.map((key) => key.slice(prefix.length)).sort()).toEqual([...result.keys()].sort());
    for (const key of keys) {
      const golden = expected.get(key) ?? expect.unreachable();
      const { shape, data } = tensorOf(result, key.slice(prefix.length));
      expect(shape, key).toEqual([...golden.shape]);
      const worst = golden.data.reduce(
        (most: number, value, at) => Math.max(most, Math.abs(value - (data[at] ?? NaN))),
        0,
      );
      expect(worst, key).toBeLessThanOrEqual(TOLERANCE);
    }
  });

  it.each([0, 1])('logit_lens.%i', async (n) => {
    const one = inputs.cases[n] ?? expect.unreachable();
    const { layers } = reference.model.dimensions;
    const streams = Array.from({ length: layers + 1 }, (_, stream) => stream);
    const places = [[{ position: one.position, targets: one.targets }]];
    const [[read] = []] = await readLens(reference.model, [textOf(one.text)], places, streams);
    expect(read?.map(({ ranks }) => ranks)).toEqual(one.target_ranks);
    const golden = expected.get(`logit_lens.${n}.targets`) ?? expect.unreachable();
    read?.forEach(({ topIds, topLogits, logits }, stream) => {
      expect(topIds.slice(0, 5)).toEqual(one.logit_lens[stream]?.ids);
      topLogits
        .slice(0, 5)
        .forEach((value, at) =>
          expect(Math.abs(value - (one.logit_lens[stream]?.values[at] ?? NaN))).toBeLessThan(TOLERANCE),
        );
      logits.forEach((value, t) =>
        expect(Math.abs(value - (golden.data[2 * stream + t] ?? NaN))).toBeLessThan(TOLERANCE),
      );
    });
  });
});

describe.each([
  'llama',
  'llama-tied',
  'mistral',
  'qwen2',
  'gpt2-scaled',
  'gpt_neox-sequential',
  'attention_only',
  'attention_only-0',
  'xlm-roberta',
  'camembert',
])('%s', (family) => {
  let reference: Reference;
  beforeAll(async () => (reference = await openReference(goldenFolder(family))));
  afterAll(() => reference.close());

  it('components add up to the logit that the model gives, heads to their sources, MLPs to their neurons', async ({
    skip,
  }) => {
    const { model, inputs, tokens } = reference;
    skip(!model.hooks.includes('logits'), 'no language-model head');
    const count = tokens[0] ?? 0;
    const text = {
      ids: (inputs.inputIds[0] ?? []).slice(0, count),
      tokenTypes: inputs.tokenTypeIds?.[0]?.slice(0, count),
    };
    const [[[last] = []] = []] = await readLens(
      model,
      [text],
      [[{ position: 3, targets: [7, 9] }]],
      [model.dimensions.layers],
    );
    const result = await attributed(reference, text, 3, [7, 9]);
    const { layers, heads } = model.dimensions;
    [...tensorOf(result, 'total').data].forEach((sum, t) =>
      expect(Math.abs(sum - (last?.logits[t] ?? NaN))).toBeLessThan(TOLERANCE),
    );
    if (layers > 0) {
      const bySource = tensorOf(result, 'heads_by_source').data;
      tensorOf(result, 'heads').data.forEach((value, at) => {
        const [place, t] = [Math.floor(at / 2), at % 2];
        let sum = 0;
        for (let source = 0; source < count; source++)
          sum += bySource[(place * count + source) * 2 + t] ?? NaN;
        expect(Math.abs(sum - value)).toBeLessThan(TOLERANCE);
      });
      expect(tensorOf(result, 'heads').shape).toEqual([layers, heads, 2]);
    }
    if (result.has('mlp')) {
      const neurons = tensorOf(result, 'neurons');
      const [, size = 0] = neurons.shape;
      tensorOf(result, 'mlp').data.forEach((value, at) => {
        const [layer, t] = [Math.floor(at / 2), at % 2];
        let sum = 0;
        for (let neuron = 0; neuron < size; neuron++)
          sum += neurons.data[(layer * size + neuron) * 2 + t] ?? NaN;
        expect(Math.abs(sum - value)).toBeLessThan(TOLERANCE);
      });
    }
  });
});
