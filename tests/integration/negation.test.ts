/** Negation: held to PyTorch on token ids; cues, neutrals, controls and bad input on sets. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { countsOf } from '../../src/core/analyses/negation/counts.ts';
import { comparisonOf, headRows, statisticsAt } from '../../src/core/analyses/negation/rows.ts';
import { tensorOf } from '../../src/core/analyses/named-tensor.ts';
import { readSafetensors } from '../../src/core/checkpoints/safetensors.ts';
import { pairWords } from '../../src/core/analyses/negation/words.ts';
import { LEXICONS } from '../../src/core/negation/lexicon.ts';
import { prepareCues } from '../../src/main/engine/analyses/negation/prepare-cues.ts';
import { ModelLibrary } from '../../src/main/engine/models/library.ts';
import { resourcesDir } from '../../src/main/engine/paths.ts';
import { idPair, type PairContent, textPair } from '../../src/main/engine/sets/pair-content.ts';
import { setFile } from '../../src/main/engine/sets/write-set.ts';
import { itemValues } from '../../src/main/engine/store/analysis-results.ts';
import type { AnalysisRequest } from '../../src/main/engine/analyses/subject.ts';
import golden from '../fixtures/analyses/bert/negation.json' with { type: 'json' };
import { addSet, openWorkspace, type TextPair, type Workspace } from './workspaces.ts';

const fixtures = join(import.meta.dirname, '../fixtures');
const BERT = join(fixtures, 'golden/bert');
const MINILM = 'all-MiniLM-L6-v2';

let workspace: Workspace;
beforeAll(async () => {
  workspace = await openWorkspace();
});
afterAll(() => workspace.dispose());

const projectId = () => workspace.engine.defaultProject().id;

async function resultOf(request: Omit<AnalysisRequest, 'projectId' | 'kind'>) {
  const { analyses } = workspace.engine;
  const { id } = await analyses.create({ projectId: projectId(), kind: 'negation', ...request });
  const analysis = await analyses.finish({ id });
  expect(analysis).toMatchObject({ state: 'done', failed: 0 });
  return { id, analysis, result: analyses.tensors({ id }) };
}

describe('token ids, against PyTorch in float64', () => {
  const expected = readSafetensors(readFileSync(join(fixtures, 'analyses/bert/negation.safetensors')));

  it('every key within its tolerance', async () => {
    const { result } = await resultOf({ model: BERT, inputs: golden });
    expect([...tensorOf(result, 'negation.distances').data]).toEqual(golden.distances);
    const worst = new Map<string, number>();
    for (const [name, { shape, data }] of expected) {
      const own = tensorOf(result, name);
      expect(own.shape, name).toEqual(shape);
      const key = name.replace(/\d+/u, 'N');
      data.forEach((value, index) => {
        const actual = own.data[index] ?? 0;
        if (Number.isNaN(value)) expect(actual, name).toBeNaN();
        else worst.set(key, Math.max(worst.get(key) ?? 0, Math.abs(actual - value)));
      });
    }
    for (const [key, gap] of worst) expect(gap, key).toBeLessThan(key.includes('radius') ? 3e-4 : 2e-5);
    // Of an encoder the ratio that is tested is the lift of the reference.
    const ratios = headRows(result, 'to_cue_ratio').map(({ mean }) => mean);
    const lifts = [0, 1, 2].map((pair) => tensorOf(result, `negation.${pair}.lift`).data);
    ratios.forEach((mean, place) =>
      expect(mean).toBeCloseTo(lifts.reduce((sum, lift) => sum + (lift[place] ?? 0), 0) / 3, 12),
    );
  });
});

/** A set out of a file, as a person has it. */
function createSet(name: string, pairs: readonly PairContent[]): Promise<number> {
  const lines = [...setFile([pairs], 'jsonl', EVERY_COLUMN)];
  return addSet(
    workspace.engine,
    name,
    lines.flatMap((line) => line.trim().split('\n')).map((line) => JSON.parse(line) as TextPair),
  );
}
const EVERY_COLUMN = {
  neutral: true,
  cluster: true,
  cues: true,
  scope: true,
  answer: true,
  wrongAnswer: true,
  label: true,
};

const NOTS = ['good', 'long', 'old', 'new', 'short', 'cheap', 'loud'].map((word) =>
  textPair('copula', `The film was ${word}.`, `The film was not ${word}.`, {
    neutral: `The film was very ${word}.`,
  }),
);

