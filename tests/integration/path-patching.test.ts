/** Path patching, held to PyTorch on golden checkpoints of five families, and to identities. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { pathsBetween, receiversOf, sendersOf } from '../../src/core/analyses/path-patching/paths.ts';
import { effectsOfMap, mapsOf } from '../../src/core/analyses/path-patching/maps.ts';
import { type NamedTensors, scalarOf, tensorOf } from '../../src/core/analyses/named-tensor.ts';
import { EFFECTS } from '../../src/core/effects/effects.ts';
import {
  nothingFrozen,
  patchedPaths,
  recordedHooks,
} from '../../src/main/engine/analyses/path-patching/patched-paths.ts';
import { recordPair } from '../../src/main/engine/analyses/effects/patched-pair.ts';
import type { AnalysisRequest } from '../../src/main/engine/analyses/subject.ts';
import { effectsFixture, pathPatchingFixture } from './analysis-fixtures.ts';
import { activationOf, goldenFolder, openReference } from './parity.ts';
import { addSet, openWorkspace, type Workspace } from './workspaces.ts';

const TOLERANCE = 2e-5;
const FAMILIES = ['bert', 'distilbert', 'roberta', 'gpt2', 'gpt_neox'];

let workspace: Workspace;
beforeAll(async () => {
  workspace = await openWorkspace();
});
afterAll(() => workspace.dispose());

async function resultOf(request: Partial<AnalysisRequest> & { readonly model: string }) {
  const { analyses } = workspace.engine;
  const projectId = workspace.engine.defaultProject().id;
  const { id } = await analyses.create({ projectId, kind: 'path-patching', ...request });
  expect(await analyses.finish({ id })).toMatchObject({ state: 'done', failed: 0 });
  return { id, result: analyses.tensors({ id }), findings: analyses.findings({ id }) };
}

/** Of a result the share of each path, by 'way from to'. */
function sharesOf(result: NamedTensors): Map<string, number> {
  return new Map(
    mapsOf(result).flatMap(({ way, to }, map) =>
      effectsOfMap(result, map).map(({ name, mean }) => [
        `${way} ${name} ${to.layer === null ? 'output' : `L${to.layer}H${to.head}.${to.read}`}`,
        mean ?? Number.NaN,
      ]),
    ),
  );
}

it.each(FAMILIES)('has on %s what PyTorch has', async (family) => {
  const { inputs, expected } = pathPatchingFixture(family);
  const { result, findings } = await resultOf({ model: goldenFolder(family), inputs });
  let largest = 0;
  for (const [name, wanted] of Object.entries(expected)) {
    const { axes, data } = tensorOf(result, name);
    expect(axes).toEqual(['from_layer', 'from_head', 'to_layer', 'to_head']);
    // From layer 0 to layer 1; there is no other path between heads of two layers.
    data.forEach((value, at) => {
      const [from, to] = [Math.floor(at / 8), at % 8];
      const own = from < 4 && to >= 4 ? (wanted[from]?.[to - 4] ?? Infinity) : null;
      if (own === null) expect(value).toBeNaN();
      else largest = Math.max(largest, Number.isNaN(value) ? Infinity : Math.abs(value - own));
    });
  }
  expect(largest).toBeLessThan(TOLERANCE);
  expect(findings.join(' ')).toContain('one pair, or too few, for an interval');
});

it('sends from a head of the last layer to the output what putting that head back gives', async () => {
  const { clean, corrupted, z } = effectsFixture('distilbert');
  const options = { effect: 'pooled', pooling: 'mean', to: ['output'], from: ['heads'] };
  const { result } = await resultOf({
    model: goldenFolder('distilbert'),
    inputs: { clean, corrupted },
    options,
  });
  const shares = sharesOf(result);
  z[1]?.forEach((wanted, head) =>
    expect(Math.abs((shares.get(`with_mlps L1H${head} output`) ?? NaN) - wanted)).toBeLessThan(TOLERANCE),
  );
});

