/** Activation patching, held to PyTorch on golden checkpoints of five families, and to identities. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type NamedTensors, tensorOf } from '../../src/core/analyses/named-tensor.ts';
import { cellTogether, patchedCells } from '../../src/core/analyses/patching/cells.ts';
import { PATCH_HOOKS } from '../../src/core/analyses/patching/hooks.ts';
import { countsOf, mapsOf } from '../../src/core/analyses/patching/result.ts';
import { ROLES } from '../../src/core/analyses/patching/roles.ts';
import { togetherOf } from '../../src/core/analyses/patching/together.ts';
import { patchingTable } from '../../src/core/analyses/patching/tables.ts';
import { alignmentOf, alignmentsHash } from '../../src/main/engine/analyses/alignments.ts';
import type { AnalysisRequest } from '../../src/main/engine/analyses/subject.ts';
import { record, type Recording } from '../../src/main/engine/interventions/recording.ts';
import { runWithInterventions } from '../../src/main/engine/interventions/run.ts';
import { writeCorrection } from '../../src/main/engine/store/alignment-corrections.ts';
import { listPairs } from '../../src/main/engine/store/pairs.ts';
import { patchingFixture } from './analysis-fixtures.ts';
import { finishCancelled } from './finish-cancelled.ts';
import { goldenFolder, openReference } from './parity.ts';
import { addSet, openWorkspace, type Workspace } from './workspaces.ts';

const TOLERANCE = 2e-5;
const ALL = { hooks: [...PATCH_HOOKS], headPositions: 'yes' };

let workspace: Workspace;
beforeAll(async () => {
  workspace = await openWorkspace();
});
afterAll(() => workspace.dispose());

type Request = Partial<AnalysisRequest> & { readonly model: string };

async function create(request: Request) {
  const projectId = workspace.engine.defaultProject().id;
  return workspace.engine.analyses.create({ projectId, kind: 'patching', ...request });
}

async function resultOf(request: Request) {
  const { analyses } = workspace.engine;
  const { id } = await create(request);
  expect(await analyses.finish({ id })).toMatchObject({ state: 'done', failed: 0 });
  return { id, result: analyses.tensors({ id }), findings: analyses.findings({ id }) };
}

function difference(actual: ArrayLike<number>, expected: readonly (number | null)[]): number {
  expect(actual).toHaveLength(expected.length);
  return Math.max(...Array.from(actual, (value, at) => Math.abs(value - (expected[at] ?? NaN))));
}

describe.each(['bert', 'distilbert', 'roberta', 'gpt2', 'gpt_neox'])('%s', (family) => {
  const sections = patchingFixture(family);

  it.each(Object.entries(sections))('restores what it restores in PyTorch: %s', async (_, section) => {
    const { inputs, expected } = section;
    const { result } = await resultOf({ model: goldenFolder(family), inputs, options: ALL });
    expect(Object.keys(expected)).toHaveLength(9);
    for (const [name, { shape, data }] of Object.entries(expected)) {
      const own = tensorOf(result, name);
      expect(own.shape, name).toEqual(shape);
      expect(difference(own.data, data), name).toBeLessThan(TOLERANCE);
    }
  });

  it('restores nothing with what was there, and breaks as much as it restores where all is put in', async () => {
    const { inputs } = sections.patching;
    const options = { hooks: ['resid_pre', 'attn_out'], direction: 'both' };
    const { result } = await resultOf({ model: goldenFolder(family), inputs, options });
    const { clean, corrupted } = inputs;
    // What enters the first block differs at the changed tokens alone.
    const first = tensorOf(result, 'patching.resid_pre').data.slice(0, clean.length);
    first.forEach((value, at) => {
      if (clean[at] === corrupted[at]) expect(Math.abs(value)).toBeLessThan(1e-6);
    });
    // Either way the two changed tokens are put in one at a time.
    expect(tensorOf(result, 'patching.noising.resid_pre').data.every(Number.isFinite)).toBe(true);
  });
});

describe.each(['bert', 'gpt2'])('heads of %s that are put in together', (family) => {
  const {
    clean,
    corrupted,
    token_types,
    position = 0,
    metric_ids = [],
  } = patchingFixture(family).patching.inputs;
  const inputs = { clean, corrupted, token_types, position, metric_ids };
  const together = ['L1H2', 'L0H3', 'L0H1', 'L0H3'];

  it('move the outcome as interventions at all of them do', async () => {
    const options = { hooks: ['z'], direction: 'both', together };
    const { result } = await resultOf({ model: goldenFolder(family), inputs, options });
    expect(togetherOf(result).map(({ layer, head }) => [layer, head])).toEqual([
      [0, 1],
      [0, 3],
      [1, 2],
    ]);
    const reference = await openReference(goldenFolder(family));
    const { model } = reference;
    const batch = (ids: readonly number[]) => ({
      inputIds: [[...ids]],
      ...(token_types && { tokenTypeIds: [[...token_types]] }),
    });
    const hooks = [0, 1].map((layer) => `blocks.${layer}.attn.hook_z`);
    const outcome = async (base: readonly number[], source: readonly number[] | null) => {
      const recording = source && (await record(model, batch(source), hooks));
      const heads = [[1, 3], [2]];
      const interventions = hooks.map((hook, layer) => ({
        hook,
        heads: heads[layer] ?? [],
        value: { kind: 'recorded' as const, recording: recording as Recording },
      }));
      const put = recording === null ? [] : interventions;
      const logits =
        (await runWithInterventions(model, batch(base), put, ['logits'])).get('logits') ?? fail();
      const row = position * (logits.dims[2] ?? 0);
      const [target = 0, against = 0] = metric_ids;
      return (logits.data[row + target] ?? NaN) - (logits.data[row + against] ?? NaN);
    };
    const [whole, broken] = [await outcome(clean, null), await outcome(corrupted, null)];
    const restored = ((await outcome(corrupted, clean)) - broken) / (whole - broken);
    const lost = ((await outcome(clean, corrupted)) - whole) / (broken - whole);
    await reference.close();
    expect(tensorOf(result, 'patching.together').data[0]).toBeCloseTo(restored, 5);
    expect(tensorOf(result, 'patching.noising.together').data[0]).toBeCloseTo(lost, 5);
    // The three of them are not the sum of each.
    const [z, both] = [tensorOf(result, 'patching.z').data, restored];
    expect(Math.abs((z[1] ?? 0) + (z[3] ?? 0) + (z[6] ?? 0) - both)).toBeGreaterThan(1e-3);
  });

  it('are refused in words where the model has no such head', async () => {
    const options = { hooks: ['attn_out'], together: ['L0H9'] };
    await expect(create({ model: goldenFolder(family), inputs, options })).rejects.toThrow(
      /has no L0H9: it has 2 layers of 4 heads/,
    );
  });
});

/** Token ids: one token changed, one put in, one of two lengths with a neutral of its own. */
const PAIRS = [
  { original_ids: [5, 6, 7, 8, 9], counterfactual_ids: [5, 60, 7, 8, 9] },
  { original_ids: [15, 16, 17, 18], counterfactual_ids: [15, 16, 90, 17, 18] },
  { original_ids: [25, 26, 27, 28, 29], counterfactual_ids: [25, 26, 28, 29] },
  { original_ids: [35, 36, 37, 38], counterfactual_ids: [35, 36, 37, 80] },
  { original_ids: [45, 46, 47, 48], counterfactual_ids: [45, 70, 47, 48] },
];
const SAME = { original_ids: [3, 4, 5], counterfactual_ids: [3, 4, 5] };

