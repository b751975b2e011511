/** Induction, held to PyTorch on golden checkpoints of five families and to what is known of the attention-only models. */
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { inductionHeads } from '../../src/core/analyses/induction/heads.ts';
import { INDUCTION_SCORES } from '../../src/core/analyses/induction/scores.ts';
import { inductionOptions } from '../../src/core/analyses/induction/options.ts';
import { type NamedTensors, scalarOf, tensorOf } from '../../src/core/analyses/named-tensor.ts';
import { planSequences, type RepeatedSequence } from '../../src/core/analyses/induction/sequences.ts';
import { SETUP_KEYS, SETUPS } from '../../src/core/analyses/induction/trials.ts';
import { randomSource } from '../../src/core/statistics/random.ts';
import { finish } from '../../src/core/statistics/steps.ts';
import type { SequenceItem } from '../../src/main/engine/analyses/induction/items.ts';
import { inductionWork } from '../../src/main/engine/analyses/induction/induction-work.ts';
import type { AnalysisWork } from '../../src/main/engine/analyses/analysis-work.ts';
import { plannedItems } from '../../src/main/engine/analyses/planned-items.ts';
import { ModelLibrary } from '../../src/main/engine/models/library.ts';
import { resourcesDir } from '../../src/main/engine/paths.ts';
import evaluation from '../../resources/models/attn-only-2l/evaluation.json' with { type: 'json' };
import { inductionFixture } from './analysis-fixtures.ts';
import { openWorkspace, type Workspace } from './workspaces.ts';

const TOLERANCE = 2e-5;
const golden = (family: string) => join(import.meta.dirname, '../fixtures/golden', family);

let workspace: Workspace;
beforeAll(async () => {
  workspace = await openWorkspace();
});
afterAll(() => workspace.dispose());

interface Request {
  readonly options?: Record<string, unknown>;
  readonly inputs?: Record<string, unknown>;
  readonly textSetId?: number;
}

function create(model: string, request: Request = {}) {
  const { engine } = workspace;
  return engine.analyses.create({
    projectId: engine.defaultProject().id,
    kind: 'induction',
    model,
    ...request,
  });
}

async function resultOf(model: string, request: Request = {}): Promise<NamedTensors> {
  const { id } = await create(model, request);
  const { analyses } = workspace.engine;
  expect(await analyses.finish({ id })).toMatchObject({ state: 'done', failed: 0 });
  return analyses.tensors({ id });
}

/** What the kind computes of sequences that are given with their controls. */
async function measured(
  nameOrFolder: string,
  length: number,
  sequences: readonly RepeatedSequence[],
): Promise<{ parts: readonly NamedTensors[]; result: NamedTensors }> {
  const model = await library().open(nameOrFolder);
  const context = {
    model,
    subject: { kind: 'model' as const },
    runId: null,
    database: workspace.engine.store.database,
  };
  const options = { ...inductionOptions.parse({}), length };
  const items = sequences.map((sequence): SequenceItem => ({
    kind: 'sequence',
    ...sequence,
    isDrawn: false,
  }));
  const parts = await inductionWork.compute(context, items, options);
  const placed = parts.map((part, position) => ({ position, part }));
  const result = finish(inductionWork.combine(context, placed, options));
  await model.close();
  return { parts, result };
}

const library = () => new ModelLibrary({ home: workspace.folder, resources: resourcesDir() });

const of = (result: NamedTensors, name: string) => tensorOf(result, `induction.${name}`);
const numberOf = (result: NamedTensors, name: string) => scalarOf(result, `induction.${name}`) ?? Number.NaN;

/** The largest absolute difference of numbers, in whatever arrays they lie. */
function furthest(actual: ArrayLike<number>, expected: unknown): number {
  const flat = [expected].flat(Infinity).map(Number);
  expect(actual).toHaveLength(flat.length);
  return Math.max(...Array.from(actual, (value, index) => Math.abs(value - (flat[index] ?? Number.NaN))));
}

