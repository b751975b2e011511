/** One pair patched live: the numbers of the stored analysis, and what has none is refused in words. */
import { cp, mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { tensorOf } from '../../src/core/analyses/named-tensor.ts';
import { patchedPairRequest } from '../../src/shared/patched-pair.ts';
import { goldenFolder } from './parity.ts';
import { addSet, openWorkspace, pairsOf, runPairs, type Workspace } from './workspaces.ts';

/** One token changed; one put in; one taken away; nothing changed. */
const PAIRS = [
  { original_ids: [5, 6, 7, 8, 9], counterfactual_ids: [5, 60, 7, 8, 9], answer: '14', wrong_answer: '68' },
  { original_ids: [15, 16, 17, 18], counterfactual_ids: [15, 16, 90, 17, 18] },
  { original_ids: [25, 26, 27, 28, 29], counterfactual_ids: [25, 26, 28, 29] },
  { original_ids: [3, 4, 5], counterfactual_ids: [3, 4, 5] },
];

let workspace: Workspace;
beforeAll(async () => {
  workspace = await openWorkspace();
});
afterAll(() => workspace.dispose());

let sets = 0;

async function pairsOfRun(model: string, pairs: typeof PAIRS = PAIRS) {
  const { engine } = workspace;
  const setId = await addSet(engine, `pairs ${++sets}`, pairs);
  const run = await runPairs(engine, { setId, model });
  return { setId, runId: run.id, pairIds: pairsOf(engine, setId).map(({ id }) => id) };
}

async function storedOf(model: string, setId: number, effect: string) {
  const { engine } = workspace;
  const { id } = await engine.analyses.create({
    projectId: engine.defaultProject().id,
    kind: 'patching',
    model,
    setId,
    options: { hooks: ['z'], direction: 'both', headPositions: 'yes', effect },
  });
  expect(await engine.analyses.finish({ id })).toMatchObject({ state: 'done', failed: 0 });
  const result = engine.analyses.tensors({ id });
  return (name: string) => Array.from(tensorOf(result, name).data);
}

const asked = (runId: number, pairId: number | undefined, rest: object = {}) =>
  patchedPairRequest.parse({ runId, pairId, ...rest });

function expectClose(own: readonly (number | null)[], wanted: readonly number[]): void {
  expect(own).toHaveLength(wanted.length);
  own.forEach((value, at) => {
    const expected = wanted[at] ?? expect.unreachable();
    if (value === null) expect(expected).toBeNaN();
    else expect(Math.abs(value - expected)).toBeLessThan(1e-5);
  });
}

describe.each([
  ['bert', 'pooled', 'pooled'],
  ['gpt2', 'auto', 'loss'],
  ['gpt2', 'kl', 'kl'],
] as const)('%s, effect %s', (family, effect, measured) => {
  it('has of each pair what the stored analysis has of it, by head and by position', async () => {
    const model = goldenFolder(family);
    // Without the one whose answers would make it another effect.
    const pairs = effect === 'auto' ? PAIRS.slice(1) : PAIRS;
    const { setId, runId, pairIds } = await pairsOfRun(model, pairs);
    const stored = await storedOf(model, setId, effect === 'auto' ? 'loss' : effect);
    const places = stored('pair');
    expect(places.length).toBeGreaterThan(1);
    const before = { denoising: 0, noising: 0 };
    for (const [row, place] of places.entries()) {
      const request = asked(runId, pairIds[place], { effect });
      const own = await workspace.engine.patchedPairs.heads(request);
      expect(own.effect.kind).toBe(measured);
      const ofHead = await workspace.engine.patchedPairs.head({ ...request, layer: 1, head: 2 });
      for (const direction of ['denoising', 'noising'] as const) {
        const size = own[direction].flat().length;
        const byPair = stored(`${direction}.z_by_pair`).slice(row * size, (row + 1) * size);
        expectClose(own[direction].flat(), byPair);
        const tokens = stored(`tokens.${direction}`)[row] ?? 0;
        const from = before[direction] + ((own[direction][0]?.length ?? 0) + 2) * tokens;
        expectClose(ofHead[direction], stored(`${direction}.z_by_position_at`).slice(from, from + tokens));
        before[direction] += size * tokens;
      }
    }
  });
});

describe('one pair', () => {
  const model = goldenFolder('gpt2');

  it('is measured by its answers where it has some, and says how many tokens have no partner', async () => {
    const { runId, pairIds } = await pairsOfRun(model);
    const { patchedPairs } = workspace.engine;
    const answered = await patchedPairs.heads(asked(runId, pairIds[0]));
    expect(answered.effect).toMatchObject({ kind: 'logit_difference', position: 'last' });
    expect(answered.clean).not.toBe(answered.corrupted);
    expect(answered.alone).toEqual({ original: 0, other: 0 });
    expect((await patchedPairs.heads(asked(runId, pairIds[1]))).alone).toEqual({ original: 0, other: 1 });
    const head = await patchedPairs.head({ ...asked(runId, pairIds[2]), layer: 0, head: 0 });
    expect(head.denoising.every((share) => share !== null)).toBe(true);
    expect(head.noising.map((share) => share === null)).toEqual([false, false, true, false, false]);
  });

  it('is patched as a person has aligned it', async () => {
    const { runId, pairIds } = await pairsOfRun(model);
    const { patchedPairs } = workspace.engine;
    const pairId = pairIds[2] ?? 0;
    const before = await patchedPairs.heads(asked(runId, pairId));
    await workspace.engine.pairs.correctAlignment({
      runId,
      pairId,
      positions: [
        [0, 0],
        [1, 1],
      ],
    });
    const after = await patchedPairs.heads(asked(runId, pairId, { effect: 'pooled' }));
    expect(after.alone).toEqual({ original: 3, other: 2 });
    expect(before.alone).toEqual({ original: 1, other: 0 });
  });

  it('is refused in words: nothing between its statements, no such head, an effect without its tokens', async () => {
    const { runId, pairIds } = await pairsOfRun(model);
    const { patchedPairs } = workspace.engine;
    await expect(patchedPairs.heads(asked(runId, pairIds[3]))).rejects.toMatchObject({
      code: 'INPUT_INVALID',
      message: expect.stringMatching(/the same to the tokenizer.*undefined/) as string,
    });
    const request = asked(runId, pairIds[1]);
    await expect(patchedPairs.head({ ...request, layer: 7, head: 0 })).rejects.toMatchObject({
      code: 'NOT_FOUND',
    });
    await expect(patchedPairs.heads({ ...request, effect: 'logit_difference' })).rejects.toThrow(
      /of a token/,
    );
    const given = AbortSignal.abort();
    await expect(patchedPairs.heads(request, given)).rejects.toMatchObject({ code: 'CANCELLED' });
  });

  it('of a model that is gone says so', async () => {
    const { engine, folder } = workspace;
    const own = join(folder, 'mine');
    await mkdir(own);
    await cp(model, own, { recursive: true });
    const { jobId } = await engine.models.add({ from: 'folder', folder: own, name: 'mine' });
    await engine.jobs.ended(jobId);
    const { runId, pairIds } = await pairsOfRun('mine');
    await engine.models.remove({ name: 'mine', keepResults: true });
    await expect(engine.patchedPairs.heads(asked(runId, pairIds[0]))).rejects.toMatchObject({
      code: 'MODEL_NOT_FOUND',
      message: 'the model mine was removed; add it again',
    });
  });
});
