/** Items of analyses as screens show them: what they are made of, and the attention of a head on them. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { z } from 'zod';
import { namedTensor, type NamedTensors } from '../../src/core/analyses/named-tensor.ts';
import { parseSafetensorsHeader, readSafetensors } from '../../src/core/checkpoints/safetensors.ts';
import type { AnalysisWork } from '../../src/main/engine/analyses/analysis-work.ts';
import { pairsOf } from '../../src/main/engine/analyses/subject-items.ts';
import { type Engine, openEngine } from '../../src/main/engine/engine.ts';
import { ANALYSIS_WORKS } from '../../src/main/engine/registries/analyses.ts';
import { readFigureRecord } from '../../src/main/engine/figures/figure-record.ts';
import type { Pair } from '../../src/shared/entities.ts';
import { figureSpec } from '../../src/shared/figures.ts';
import { GOLDEN_BERT, importPairs, randomPairs, temporaryFolder } from './workspace.ts';

/** A kind that is of pairs and says nothing of how they are shown: its value of a pair is its number. */
const ofPairs: AnalysisWork<Record<string, never>, Pair> = {
  definition: {
    kind: 'of-pairs',
    version: 1,
    title: 'Of pairs',
    summary: 'The number of each pair.',
    takes: ['pairs'],
    suits: () => true,
    unit: 'pairs',
    options: z.object({}),
    listed: true,
    keepsParts: true,
    tables: [],
    figures: [],
    findings: () => [],
  },
  usesModel: true,
  subjectHash: () => '',
  plan: (context) => pairsOf(context).set,
  sourceOf: ({ id }) => id,
  itemsPerBatch: () => 4,
  compute: (_context, pairs) =>
    Promise.resolve(
      pairs.map(
        ({ position }): NamedTensors =>
          new Map([['value', namedTensor({ layer: 1, head: 1 }, Float64Array.of(position))]]),
      ),
    ),
  // eslint-disable-next-line require-yield -- there is nothing to wait for
  *combine() {
    return new Map([['value', namedTensor({ layer: 1, head: 1 }, Float64Array.of(0))]]);
  },
};

const folder = temporaryFolder();
let engine: Engine;

beforeAll(async () => {
  engine = await openEngine({
    home: folder.path,
    shell: 'cli',
    works: { ...ANALYSIS_WORKS, 'of-pairs': ofPairs },
  });
});
afterAll(async () => {
  await engine.close();
  folder.remove();
});

async function itemOf(request: { id: number; position: number; layer: number; head: number }) {
  const bytes = new Uint8Array(await (await engine.itemViews.item(request)).arrayBuffer());
  const { metadata } = parseSafetensorsHeader(bytes);
  const statements = z
    .array(
      z.object({ name: z.string(), tokens: z.array(z.object({ id: z.int() })), marks: z.array(z.json()) }),
    )
    .parse(JSON.parse(metadata['statements'] ?? ''));
  return { statements, causal: metadata['causal'], tensors: readSafetensors(bytes) };
}

/** The pattern of one head as a probe of the same ids has it. */
async function probed(model: string, ids: number[], layer: number, head: number): Promise<Float32Array> {
  const bytes = await (await engine.models.probe({ name: model, ids })).arrayBuffer();
  const pattern = readSafetensors(new Uint8Array(bytes)).get('pattern');
  const [, heads = 0, n = 0] = pattern?.shape ?? [];
  const from = (layer * heads + head) * n * n;
  return pattern?.data.subarray(from, from + n * n) ?? new Float32Array();
}