describe.each(['gpt2', 'gpt_neox'])('%s against PyTorch', (family) => {
  const { inputs, expected } = inductionFixture(family);
  let result: NamedTensors;
  beforeAll(async () => {
    result = await resultOf(golden(family), { inputs });
  });

  it.each([...INDUCTION_SCORES, 'score_by_sequence', 'loss_by_position'])('%s', (name) => {
    expect(furthest(of(result, name).data, expected[`induction.${name}`])).toBeLessThan(TOLERANCE);
  });

  it('losses of the copies, and the in-context learning score', () => {
    const { first_copy_loss: first, second_copy_loss: second, icl } = inputs;
    expect(Math.abs(numberOf(result, 'first_copy_loss') - Number(first))).toBeLessThan(TOLERANCE);
    expect(Math.abs(numberOf(result, 'second_copy_loss') - Number(second))).toBeLessThan(TOLERANCE);
    expect(furthest(of(result, 'icl.loss_early_by_text').data, icl.loss_early)).toBeLessThan(TOLERANCE);
    expect(furthest(of(result, 'icl.loss_late_by_text').data, icl.loss_late)).toBeLessThan(TOLERANCE);
    expect(Math.abs(numberOf(result, 'icl.score') - icl.score)).toBeLessThan(TOLERANCE);
  });

  it('has a control for each, of tokens that are not in its copy', async () => {
    expect(of(result, 'control_by_sequence').shape).toEqual(of(result, 'score_by_sequence').shape);
    // Of one that is given it is known what comes out.
    const sequences = inputs.sequences ?? [];
    const items = sequences.map((repeated, index) => ({
      repeated,
      control: sequences[(index + 1) % sequences.length] ?? [],
    }));
    const swapped = await measured(golden(family), inputs.length, items);
    const scores = [expected['induction.score_by_sequence']].flat(1);
    const next = [...scores.slice(1), ...scores.slice(0, 1)];
    expect(furthest(of(swapped.result, 'control_by_sequence').data, next)).toBeLessThan(TOLERANCE);
  });

  it('keeps the patterns of the first sequence, to be drawn', () => {
    const tokens = 1 + 2 * inputs.length;
    const { axes, shape, data } = of(result, 'trial_pattern');
    expect(axes).toEqual(['layer', 'head', 'query', 'key']);
    expect(shape).toEqual([2, 4, tokens, tokens]);
    expect([...of(result, 'trial_ids').data]).toEqual(inputs.sequences?.[0]);
    // Its stripe is the score of that sequence.
    const stripe = Array.from({ length: inputs.length - 1 }, (_, at) => {
      const query = inputs.length + 2 + at;
      return data[query * tokens + query - (inputs.length - 1)] ?? Number.NaN;
    });
    const mean = stripe.reduce((sum, value) => sum + value, 0) / stripe.length;
    expect(mean).toBeCloseTo(of(result, 'score_by_sequence').data[0] ?? Number.NaN, 6);
  });
});

describe.each(['bert', 'distilbert', 'roberta'])('%s against PyTorch', (family) => {
  const { inputs, expected } = inductionFixture(family);
  let result: NamedTensors;
  beforeAll(async () => {
    result = await resultOf(golden(family), { inputs });
  });

  it.each(SETUPS.flatMap((setup) => SETUP_KEYS[setup].map((key) => `${setup}.${key}`)))('%s', (name) => {
    expect(furthest(of(result, name).data, expected[`induction.${name}`])).toBeLessThan(TOLERANCE);
    const byTrial = expected[`induction.${name}_by_trial`];
    expect(furthest(of(result, `${name}_by_trial`).data, byTrial)).toBeLessThan(TOLERANCE);
    expect(of(result, `${name}_by_trial`).axes).toEqual(['trial', 'layer', 'head']);
  });

  it('the in-context learning score', () => {
    const { icl } = inputs;
    expect(furthest(of(result, 'icl.loss_early_by_text').data, icl.loss_early)).toBeLessThan(TOLERANCE);
    expect(furthest(of(result, 'icl.loss_late_by_text').data, icl.loss_late)).toBeLessThan(TOLERANCE);
    expect(Math.abs(numberOf(result, 'icl.score') - icl.score)).toBeLessThan(TOLERANCE);
  });

  it('has a control, and calls no head of random weights', () => {
    expect(of(result, 'difference').data).toHaveLength(8);
    expect(inductionHeads(result).filter(({ verdict }) => verdict === 'induction')).toEqual([]);
  });
});