describe('sets', () => {
  it('every pair against its neutral, by label; the lexicon is on record', async () => {
    const { id, analysis, result } = await resultOf({ model: MINILM, setId: await createSet('nots', NOTS) });
    expect(analysis.options['cues']).toEqual(LEXICONS.english);
    expect(comparisonOf(result)).toBe('paired');
    expect(countsOf(result)).toMatchObject({ pairs: 7, measured: 7, compared: 7, noCue: 0 });
    const heads = headRows(result, 'to_cue_ratio');
    expect(heads).toHaveLength(72);
    // Of all heads the one that is known to look at negations (docs/analyses/negation.md).
    const most = heads.toSorted((a, b) => (b.difference ?? 0) - (a.difference ?? 0))[0];
    expect(most).toMatchObject({ layer: 5, head: 9 });
    // What was measured of each pair stays: here of head 9 of layer 5.
    const values = itemValues(workspace.engine.store.database, id, { name: 'set_values', index: 5 * 12 + 9 });
    expect(values.values).toHaveLength(7);
    const mean = values.values.reduce<number>((sum, value) => sum + (value ?? 0), 0) / 7;
    expect(mean).toBeCloseTo(most?.mean ?? 0, 12);
  });

  it('against a control set, and in a decoder, where two-way attention is undefined', async () => {
    const set = await createSet(
      'nots alone',
      NOTS.map((pair) => ({ ...pair, neutral: null })),
    );
    const control = await createSet(
      'verys',
      NOTS.map(({ original, neutral }) => textPair(null, original ?? '', neutral ?? '')),
    );
    const { result } = await resultOf({ model: 'attn-only-2l', setId: set, controlSetId: control });
    // Seven words that its tokenizer cuts in seven ways have no shape in common.
    expect(comparisonOf(result)).toBe('unadjusted');
    expect(countsOf(result)).toMatchObject({ measured: 7, controlPairs: 7 });
    expect(pairWords(countsOf(result), 'unadjusted')).toContain('Not adjusted for the shape of the changes.');
    expect(statisticsAt(result, 'bidirectional_all_heads')).toMatchObject({ n: 0, mean: null });
    expect(statisticsAt(result, 'to_cue_ratio_all_heads').n).toBe(7);
  });

  it('marked by hand: cues and scope go before the lexicon and the rule', async () => {
    const text = 'The film was far from good, or long.';
    const marked = NOTS.slice(0, 1).map(({ original }) =>
      textPair(null, original ?? '', text, {
        cues: [[text.indexOf('far'), text.indexOf(' good')]],
        scope: [[text.indexOf('long'), text.length - 1]],
      }),
    );
    const { result } = await resultOf({ model: MINILM, setId: await createSet('marked', marked) });
    expect(countsOf(result)).toMatchObject({ measured: 1, noCue: 0 });
    const [pair] = marked;
    const model = await new ModelLibrary({ home: workspace.folder, resources: resourcesDir() }).open(MINILM);
    const prepared = prepareCues(pair as PairContent, 'set', model, []);
    // [CLS] the film was far from good , or long . [SEP]
    expect(prepared).toMatchObject({
      statement: { cues: { tokens: 12, cues: [4, 5], special: [0, 11], words: [[9]] } },
    });
    await model.close();
  });

  it('token ids of a set: cues are those that are marked', async () => {
    const pairs = [
      idPair(null, [8, 49, 72], [8, 60, 49, 72], {
        neutral: [8, 61, 49, 72],
        cues: [[1, 2]],
        scope: [[2, 4]],
      }),
      idPair(null, [8, 49, 73], [8, 60, 49, 73]),
    ];
    const { result } = await resultOf({ model: BERT, setId: await createSet('ids', pairs) });
    expect(countsOf(result)).toMatchObject({ measured: 1, noCue: 1 });
  });

  it('pairs without a cue, too long and of the same tokens are counted, not measured', async () => {
    const long = `The film was ${'very '.repeat(600)}good.`;
    const pairs = [
      ...NOTS,
      textPair(null, 'The film was good.', 'The film was bad.'),
      textPair(null, long, `${long} It was not bad.`),
      textPair(null, 'Never.', 'NEVER.'),
      // A text of one token beside its special ones, and a cue with nothing in its scope.
      textPair(null, 'Yes', 'No'),
    ];
    const { result } = await resultOf({ model: MINILM, setId: await createSet('mixed', pairs) });
    expect(countsOf(result)).toMatchObject({
      pairs: 11,
      measured: 8,
      noCue: 1,
      tooLong: 1,
      same: 1,
      noNeutral: 1,
    });
    expect(headRows(result, 'to_cue_ratio')[0]).toMatchObject({ n: 7 });
  });
});

