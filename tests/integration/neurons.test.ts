/** The kind `neurons` through the engine: activations and what is written, against the model's own weights. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { EXAMPLE_KINDS } from '../../src/core/analyses/neurons/examples.ts';
import { neuronsOf } from '../../src/core/analyses/neurons/neurons.ts';
import { type LoadedModel, ModelLibrary } from '../../src/main/engine/models/library.ts';
import { join } from 'node:path';
import { resourcesDir } from '../../src/main/engine/paths.ts';
import { goldenFolder } from './parity.ts';
import { addSet, openWorkspace, type Workspace } from './workspaces.ts';

let workspace: Workspace;
let model: LoadedModel;
beforeAll(async () => {
  workspace = await openWorkspace();
  const home = join(workspace.folder, 'home');
  model = await new ModelLibrary({ home, resources: resourcesDir() }).open('char-en');
});
afterAll(async () => {
  await model.close();
  await workspace.dispose();
});

const TEXTS = ['the cat sat on the mat.', 'a ship at sea', 'who are you?', 'it rains on the sea'];

let sets = 0;
function addTexts(): number {
  const { texts } = workspace.engine;
  const name = `texts ${++sets}`;
  const { id: setId } = texts.create({
    projectId: workspace.engine.defaultProject().id,
    name,
    description: '',
  });
  for (const text of TEXTS) texts.addText({ setId, text, label: null });
  return setId;
}

async function neuronsFrom(options: Record<string, unknown>, name = 'char-en') {
  const { engine } = workspace;
  const { id } = await engine.analyses.create({
    projectId: engine.defaultProject().id,
    kind: 'neurons',
    model: name,
    textSetId: addTexts(),
    options,
  });
  expect(await engine.analyses.finish({ id })).toMatchObject({ state: 'done', failed: 0 });
  return neuronsOf(engine.analyses.tensors({ id }));
}

/** What a neuron writes, through the final norm but for its scale. */
async function directionOf(layer: number, neuron: number): Promise<number[]> {
  const { dModel } = model.dimensions;
  const { data } = await model.weights.read(`blocks.${layer}.mlp.W_out`);
  const row = [...data.subarray(neuron * dModel, (neuron + 1) * dModel)];
  const gain = (await model.weights.read('ln_final.w')).data;
  const mean = row.reduce((sum, value) => sum + value, 0) / dModel;
  return row.map((value, index) => (value - mean) * (gain[index] ?? 0));
}

/** What a neuron writes of every token, less the mean of all, out of the weights. */
async function writtenBy(layer: number, neuron: number): Promise<number[]> {
  const { vocabularySize } = model.dimensions;
  const direction = await directionOf(layer, neuron);
  const unembedding = (await model.weights.read('W_U')).data;
  const logits = Array.from({ length: vocabularySize }, (_, id) =>
    direction.reduce((sum, value, index) => sum + value * (unembedding[index * vocabularySize + id] ?? 0), 0),
  );
  const middle = logits.reduce((sum, value) => sum + value, 0) / vocabularySize;
  return logits.map((value) => value - middle);
}

