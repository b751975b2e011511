/**
 * Weight x norm against PyTorch (tests/fixtures/golden/README.md), and, where heads share their values, against plain
 * loops over PyTorch's values and the checkpoint's output projection.
 */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { readSafetensors, type Tensor } from '../../src/core/checkpoints/safetensors.ts';
import { weightTimesNorm } from '../../src/core/metrics/weight-norm.ts';
import { computeValues, valueNormsOfHead } from '../../src/main/engine/models/value-norms.ts';
import type { StoredTensor } from '../../src/main/engine/store/tensors.ts';
import { goldenFolder, openReference, type Reference } from './parity.ts';

/** Of the largest value expected. */
const TOLERANCE = 1e-5;

/** The rows of the reference without their padding, which changes nothing. */
function valuesOf({ model, inputs, tokens }: Reference): Promise<StoredTensor[]> {
  const real = (rows: number[][]) => rows.map((row, at) => row.slice(0, tokens[at]));
  const { inputIds, tokenTypeIds } = inputs;
  return computeValues(model, {
    inputIds: real(inputIds),
    ...(tokenTypeIds && { tokenTypeIds: real(tokenTypeIds) }),
  });
}

function largest(values: Iterable<number>): number {
  return Array.from(values).reduce((a, b) => Math.max(a, Math.abs(b)), 0);
}

describe.each(['bert', 'distilbert', 'roberta', 'gpt2', 'gpt_neox'])('%s', (name) => {
  let reference: Reference;
  let norms: ReadonlyMap<string, Tensor>;
  let values: StoredTensor[];
  beforeAll(async () => {
    reference = await openReference(goldenFolder(name));
    norms = readSafetensors(readFileSync(join(goldenFolder(name), 'norms.safetensors')));
    values = await valuesOf(reference);
  });
  afterAll(() => reference.close());

  it.each([0, 1])('norms and weight x norm of layer %i', async (layer) => {
    const { model, expected, tokens } = reference;
    const valueNorm = norms.get(`blocks.${layer}.value_norm`) ?? expect.unreachable('no value_norm');
    const attnN = norms.get(`blocks.${layer}.attn_n`) ?? expect.unreachable('no attn_n');
    const pattern = expected.get(`blocks.${layer}.attn.hook_pattern`) ?? expect.unreachable('no pattern');
    const { heads } = model.dimensions;
    const [, , longest = 0] = valueNorm.shape;
    const differences = { norm: 0, weighted: 0 };
    for (const [text, n] of tokens.entries())
      for (let head = 0; head < heads; head++) {
        const row = text * heads + head;
        const of = values[text] ?? expect.unreachable('no values');
        const own = await valueNormsOfHead(model, of, layer, head);
        expect(own).toHaveLength(n);
        own.forEach((norm, key) => {
          const difference = Math.abs(norm - (valueNorm.data[row * longest + key] ?? NaN));
          differences.norm = Math.max(differences.norm, difference);
        });
        const weights = Float32Array.from({ length: n * n }, (_, cell) => {
          const at = (row * longest + Math.floor(cell / n)) * longest + (cell % n);
          return pattern.data[at] ?? NaN;
        });
        weightTimesNorm(weights, own).forEach((value, cell) => {
          const at = (row * longest + Math.floor(cell / n)) * longest + (cell % n);
          const difference = Math.abs(value - (attnN.data[at] ?? NaN));
          differences.weighted = Math.max(differences.weighted, difference);
        });
      }
    const relative = [
      differences.norm / largest(valueNorm.data),
      differences.weighted / largest(attnN.data),
    ] as const;
    expect(relative[0]).toBeLessThanOrEqual(TOLERANCE);
    expect(relative[1]).toBeLessThanOrEqual(TOLERANCE);
    console.log(`${name}, layer ${layer}: ${relative.map((one) => one.toExponential(1)).join(' and ')} of the largest`); // prettier-ignore
  });
});

describe('llama, whose queries share key-value heads', () => {
  let reference: Reference;
  beforeAll(async () => {
    reference = await openReference(goldenFolder('llama'));
  });
  afterAll(() => reference.close());

  it.each([0, 1])(
    'norms of layer %i are those of the shared head through the own output weights',
    async (layer) => {
      const { model, expected, tokens } = reference;
      const { heads, dHead, dModel } = model.dimensions;
      const v = expected.get(`blocks.${layer}.attn.hook_v`) ?? expect.unreachable('no hook_v');
      const parameters = readSafetensors(readFileSync(join(goldenFolder('llama'), 'parameters.safetensors')));
      const outputs = parameters.get(`blocks.${layer}.attn.W_O`) ?? expect.unreachable('no W_O');
      const [, length = 0, shared = 0] = v.shape;
      expect(shared).toBeLessThan(heads);
      const values = await valuesOf(reference);
      for (const [text, n] of tokens.entries())
        for (let head = 0; head < heads; head++) {
          const of = values[text] ?? expect.unreachable('no values');
          const own = await valueNormsOfHead(model, of, layer, head);
          for (let key = 0; key < n; key++) {
            const sharedHead = Math.floor((head * shared) / heads);
            let squares = 0;
            for (let to = 0; to < dModel; to++) {
              let written = 0;
              for (let c = 0; c < dHead; c++)
                written +=
                  (v.data[((text * length + key) * shared + sharedHead) * dHead + c] ?? NaN) *
                  (outputs.data[(head * dHead + c) * dModel + to] ?? NaN);
              squares += written * written;
            }
            expect((own[key] ?? NaN) / Math.sqrt(squares)).toBeCloseTo(1, 5);
          }
        }
    },
  );
});