describe('an item that its kind has drawn', () => {
  let id: number;
  beforeAll(async () => {
    const planned = await engine.analyses.create({
      projectId: engine.defaultProject().id,
      kind: 'induction',
      model: 'attn-only-2l',
      options: { sequences: 10, length: 6 },
    });
    ({ id } = await engine.analyses.finish(planned));
  });

  it('is its statements with the attention of the head, as a probe has it', async () => {
    const { statements, causal, tensors } = await itemOf({ id, position: 3, layer: 1, head: 2 });
    expect(causal).toBe('true');
    expect(statements.map(({ name, tokens }) => [name, tokens.length])).toEqual([
      ['repeated', 13],
      ['control', 13],
    ]);
    for (const [index, { tokens }] of statements.entries()) {
      const ids = tokens.map((token) => token.id);
      expect(tensors.get(`pattern_${index}`)).toEqual({
        shape: [13, 13],
        data: await probed('attn-only-2l', ids, 1, 2),
      });
    }
    const [repeated] = statements;
    const ids = repeated?.tokens.map((token) => token.id) ?? [];
    expect(ids.slice(7)).toEqual(ids.slice(1, 7));
  });

  it('is a figure of each statement, with the same numbers, drawn again from its file to the same bytes', async () => {
    const spec = figureSpec.parse({
      kind: 'item-text',
      analysisId: id,
      position: 3,
      statement: 1,
      layer: 1,
      head: 2,
    });
    const file = async (of: typeof spec, format: 'csv' | 'svg') =>
      Buffer.from(await engine.exports.figureFile({ spec: of, format, theme: 'light' }));
    const { tensors } = await itemOf({ id, position: 3, layer: 1, head: 2 });
    const values = (await file(spec, 'csv'))
      .toString()
      .trim()
      .split('\n')
      .slice(1)
      .map((line) => Number(line.split(',').at(-1)));
    // What the mask forbids is blank in the one and 0 in the other.
    expect(values).toEqual(Array.from(tensors.get('pattern_1')?.data ?? []));
    const svg = await file(spec, 'svg');
    expect(svg.toString()).toContain('item 4, control (n = 1 statement, 13 tokens)');
    const record = readFigureRecord(svg, 'figure.svg');
    expect(svg.equals(await file(figureSpec.parse(record.spec), 'svg'))).toBe(true);
    await expect(file({ ...spec, statement: 2 } as typeof spec, 'svg')).rejects.toMatchObject({
      code: 'NOT_FOUND',
      message: expect.stringContaining('has 2 statements') as string,
    });
  });

  it('its values by item are those of its parts, and the score of the item can be read off its pattern', async () => {
    const { values } = await engine.readings.quick.itemValues({ id, name: 'score', index: 1 * 4 + 2 });
    const { tensors } = await itemOf({ id, position: 3, layer: 1, head: 2 });
    const pattern = tensors.get('pattern_0')?.data ?? new Float32Array();
    // P[i, i - 5] for i = 8..12, the second copy without its first token.
    const expected = [8, 9, 10, 11, 12].reduce((sum, i) => sum + (pattern[i * 13 + i - 5] ?? 0), 0) / 5;
    expect(values[3]).toBeCloseTo(expected, 6);
  });

  it('is spelled as text', async () => {
    const [text] = await engine.itemViews.texts({ id, positions: [3] });
    expect(text).toMatchObject({ position: 3, source: null });
    expect(text?.statements.map(({ name }) => name)).toEqual(['repeated', 'control']);
    expect(text?.statements[0]?.text.split(' ').length).toBeGreaterThan(6);
  });

  it.each([
    [{ position: 10, layer: 0, head: 0 }, /has no item 10 that can be shown/],
    [{ position: 0, layer: 2, head: 0 }, /no head 0 in layer 2: the model has 2 layers of 4 heads/],
    [{ position: 0, layer: 0, head: 4 }, /no head 4 in layer 0/],
  ])('that is not there is refused: %j', async (request, message) => {
    await expect(engine.itemViews.item({ id, ...request })).rejects.toThrow(message);
  });
});

describe('an item that is a pair', () => {
  it('is its statements, also when the pair has been removed since', async () => {
    const pairs = randomPairs(6, 5);
    const setId = await importPairs(engine, 'pairs', pairs);
    const planned = await engine.analyses.create({
      projectId: engine.defaultProject().id,
      kind: 'of-pairs',
      model: GOLDEN_BERT,
      setId,
    });
    const { id, state } = await engine.analyses.finish(planned);
    expect(state).toBe('done');
    const before = await engine.itemViews.texts({ id, positions: [4, 1] });
    expect(before.map(({ position }) => position)).toEqual([4, 1]);
    expect(before[0]?.statements).toEqual([
      { name: 'original', text: pairs[4]?.original.join(' ') },
      { name: 'counterfactual', text: pairs[4]?.counterfactual.join(' ') },
    ]);
    engine.sets.removePairs({ ids: [before[0]?.source ?? 0] });
    const { statements, tensors, causal } = await itemOf({ id, position: 4, layer: 1, head: 3 });
    expect(causal).toBe('false');
    expect(statements.map(({ tokens }) => tokens.map((token) => token.id))).toEqual([
      pairs[4]?.original,
      pairs[4]?.counterfactual,
    ]);
    expect(tensors.get('pattern_1')?.data).toEqual(
      await probed(GOLDEN_BERT, [...(pairs[4]?.counterfactual ?? [])], 1, 3),
    );
    await expect(engine.itemViews.texts({ id, positions: [6] })).rejects.toThrow(/item of analysis/);
  });
});

describe('an item of a set that has changed since', () => {
  it('is not another one’s, and is itself again when the change is taken back', async () => {
    const setId = await importPairs(engine, 'changing', randomPairs(4, 7));
    const planned = await engine.analyses.create({
      projectId: engine.defaultProject().id,
      kind: 'norms',
      model: GOLDEN_BERT,
      setId,
    });
    const { id, state } = await engine.analyses.finish(planned);
    expect(state).toBe('done');
    const [first, last] = await engine.itemViews.texts({ id, positions: [0, 5] });
    engine.sets.removePairs({ ids: [first?.source ?? 0] });
    // In a plan of today another statement stands there.
    const anew = await openEngine({ home: folder.path, shell: 'cli', readonly: true });
    await expect(anew.itemViews.texts({ id, positions: [5] })).rejects.toMatchObject({ code: 'CONFLICT' });
    engine.sets.restorePairs({ ids: [first?.source ?? 0] });
    expect(await anew.itemViews.texts({ id, positions: [5] })).toEqual([last]);
    await anew.close();
  });
});