describe('char-en', () => {
  it('examples are the activations of the hook point', async () => {
    const [neuron] = await neuronsFrom({ neurons: '1.3', examples: 3 });
    if (neuron === undefined) throw new Error('a neuron was named');
    const inputIds = TEXTS.map((text) => model.tokenizer?.encode(text) ?? []);
    const hook = 'blocks.1.mlp.hook_post';
    const outputs = await model.run({ inputIds }, [hook]);
    const { data, dims } = outputs.get(hook) ?? { data: new Float32Array(), dims: [] };
    const [, length = 0, neurons = 0] = dims;
    const at = (text: number, token: number) => data[(text * length + token) * neurons + 3] ?? NaN;
    const largest = inputIds.map((ids, text) => Math.max(...ids.map((_, token) => at(text, token))));
    expect(neuron.max).toBeCloseTo(Math.max(...largest), 5);
    for (const kind of EXAMPLE_KINDS)
      for (const { text, token, activation, id } of neuron.examples[kind]) {
        expect(activation).toBeCloseTo(at(text - 1, token), 5);
        expect(id).toBe(inputIds[text - 1]?.[token]);
      }
    expect(neuron.examples.top.map(({ activation }) => activation)).toEqual(
      neuron.examples.top.map(({ activation }) => activation).toSorted((a, b) => b - a),
    );
  });

  it('what is written is W_out through the unembedding, the norm’s gain folded in', async () => {
    const [neuron] = await neuronsFrom({ neurons: '0.5', written: 4 });
    const logits = await writtenBy(0, 5);
    const sorted = [...logits.keys()].toSorted((a, b) => (logits[b] ?? 0) - (logits[a] ?? 0));
    expect(neuron?.raises?.map(({ id }) => id)).toEqual(sorted.slice(0, 4));
    expect(neuron?.lowers?.map(({ id }) => id)).toEqual(sorted.slice(-4).toReversed());
    neuron?.raises?.forEach(({ id, logit }) => expect(logit).toBeCloseTo(logits[id] ?? NaN, 4));
  });

  it('a search finds those that write a token most, of all layers', async () => {
    const found = await neuronsFrom({ token: 'q', most: 3 });
    expect(found).toHaveLength(3);
    const [id = -1] = model.tokenizer?.encode('q').slice(-1) ?? [];
    expect(await neuronsFrom({ token: `#${id}`, most: 3 })).toEqual(found);
    for (const { layer, neuron, searched } of found)
      expect(searched).toBeCloseTo((await writtenBy(layer, neuron))[id] ?? NaN, 4);
    // The first is most of the token, whatever the scale of its activations.
    const lengths = await Promise.all(
      found.map(async ({ layer, neuron }) => Math.hypot(...(await directionOf(layer, neuron)))),
    );
    const shares = found.map(({ searched }, at) => Math.abs(searched ?? NaN) / (lengths[at] ?? NaN));
    expect(shares).toEqual(shares.toSorted((a, b) => b - a));
  });

  it('the same seed draws the same neurons and examples', async () => {
    const [first, second] = [
      await neuronsFrom({ most: 2, seed: 4 }),
      await neuronsFrom({ seed: 4, most: 2 }),
    ];
    expect(second).toEqual(first);
  });
});

it('an encoder’s neurons write no logits that could be read off', async () => {
  const [neuron] = await neuronsFrom({ neurons: '0.1' }, 'bert-novel-tiny');
  expect(neuron).toMatchObject({ raises: null, lowers: null });
  await expect(neuronsFrom({ token: 'sea' }, 'bert-novel-tiny')).rejects.toThrow(
    'cannot be searched by token',
  );
});

it.each([
  ['attn-only-2l', {}, 'has no feed-forward layers'],
  ['char-en', { neurons: '99.1' }, 'there is no 99.1'],
  ['char-en', { token: 'whale' }, 'neurons are searched by one'],
  ['char-en', { token: '#9999' }, 'is outside the vocabulary'],
])('%s %j is refused', async (name, options, message) => {
  await expect(neuronsFrom(options, name)).rejects.toThrow(message);
});

it('a model without tokenizer names tokens by their ids', async () => {
  const { engine } = workspace;
  const setId = await addSet(engine, 'ids', [{ original_ids: [1, 2, 3, 4], counterfactual_ids: [5, 6, 7] }]);
  const { id } = await engine.analyses.create({
    projectId: engine.defaultProject().id,
    kind: 'neurons',
    model: goldenFolder('gpt2'),
    setId,
    options: { neurons: '0.0' },
  });
  expect(await engine.analyses.finish({ id })).toMatchObject({ state: 'done', failed: 0 });
  const [neuron] = neuronsOf(engine.analyses.tensors({ id }));
  expect(neuron?.examples.top[0]?.word).toMatch(/^#\d$/);
  // The same texts as token ids with the question: the same examples.
  const given = await neuronsOfIds({ texts: [[1, 2, 3, 4], [5, 6, 7]] }); // prettier-ignore
  expect(given[0]?.examples.top).toEqual(neuron?.examples.top);
});

it.each([
  [{ texts: [] }, /has no text/],
  [{ texts: [[1, 2], []] }, /is a text without tokens/],
  [{ texts: [[1, 2], [3, 99999]] }, /texts\[1\].*99999/], // prettier-ignore
])('token ids %j are refused', async (inputs, message) => {
  await expect(neuronsOfIds(inputs)).rejects.toThrow(message);
});

async function neuronsOfIds(inputs: { texts: number[][] }) {
  const { engine } = workspace;
  const { id } = await engine.analyses.create({
    projectId: engine.defaultProject().id,
    kind: 'neurons',
    model: goldenFolder('gpt2'),
    inputs,
    options: { neurons: '0.0' },
  });
  expect(await engine.analyses.finish({ id })).toMatchObject({ state: 'done', failed: 0 });
  return neuronsOf(engine.analyses.tensors({ id }));
}