/** One token changed, and another one in its place in the neutral. */
function pairsWithNeutrals() {
  return Array.from({ length: 12 }, (_, at) => ({
    original_ids: [5, 6 + at, 7, 8 + at, 9],
    counterfactual_ids: [5, 60 + at, 7, 8 + at, 9],
    neutral_ids: [5, 30 + at, 7, 8 + at, 9],
  }));
}

it('leaves out MLPs of a model that has none', async () => {
  const model = 'attn-only-2l';
  const inputs = { clean: [0, 300, 301, 302], corrupted: [0, 300, 310, 302] };
  const { result } = await resultOf({ model, inputs });
  expect(mapsOf(result).map(({ hook }) => hook)).toEqual(['resid_pre', 'attn_out', 'z']);
  await expect(create({ model, inputs, options: { hooks: ['mlp_out'] } })).rejects.toThrow(
    'has none of what is to be patched: MLP output',
  );
});

describe('a set of pairs', () => {
  const model = goldenFolder('bert');

  it('is patched whatever the lengths, brought together by role, and says what was left out', async () => {
    const setId = await addSet(workspace.engine, 'mixed', [...PAIRS, SAME]);
    const { result, findings } = await resultOf({ model, setId, options: { ...ALL, direction: 'both' } });
    expect(countsOf(result)).toMatchObject({ pairs: 6, measured: 5, same: 1, inserted: 2, failed: 0 });
    const map = mapsOf(result).find(({ name }) => name === 'denoising.resid_pre');
    const cells = patchedCells(result, map ?? fail());
    expect(cells).toHaveLength(2 * ROLES.length);
    // Every pair has a first token; two of five have no changed token that has a partner.
    const n = (role: string) => cells.find((cell) => cell.role === role)?.n;
    expect([n('first'), n('changed'), n('marked')]).toEqual([5, 3, 0]);
    expect(tensorOf(result, 'denoising.z_by_pair').shape).toEqual([5, 2, 4]);
    expect(tensorOf(result, 'tokens.denoising').data).toEqual(Int32Array.of(5, 5, 4, 4, 4));
    expect(tensorOf(result, 'denoising.resid_pre_at').data).toHaveLength(2 * (5 + 5 + 4 + 4 + 4));
    const said = findings.join(' ');
    expect(said).toMatch(/1 pair with two statements that are the same/);
    expect(said).toMatch(/of the pairs measured 2 have tokens without partner: they keep their own values/);
    expect(said).toMatch(/There is no control beside it/);
  });

  it('gives of each pair what that pair gives alone, whatever else is in the batch', async () => {
    const setId = await addSet(workspace.engine, 'together', PAIRS);
    const { result } = await resultOf({ model, setId, options: ALL });
    for (const [index, pair] of PAIRS.entries()) {
      const inputs = { clean: pair.original_ids, corrupted: pair.counterfactual_ids };
      const alone = await resultOf({ model, inputs, options: ALL });
      for (const name of ['z', 'pattern', 'q', 'k', 'v']) {
        const own = tensorOf(result, `denoising.${name}_by_pair`).data.subarray(8 * index, 8 * index + 8);
        const wanted = [...tensorOf(alone.result, `patching_pooled.${name}`).data];
        expect(difference(own, wanted), `${name} of pair ${index}`).toBeLessThan(1e-5);
      }
    }
  });

  it('restores all of it where everything that differs is put in', async () => {
    // One token differs, so the stream that enters the first block is all of it there.
    const { clean, corrupted } = { clean: [5, 6, 7, 8, 9], corrupted: [5, 60, 7, 8, 9] };
    for (const options of [{ direction: 'denoising' }, { direction: 'noising' }]) {
      const inputs = { clean, corrupted };
      const { result } = await resultOf({ model, inputs, options: { hooks: ['resid_pre'], ...options } });
      const name =
        options.direction === 'noising' ? 'patching_pooled.noising.resid_pre' : 'patching_pooled.resid_pre';
      const { data } = tensorOf(result, name);
      expect(data[1]).toBeCloseTo(1, 5);
      expect(Math.max(...[0, 2, 3, 4].map((at) => Math.abs(data[at] ?? NaN)))).toBeLessThan(1e-6);
    }
  });

  it('stands beside its control: neutrals of the pairs, or another set', async () => {
    const setId = await addSet(workspace.engine, 'neutrals', pairsWithNeutrals());
    const paired = await resultOf({ model, setId, options: { hooks: ['z'] } });
    expect(countsOf(paired.result)).toMatchObject({ measured: 12, neutrals: 12 });
    expect(paired.findings.join(' ')).toMatch(/the control .* of its own \(n = \d+\), the difference/);
    const controlSetId = await addSet(workspace.engine, 'others', PAIRS.toReversed());
    const plain = await addSet(workspace.engine, 'plain', PAIRS);
    const options = { hooks: ['z'], comparison: 'unadjusted' };
    const other = await resultOf({ model, setId: plain, controlSetId, options });
    // The same pairs in another order: nothing lies between them.
    const [cell] = patchedCells(other.result, mapsOf(other.result)[0] ?? fail());
    expect(cell?.difference).toBeCloseTo(0, 6);
    expect(cell?.control_mean).toBeCloseTo(cell?.mean ?? NaN, 6);
    expect(cell?.beyondControl).toBe(false);
  });

  it('puts one head in together as that head alone, pair by pair, with interval and control', async () => {
    const setId = await addSet(workspace.engine, 'one together', pairsWithNeutrals());
    const { id, result, findings } = await resultOf({
      model,
      setId,
      options: { hooks: ['attn_out'], together: ['L1H1'], direction: 'both' },
    });
    const each = await resultOf({ model, setId, options: { hooks: ['z'], direction: 'both' } });
    for (const direction of ['denoising', 'noising'] as const) {
      const alone = tensorOf(each.result, `${direction}.z_by_pair`).data.filter((_, at) => at % 8 === 5);
      expect(difference(tensorOf(result, `${direction}.together_by_pair`).data, [...alone])).toBeLessThan(
        1e-6,
      );
      const cell = cellTogether(result, direction) ?? fail();
      const map = mapsOf(each.result).find((one) => one.direction === direction) ?? fail();
      const wanted = patchedCells(each.result, map)[5];
      // q of a family of one is p.
      expect({ ...wanted, ...cell }).toMatchObject({ n: wanted?.n, q: cell.p });
      for (const key of ['mean', 'ci_low', 'ci_high', 'control_mean', 'difference'] as const)
        expect(cell[key], key).toBeCloseTo(wanted?.[key] ?? NaN, 6);
    }
    expect(findings.join(' ')).toMatch(/Put in together, L1 H1 restores 0\./);
    const csv = [...patchingTable.rows(result)].filter(([hook]) => hook === 'z');
    expect(csv.map((row) => row[4])).toEqual(['L1H1', 'L1H1']);
    expect(id).toBeGreaterThan(0);
  });

  it('gives inserted tokens a mean where that is asked for, and counts them as cells', async () => {
    const setId = await addSet(workspace.engine, 'inserted', PAIRS.slice(1, 2));
    const changed = async (inserted: string) => {
      const { result } = await resultOf({ model, setId, options: { hooks: ['resid_pre', 'z'], inserted } });
      const cells = patchedCells(result, mapsOf(result)[0] ?? fail());
      return { n: cells.find(({ role }) => role === 'changed')?.n, z: tensorOf(result, 'denoising.z').data };
    };
    const [left, averaged] = [await changed('leave'), await changed('mean')];
    expect([left.n, averaged.n]).toEqual([0, 1]);
    expect(averaged.z).not.toEqual(left.z);
  });

  it('is aligned as it was when the analysis began: what is aligned anew meanwhile is of the next', async () => {
    const { store } = workspace.engine;
    const setId = await addSet(workspace.engine, 'aligned anew', PAIRS.slice(0, 1));
    const [pair = fail()] = listPairs(store.database, { setId, offset: 0, limit: 1 });
    const begin = () =>
      ({
        database: store.database,
        subject: { kind: 'pairs', setId, controlSetId: null },
        model: { tokenizerHash: 'own' },
      }) as never;
    const first = begin();
    expect([alignmentsHash(first), alignmentOf(first, pair.id)]).toEqual(['', null]);
    writeCorrection(store.database as never, pair.id, 'own', [[0, 0]]);
    expect([alignmentsHash(first), alignmentOf(first, pair.id)]).toEqual(['', null]);
    const next = begin();
    expect(alignmentOf(next, pair.id)).toEqual([[0, 0]]);
    expect(alignmentsHash(next)).toMatch(/^[0-9a-f]{64}$/);
  });

  it('goes on to the same numbers after it was cancelled', async () => {
    const { analyses } = workspace.engine;
    const many = Array.from({ length: 70 }, (_, index) => ({
      original_ids: [5, 6 + index, 7, 8, 9],
      counterfactual_ids: [5, 7 + index, 7, ...(index % 2 ? [8] : []), 9],
    }));
    const setId = await addSet(workspace.engine, 'many', many);
    const options = { hooks: ['z'] };
    const { result } = await resultOf({ model, setId, options });
    const { id } = await create({ model, setId, options: { ...options, effect: 'pooled' } });
    const stopped = await finishCancelled(workspace.engine, id);
    expect(stopped.state).toBe('cancelled');
    expect(stopped.done).toBeGreaterThan(0);
    expect(stopped.done).toBeLessThan(many.length);
    expect(await analyses.finish({ id })).toMatchObject({ state: 'done', done: many.length });
    expect(numbersOf(analyses.tensors({ id }))).toEqual(numbersOf(result));
  });
});

