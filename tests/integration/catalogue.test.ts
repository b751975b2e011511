/** The kind `catalogue` through the engine: scores against patterns and attribution of the model itself, and what is refused. */
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { catalogueQuantity } from '../../src/core/analyses/catalogue/of-heads.ts';
import { tensorOf } from '../../src/core/analyses/named-tensor.ts';
import { ModelLibrary, type LoadedModel } from '../../src/main/engine/models/library.ts';
import { resourcesDir } from '../../src/main/engine/paths.ts';
import { goldenFolder } from './parity.ts';
import { addSet, openWorkspace, type Workspace } from './workspaces.ts';

let workspace: Workspace;
let model: LoadedModel;
beforeAll(async () => {
  workspace = await openWorkspace();
  const home = join(workspace.folder, 'home');
  model = await new ModelLibrary({ home, resources: resourcesDir() }).open(goldenFolder('gpt2'));
});
afterAll(async () => {
  await model.close();
  await workspace.dispose();
});

/** When A and B went, B gave to: ids of a model without tokenizer. */
const sentence = (a: number, b: number, s: number) => [50, a, 51, b, 52, s, 53, 54];
const NAMES = [10, 11, 12, 13, 14, 15];
const PAIRS = NAMES.flatMap((a, index) => {
  const b = NAMES[(index + 1) % NAMES.length] ?? 0;
  return [
    { original_ids: sentence(a, b, b), counterfactual_ids: sentence(a, b, a), answer: a, wrong_answer: b },
  ];
});

async function analysed(pairs: readonly object[], name: string, of = goldenFolder('gpt2')) {
  const { engine } = workspace;
  const setId = await addSet(engine, name, pairs as never);
  const { id } = await engine.analyses.create({
    projectId: engine.defaultProject().id,
    kind: 'catalogue',
    model: of,
    setId,
  });
  expect(await engine.analyses.finish({ id })).toMatchObject({ state: 'done', failed: 0 });
  return engine.analyses.tensors({ id });
}

it('says of each set how many pairs can be of its form, before a model is asked', async () => {
  const { engine } = workspace;
  const project = engine.defaultProject().id;
  const ofForm = await addSet(engine, 'some of the form', [
    ...PAIRS.slice(0, 2),
    { original_ids: [1, 2], counterfactual_ids: [1, 3], answer: 1, wrong_answer: 2 },
  ] as never);
  const none = await addSet(engine, 'none of the form', [
    { original: 'She is late.', counterfactual: 'She is not late.' },
  ] as never);
  const { quick } = engine.readings;
  const counted = await quick.pairsOfForm({ projectId: project, kind: 'catalogue' });
  expect(counted).toContainEqual({ setId: ofForm, pairs: 2 });
  expect(counted).toContainEqual({ setId: none, pairs: 0 });
  // Another kind takes any pairs.
  expect(await quick.pairsOfForm({ projectId: project, kind: 'patching' })).toEqual([]);
});

it('scores are means of the model’s own cells, and direct effects add up with the rest to the logit difference', async () => {
  const result = await analysed([...PAIRS, { original_ids: [1, 2], counterfactual_ids: [1, 3] }], 'names');
  expect(tensorOf(result, 'left_out').data[0]).toBe(1);
  const patterns = await model.run({ inputIds: PAIRS.map((pair) => pair.original_ids) }, [
    'blocks.1.attn.hook_pattern',
  ]);
  const { data, dims } = patterns.get('blocks.1.attn.hook_pattern') ?? { data: new Float32Array(), dims: [] };
  const [, heads = 0, tokens = 0] = dims;
  const meanOf = (head: number, query: number, key: number) =>
    PAIRS.reduce(
      (sum, _, row) => sum + (data[((row * heads + head) * tokens + query) * tokens + key] ?? NaN),
      0,
    ) / PAIRS.length;
  for (let head = 0; head < heads; head++) {
    const of = (name: Parameters<typeof catalogueQuantity>[1]) =>
      catalogueQuantity(result, name).values[heads + head];
    expect(of('duplicate_token')).toBeCloseTo(meanOf(head, 5, 3), 5);
    expect(of('induction')).toBeCloseTo(meanOf(head, 5, 4), 5);
    expect(of('s_inhibition')).toBeCloseTo(meanOf(head, 7, 5), 5);
  }
  // The model's own logits, of answer and other name at the end.
  const targets = PAIRS.map(({ original_ids: ids, answer, wrong_answer: wrong }) =>
    ids.map((_, position) => (position === 7 ? [answer, wrong] : [0, 0])),
  );
  const chosen = await model.runVariant(
    { inputIds: PAIRS.map((pair) => pair.original_ids) },
    ['chosen_logits'],
    { targets },
  );
  const logits = chosen.get('chosen_logits')?.data ?? new Float32Array();
  const mean =
    PAIRS.reduce(
      (sum, _, row) => sum + (logits[(row * 8 + 7) * 2] ?? NaN) - (logits[(row * 8 + 7) * 2 + 1] ?? NaN),
      0,
    ) / PAIRS.length;
  expect(tensorOf(result, 'logit_difference').data[0]).toBeCloseTo(mean, 4);
});

const pairOf = (a: number, b: number, beginning = 50) => ({
  original_ids: [beginning, ...sentence(a, b, b).slice(1)],
  counterfactual_ids: [beginning, ...sentence(a, b, a).slice(1)],
  answer: a,
  wrong_answer: b,
});

it('leaves out pairs whose sentence leaves no two of the names for controls', async () => {
  const result = await analysed([pairOf(10, 11), pairOf(12, 13), pairOf(10, 11, 12)], 'a third name');
  expect(tensorOf(result, 'left_out').data[0]).toBe(1);
});

it.each([
  [
    'names that are all there',
    [pairOf(10, 11, 12), pairOf(12, 13, 10)],
    undefined,
    'no sentence leaves out two of the set’s 4 names',
  ],
  [
    'no answers',
    [{ original_ids: [1, 2], counterfactual_ids: [1, 3] }],
    undefined,
    'it has no answer and wrong answer',
  ],
  ['few names', PAIRS.slice(0, 1), undefined, 'four are the fewest'],
  ['an encoder', PAIRS, goldenFolder('bert'), /no language-model head|foretells masked tokens/],
  ['no layers', PAIRS, 'attn-only-0l', 'has no layers'],
] as const)('%s is refused', async (name, pairs, of, message) => {
  await expect(analysed(pairs, name, of)).rejects.toThrow(message);
});