describe('attn-only-2l, which was trained to have induction heads', () => {
  const { check, repeated } = evaluation.results;

  it('has on sequences of its evaluation what PyTorch has', async () => {
    const { ids, length, induction, previous_token, second_copy_loss } = check.repeated;
    const { result } = await measured(
      'attn-only-2l',
      length,
      ids.map((sequence) => ({ repeated: sequence, control: sequence })),
    );
    expect(furthest(of(result, 'score').data, induction)).toBeLessThan(TOLERANCE);
    expect(furthest(of(result, 'previous_token').data, previous_token)).toBeLessThan(TOLERANCE);
    expect(numberOf(result, 'second_copy_loss')).toBeCloseTo(second_copy_loss, 4);
    // Compared with itself, a head has no difference to show.
    expect(Math.max(...of(result, 'difference').data)).toBe(0);
  });

  const tokens = 511;
  const sequences = 100;
  // What two draws of so many sequences may differ by: four standard errors of their difference, for the loss from the
  // interval that the evaluation gives (3.92 standard errors of one draw). Scores vary less than losses.
  const SCORES = 0.03;
  const ofLosses = ({ low, high }: { low: number; high: number }) => (4 * Math.SQRT2 * (high - low)) / 3.92;

  it.each(['25', '50', '100'] as const)(
    'drawn with replacement, what its evaluation says, L = %s',
    async (text) => {
      const length = Number(text);
      const { induction, previous_token, second_copy_loss } = repeated[text];
      const random = randomSource(1, 'induction-sequences');
      const draw = () => Array.from({ length }, () => 1 + random.below(tokens));
      const items = Array.from({ length: sequences }, () => {
        const copy = draw();
        return { repeated: [0, ...copy, ...copy], control: [0, ...copy, ...draw()] };
      });
      const { result } = await measured('attn-only-2l', length, items);
      expect(furthest(of(result, 'score').data, induction)).toBeLessThan(SCORES);
      expect(furthest(of(result, 'previous_token').data, previous_token)).toBeLessThan(SCORES);
      const loss = numberOf(result, 'second_copy_loss');
      expect(Math.abs(loss - second_copy_loss.mean)).toBeLessThan(ofLosses(second_copy_loss));
    },
  );

  // As the analysis draws, nothing repeats but R. With replacement a token that stands twice in R, the share d of them,
  // has two successors: a head that attends to either has half of its score there. So scores without may be as high as
  // those with, divided by 1 - d / 2, and the loss lies lower: nothing has to be guessed between two successors.
  it.each(['25', '50', '100'] as const)('drawn without, more than that, L = %s', async (text) => {
    const length = Number(text);
    const { induction, previous_token, second_copy_loss } = repeated[text];
    const twice = 1 - (1 - 1 / tokens) ** (length - 1);
    const ids = Array.from({ length: tokens }, (_, at) => 1 + at);
    const random = randomSource(0, 'induction-sequences');
    const plan = { sequences, length, bos: 0, pool: { ids, weights: null } };
    const { result } = await measured('attn-only-2l', length, planSequences(plan, random));
    induction.flat().forEach((score, place) => {
      const own = of(result, 'score').data[place];
      expect(own).toBeGreaterThan(score - SCORES);
      expect(own).toBeLessThan(score / (1 - twice / 2) + SCORES);
    });
    expect(furthest(of(result, 'previous_token').data, previous_token)).toBeLessThan(SCORES);
    expect(numberOf(result, 'second_copy_loss')).toBeLessThan(second_copy_loss.high);
    // The control repeats nothing: there the same places are worth no more than any other.
    expect(Math.max(...of(result, 'control').data)).toBeLessThan(0.1);
    const [low = 0] = of(result, 'loss_difference_interval').data;
    expect(low).toBeGreaterThan(3);
  });

  it.each([25, 50])('has them on ordinary tokens, which its texts are made of, L = %d', async (length) => {
    const result = await resultOf('attn-only-2l', { options: { length, sequences } });
    // All heads of the second layer, and none of the first, which has nothing to compose with.
    const heads = inductionHeads(result);
    const verdicts = (at: number) => heads.filter(({ layer }) => layer === at).map(({ verdict }) => verdict);
    expect(verdicts(0)).toEqual(Array(4).fill('none'));
    expect(verdicts(1)).toEqual(Array(4).fill('induction'));
    const [low = 0] = of(result, 'loss_difference_interval').data;
    expect(low).toBeGreaterThan(2);
  });

  it('gives the same numbers for a seed, and others for another', async () => {
    const numbers = async (options: Record<string, unknown>) =>
      of(await resultOf('attn-only-2l', { options: { sequences: 10, ...options } }), 'score_by_sequence')
        .data;
    expect(await numbers({ seed: 5 })).toEqual(await numbers({ seed: 5 }));
    expect(await numbers({ seed: 6 })).not.toEqual(await numbers({ seed: 5 }));
  });
});