const numbersOf = (result: NamedTensors) => tensorOf(result, 'denoising.z').data;

function fail(): never {
  throw new Error('not there');
}

describe('other effects', () => {
  const model = goldenFolder('gpt2');
  const [clean, corrupted] = [
    [64, 71, 11, 85, 12, 27],
    [64, 71, 7, 85, 12, 27],
  ];

  it.each(['loss', 'kl', 'log_probability', 'residual', 'cosine', 'pooled'])(
    '%s goes all of the way where the changed token is put in',
    async (effect) => {
      const inputs = { clean, corrupted, ...(effect === 'log_probability' && { metric_ids: [38] }) };
      const { result } = await resultOf({
        model,
        inputs,
        options: { hooks: ['resid_pre'], effect, least: 0 },
      });
      const section = effect === 'log_probability' ? 'patching' : 'patching_pooled';
      const { data } = tensorOf(result, `${section}.resid_pre`);
      expect(data[2]).toBeCloseTo(1, 4);
      expect(Math.abs(data[0] ?? NaN)).toBeLessThan(1e-5);
    },
  );

  it('measures a cosine to the neutral of pairs that have one, and says which have none', async () => {
    const others = pairsWithNeutrals().slice(0, 2);
    const bare = { original_ids: [5, 6, 7, 8], counterfactual_ids: [5, 60, 7, 8] };
    const options = { hooks: ['z'], effect: 'cosine', toward: 'neutral', least: 0 };
    const none = await addSet(workspace.engine, 'no neutrals', [bare]);
    await expect(create({ model, setId: none, options })).rejects.toThrow(
      /no pair has a neutral to measure a cosine to/,
    );
    const setId = await addSet(workspace.engine, 'some neutrals', [bare, ...others]);
    const { result, findings } = await resultOf({ model, setId, options });
    expect(countsOf(result)).toMatchObject({ measured: 2, 'no neutral': 1, 'not apart': 0 });
    expect(findings.join(' ')).toContain('1 pair without a neutral to measure a cosine to');
  });

  it('takes the types of tokens for statements of two lengths', async () => {
    const inputs = { clean, corrupted: clean.slice(1), token_types: [0, 0, 0, 1, 1, 1] };
    const options = { hooks: ['z'], effect: 'pooled', least: 0 };
    const bert = goldenFolder('bert');
    const { result } = await resultOf({ model: bert, inputs, options });
    expect(countsOf(result)).toMatchObject({ measured: 1, inserted: 1 });
    const few = { ...inputs, token_types: [0, 0, 0, 1, 1] };
    await expect(create({ model: bert, inputs: few, options })).rejects.toThrow(
      /token_types has 5 values, the longer statement 6 tokens/,
    );
  });

  it('leaves out a pair whose runs do not differ enough, and says so', async () => {
    const { result, findings } = await resultOf({
      model,
      inputs: { clean, corrupted },
      options: { effect: 'loss', least: 900 },
    });
    expect(countsOf(result)).toMatchObject({ measured: 0, 'not apart': 1 });
    expect(findings).toEqual([
      'Nothing was patched: left out: 1 pair whose two runs differ by less than 900.',
    ]);
  });
});

