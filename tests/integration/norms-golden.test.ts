/**
 * Norms of five families against PyTorch in float64 (tests/fixtures/analyses/norms), every key of them. Texts go through
 * the model together, padded, and by themselves.
 */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { z } from 'zod';
import { normsOf } from '../../src/core/analyses/norms/defined.ts';
import { NORM_AXES, normOutput } from '../../src/core/architectures/norm-names.ts';
import { readSafetensors, type Tensor } from '../../src/core/checkpoints/safetensors.ts';
import type { Activation } from '../../src/main/engine/inference/hooked-session.ts';
import type { TokenBatch } from '../../src/main/engine/inference/token-batch.ts';
import { goldenFolder, openReference, type Reference } from './parity.ts';

/** Of the array's largest value. */
const TOLERANCE = 1e-5;
const FOLDER = join(import.meta.dirname, '../fixtures/analyses/norms');
const given = z.object({
  texts: z.array(z.array(z.int())),
  token_types: z.array(z.array(z.int())).optional(),
  mixing_ratio_mean: z.record(z.string(), z.array(z.number())),
});

describe.each(['bert', 'distilbert', 'roberta', 'gpt2', 'gpt_neox'])('%s', (family) => {
  let reference: Reference;
  let expected: ReadonlyMap<string, Tensor>;
  const inputs = given.parse(JSON.parse(readFileSync(join(FOLDER, `${family}.json`), 'utf8')));
  const { texts, token_types: types } = inputs;
  beforeAll(async () => {
    reference = await openReference(goldenFolder(family));
    expected = readSafetensors(readFileSync(join(FOLDER, `${family}.safetensors`)));
  });
  afterAll(() => reference.close());

  /** Largest difference on real positions, over the largest value. */
  function compare(run: ReadonlyMap<string, Activation>, rows: readonly number[]): number {
    let worst = 0;
    for (const layer of [0, 1])
      for (const quantity of normsOf(reference.model.hooks).quantities) {
        const name = normOutput(layer, quantity);
        const golden = expected.get(name) ?? expect.unreachable(`no ${name} in the reference`);
        const own = run.get(name) ?? expect.unreachable(`no ${name}`);
        const axes = NORM_AXES[quantity];
        const padded = golden.shape.at(-1) ?? 0;
        const length = own.dims.at(-1) ?? 0;
        const rank = axes.length - Number(axes[0] === 'head');
        const heads = axes[0] === 'head' ? (golden.shape[1] ?? 0) : 1;
        const largest = golden.data.reduce((most: number, value) => Math.max(most, Math.abs(value)), 0);
        rows.forEach((text, row) => {
          const n = texts[text]?.length ?? 0;
          for (let head = 0; head < heads; head++)
            for (let query = 0; query < (rank === 2 ? n : 1); query++)
              for (let key = 0; key < n; key++) {
                const at = (r: number, size: number) =>
                  rank === 2
                    ? ((r * heads + head) * size + query) * size + key
                    : (r * heads + head) * size + key;
                const difference = Math.abs(
                  (own.data[at(row, length)] ?? NaN) - (golden.data[at(text, padded)] ?? NaN),
                );
                expect(difference, `${name} [${text}, ${head}, ${query}, ${key}]`).not.toBeNaN();
                worst = Math.max(worst, difference / largest);
              }
        });
      }
    return worst;
  }

  const names = () =>
    [0, 1].flatMap((layer) =>
      normsOf(reference.model.hooks).quantities.map((quantity) => normOutput(layer, quantity)),
    );
  const batchOf = (rows: readonly number[]): TokenBatch => {
    const longest = Math.max(...rows.map((row) => texts[row]?.length ?? 0));
    const padded = (values: readonly number[] | undefined) =>
      Array.from({ length: longest }, (_, at) => values?.[at] ?? 0);
    return {
      inputIds: rows.map((row) => padded(texts[row])),
      attentionMask: rows.map((row) => padded(texts[row]?.map(() => 1))),
      ...(types && { tokenTypeIds: rows.map((row) => padded(types[row])) }),
    };
  };

  it('has the keys of the reference', () => {
    expect(names().sort()).toEqual([...expected.keys()].sort());
  });

  it.each([[[0, 1, 2]], [[0]], [[1]], [[2]]])('texts %j', async (rows) => {
    const run = await reference.model.runVariant(batchOf(rows), names(), {});
    const worst = compare(run, rows);
    expect(worst).toBeLessThanOrEqual(TOLERANCE);
  });

  it('mean mixing ratios, pooled over tokens', async () => {
    const run = await reference.model.runVariant(batchOf([0, 1, 2]), names(), {});
    for (const method of normsOf(reference.model.hooks).methods)
      for (const layer of [0, 1]) {
        const { data, dims } = run.get(normOutput(layer, `mixing_${method}`)) ?? expect.unreachable();
        const [, length = 0] = dims;
        const ratios = texts.flatMap((text, row) => [
          ...data.subarray(row * length, row * length + text.length),
        ]);
        const mean = ratios.reduce((sum, ratio) => sum + ratio, 0) / ratios.length;
        expect(mean).toBeCloseTo(inputs.mixing_ratio_mean[method]?.[layer] ?? NaN, 5);
      }
  });
});
