/** The kinds `attribution` and `lens` through the engine: token ids against the reference, sets, single texts, refusals. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { attribution } from '../../src/core/analyses/attribution/definition.ts';
import { lens } from '../../src/core/analyses/lens/definition.ts';
import { type NamedTensors, scalarOf, tensorOf } from '../../src/core/analyses/named-tensor.ts';
import { parseSafetensorsHeader, readSafetensors } from '../../src/core/checkpoints/safetensors.ts';
import { attributionFacts } from '../../src/core/analyses/attribution/text-attribution.ts';
import { goldenFolder } from './parity.ts';
import { addSet, openWorkspace, type Workspace } from './workspaces.ts';

const TOLERANCE = 2e-5;
const FOLDER = join(import.meta.dirname, '../fixtures/analyses/attribution');

interface Case {
  targets: number[];
  logits: number[];
  top_neurons: { layer: number; neuron: number; contribution: number }[];
  logit_lens: { ids: number[]; values: number[] }[];
  target_ranks: number[][];
}

let workspace: Workspace;
beforeAll(async () => {
  workspace = await openWorkspace();
});
afterAll(() => workspace.dispose());

function create(kind: string, model: string, subject: Record<string, unknown>) {
  const { engine } = workspace;
  return engine.analyses.create({ projectId: engine.defaultProject().id, kind, model, ...subject });
}

async function resultOf(
  kind: string,
  model: string,
  subject: Record<string, unknown>,
): Promise<NamedTensors> {
  const { id } = await create(kind, model, subject);
  expect(await workspace.engine.analyses.finish({ id })).toMatchObject({ state: 'done', failed: 0 });
  return workspace.engine.analyses.tensors({ id });
}

const near = (value: number | undefined, wanted: number | undefined, what: string) => {
  if (!(Math.abs((value ?? NaN) - (wanted ?? NaN)) <= TOLERANCE))
    expect.fail(`${what}: ${value}, not ${wanted}`);
};

describe.each(['bert', 'distilbert', 'roberta', 'gpt2', 'gpt_neox'])('%s, token ids', (family) => {
  const inputs = JSON.parse(readFileSync(join(FOLDER, `${family}.json`), 'utf8')) as { cases: Case[] };
  const expected = readSafetensors(readFileSync(join(FOLDER, `${family}.safetensors`)));

  it('every key of dla.N, and the neurons that add most', async () => {
    const result = await resultOf('attribution', goldenFolder(family), { inputs });
    for (const [name, { shape, data }] of expected) {
      if (!name.startsWith('dla.')) continue;
      const own = tensorOf(result, name);
      expect(own.shape, name).toEqual([...shape]);
      data.forEach((value, at) => near(own.data[at], value, `${name} ${at}`));
    }
    inputs.cases.forEach(({ top_neurons: top, targets, logits }, n) => {
      expect([...tensorOf(result, `dla.${n}.top_neurons`).data]).toEqual(
        top.flatMap(({ layer, neuron }) => [layer, neuron]),
      );
      top.forEach(({ contribution }, at) =>
        near(tensorOf(result, `dla.${n}.top_neuron_values`).data[at], contribution, 'neuron'),
      );
      expect([...tensorOf(result, `dla.${n}.targets`).data]).toEqual(targets);
      logits.forEach((value, at) => near(tensorOf(result, `dla.${n}.logit`).data[at], value, 'logit'));
    });
    const [table] = attribution.tables;
    const rows = [...table.rows(result)];
    expect(rows[0]?.slice(0, 5)).toEqual([0, 10, inputs.cases[0]?.targets[0], 'embed', null]);
    for (const row of rows) expect(row).toHaveLength(table.columns.length);
  });

  it('logit_lens.N with its ranks; tokens that are not named are the two ranked first', async () => {
    const cases = inputs.cases.map((one) => ({ ...one, targets: undefined }));
    const result = await resultOf('lens', goldenFolder(family), { inputs: { ...inputs, cases } });
    inputs.cases.forEach((one, n) => {
      const of = (name: string) => tensorOf(result, `logit_lens.${n}.${name}`);
      expect([...of('target_ids').data]).toEqual(one.targets);
      expect(of('target_ranks').shape).toEqual([one.target_ranks.length, 2]);
      expect([...of('target_ranks').data]).toEqual(one.target_ranks.flat());
      expect([...of('ids').data]).toEqual(one.logit_lens.flatMap(({ ids }) => ids));
      one.logit_lens
        .flatMap(({ values }) => values)
        .forEach((value, at) => near(of('values').data[at], value, 'top'));
      expected
        .get(`logit_lens.${n}.targets`)
        ?.data.forEach((value, at) => near(of('targets').data[at], value, 'lens'));
    });
    for (const row of lens.tables[0].rows(result)) expect(row).toHaveLength(lens.tables[0].columns.length);
  });
});

describe('sets', () => {
  const pairs = [
    ['The door is open.', 'The door is not open.'],
    ['She left early.', 'She never left early.'],
    ['They like the soup.', 'They do not like the soup.'],
    ['The dog was in the garden.', 'The dog was not in the garden.'],
  ] as const;
  let setId: number;
  beforeAll(async () => {
    const rows = pairs.map(([original, counterfactual]) => ({ original, counterfactual }));
    setId = await addSet(workspace.engine, 'few', rows);
  });

  it.each(['attn-only-2l', 'char-en', 'bert-novel-tiny'])(
    '%s: parts add up, less what drawn tokens get',
    async (model) => {
      const result = await resultOf('attribution', model, { setId, options: { seed: 4 } });
      expect(scalarOf(result, 'attribution.largest_gap')).toBeLessThan(TOLERANCE);
      const logit = tensorOf(result, 'attribution.logit_by_text').data;
      expect(logit).toHaveLength(8);
      const { data } = tensorOf(result, 'attribution.heads');
      const control = tensorOf(result, 'attribution.heads_control').data;
      tensorOf(result, 'attribution.heads_difference').data.forEach((value, at) =>
        expect(value).toBeCloseTo((data[at] ?? NaN) - (control[at] ?? NaN), 9),
      );
      // What a head adds is what it takes from all roles of tokens.
      const sources = tensorOf(result, 'attribution.sources').data;
      data.forEach((value, at) => {
        let sum = 0;
        for (let role = 0; role < 5; role++) sum += sources[role * data.length + at] ?? NaN;
        expect(sum).toBeCloseTo(value, 5);
      });
      expect(result.has('attribution.neurons')).toBe(model !== 'attn-only-2l');
      expect(attribution.findings(result).join(' ')).toContain('n = 8 texts');
      for (const table of attribution.tables)
        for (const row of table.rows(result)) expect(row).toHaveLength(table.columns.length);
    },
  );

  it('a model without layers is its embeddings; a difference of two tokens has no control', async () => {
    const none = await resultOf('attribution', 'attn-only-0l', { setId });
    expect(none.has('attribution.heads')).toBe(false);
    expect(scalarOf(none, 'attribution.largest_gap')).toBeLessThan(TOLERANCE);
    expect(attribution.findings(none)[0]).toContain('no heads');
    const options = { target: '#40', against: '#41' };
    const two = await resultOf('attribution', 'attn-only-1l', { setId, options });
    expect(two.has('attribution.heads_control')).toBe(false);
    expect(scalarOf(two, 'attribution.largest_gap')).toBeLessThan(TOLERANCE);
    expect(attribution.findings(two).join(' ')).toContain('no control');
  });

  it('answers of pairs against their wrong ones, the other way round in the counterfactual', async () => {
    const { engine } = workspace;
    const rows = [
      { original: 'The cat saw the', counterfactual: 'The dog saw the', answer: 'man', wrong_answer: 'him' },
    ];
    const content = new Blob(rows.map((row) => JSON.stringify(row)));
    const projectId = engine.defaultProject().id;
    const { set } = await engine.sets.import({ projectId, name: 'answers', fileName: 'a.jsonl', content });
    const result = await resultOf('attribution', 'attn-only-2l', {
      setId: set.id,
      options: { explained: 'answer' },
    });
    const [man, him] = tensorOf(result, 'attribution.target').data;
    expect(man).not.toBe(him);
    const options = { target: `#${man}`, against: `#${him}` };
    const named = await resultOf('attribution', 'attn-only-2l', { setId: set.id, options });
    const [first, second] = tensorOf(result, 'attribution.logit_by_text').data;
    const [same, turned] = tensorOf(named, 'attribution.logit_by_text').data;
    expect(first).toBeCloseTo(same ?? NaN, 6);
    expect(second).toBeCloseTo(-(turned ?? NaN), 6);
    await expect(create('lens', 'attn-only-2l', { setId, options: { explained: 'answer' } })).rejects.toThrow(
      'no pair of the set has an answer',
    );
  });

  it('the lens ends where the model does', async () => {
    const result = await resultOf('lens', 'char-en', { setId });
    const agrees = tensorOf(result, 'lens.agrees').data;
    expect(agrees.at(-1)).toBe(1);
    expect(lens.findings(result)).toHaveLength(4);
    expect(tensorOf(result, 'lens.log_probability_by_text').shape).toEqual([8, agrees.length]);
  });

  it('refuses in words', async () => {
    await expect(create('attribution', 'all-MiniLM-L6-v2', { setId })).rejects.toThrow(
      'no language-model head',
    );
    await expect(
      create('attribution', 'attn-only-2l', { setId, options: { target: 'unforeseeable' } }),
    ).rejects.toThrow(/target “unforeseeable” is \d+ tokens/);
    await expect(create('lens', 'attn-only-2l', { setId, options: { target: '#99999999' } })).rejects.toThrow(
      'outside the vocabulary',
    );
    const inputs = { texts: [[5, 6, 7]], cases: [{ text: 0, position: 3 }] };
    await expect(create('attribution', goldenFolder('gpt2'), { inputs })).rejects.toThrow(
      'text 0 has 3 tokens',
    );
    await expect(
      create('lens', goldenFolder('gpt2'), { inputs: { ...inputs, cases: [{ text: 1, position: 0 }] } }),
    ).rejects.toThrow('case 0 is of text 1; there are 1');
    const many = {
      texts: [Array.from({ length: 64 }, () => 5)],
      cases: Array.from({ length: 10_000 }, () => ({
        text: 0,
        position: 3,
        targets: Array.from({ length: 16 }, () => 5),
      })),
    };
    await expect(create('attribution', 'attn-only-2l', { inputs: many })).rejects.toMatchObject({
      code: 'INPUT_INVALID',
      message: expect.stringMatching(/10000 cases would come to \d+ numbers.*fewer cases/) as string,
    });
  });
});

describe('single texts', () => {
  const text = 'The old man went down to the river.';

  it.each(['attn-only-2l', 'char-en', 'bert-novel-tiny'])(
    '%s: what is foretold, and what it comes from',
    async (name) => {
      const { textReadings } = workspace.engine;
      const { tokens, positions } = await textReadings.predictions({ name, text });
      expect(positions).toHaveLength(tokens.length);
      const position = tokens.length - 2;
      const file = new Uint8Array(
        await (await textReadings.attribution({ name, text, position, neuronsOf: 0 })).arrayBuffer(),
      );
      const facts = attributionFacts.parse(JSON.parse(parseSafetensorsHeader(file).metadata['facts'] ?? ''));
      expect(Math.abs(facts.total - facts.logit)).toBeLessThan(TOLERANCE);
      const first = positions[position]?.top[0];
      expect(facts.target).toMatchObject({ id: first?.id, text: first?.text });
      expect(facts.target.probability).toBeCloseTo(first?.probability ?? NaN, 4);
      const { shape, data } = readSafetensors(file).get('attention') ?? expect.unreachable();
      const looked = data.slice(0, shape[2]);
      expect(looked.reduce((sum: number, value) => sum + value, 0)).toBeCloseTo(1, 5);
      const grid = await textReadings.lens({ name, text });
      const last = grid.streams.at(-1) ?? expect.unreachable();
      expect(last.map(({ top }) => top.id)).toEqual(positions.map(({ top }) => top[0]?.id));
      expect(last.every(({ rank }) => rank === 1)).toBe(true);
      await expect(textReadings.attribution({ name, text, position: 999 })).rejects.toThrow(
        'outside the text',
      );
    },
  );

  it('what nobody waits for any more ends cancelled', async () => {
    const { textReadings, models } = workspace.engine;
    const given = AbortSignal.abort();
    const asked = { name: 'attn-only-2l', text };
    await Promise.all(
      [
        models.probe(asked, given),
        textReadings.predictions(asked, given),
        textReadings.attribution({ ...asked, position: 1 }, given),
        textReadings.lens(asked, given),
      ].map((reading) => expect(reading).rejects.toMatchObject({ code: 'CANCELLED' })),
    );
  });

  it('a model without a head foretells nothing', async () => {
    const input = { name: 'all-MiniLM-L6-v2', text };
    await expect(workspace.engine.textReadings.predictions(input)).rejects.toThrow('no language-model head');
  });
});
