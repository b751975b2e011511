/**
 * (q) The search of c for all 72 heads of MiniLM on 2,000 tokens: seven scales of the grid with Spearman's correlation of all
 * pairs, and 62 of the finer search, against the products q.k alone, which no search can do without, and against the forward
 * pass that the queries and keys come from. Time of the processor, in one thread.
 */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parse } from 'csv-parse/sync';
import { z } from 'zod';
import { headScales } from '../src/core/analyses/query-key/head-scales.ts';
import { headSpace, type HeadVectors } from '../src/core/analyses/query-key/head-space.ts';
import { products } from '../src/core/analyses/query-key/products.ts';
import type { SampledText } from '../src/core/analyses/query-key/sample.ts';
import { FINE_SCALES, SCALES } from '../src/core/analyses/query-key/scales.ts';
import { finish } from '../src/core/statistics/steps.ts';
import { VectorsByLayer } from '../src/main/engine/analyses/query-key/layer-vectors.ts';
import { type LoadedModel, ModelLibrary } from '../src/main/engine/models/library.ts';
import { resourcesDir } from '../src/main/engine/paths.ts';
import { result, withScratch } from './measure.ts';
import type { Benchmark, BenchResult } from './types.ts';

const TOKENS = 2000;
const ROWS = 32;
const rows = z.array(z.object({ original: z.string(), counterfactual: z.string() }));

/** Whole sentences of the bundled set until there are 2,000 tokens. */
function texts(model: LoadedModel): SampledText[] {
  const file = join(resourcesDir(), 'datasets', 'negation', 'pairs.csv');
  const pairs = rows.parse(parse(readFileSync(file), { columns: true }));
  const taken: SampledText[] = [];
  let left = TOKENS;
  for (const text of pairs.flatMap(({ original, counterfactual }) => [original, counterfactual])) {
    const ids = (model.tokenizer?.encode(text) ?? []).slice(0, left);
    left -= ids.length;
    if (ids.length > 0) taken.push({ input: taken.length, sourceId: 0, side: 0, ids, tokenTypes: null });
  }
  return taken;
}

/** Of the processor, all threads together. */
async function processorSeconds(work: () => Promise<unknown>): Promise<number> {
  const before = process.cpuUsage();
  await work();
  const { user, system } = process.cpuUsage(before);
  return (user + system) / 1e6;
}

async function measure(model: LoadedModel): Promise<BenchResult[]> {
  const { layers, heads, dHead } = model.dimensions;
  const vectors = new VectorsByLayer(model, texts(model));
  await vectors.ofLayer(0);
  const forward = await processorSeconds(() => new VectorsByLayer(model, texts(model)).ofLayer(0));
  const all: HeadVectors[] = [];
  for (let layer = 0; layer < layers; layer++) {
    const { queries, keys } = await vectors.ofLayer(layer);
    const size = TOKENS * dHead;
    for (let head = 0; head < heads; head++)
      all.push({
        queries: queries.slice(head * size, (head + 1) * size),
        keys: keys.slice(head * size, (head + 1) * size),
        width: dHead,
      });
  }
  const block = new Float64Array(ROWS * TOKENS);
  const plain = await processorSeconds(async () => {
    for (const of of all) {
      const space = headSpace(of);
      for (let from = 0; from < TOKENS; from += ROWS)
        products(space, from, Math.min(TOKENS, from + ROWS), block);
    }
    return Promise.resolve();
  });
  const search = await processorSeconds(async () => {
    for (const of of all)
      finish(headScales(of, { scales: SCALES, fineScales: FINE_SCALES, percentile: 0.5 }));
    return Promise.resolve();
  });
  const detail = `search ${search.toFixed(1)} s, products ${plain.toFixed(1)} s, forward pass with q, k and patterns ${forward.toFixed(1)} s, once each`;
  return [
    result(
      `(q) search of c at 69 scales for ${all.length} heads and ${TOKENS} tokens against the products alone`,
      search / plain,
      'x',
      16,
      detail,
    ),
    result('(q) the same against the forward pass', search / forward, 'x', null, detail),
  ];
}

export const queryKeySearch: Benchmark = {
  name: 'query-key',
  run: () =>
    withScratch(async (home) => {
      const model = await new ModelLibrary({ home, resources: resourcesDir() }).open('all-MiniLM-L6-v2');
      const results = await measure(model);
      await model.close();
      return results;
    }),
};