describe('bad input, in words', () => {
  const create = (request: Omit<AnalysisRequest, 'projectId' | 'kind'>) =>
    workspace.engine.analyses.create({ projectId: projectId(), kind: 'negation', ...request });

  it('a set without any cue', async () => {
    const setId = await createSet('no cue', [textPair(null, 'The film was good.', 'The film was bad.')]);
    await expect(create({ model: MINILM, setId })).rejects.toThrow(
      "no pair of “no cue” has a negation cue: none of its counterfactuals has one of the words not, n't, no, never, none, nobody, nothing, nowhere and 7 more. Choose a set of negations, give it a lexicon of its own, or mark the cues of its pairs",
    );
    // With a word of its own it has.
    const analysis = await create({ model: MINILM, setId, options: { cues: ['bad'] } });
    expect(analysis.options['cues']).toEqual(['bad']);
    await expect(create({ model: MINILM, setId, options: { cues: ['('] } })).rejects.toThrow('is no word');
  });

  it.each<[string, Omit<AnalysisRequest, 'projectId' | 'kind'>, RegExp]>([
    ['nothing', { model: MINILM }, /Negation is of a set of pairs or token ids: name one/],
    [
      'a model without layers',
      { model: 'attn-only-0l', inputs: golden },
      /attn-only-0l has no layers, and so no heads/,
    ],
    [
      'ids outside the vocabulary',
      {
        model: BERT,
        inputs: {
          pairs: [
            { ...golden.pairs[0], counterfactual: [1, 107], cues: [0], words: [], special: [], aligned: [] },
          ],
        },
      },
      /pairs\[0\] has id 107 at position 1; the vocabulary has ids 0 to 106/,
    ],
    [
      'a cue beyond the statement',
      { model: BERT, inputs: { pairs: [{ ...golden.pairs[0], cues: [12] }] } },
      /pairs\[0\]\.cues has position 12; there are 12 tokens, counted from 0/,
    ],
    [
      'no cue',
      { model: BERT, inputs: { pairs: [{ ...golden.pairs[0], cues: [] }] } },
      /these are no token ids as negation reads them: .*cues/,
    ],
    [
      'texts for a model without tokenizer',
      { model: BERT, setId: -1 },
      /bert has no tokenizer: it takes pairs of token ids/,
    ],
  ])('%s', async (_what, request, words) => {
    const setId = request.setId === -1 ? await createSet('texts', NOTS) : undefined;
    await expect(create({ ...request, ...(setId !== undefined && { setId }) })).rejects.toThrow(words);
  });
});

it('a set has the lexicon of its language, or one of its own; either is edited, and what was planned keeps its words', async () => {
  const { engine } = workspace;
  const setId = await createSet('edited', NOTS);
  const hebrew = await createSet('hebrew', [textPair(null, 'הוא בא', 'הוא לא בא')]);
  expect(engine.sets.cueLexicon({ setId })).toEqual({
    language: 'english',
    words: [...LEXICONS.english],
    isOwn: false,
    ofLanguage: null,
  });
  expect(engine.sets.cueLexicon({ setId: hebrew })).toMatchObject({ language: 'hebrew', isOwn: false });
  const planned = await engine.analyses.create({
    projectId: projectId(),
    kind: 'negation',
    model: MINILM,
    setId,
  });
  engine.sets.saveCueLexicon({ setId, of: 'language', words: ['not', 'few'] });
  expect(engine.sets.cueLexicon({ setId })).toMatchObject({ words: ['not', 'few'], isOwn: false });
  expect(engine.sets.cueLexicon({ setId: hebrew }).words).toEqual(LEXICONS.hebrew);
  // A language that is named is the one that is written, of whichever language the set is now.
  engine.sets.saveCueLexicon({
    setId: hebrew,
    of: 'language',
    language: 'english',
    words: ['not', 'few', 'nor'],
  });
  expect(engine.sets.cueLexicon({ setId: hebrew }).words).toEqual(LEXICONS.hebrew);
  expect(engine.sets.cueLexicon({ setId }).words).toEqual(['not', 'few', 'nor']);
  engine.sets.saveCueLexicon({ setId, of: 'language', words: ['not', 'few'] });
  engine.sets.saveCueLexicon({ setId, of: 'set', words: ['not', 'rarely'] });
  expect(engine.sets.cueLexicon({ setId })).toMatchObject({
    words: ['not', 'rarely'],
    isOwn: true,
    ofLanguage: ['not', 'few'],
  });
  const again = await engine.analyses.create({
    projectId: projectId(),
    kind: 'negation',
    model: MINILM,
    setId,
  });
  expect(again.options['cues']).toEqual(['not', 'rarely']);
  expect(engine.analyses.get({ id: planned.id }).options['cues']).toEqual(LEXICONS.english);
  engine.sets.saveCueLexicon({ setId, of: 'set', words: null });
  engine.sets.saveCueLexicon({ setId, of: 'language', words: null });
  expect(engine.sets.cueLexicon({ setId }).words).toEqual(LEXICONS.english);
});
