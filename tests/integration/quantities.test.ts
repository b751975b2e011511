/** Metrics of whole runs on the bundled models, an encoder and a decoder, and the tokens that are sinks in them. */
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { METRIC_NAMES } from '../../src/core/metrics/catalogue.ts';
import type { Queries } from '../../src/core/metrics/queries.ts';
import type { Engine } from '../../src/main/engine/engine.ts';
import { openTokenizer } from '../../src/main/engine/tokenizers/tokenizer.ts';
import type { ResultRow, Run } from '../../src/shared/entities.ts';
import { openWorkspace, runToEnd, temporaryFolder } from './workspace.ts';

const RESOURCES = join(import.meta.dirname, '../../resources/models');
const TOKENIZERS = join(import.meta.dirname, '../fixtures/tokenizers');
const ENCODER = 'all-MiniLM-L6-v2';
const DECODER = 'attn-only-2l';

/** An insertion, a substitution, a deletion, several changes, and none. */
const PAIRS = [
  ['The little dog was happy. It ran home.', 'The little dog was not happy. It ran home.'],
  ['The little dog was happy.', 'The little cat was happy.'],
  ['She was never sad, and she sang.', 'She was sad, and she sang.'],
  ['One day a boy found a big red ball.', 'One day the girl found no ball.'],
  ['The sun was hot.', 'The sun was hot.'],
] as const;

let folder: ReturnType<typeof temporaryFolder>;
let engine: Engine;
let setId: number;

beforeAll(async () => {
  folder = temporaryFolder();
  engine = await openWorkspace(folder.path);
  const content = PAIRS.map(([original, counterfactual]) => JSON.stringify({ original, counterfactual }));
  const { set } = await engine.sets.import({
    projectId: engine.defaultProject().id,
    name: 'changes',
    fileName: 'changes.jsonl',
    content: new Blob([content.join('\n')]),
  });
  setId = set.id;
});
afterAll(async () => {
  await engine.close();
  folder.remove();
});

async function measured(model: string, queries: Queries | 'auto'): Promise<{ run: Run; rows: ResultRow[] }> {
  const planned = await engine.runs.create({
    projectId: engine.defaultProject().id,
    setId,
    controlSetId: null,
    model,
    options: { alignment: 'auto', keep: 'none', queries, seed: 0 },
  });
  const { run } = await runToEnd(engine, planned.id);
  expect(run).toMatchObject({ state: 'done', done: PAIRS.length });
  const rows = engine.results.page({
    runId: run.id,
    filter: { role: 'set', thresholds: [] },
    sort: { by: 'pair', direction: 'asc' },
    offset: 0,
    limit: 1000,
  });
  expect(rows).toHaveLength(PAIRS.length * run.model.layers * run.model.heads);
  return { run, rows };
}

describe.each([ENCODER, DECODER])('%s', (model) => {
  it.each(['all', 'from_change', 'change', 'last'] as const)(
    'loses from sinks, before and after what it gives to the change, over %s',
    async (queries) => {
      const { rows } = await measured(model, queries);
      let defined = 0;
      for (const { metrics } of rows) {
        const {
          shift_toward_change: toward,
          shift_from_sinks,
          shift_from_before,
          shift_from_after,
        } = metrics;
        if (toward === null) continue;
        defined += 1;
        const lost = (shift_from_sinks ?? 0) + (shift_from_before ?? 0) + (shift_from_after ?? 0);
        // Rows of float32 sum to 1 up to some 1e-7.
        expect(Math.abs(toward - lost)).toBeLessThan(1e-6);
      }
      expect(defined).toBeGreaterThan(10);
    },
  );

  it('gives exactly nothing where the statements are the same', async () => {
    const { rows } = await measured(model, 'all');
    const same = rows.filter(({ position }) => position === PAIRS.length - 1);
    for (const { metrics } of same)
      for (const name of METRIC_NAMES)
        if (/_diff|divergence|variation|shift|unaligned/.test(name)) expect(metrics[name], name).toBe(0);
        else if (/pattern_correlation|overlap/.test(name)) expect(metrics[name], name).toBe(1);
  });
});

describe('the queries that a run takes', () => {
  it('are all in an encoder and those from the change on in a decoder, unless told', async () => {
    const queriesOf = async (model: string, queries: Queries | 'auto') =>
      (await measured(model, queries)).run.provenance.queries;
    expect(await queriesOf(ENCODER, 'auto')).toBe('all');
    expect(await queriesOf(DECODER, 'auto')).toBe('from_change');
    expect(await queriesOf(DECODER, 'all')).toBe('all');
  });

  it('leave out, in a decoder, those that cannot change', async () => {
    const [all, from] = [await measured(DECODER, 'all'), await measured(DECODER, 'from_change')];
    const meanOf = ({ rows }: typeof all) => {
      const values = rows.flatMap(({ metrics }) => metrics.total_variation ?? []);
      return values.reduce((sum, value) => sum + value, 0) / values.length;
    };
    expect(meanOf(from)).toBeGreaterThan(1.2 * meanOf(all));
  });

  it('leave an inserted token without metrics over aligned queries, where only the change is asked for', async () => {
    const { rows } = await measured(DECODER, 'change');
    for (const { metrics } of rows.filter(({ position }) => position === 0)) {
      expect(metrics.attention_js_divergence).toBeNull();
      // The original has no changed token, so it has no row.
      expect(metrics.sink_mass_original).toBeNull();
      expect(metrics.sink_mass_counterfactual).not.toBeNull();
    }
  });

  it('stay those of the run when an alignment is corrected', async () => {
    const { run, rows } = await measured(ENCODER, 'last');
    const [first] = rows;
    const place = { runId: run.id, pairId: first?.pairId ?? 0 };
    const { alignment, heads } = await engine.pairs.detail(place);
    const corrected = await engine.pairs.correctAlignment({ ...place, positions: alignment.pairs });
    expect(corrected.alignment.used).toBe('manual');
    for (const [layer, row] of heads.entries())
      for (const [head, metrics] of row.entries())
        for (const name of METRIC_NAMES)
          expect(corrected.heads[layer]?.[head]?.[name], name).toEqual(
            metrics[name] === null ? null : expect.closeTo(metrics[name], 5),
          );
  });
});

describe('full stops', () => {
  const stopsOf = async (path: string, size: number) => {
    const tokenizer = await openTokenizer(path, size);
    const ids = [...(tokenizer?.stopIds ?? [])];
    return ids.map((id) => tokenizer?.describe(null, [id])[0]?.text ?? '').sort();
  };

  it.each([
    // WordPiece: alone, going on a word, and of other scripts.
    [join(RESOURCES, ENCODER), 30_522, ['##.', '##।', '##。', '##．', '.', '।', '。', '．']],
    // Byte-level BPE: with a space before it and without.
    [join(RESOURCES, DECODER), 512, [' .', '.']],
    // SentencePiece: with the space after it, without, and as a byte.
    [join(TOKENIZERS, 'llama'), 400, ['.', '.', '. ']],
    // Characters.
    [join(RESOURCES, 'char-he'), 52, ['.']],
  ])('of %s', async (path, size, expected) => {
    expect(await stopsOf(path, size)).toEqual(expected);
  });
});
