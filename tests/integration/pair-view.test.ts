/** One pair of a run: its tokens, metrics and maps, and the correction of its alignment. */
import { copyFile, cp, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import {
  parseSafetensorsHeader,
  readSafetensors,
  type Tensor,
} from '../../src/core/checkpoints/safetensors.ts';
import type { MetricName } from '../../src/core/metrics/catalogue.ts';
import type { Keep, PairMap, Run, TokenView, ValueKind } from '../../src/shared/entities.ts';
import { figureSpec } from '../../src/shared/figures.ts';
import golden from '../fixtures/golden/bert/counterfactual.json' with { type: 'json' };
import {
  addSet,
  GOLDEN_BERT,
  GOLDEN_PAIRS,
  MINILM,
  openWorkspace,
  pairsOf,
  runPairs,
  type Workspace,
} from './workspaces.ts';

let workspace: Workspace;
let setId: number;
let pairIds: number[];
/** By what the run keeps. */
let runs: Record<Keep, Run>;

beforeAll(async () => {
  workspace = await openWorkspace();
  setId = await addSet(workspace.engine, 'golden', GOLDEN_PAIRS);
  pairIds = pairsOf(workspace.engine, setId).map(({ id }) => id);
  const keeping = (keep: Keep) => runPairs(workspace.engine, { setId, options: { keep } });
  runs = { none: await keeping('none'), patterns: await keeping('patterns'), all: await keeping('all') };
});
afterAll(() => workspace.dispose());

async function mapsOf(
  runId: number,
  pairId: number,
  layer: number,
  head: number,
  view: 'tokens' | 'words' = 'tokens',
  values: ValueKind = 'earlier',
) {
  const maps = await workspace.engine.pairs.maps({ runId, pairId, layer, head, view, values });
  const tensors = readSafetensors(new Uint8Array(await maps.arrayBuffer()));
  return (name: string): Tensor => tensors.get(name) ?? expect.unreachable(`no map ${name}`);
}

function pairId(index: number): number {
  return pairIds[index] ?? expect.unreachable(`no pair ${index}`);
}

async function correctedSince(runId: number): Promise<number> {
  const { pairs } = await workspace.engine.readings.quick.correctedOfRun(runId);
  return pairs;
}

test('both statements are there without the model of the run', async () => {
  const { engine } = workspace;
  const pair = pairsOf(engine, setId)[0] ?? expect.unreachable('no pair');
  const at = { runId: runs.none.id, pairId: pair.id };
  // At once, and not when a model has been opened.
  expect(engine.pairs.statements(at)).toEqual({
    position: 0,
    original: pair.original,
    compared: pair.counterfactual,
  });
  expect(() => engine.pairs.statements({ ...at, role: 'neutral' })).toThrow('no such pair in its neutral');
});

describe('detail', () => {
  test('metrics are those that PyTorch computed (golden counterfactual.json, 1e-5)', async () => {
    const detail = await workspace.engine.pairs.detail({ runId: runs.none.id, pairId: pairId(0) });
    for (const { layer, head, ...expected } of golden[0]?.heads ?? [])
      for (const [name, value] of Object.entries(expected))
        expect(detail.heads[layer]?.[head]?.[name as MetricName]).toBeCloseTo(value, 5);
  });

  test('ids of a model without tokenizer are their own text; neighbours are in the order of the set', async () => {
    const detail = await workspace.engine.pairs.detail({ runId: runs.none.id, pairId: pairId(1) });
    expect(detail.original.map(({ text }) => text)).toEqual(golden[1]?.original_ids.map(String));
    expect(detail.original.map(({ word }) => word)).toEqual([...detail.original.keys()]);
    expect(detail).toMatchObject({
      role: 'set',
      previousPairId: pairId(0),
      nextPairId: pairId(2),
      pair: { id: pairId(1), position: 1, label: 'odd', original: null },
    });
  });

  test('an inserted token is left over by the alignment', async () => {
    const detail = await workspace.engine.pairs.detail({
      runId: runs.none.id,
      pairId: pairId(golden.length),
    });
    expect(detail.alignment).toEqual({
      used: 'edit',
      pairs: [
        [0, 0],
        [1, 1],
        [2, 3],
        [3, 4],
        [4, 5],
      ],
    });
    expect(detail.nextPairId).toBeNull();
  });

  test('ranges are those of all pairs of the run', async () => {
    const { metricRanges } = await workspace.engine.pairs.detail({ runId: runs.none.id, pairId: pairId(0) });
    const values = workspace.engine.results
      .page({
        runId: runs.none.id,
        filter: { role: 'set', thresholds: [] },
        sort: { by: 'pair', direction: 'asc' },
        offset: 0,
        limit: 1000,
      })
      .flatMap(({ metrics }) => metrics.attention_js_divergence ?? []);
    expect(metricRanges.attention_js_divergence).toEqual([Math.min(...values), Math.max(...values)]);
    expect(metricRanges.unaligned_mass_original).toEqual([0, 0]);
  });
});

describe('maps', () => {
  test.each(['none', 'patterns', 'all'] as const)(
    'kept %s: patterns sum to 1, and value-weighted attention is that of PyTorch',
    async (keep) => {
      const map = await mapsOf(runs[keep].id, pairId(0), 0, 0);
      const n = golden[0]?.original_ids.length ?? 0;
      const pattern = map('pattern_original');
      expect(pattern.shape).toEqual([n, n]);
      for (let query = 0; query < n; query++)
        expect(sum(pattern.data.subarray(query * n, (query + 1) * n))).toBeCloseTo(1, 5);
      const expected = golden[0]?.value_cosine_layer0_head0_original.flat() ?? [];
      map('value_original').data.forEach((cosine, index) =>
        expect(cosine).toBeCloseTo(expected[index] ?? NaN, 5),
      );
    },
  );

  test('the largest cell of the difference is max_attention_diff, the mean mean_attention_diff', async () => {
    const at = { runId: runs.patterns.id, pairId: pairId(golden.length) };
    const { heads } = await workspace.engine.pairs.detail(at);
    const map = await mapsOf(at.runId, at.pairId, 1, 3);
    const sizes = map('pattern_difference').data.map(Math.abs);
    expect(map('pattern_difference').shape).toEqual([5, 5]);
    expect(Math.max(...sizes)).toBeCloseTo(heads[1]?.[3]?.max_attention_diff ?? NaN, 6);
    expect(sum(sizes) / sizes.length).toBeCloseTo(heads[1]?.[3]?.mean_attention_diff ?? NaN, 6);
  });

  test('what is kept and what is computed again are the same', async () => {
    const recomputed = await mapsOf(runs.none.id, pairId(0), 1, 2);
    const kept = await mapsOf(runs.all.id, pairId(0), 1, 2);
    for (const name of [
      'pattern_original',
      'pattern_counterfactual',
      'value_original',
      'value_counterfactual',
    ])
      kept(name).data.forEach((value, index) =>
        expect(Math.abs(value - (recomputed(name).data[index] ?? NaN))).toBeLessThan(1e-6),
      );
  });

  test.each(['none', 'all'] as const)(
    'kept %s: the other maps of values are made from the same',
    async (keep) => {
      const { id } = runs[keep];
      const n = golden[0]?.original_ids.length ?? 0;
      const centred = (await mapsOf(id, pairId(0), 1, 2, 'tokens', 'centred'))('value_centred_original');
      expect(centred.shape).toEqual([n, n]);
      const earlier = (await mapsOf(id, pairId(0), 1, 2, 'tokens', 'earlier'))('value_original');
      expect(sum(centred.data)).toBeLessThan(sum(earlier.data));
      for (let i = 0; i < n; i++) expect(centred.data[i * n + i]).toBeCloseTo(1, 6);

      const weighted = await mapsOf(id, pairId(0), 1, 2, 'tokens', 'weight_norm');
      const ratios = (side: 'original' | 'counterfactual') => {
        const weights = weighted(`pattern_${side}`).data;
        return weighted(`weight_norm_${side}`).data.map((value, at) => value / (weights[at] ?? NaN));
      };
      for (const side of ['original', 'counterfactual'] as const)
        // A column has one norm, whatever the query.
        ratios(side).forEach((ratio, at, all) => expect(ratio / (all[at % n] ?? NaN)).toBeCloseTo(1, 5));
      expect(ratios('original')).not.toEqual(ratios('counterfactual'));
    },
  );

  test('a file has the maps of values that were asked for, and no others', async () => {
    const weighted = await mapsOf(runs.all.id, pairId(0), 0, 0, 'tokens', 'weight_norm');
    expect(weighted('weight_norm_counterfactual').shape).toEqual(weighted('pattern_counterfactual').shape);
    expect(() => weighted('value_centred_original')).toThrow('no map value_centred_original');
  });

  test('a head or a pair that is not there is named', async () => {
    const at = { runId: runs.all.id, pairId: pairId(0), view: 'tokens', values: 'weight_norm' } as const;
    await expect(workspace.engine.pairs.maps({ ...at, layer: 2, head: 0 })).rejects.toMatchObject({
      code: 'NOT_FOUND',
      message: 'no head 0 in layer 2: the model has 2 layers of 4 heads, counted from 0',
    });
    await expect(workspace.engine.pairs.detail({ runId: at.runId, pairId: 999 })).rejects.toMatchObject({
      code: 'NOT_FOUND',
    });
  });

  test('a folder with other weights is not taken for the model of the run', async () => {
    const { engine } = workspace;
    const folder = join(workspace.folder, 'changing');
    const weights = join(folder, 'model.safetensors');
    await cp(GOLDEN_BERT, folder, { recursive: true });
    const bytes = await readFile(weights);
    bytes.fill(0, bytes.length - 4); // the last of the weights
    await writeFile(weights, bytes);
    const run = await runPairs(engine, { setId, model: folder, options: { keep: 'none' } });
    await copyFile(join(GOLDEN_BERT, 'model.safetensors'), weights);
    await runPairs(engine, { setId, model: GOLDEN_BERT }); // another model is opened, the run's is closed
    await expect(mapsOf(run.id, pairId(0), 0, 0)).rejects.toMatchObject({
      code: 'MODEL_INVALID',
      message: expect.stringContaining(folder) as string,
    });
  });
});

describe('of a decoder', () => {
  test('maps say that they are, and what its mask forbids has no number in the figure', async () => {
    const { engine } = workspace;
    const set = await addSet(engine, 'decoder', [
      { original: 'Once upon a time', counterfactual: 'Once upon no time at all' },
    ]);
    const run = await runPairs(engine, { setId: set, model: 'attn-only-2l' });
    const at = { runId: run.id, pairId: pairsOf(engine, set)[0]?.id ?? 0 };
    const detail = await engine.pairs.detail(at);
    expect(detail.causal).toBe(true);
    const place = { ...at, layer: 1, head: 0, view: 'tokens', values: 'weight_norm' } as const;
    const file = new Uint8Array(await (await engine.pairs.maps(place)).arrayBuffer());
    expect(parseSafetensorsHeader(file).metadata).toMatchObject({ causal: 'true', view: 'tokens' });
    const rowsOf = async (map: PairMap, view: TokenView) => {
      const spec = figureSpec.parse({ kind: 'pair-map', ...at, layer: 1, head: 0, map, view });
      const csv = await engine.exports.figureFile({ spec, format: 'csv', theme: 'light' });
      const [header = [], ...lines] = new TextDecoder()
        .decode(csv)
        .trim()
        .split('\n')
        .map((line) => line.split(','));
      return lines.map((cells) => {
        const of = (column: string) => cells[header.indexOf(column)];
        return {
          query: Number(of('query')),
          isAhead: Number(of('key')) > Number(of('query')),
          isRowAlone: (of('query_only_in') ?? '') !== '',
          isAlone: [of('query_only_in'), of('key_only_in')].some((side) => (side ?? '') !== ''),
          value: of('value'),
        };
      });
    };
    for (const view of ['tokens', 'words'] as const) {
      for (const map of ['pattern_original', 'weight_norm_counterfactual', 'pattern_difference'] as const)
        for (const { isAhead, isAlone, value } of await rowsOf(map, view))
          if (!isAlone) expect(value === '').toBe(isAhead);
      const difference = (await rowsOf('pattern_difference', view)).filter(({ isRowAlone }) => !isRowAlone);
      for (const query of new Set(difference.map((row) => row.query))) {
        const row = difference.filter((cell) => cell.query === query);
        expect(sum(Float32Array.from(row, ({ value }) => Number(value)))).toBeCloseTo(0, 5);
      }
      for (const { value } of await rowsOf('value_centred_original', view)) expect(value).not.toBe('');
    }
    const encoder = await engine.pairs.detail({ runId: runs.all.id, pairId: pairId(0) });
    expect(encoder.causal).toBe(false);
  });
});

describe('words', () => {
  test('pieces become words, and rows still sum to 1', async () => {
    const { engine } = workspace;
    const words = await addSet(engine, 'words', [
      { original: 'She was unhappily married.', counterfactual: 'She was not unhappily married.' },
    ]);
    const run = await runPairs(engine, { setId: words, model: MINILM });
    const at = { runId: run.id, pairId: pairsOf(engine, words)[0]?.id ?? 0 };
    const detail = await engine.pairs.detail(at);
    expect(detail.original.map(({ text }) => text)).toEqual([
      '[CLS]',
      'she',
      'was',
      'un',
      '##ha',
      '##pp',
      '##ily',
      'married',
      '.',
      '[SEP]',
    ]);
    const map = await mapsOf(run.id, at.pairId, 5, 9, 'words', 'weight_norm');
    expect(map('pattern_original').shape).toEqual([7, 7]);
    expect(map('pattern_counterfactual').shape).toEqual([8, 8]);
    expect(map('pattern_difference').shape).toEqual([7, 7]);
    for (let row = 0; row < 7; row++)
      expect(sum(map('pattern_original').data.subarray(7 * row, 7 * row + 7))).toBeCloseTo(1, 5);
    // Over words weight x norm is summed over keys and averaged over queries, as attention is.
    const tokens = await mapsOf(run.id, at.pairId, 5, 9, 'tokens', 'weight_norm');
    const pieces = [3, 4, 5, 6];
    const [row = [], n] = [pieces.map((query) => pieces.map((key) => query * 10 + key)), 7];
    const summed = row
      .flat()
      .reduce((total, cell) => total + (tokens('weight_norm_original').data[cell] ?? NaN), 0);
    expect(map('weight_norm_original').data[3 * n + 3]).toBeCloseTo(summed / 4, 6);
  });
});

describe('a finished run', () => {
  test('keeps its results and texts when its pairs are edited and removed', async () => {
    const { engine } = workspace;
    const ownSet = await addSet(engine, 'to be changed', [
      { original: 'The movie was good.', counterfactual: 'The movie was not good.', label: 'copula' },
      { original: 'He left.', counterfactual: 'He never left.' },
      { original: 'It rains.', counterfactual: 'It snows.' },
    ]);
    const run = await runPairs(engine, { setId: ownSet, model: MINILM, options: { keep: 'none' } });
    const ids = pairsOf(engine, ownSet).map(({ id }) => id);
    const page = () =>
      engine.results.page({
        runId: run.id,
        filter: { role: 'set', thresholds: [] },
        sort: { by: 'pair', direction: 'asc' },
        offset: 0,
        limit: 1000,
      });
    const details = () =>
      Promise.all(ids.map((each) => engine.pairs.detail({ runId: run.id, pairId: each })));
    const [rowsBefore, detailsBefore] = [page(), await details()];
    // 3 pairs of 6 layers of 12 heads
    expect(rowsBefore).toHaveLength(216);

    const [edited = 0, removed = 0] = ids;
    engine.sets.editPair({ id: edited, original: 'A.', counterfactual: 'Not a.', label: null });
    engine.sets.removePairs({ ids: [removed] });
    expect(pairsOf(engine, ownSet).map(({ original }) => original)).toEqual(['A.', 'It rains.']);
    expect(page()).toEqual(rowsBefore);
    expect(page()[0]).toMatchObject({ pairId: edited, label: 'copula', original: 'The movie was good.' });
    expect(await details()).toEqual(detailsBefore);
    expect(engine.runs.get({ id: run.id })).toEqual(run);
  });
});

describe('correction of the alignment', () => {
  test('measures the pair anew, is taken back exactly, and is seen by every view of the run', async () => {
    const { engine } = workspace;
    const run = await runPairs(engine, { setId, options: { keep: 'none' } });
    const at = { runId: run.id, pairId: pairId(golden.length) };
    const before = await engine.pairs.detail(at);
    const filter = { role: 'set' as const, thresholds: [] };
    const largestFirst = () =>
      engine.results.page({
        runId: run.id,
        filter,
        sort: { by: 'max_attention_diff', direction: 'desc' },
        offset: 0,
        limit: 1,
      })[0];
    const meanBefore = await meanOf(run.id);
    largestFirst();

    const other = await runPairs(engine, { setId, options: { keep: 'none' } });
    const since = async () => [await correctedSince(run.id), await correctedSince(other.id)];
    expect(await since()).toEqual([0, 0]);
    const corrected = await engine.pairs.correctAlignment({ ...at, positions: [[0, 0]] });
    // The run itself has measured it anew; the other one would come to other numbers now.
    expect(await since()).toEqual([0, 1]);
    expect(corrected.alignment).toEqual({ used: 'manual', pairs: [[0, 0]] });
    // On a grid of one cell every metric of attention is that of one number.
    const map = await mapsOf(run.id, at.pairId, 0, 1);
    const difference = Math.abs(
      (map('pattern_counterfactual').data[0] ?? NaN) - (map('pattern_original').data[0] ?? NaN),
    );
    const cell = corrected.heads[0]?.[1];
    expect(cell?.max_attention_diff).toBeCloseTo(difference, 6);
    expect(cell?.mean_attention_diff).toBeCloseTo(difference, 6);
    expect(cell?.attention_pattern_correlation).toBeNull();
    expect(cell?.attention_entropy_diff).toBeCloseTo(before.heads[0]?.[1]?.attention_entropy_diff ?? NaN, 6);
    expect(
      engine.results.page({
        runId: run.id,
        filter: { ...filter, pairId: at.pairId },
        sort: { by: 'pair', direction: 'asc' },
        offset: 1,
        limit: 1,
      })[0]?.metrics,
    ).toEqual(cell);
    expect(await meanOf(run.id)).not.toBe(meanBefore);

    const restored = await engine.pairs.correctAlignment({ ...at, positions: null });
    expect(restored.alignment).toEqual(before.alignment);
    expect(await since()).toEqual([0, 0]);
    restored.heads.flat().forEach((metrics, index) => {
      for (const [name, value] of Object.entries(before.heads.flat()[index] ?? {}))
        if (value === null) expect(metrics[name as MetricName]).toBeNull();
        else expect(metrics[name as MetricName]).toBeCloseTo(value, 6);
    });
    expect(await meanOf(run.id)).toBeCloseTo(meanBefore, 6);
  });

  test('another run under the same tokenizer takes it over', async () => {
    const { engine } = workspace;
    const at = { runId: runs.none.id, pairId: pairId(1) };
    await engine.pairs.correctAlignment({
      ...at,
      positions: [
        [0, 0],
        [2, 1],
      ],
    });
    const run = await runPairs(engine, { setId });
    const detail = await engine.pairs.detail({ runId: run.id, pairId: pairId(1) });
    expect(detail.alignment).toEqual({
      used: 'manual',
      pairs: [
        [0, 0],
        [2, 1],
      ],
    });
    expect(await correctedSince(run.id)).toBe(0);
    await engine.pairs.correctAlignment({ ...at, positions: null });
    expect(await correctedSince(run.id)).toBe(1);
  });

  test.each([
    ['out of range', [[0, 99]]],
    [
      'not ascending',
      [
        [1, 1],
        [0, 2],
      ],
    ],
  ] as [string, [number, number][]][])('positions that are %s change nothing', async (_, positions) => {
    const at = { runId: runs.none.id, pairId: pairId(0) };
    const before = await workspace.engine.pairs.detail(at);
    await expect(workspace.engine.pairs.correctAlignment({ ...at, positions })).rejects.toMatchObject({
      code: 'INPUT_INVALID',
    });
    expect(await workspace.engine.pairs.detail(at)).toEqual(before);
  });
});

test('a pair that failed says why it has no results', async () => {
  const { engine } = workspace;
  const long = await addSet(engine, 'long', [
    ...GOLDEN_PAIRS.slice(0, 1),
    { original_ids: Array.from({ length: 41 }, () => 5), counterfactual_ids: [5] },
  ]);
  const run = await runPairs(engine, { setId: long });
  const failed = pairsOf(engine, long)[1]?.id ?? 0;
  await expect(engine.pairs.detail({ runId: run.id, pairId: failed })).rejects.toMatchObject({
    code: 'RUN_STATE',
    message: expect.stringContaining('41 tokens') as string,
  });
  const first = await engine.pairs.detail({ runId: run.id, pairId: pairsOf(engine, long)[0]?.id ?? 0 });
  expect(first.nextPairId).toBeNull();
});

function sum(values: Float32Array): number {
  return values.reduce((total, value) => total + value, 0);
}

async function meanOf(runId: number): Promise<number> {
  const rows = await workspace.engine.aggregates.rows({ runId, group: '', metrics: ['max_attention_diff'] });
  return rows.find(({ layer, head }) => layer === 0 && head === 1)?.mean ?? expect.unreachable('no mean');
}