describe('a model of attention alone', () => {
  // Neither norms nor MLPs: the stream is a sum, and what is read off it is linear.
  const inputs = {
    clean: [0, 7, 9, 31, 7, 9, 40, 7],
    corrupted: [0, 8, 9, 31, 11, 9, 40, 11],
    metric_ids: [9, 12],
  };

  it('has no MLPs that a path could go through, and its direct paths to the output add up to all of the way', async () => {
    const { result } = await resultOf({ model: 'attn-only-2l', inputs });
    const shares = sharesOf(result);
    for (const [name, share] of shares)
      if (name.startsWith('direct'))
        expect(Math.abs(share - (shares.get(name.replace('direct', 'with_mlps')) ?? NaN))).toBeLessThan(1e-6);
    const toOutput = [...shares].filter(([name]) => /^direct .* output$/.test(name));
    expect(toOutput).toHaveLength(8 + 1);
    expect(toOutput.reduce((sum, [, share]) => sum + share, 0)).toBeCloseTo(1, 4);
  });

  it('is told of one head alone where one is named', async () => {
    const to = { to: ['L1H2.k'], from: ['L0H0', 'embed'], way: 'direct' };
    const { result } = await resultOf({ model: 'attn-only-2l', inputs, options: to });
    const all = sharesOf((await resultOf({ model: 'attn-only-2l', inputs })).result);
    const named = sharesOf(result);
    expect([...named.keys()]).toEqual(['direct L0H0 L1H2.k', 'direct embed L1H2.k']);
    for (const [name, share] of named) expect(Math.abs(share - (all.get(name) ?? NaN))).toBeLessThan(1e-6);
  });
});

it('changes nothing where what is sent is what was there', async () => {
  const reference = await openReference(goldenFolder('gpt2'));
  const { model } = reference;
  const statement = { ids: [5, 6, 7, 8, 9] };
  const row = { tokens: 5, position: 4, targets: [], counted: [] };
  const shape = { layers: 2, heads: 4, hasMlps: true, hasDirect: true };
  const senders = sendersOf([], shape);
  const paths = pathsBetween(senders, receiversOf([], shape, true), ['direct', 'with_mlps'], {
    from: false,
    to: false,
  });
  const recorded = await recordPair(
    model,
    {
      original: statement,
      counterfactual: statement,
      neutral: null,
      rows: { original: row, counterfactual: row },
    },
    { kind: 'residual', position: 'last', pooling: 'mean', toward: 'original', least: 0 },
    recordedHooks(model, paths),
    nothingFrozen(model),
  );
  expect(recorded.reader('original')).toBeNull();
  const first = (outputs: Parameters<typeof activationOf>[0], at: number) => {
    const { data, dims } = activationOf(outputs, 'resid_final');
    return data[(at * (dims[1] ?? 0) + 4) * (dims[2] ?? 0)] ?? NaN;
  };
  const plain = first(await model.run({ inputIds: [statement.ids] }, ['resid_final']), 0);
  const values = await patchedPaths(
    model,
    {
      base: recorded.original,
      source: recorded.counterfactual,
      aligned: statement.ids.map((_, at) => [at, at]),
    },
    paths,
    { hooks: ['resid_final'], targets: undefined, holdsLogits: false, read: first },
  );
  // Every head of layer 0 and the MLP to four heads of layer 1, embeddings to eight, all eleven to the output; two ways.
  expect(values).toHaveLength(2 * (5 * 12 + 24 + 11));
  for (const value of values) expect(Math.abs(value - plain)).toBeLessThan(1e-5);
  await reference.close();
});

it('puts in shared keys and values for all heads that share them', async () => {
  const inputs = { clean: [5, 6, 7, 8], corrupted: [5, 9, 7, 8], metric_ids: [11, 12] };
  const { result, findings } = await resultOf({ model: goldenFolder('llama'), inputs });
  const shares = sharesOf(result);
  expect(scalarOf(result, 'paths.key_value_heads')).toBe(2);
  for (const read of ['k', 'v'])
    expect(shares.get(`direct L0H0 L1H0.${read}`)).toBe(shares.get(`direct L0H0 L1H1.${read}`));
  expect(shares.get('direct L0H0 L1H0.q')).not.toBe(shares.get('direct L0H0 L1H1.q'));
  expect(findings.join(' ')).toContain('share keys and values, 2 at a time');
});

