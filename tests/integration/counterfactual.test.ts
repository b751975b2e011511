/**
 * The metrics of real attention against PyTorch: the golden BERT runs the pairs of counterfactual.json, whose metrics
 * were computed from the same checkpoint by transformers and torch (the file's README says how).
 */
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { METRIC_COUNT, metricIndex } from '../../src/core/metrics/catalogue.ts';
import type { StridedMatrix } from '../../src/core/metrics/head-activations.ts';
import { prepareComparison } from '../../src/core/metrics/comparison.ts';
import { measureHead } from '../../src/core/metrics/measure-head.ts';
import { valueWeightedAttention } from '../../src/core/metrics/value-weighted.ts';
import { alignTokens } from '../../src/core/pairs/align.ts';
import type { Activation } from '../../src/main/engine/inference/hooked-session.ts';
import { type LoadedModel, ModelLibrary } from '../../src/main/engine/models/library.ts';
import { projectRoot, resourcesDir } from '../../src/main/engine/paths.ts';
import golden from '../fixtures/golden/bert/counterfactual.json' with { type: 'json' };

const TOLERANCE = 1e-5;
const METRICS = [
  'max_attention_diff',
  'mean_attention_diff',
  'attention_pattern_correlation',
  'value_output_correlation',
] as const;

let home: string;
let model: LoadedModel;
/** By hook name; rows 2p and 2p + 1 are the statements of pair p, all padded to the longest. */
let activations: Map<string, Activation>;

beforeAll(async () => {
  home = await mkdtemp(join(tmpdir(), 'pairlens-counterfactual-'));
  const library = new ModelLibrary({ home, resources: resourcesDir() });
  model = await library.open(join(projectRoot(), 'tests/fixtures/golden/bert'));
  const layers = Array.from({ length: model.dimensions.layers }, (_, layer) => layer);
  activations = await model.run(
    { inputIds: golden.flatMap((pair) => [pair.original_ids, pair.counterfactual_ids]) },
    layers.flatMap((layer) => [`blocks.${layer}.attn.hook_pattern`, `blocks.${layer}.attn.hook_z`]),
  );
});

afterAll(async () => {
  await model.close();
  await rm(home, { recursive: true });
});

function activation(name: string): Activation {
  const found = activations.get(name);
  if (!found) throw new Error(`no activations of ${name}`);
  return found;
}

/** hook_pattern [B, H, S, S] */
function patternOf(layer: number, head: number, row: number): StridedMatrix {
  const { data, dims } = activation(`blocks.${layer}.attn.hook_pattern`);
  const [, heads = 0, length = 0] = dims;
  return { data, offset: (row * heads + head) * length * length, rowStride: length };
}

/** hook_z [B, S, H, d] */
function zOf(layer: number, head: number, row: number): StridedMatrix {
  const { data, dims } = activation(`blocks.${layer}.attn.hook_z`);
  const [, length = 0, heads = 0, dHead = 0] = dims;
  return { data, offset: (row * length * heads + head) * dHead, rowStride: heads * dHead };
}

describe.each(golden.map((pair, index) => ({ ...pair, index, tokens: pair.original_ids.length })))(
  'a pair of $tokens tokens',
  (pair) => {
    test('the first four metrics at every head', () => {
      const { dHead, layers, heads } = model.dimensions;
      const comparison = prepareComparison(
        {
          originalIds: pair.original_ids,
          counterfactualIds: pair.counterfactual_ids,
          alignment: alignTokens(pair.original_ids, pair.counterfactual_ids, 'auto', new Set()),
        },
        { queries: 'all', isCausal: false, specialIds: new Set(), stopIds: new Set(), dHead },
      );
      const values = new Float64Array(METRIC_COUNT);
      let largest = 0;
      expect(pair.heads).toHaveLength(layers * heads);
      for (const { layer, head, ...expected } of pair.heads) {
        const statement = (row: number) => ({
          tokens: pair.tokens,
          dHead,
          pattern: patternOf(layer, head, row),
          z: zOf(layer, head, row),
        });
        measureHead(statement(2 * pair.index), statement(2 * pair.index + 1), comparison, values, 0);
        for (const name of METRICS) {
          const difference = Math.abs((values[metricIndex(name)] ?? NaN) - expected[name]);
          expect(difference, `${name} at layer ${layer}, head ${head}`).toBeLessThanOrEqual(TOLERANCE);
          largest = Math.max(largest, difference);
        }
      }
      console.log(`largest difference from PyTorch at ${pair.tokens} tokens: ${largest.toExponential(1)}`);
    });

    test('value-weighted attention of layer 0, head 0', () => {
      const cosines = valueWeightedAttention(zOf(0, 0, 2 * pair.index), pair.tokens, model.dimensions.dHead);
      const differences = pair.value_cosine_layer0_head0_original
        .flat()
        .map((expected, at) => Math.abs((cosines[at] ?? NaN) - expected));
      expect(Math.max(...differences)).toBeLessThanOrEqual(TOLERANCE);
    });
  },
);