it('attn-only-1l has no induction head', async () => {
  const { id } = await create('attn-only-1l', { options: { sequences: 30 } });
  const { analyses } = workspace.engine;
  await analyses.finish({ id });
  expect(inductionHeads(analyses.tensors({ id })).map(({ verdict }) => verdict)).toEqual(
    Array(4).fill('none'),
  );
  const findings = analyses.findings({ id });
  expect(findings[0]).toBe('None of 4 heads is an induction head.');
  expect(findings.at(-1)).toContain('n = 30 sequences.');
});

describe('an encoder with a tokenizer', () => {
  it.each(['standard', 'chen'] as const)('is given trials in the layout %s', async (layout) => {
    const result = await resultOf('all-MiniLM-L6-v2', { options: { sequences: 10, length: 10, layout } });
    expect(of(result, 'standard.first_copy')).toMatchObject({ axes: ['layer', 'head'], shape: [6, 12] });
    const ids = [...of(result, 'trial_ids').data];
    const [CLS, SEP, MASK] = [101, 102, 103];
    const masked = numberOf(result, 'trial_masked');
    expect(ids[masked]).toBe(MASK);
    expect(ids).toHaveLength(layout === 'chen' ? 21 : 22);
    expect(ids[0]).toBe(layout === 'chen' ? SEP : CLS);
    expect(ids.slice(1).filter((id) => id === SEP)).toHaveLength(layout === 'chen' ? 0 : 1);
    // It has no language-model head: nothing is told, and no loss is made up.
    expect(result.has('induction.standard.masked_loss')).toBe(false);
  });
});

describe('what cannot be measured is refused in words', () => {
  it.each([
    ['attn-only-0l', {}, /attn-only-0l has no layers, and so no heads/],
    [
      golden('bert'),
      { length: 8 },
      /bert has no tokenizer, and which of its tokens stand for \[CLS\], \[SEP\] and \[MASK\]/,
    ],
    [
      'attn-only-2l',
      { length: 200 },
      /two copies of 200 tokens and a beginning are 401 tokens; attn-only-2l takes 256/,
    ],
    ['all-MiniLM-L6-v2', { length: 200 }, /three copies of 200 tokens .* are 603 tokens; all-MiniLM-L6-v2/],
    [golden('gpt2'), { length: 20 }, /41 tokens; gpt2 takes 40/],
    ['attn-only-2l', { tokens: 'frequency' }, /the analysis has to be of a set of texts/],
  ])('%s %j', async (model, options, message) => {
    await expect(create(model, { options })).rejects.toMatchObject({ code: 'BAD_REQUEST' });
    await expect(create(model, { options })).rejects.toThrow(message);
  });

  it.each([
    ['gpt2', { sequences: [[0, 200, 5, 200, 5]], length: 2 }, /sequences\[0\] has id 200 at position 1/],
    ['gpt2', { sequences: [[0, 4, 5, 4, 6]], length: 2 }, /sequences\[0\] has id 6 at position 4; .* has 5/],
    ['gpt2', { sequences: [[0, 4, 5, 4]], length: 2 }, /sequences\[0\] has 4 tokens; .* are 5/],
    ['gpt2', { length: 2 }, /gpt2 is a decoder: sequences is missing/],
    ['bert', { length: 2, sequences: [[0, 4, 5, 4, 5]] }, /bert is no decoder: setups is missing/],
    [
      'bert',
      { length: 2, setups: { standard: [{ ids: [2, 9, 8, 3, 9, 4], masked: 6, keys: {} }] } },
      /has masked at 6; it has 6 tokens/,
    ],
    ['gpt2', { sequences: 'no', length: 2 }, /these are no token ids as induction reads them/],
  ])('ids that do not fit %s: %j', async (family, inputs, message) => {
    await expect(create(golden(family), { inputs })).rejects.toMatchObject({ code: 'INPUT_INVALID' });
    await expect(create(golden(family), { inputs })).rejects.toThrow(message);
  });

  it('more different tokens than the vocabulary has', async () => {
    // With room for more tokens than it has. No checkpoint at hand is so.
    const model = await library().open(golden('gpt2'));
    const roomy = { ...model, dimensions: { ...model.dimensions, maxPositions: 1024 } };
    const context = {
      model: roomy,
      subject: { kind: 'model' as const },
      runId: null,
      database: workspace.engine.store.database,
    };
    await expect(
      plannedItems(inductionWork as AnalysisWork, context, inductionOptions.parse({ length: 60 })),
    ).rejects.toThrow(/a sequence and its control take 120 different tokens; gpt2 has 106/);
    await model.close();
  });
});
