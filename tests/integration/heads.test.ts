/** All that is known of the heads of a model, from analyses and runs of a project. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parse } from 'csv-parse/sync';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { tensorOf } from '../../src/core/analyses/named-tensor.ts';
import type { Engine } from '../../src/main/engine/engine.ts';
import { exportHeads } from '../../src/main/engine/exports/export-heads.ts';
import {
  GOLDEN_BERT,
  importPairs,
  openWorkspace,
  planRun,
  randomPairs,
  runToEnd,
  temporaryFolder,
  withNeutrals,
} from './workspace.ts';

const folder = temporaryFolder();
let engine: Engine;
let projectId: number;
let inductionId: number;

beforeAll(async () => {
  engine = await openWorkspace(folder.path);
  projectId = engine.defaultProject().id;
  const planned = await engine.analyses.create({
    projectId,
    kind: 'induction',
    model: 'attn-only-2l',
    options: { sequences: 12, length: 8 },
  });
  ({ id: inductionId } = await engine.analyses.finish(planned));
});
afterAll(async () => {
  await engine.close();
  folder.remove();
});

const catalogueOf = (model: string) => engine.heads.catalogue({ projectId, model });

describe('the catalogue', () => {
  it('has what an analysis knows, from its result', async () => {
    const { model, known, runsWithout } = await catalogueOf('attn-only-2l');
    expect(model).toEqual({ name: 'attn-only-2l', layers: 2, heads: 4 });
    expect(runsWithout).toEqual([]);
    expect(known.map(({ source }) => source)).toEqual([
      {
        analysisId: inductionId,
        kind: 'induction',
        title: 'Induction',
        runId: null,
        subject: '',
        items: 12,
        unit: 'sequences',
      },
    ]);
    const [score] = known[0]?.quantities ?? [];
    expect(score?.values).toEqual([
      ...tensorOf(engine.analyses.tensors({ id: inductionId }), 'induction.score').data,
    ]);
    expect(score?.called?.as).toBe('induction');
  });

  it('is empty for a model of which nothing has been asked, and refuses one that is not there', async () => {
    expect((await catalogueOf('char-en')).known).toEqual([]);
    await expect(catalogueOf('no-such-model')).rejects.toThrow(/no-such-model/);
  });

  it('has the statistics of a run as it was planned, once they are computed, and says which are not', async () => {
    const setId = await importPairs(engine, 'pairs', withNeutrals(randomPairs(24, 3)));
    const { run } = await runToEnd(engine, (await planRun(engine, setId)).id);
    expect((await catalogueOf(GOLDEN_BERT)).runsWithout).toEqual([{ runId: run.id, set: 'pairs' }]);
    const request = { runId: run.id, group: '', choice: {} };
    const rows = await engine.aggregates.rows({ ...request, metrics: ['attention_js_divergence'] });
    // Another look at the same run is not what was planned.
    await engine.aggregates.rows({
      ...request,
      choice: { clusters: 'labels' },
      metrics: ['attention_js_divergence'],
    });
    const { known, runsWithout } = await catalogueOf(GOLDEN_BERT);
    expect(runsWithout).toEqual([]);
    expect(known.map(({ source }) => [source.kind, source.runId, source.subject])).toEqual([
      ['statistics', run.id, 'pairs'],
    ]);
    const [first] = known[0]?.quantities ?? [];
    expect(first).toMatchObject({ name: 'attention_js_divergence', question: 'responds' });
    expect(first?.values).toEqual(rows.map(({ difference }) => difference));
  });
});

it('statistics of a part of a run are no part of it', async () => {
  const setId = await importPairs(engine, 'stopped', withNeutrals(randomPairs(12, 5)));
  const { id } = await planRun(engine, setId, { seed: 3 });
  await runToEnd(engine, id);
  await engine.aggregates.rows({ runId: id, group: '' });
  const ofRun = async () =>
    (await catalogueOf(GOLDEN_BERT)).known.filter(({ source }) => source.runId === id);
  expect(await ofRun()).toHaveLength(1);
  engine.store.database.prepare("UPDATE run SET state = 'cancelled' WHERE id = ?").run(id);
  expect(await ofRun()).toEqual([]);
});

it('curves of a head that is not there are refused', async () => {
  await expect(engine.heads.curves({ projectId, model: 'attn-only-2l', layer: 2, head: 0 })).rejects.toThrow(
    /no head 0 in layer 2/,
  );
  expect(await engine.heads.curves({ projectId, model: 'attn-only-2l', layer: 1, head: 0 })).toEqual([]);
});

it('is written as heads.csv and heads.html, also of two models', async () => {
  const out = join(folder.path, 'heads');
  const request = { projectId, model: 'attn-only-2l', against: 'char-en' };
  expect(await exportHeads(engine, request, out)).toEqual(['heads.csv', 'heads.html', 'heads.json']);
  // The same folder is brought up to date.
  expect(await exportHeads(engine, request, out)).toEqual(['heads.csv', 'heads.html', 'heads.json']);
  const rows: Record<string, string>[] = parse(readFileSync(join(out, 'heads.csv')), { columns: true });
  expect(rows).toHaveLength(8 + 16);
  const scores = tensorOf(engine.analyses.tensors({ id: inductionId }), 'induction.score').data;
  expect(rows.slice(0, 8).map((row) => Number(row['induction_score']))).toEqual([...scores]);
  expect(rows.slice(8).map((row) => row['induction_score'])).toEqual(Array(16).fill(''));
  const page = readFileSync(join(out, 'heads.html'), 'utf8');
  expect(page).toContain('Heads of attn-only-2l and char-en');
  expect(JSON.parse(readFileSync(join(out, 'heads.json'), 'utf8'))).toMatchObject({
    format: 'pairlens-heads',
    complete: true,
    model: 'attn-only-2l',
    against: 'char-en',
  });
});
