/** Do these heads matter: heads put back, held to PyTorch; taken away, held to identities; and what is said of them. */
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { storedChanges } from '../../src/core/analyses/effects/changes.ts';
import { corneredHeads, countCorners } from '../../src/core/analyses/effects/corners.ts';
import { headEffects } from '../../src/core/analyses/effects/heads.ts';
import { effectsTable } from '../../src/core/analyses/effects/tables.ts';
import { tensorOf } from '../../src/core/analyses/named-tensor.ts';
import { comparisonChoice } from '../../src/core/analyses/statistics/comparison-choice.ts';
import { exportAnalysis } from '../../src/main/engine/exports/export-analysis.ts';
import { effectsFixture } from './analysis-fixtures.ts';
import { goldenFolder } from './parity.ts';
import { addSet, GOLDEN_PAIRS, openWorkspace, runPairs, type Workspace } from './workspaces.ts';

const TOLERANCE = 2e-5;

let workspace: Workspace;
beforeAll(async () => {
  workspace = await openWorkspace();
});
afterAll(() => workspace.dispose());

async function effectsOf(runId: number, options: Record<string, unknown> = {}) {
  const { analyses } = workspace.engine;
  const projectId = workspace.engine.defaultProject().id;
  const { id } = await analyses.create({ projectId, kind: 'effects', runId, options });
  expect(await analyses.finish({ id })).toMatchObject({ state: 'done', failed: 0 });
  return { id, result: analyses.tensors({ id }), findings: analyses.findings({ id }) };
}

describe.each(['distilbert', 'roberta'])('%s', (family) => {
  const { clean, corrupted, z } = effectsFixture(family);
  const runOf = async (original_ids: number[], counterfactual_ids: number[]) => {
    const setId = await addSet(workspace.engine, `${family} ${original_ids[2]}`, [
      { original_ids, counterfactual_ids },
    ]);
    return runPairs(workspace.engine, { setId, model: goldenFolder(family) });
  };

  it('gives back with a head put back what PyTorch gives, and loses as much with it taken from the other', async () => {
    const run = await runOf(clean, corrupted);
    const options = { effect: 'pooled', pooling: 'mean', methods: ['patch', 'noise', 'zero'] };
    const { result } = await effectsOf(run.id, options);
    const patched = tensorOf(result, 'effects.patch').data;
    z.flat().forEach((wanted, place) =>
      expect(Math.abs((patched[place] ?? NaN) - wanted)).toBeLessThan(TOLERANCE),
    );
    // What is put into the original is what is put back into the counterfactual of the pair turned round.
    const turned = await effectsOf((await runOf(corrupted, clean)).id, options);
    const noise = tensorOf(turned.result, 'effects.noise').data;
    noise.forEach((share, place) => expect(Math.abs(share - (patched[place] ?? NaN))).toBeLessThan(1e-6));
    // One pair: no interval, and nothing is said of a head.
    expect(
      headEffects(result, 'patch').every(({ verdict, low }) => verdict === 'untested' && low === null),
    ).toBe(true);
  });
});