it.each([
  ['attn-only-0l', { clean: [5, 6], corrupted: [5, 7] }, {}, /no layers: there is nothing to patch/],
  ['gpt2', { clean: [5, 6], corrupted: [5, 7] }, { effect: 'logit_difference' }, /name it with target/],
  [
    'gpt2',
    { clean: [5, 6], corrupted: [5, 7] },
    { effect: 'kl', target: 'whale' },
    /no tokenizer: name the token by its id/,
  ],
  ['gpt2', { clean: [5, 6], corrupted: [5, 7], metric_ids: [1, 400] }, {}, /metric_ids has id 400/],
  [
    'gpt2',
    { clean: [5, 6], corrupted: [5, 7], metric_ids: [1, 2], position: 9 },
    {},
    /position 9 is outside/,
  ],
  ['gpt2', { clean: [5, 600], corrupted: [5, 7] }, {}, /the original has id 600/],
  ['all-MiniLM-L6-v2', { clean: [5, 6], corrupted: [5, 7] }, { effect: 'loss' }, /no language-model head/],
] as const)('%s is asked what it cannot answer: %j %j', async (name, inputs, options, message) => {
  const model = name === 'gpt2' ? goldenFolder(name) : name;
  const { analyses } = workspace.engine;
  const asked = create({ model, inputs, options }).then(async ({ id }) => {
    const ended = await analyses.finish({ id });
    throw new Error(ended.error ?? analyses.errors({ id })[0]?.message ?? 'it went through');
  });
  await expect(asked).rejects.toThrow(message);
});