describe('a set of pairs', () => {
  const pairs = [
    { original_ids: [5, 6, 7, 8], counterfactual_ids: [5, 9, 7, 8] },
    { original_ids: [15, 16, 17, 20], counterfactual_ids: [15, 19, 16, 17, 20] },
    { original_ids: [25, 26, 27], counterfactual_ids: [25, 28, 27] },
    { original_ids: [35, 36, 37], counterfactual_ids: [35, 38, 37] },
  ];

  it('has an interval for each path, and says what has no partner and what was left out', async () => {
    const setId = await addSet(workspace.engine, 'unequal', pairs);
    const options = { effect: 'residual', to: ['output', 'L1H3'], least: 0 };
    const { result, findings } = await resultOf({ model: goldenFolder('bert'), setId, options });
    // Embeddings and two MLPs and eight heads to the output; of the first layer, and the embeddings, to L1H3.
    expect(tensorOf(result, 'paths.asked').data.filter((one) => one === 1).length).toBe(11 + 3 * 6);
    const output = effectsOfMap(result, 0);
    expect(output.every(({ n, low, high }) => n === 4 && low !== null && high !== null)).toBe(true);
    expect(findings.join(' ')).toContain('1 token has no partner');
    expect(findings.join(' ')).toContain('There is no control beside it');
    const few = await resultOf({ model: goldenFolder('bert'), setId, options: { ...options, least: 1000 } });
    expect(few.findings.join(' ')).toContain('n = 0 pairs; left out: 4 whose two runs are too near');
  });

  it('is cancelled and goes on to the same numbers', async () => {
    const setId = await addSet(workspace.engine, 'again', pairs);
    const request = { model: goldenFolder('bert'), setId, options: { effect: 'residual', to: ['L1H1'] } };
    const { result } = await resultOf(request);
    const { analyses } = workspace.engine;
    const projectId = workspace.engine.defaultProject().id;
    const { id } = await analyses.create({ projectId, kind: 'path-patching', ...request });
    analyses.start({ id });
    await analyses.cancel({ id });
    expect(await analyses.finish({ id })).toMatchObject({ state: 'done', done: 4 });
    expect(analyses.tensors({ id })).toEqual(result);
  });
});

it('takes the answers of a pair as patching does: beside token ids they are ids, whatever the tokenizer makes of digits', async () => {
  const model = 'attn-only-2l';
  const setId = await addSet(workspace.engine, 'answered', [
    {
      original_ids: [5, 6, 7, 8],
      counterfactual_ids: [5, 9, 7, 8],
      answer: '40',
      wrong_answer: '41',
    },
  ]);
  const options = { to: ['output'], way: 'with_mlps', least: 0 };
  const own = sharesOf((await resultOf({ model, setId, options })).result);
  const tokens = { target: '#40', against: '#41' };
  const named = sharesOf((await resultOf({ model, setId, options: { ...options, ...tokens } })).result);
  expect(own).toEqual(named);
  // A head of the last layer on its way to the output is that head put back.
  const { analyses } = workspace.engine;
  const projectId = workspace.engine.defaultProject().id;
  const patch = { hooks: ['z'], least: 0 };
  const { id } = await analyses.create({ projectId, kind: 'patching', model, setId, options: patch });
  await analyses.finish({ id });
  const { shape, data } = tensorOf(analyses.tensors({ id }), 'denoising.z_by_pair');
  const heads = shape[2] ?? 0;
  for (let head = 0; head < heads; head++)
    expect(own.get(`with_mlps L1H${head} output`)).toBeCloseTo(data[heads + head] ?? NaN, 5);
});

const ids = { clean: [5, 6, 7, 8], corrupted: [5, 9, 7, 8], metric_ids: [11, 12] };
it.each([
  ['gpt2', ids, { from: ['L1H0'], to: ['L0H1'] }, /no path has L1H0 as its end.*earlier layer/],
  ['gpt2', ids, { from: ['L1H0', 'L0H0'], to: ['L1H1'] }, /no path has L1H0 as its end/],
  ['gpt2', ids, { to: ['L7H0'] }, /the model has no L7H0: it has 2 layers of 4 heads/],
  ['gpt2', ids, { from: ['head 3'] }, /is a head \(L0H3\), an MLP/],
  [
    'gpt2',
    ids,
    { target: 'whale' },
    /“whale” is a word, and the model has no tokenizer: .* an effect is of one token/,
  ],
  ['bert', ids, { way: 'direct' }, /no direct paths: its blocks end in a norm/],
  ['gpt2', { ...ids, corrupted: ids.clean }, {}, /clean and corrupted are the same/],
  ['gpt2', { ...ids, position: 9 }, {}, /the position is not in both statements/],
  ['gpt2', { ...ids, clean: [5, 107] }, {}, /has id 107 at position 1/],
  ['gpt2', { clean: [5] }, {}, /no token ids as path patching reads them/],
  ['attention_only-0', ids, {}, /has no layers, and so no heads/],
])('%s is refused in words: %j %j', async (family, inputs, options, message) => {
  await expect(resultOf({ model: goldenFolder(family), inputs, options })).rejects.toThrow(message);
});

it('of ids without tokens measures what the model has', async () => {
  const inputs = { clean: ids.clean, corrupted: ids.corrupted };
  const options = { to: ['output'], way: 'with_mlps', least: 0 };
  const { findings } = await resultOf({ model: goldenFolder('gpt2'), inputs, options });
  expect(findings.join(' ')).toContain(EFFECTS.loss.title.toLowerCase());
});