describe('a run of several pairs', () => {
  it('puts every head in a corner or leaves it undecided, and counts them', async () => {
    const setId = await addSet(workspace.engine, 'golden', GOLDEN_PAIRS);
    const controlSetId = await addSet(workspace.engine, 'turned', [
      ...GOLDEN_PAIRS.map(({ original_ids, counterfactual_ids }) => ({
        original_ids: counterfactual_ids,
        counterfactual_ids: original_ids,
      })),
    ]);
    const run = await runPairs(workspace.engine, { setId, controlSetId });
    const { id, result, findings } = await effectsOf(run.id, { effect: 'pooled' });
    const changes = storedChanges(result);
    expect(changes?.metric).toBe('attention_js_divergence');
    const heads = corneredHeads(headEffects(result, 'resample'), changes);
    const counts = countCorners(heads);
    expect(Object.values(counts).reduce((sum, count) => sum + count, 0)).toBe(8);
    expect(findings.join(' ')).toContain('A head matters when its whole 95 % interval lies beyond ±0.03');
    const rows = [...effectsTable.rows(result)];
    expect(rows).toHaveLength(4 * 8);
    expect(rows[0]?.slice(0, 5)).toEqual([0, 0, 'pooled', 'patch', GOLDEN_PAIRS.length]);
    // The same numbers as the statistics of the run have.
    const stated = await workspace.engine.aggregates.rows({
      runId: run.id,
      group: '',
      metrics: ['attention_js_divergence'],
    });
    changes?.heads.forEach(({ value }, place) => expect(value).toBe(stated[place]?.difference));
    const written = await exportAnalysis(workspace.engine, id, join(workspace.folder, 'out'));
    expect(written).toContain('figures/scatter.svg');
    const drawn = await readFile(join(workspace.folder, 'out', 'figures', 'scatter.svg'), 'utf8');
    expect(drawn).toContain('smallest effect that counts');
    expect(drawn).toContain(`neither ${counts.neither}`);
  });

  it('says why none of its pairs could be measured', async () => {
    const { sets } = workspace.engine;
    const projectId = workspace.engine.defaultProject().id;
    const { id: setId } = sets.create({ projectId, name: 'words of letters', description: '' });
    // To a model of letters a word is no one token.
    for (const start of ['הילד', 'האיש'])
      sets.addPair({
        setId,
        original: `${start} אכל`,
        counterfactual: `${start} לא אכל`,
        label: null,
        answer: 'אב',
        wrongAnswer: 'גד',
      });
    const run = await runPairs(workspace.engine, { setId, model: 'char-he' });
    const { findings } = await effectsOf(run.id, { methods: ['mean_set'] });
    expect(findings[0]).toBe(
      'Nothing was patched: n = 0 pairs; left out: 2 whose tokens are not named by one token each.',
    );
  });

  it('draws and flips whole what the run was planned to', async () => {
    const clustered = GOLDEN_PAIRS.map((pair) => ({ ...pair, cluster: pair.label ?? '' }));
    const intervalsOf = async (
      name: string,
      pairs: typeof GOLDEN_PAIRS,
      clusters: 'auto' | 'labels' | 'none',
    ) => {
      const setId = await addSet(workspace.engine, name, pairs);
      const options = { comparison: comparisonChoice.parse({ clusters }) };
      const run = await runPairs(workspace.engine, { setId, options });
      const { result, findings } = await effectsOf(run.id, { methods: ['patch'] });
      const isClustered = clusters === 'labels' || (clusters === 'auto' && pairs === clustered);
      expect(findings.join(' ').includes('over all heads, by 3 clusters of pairs,')).toBe(isClustered);
      return Array.from(tensorOf(result, 'effects.patch_interval').data);
    };
    const single = await intervalsOf('single', GOLDEN_PAIRS, 'auto');
    const byCluster = await intervalsOf('by cluster', clustered, 'auto');
    expect(byCluster).not.toEqual(single);
    expect(await intervalsOf('by label', GOLDEN_PAIRS, 'labels')).toEqual(byCluster);
    expect(await intervalsOf('by pair', clustered, 'none')).toEqual(single);
  });

  it('takes from another pair only what another original has', async () => {
    const [first, second] = GOLDEN_PAIRS as [(typeof GOLDEN_PAIRS)[number], (typeof GOLDEN_PAIRS)[number]];
    const { original_ids: original } = first;
    // Of one length, so that whatever is drawn first would do.
    const twin = { ...first, counterfactual_ids: original.map((id, at) => (at === 1 ? id + 1 : id)) };
    const other = { ...second, original_ids: original.map((id, at) => (at === 2 ? id + 1 : id)) };
    const methods = { methods: ['resample'] };
    const twins = await addSet(workspace.engine, 'twins', [first, twin]);
    const run = await runPairs(workspace.engine, { setId: twins });
    const { result } = await effectsOf(run.id, methods);
    expect([...tensorOf(result, 'effects.resample_n').data]).toEqual(Array(8).fill(0));
    // Nor from a pair of the same label, where labels are the clusters of the run.
    const labelled = await addSet(workspace.engine, 'of one label', [
      { ...first, label: 'same' },
      { ...other, label: 'same' },
    ]);
    for (const [clusters, taken] of [
      ['labels', 0],
      ['none', 2],
    ] as const) {
      const options = { comparison: comparisonChoice.parse({ clusters }) };
      const { id: runId } = await runPairs(workspace.engine, { setId: labelled, options });
      const { result: byLabel } = await effectsOf(runId, methods);
      expect([...tensorOf(byLabel, 'effects.resample_n').data]).toEqual(Array(8).fill(taken));
    }
    const set = await addSet(workspace.engine, 'twins and another', [first, twin, other]);
    const { id } = await effectsOf((await runPairs(workspace.engine, { setId: set })).id, methods);
    const shares = await Promise.all(
      Array.from({ length: 8 }, (_, index) =>
        workspace.engine.readings.quick.itemValues({ id, name: 'resample', index }),
      ),
    );
    for (const pair of [0, 1, 2])
      expect(shares.some(({ values }) => Math.abs(values[pair] ?? 0) > 1e-4)).toBe(true);
  });

  it('is cancelled and goes on to the same numbers', async () => {
    const setId = await addSet(workspace.engine, 'again', GOLDEN_PAIRS);
    const run = await runPairs(workspace.engine, { setId });
    const { result } = await effectsOf(run.id);
    const { analyses } = workspace.engine;
    const projectId = workspace.engine.defaultProject().id;
    const { id } = await analyses.create({ projectId, kind: 'effects', runId: run.id });
    analyses.start({ id });
    await analyses.cancel({ id });
    await analyses.finish({ id });
    expect(analyses.tensors({ id })).toEqual(result);
  });

  it('leaves out pairs whose runs are not apart, and says so', async () => {
    const setId = await addSet(workspace.engine, 'near', GOLDEN_PAIRS.slice(0, 2));
    const run = await runPairs(workspace.engine, { setId });
    const { findings } = await effectsOf(run.id, { effect: 'pooled', least: 1000, methods: ['patch'] });
    expect(findings.join(' ')).toContain('n = 0 pairs; left out: 2 whose two runs are too near');
  });
});

it('is refused of a run without pairs, and of an effect that the model cannot have', async () => {
  const setId = await addSet(workspace.engine, 'refused', GOLDEN_PAIRS.slice(0, 2));
  const run = await runPairs(workspace.engine, { setId });
  await expect(effectsOf(run.id, { effect: 'logit_difference' })).rejects.toThrow(/name it with target/);
  const { analyses } = workspace.engine;
  const projectId = workspace.engine.defaultProject().id;
  const another = { projectId, kind: 'effects', runId: run.id, model: goldenFolder('roberta') };
  await expect(analyses.create(another)).rejects.toThrow(/is of bert, not of roberta/);
  await expect(effectsOf(run.id, { effect: 'cosine', toward: 'neutral' })).rejects.toThrow(
    /no pair has a neutral to measure a cosine to/,
  );
  await expect(effectsOf(run.id, { methods: [] })).rejects.toThrow(/has no method/);
  await expect(effectsOf(run.id, { target: '#9999999' })).rejects.toThrow(/is outside the vocabulary/);
  await expect(effectsOf(run.id, { effect: 'loss' })).rejects.toThrow(/foretells masked tokens only/);
});
