/**
 * Bytes of a real store flipped at seeded places: whoever reads it gets the numbers that were measured, or is told; and it is
 * never called a mistake of ours.
 */
import { copyFileSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { xoroshiro128plus } from 'pure-rand/generator/xoroshiro128plus';
import { uniformInt } from 'pure-rand/distribution/uniformInt';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { ROLES } from '../../src/shared/entities.ts';
import { type Engine, openEngine } from '../../src/main/engine/engine.ts';
import { isActionable } from '../../src/shared/errors.ts';
import { randomPairs, temporaryFolder, withNeutrals } from './workspace.ts';
import { addSet, openWorkspace, runPairs } from './workspaces.ts';

let folder: ReturnType<typeof temporaryFolder>;
let sound: string;
let path: string;
let expected: Record<string, unknown>;

beforeAll(async () => {
  folder = temporaryFolder();
  sound = join(folder.path, 'sound.sqlite');
  path = join(folder.path, 'study.sqlite');
  const workspace = await openWorkspace();
  const pairs = withNeutrals(randomPairs(24, 3)).map(({ original, counterfactual, neutral, label }) => ({
    original_ids: original,
    counterfactual_ids: counterfactual,
    ...(neutral !== undefined && { neutral_ids: neutral }),
    ...(label !== undefined && { label }),
  }));
  const setId = await addSet(workspace.engine, 'negation', pairs);
  const run = await runPairs(workspace.engine, { setId, options: { keep: 'none' } });
  await workspace.engine.aggregates.rows({ runId: run.id, group: '' });
  const { path: stored } = workspace.engine.store;
  await workspace.engine.close();
  copyFileSync(stored, sound);
  await workspace.dispose();
  copyFileSync(sound, path);
  const { answers, told } = await ask(false);
  expect(told).toEqual([]);
  expected = answers;
});
/** Cases in which something was said, and in which all was answered. */
const cases = { told: 0, answered: 0 };
afterAll(() => {
  folder.remove();
  expect(cases.told).toBeGreaterThan(0);
  expect(cases.answered).toBeGreaterThan(0);
});

/**
 * What one can learn of the run, and what was said instead. `isSaid`: that its numbers are not what was measured, which a
 * person is told beside whatever shows them.
 */
async function ask(
  readonly: boolean,
): Promise<{ answers: Record<string, unknown>; told: string[]; isSaid: boolean }> {
  const answers: Record<string, unknown> = {};
  const told: string[] = [];
  const tell = (error: unknown) => {
    // What is not actionable is a mistake of ours.
    if (!isActionable(error)) throw error;
    expect(error.code).not.toBe('INTERNAL');
    told.push(`${error.code}: ${error.message}`);
  };
  let engine: Engine;
  try {
    engine = await openEngine({ home: join(folder.path, 'home'), storePath: path, shell: 'cli', readonly });
  } catch (error) {
    tell(error);
    return { answers, told, isSaid: true };
  }
  const questions: Record<string, () => unknown> = {
    projects: () => engine.projects.list().length,
    run: () => engine.runs.get({ id: 1 }).provenance,
    runs: () => engine.runs.list({ projectId: 1 }).map(({ provenance }) => provenance),
    metrics: async () => {
      const pieces: string[] = [];
      for (const role of ROLES)
        for await (const { bytes } of engine.exports.metricsTable({
          runId: 1,
          filter: { role, thresholds: [] },
          sort: { by: 'pair', direction: 'asc' },
          format: 'csv',
        }))
          pieces.push(Buffer.from(bytes).toString());
      return pieces.join('');
    },
    statistics: () => engine.aggregates.rows({ runId: 1, group: '' }),
    pair: async () => (await engine.pairs.detail({ runId: 1, pairId: 2 })).alignment,
    settings: () => engine.workspace.flagThresholds(),
  };
  try {
    const soundness = await engine.runs.soundness({ id: 1 });
    if (!soundness.setIsSame) told.push('the set is another');
    if (soundness.damaged.length > 0) told.push('comparisons are damaged');
  } catch (error) {
    tell(error);
  }
  const isSaid = told.length > 0;
  for (const [name, question] of Object.entries(questions)) {
    try {
      answers[name] = await question();
    } catch (error) {
      tell(error);
    }
  }
  await engine.close();
  return { answers, told, isSaid };
}

it.each(Array.from({ length: 40 }, (_, seed) => seed))('flipped bytes (%i)', async (seed) => {
  const generator = xoroshiro128plus(1000 + seed);
  const content = readFileSync(sound);
  for (let flip = 0; flip <= seed % 4; flip++) {
    // In every third case of the first pages, where the schema and the rows of runs and models lie.
    const pages = seed % 3 === 0 ? 24 * 4096 : content.length;
    const at = uniformInt(generator, 0, pages - 1);
    content[at] = (content[at] ?? 0) ^ (1 << uniformInt(generator, 0, 7));
  }
  writeFileSync(path, content);
  const { answers, told, isSaid } = await ask(seed % 2 === 0);
  cases[told.length > 0 ? 'told' : 'answered']++;
  for (const [name, answer] of Object.entries(answers))
    if (!isSaid) expect(answer, name).toEqual(expected[name]);
});
