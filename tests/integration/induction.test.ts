/** Induction, held to PyTorch on golden checkpoints and to what is known of the attention-only models. */
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { inductionHeads } from '../../src/core/analyses/induction/heads.ts';
import { INDUCTION_SCORES, type InductionScore } from '../../src/core/analyses/induction/scores.ts';
import { inductionOptions } from '../../src/core/analyses/induction/options.ts';
import { type NamedTensors, scalarOf, tensorOf } from '../../src/core/analyses/named-tensor.ts';
import type { RepeatedSequence } from '../../src/core/analyses/induction/sequences.ts';
import { randomSource } from '../../src/core/statistics/random.ts';
import { finish } from '../../src/core/statistics/steps.ts';
import { inductionWork } from '../../src/main/engine/analyses/induction/induction-work.ts';
import { ModelLibrary } from '../../src/main/engine/models/library.ts';
import { resourcesDir } from '../../src/main/engine/paths.ts';
import evaluation from '../../resources/models/attn-only-2l/evaluation.json' with { type: 'json' };
import gpt2 from '../fixtures/golden/gpt2/induction.json' with { type: 'json' };
import gptNeox from '../fixtures/golden/gpt_neox/induction.json' with { type: 'json' };
import { openWorkspace, type Workspace } from './workspaces.ts';

const TOLERANCE = 2e-5;
const golden = (family: string) => join(import.meta.dirname, '../fixtures/golden', family);

let workspace: Workspace;
beforeAll(async () => {
  workspace = await openWorkspace();
});
afterAll(() => workspace.dispose());

function create(model: string, options: Record<string, unknown> = {}) {
  const { engine } = workspace;
  return engine.analyses.create({
    projectId: engine.defaultProject().id,
    kind: 'induction',
    model,
    options,
  });
}

async function resultOf(model: string, options: Record<string, unknown> = {}): Promise<NamedTensors> {
  const { id } = await create(model, options);
  const { analyses } = workspace.engine;
  expect(await analyses.finish({ id })).toMatchObject({ state: 'done', failed: 0 });
  return analyses.tensors({ id });
}

/** What the kind computes of sequences that are given, instead of drawn. */
async function measured(
  nameOrFolder: string,
  length: number,
  items: readonly RepeatedSequence[],
): Promise<{ parts: readonly NamedTensors[]; result: NamedTensors }> {
  const model = await library().open(nameOrFolder);
  const context = {
    model,
    subject: { kind: 'model' as const },
    runId: null,
    database: workspace.engine.store.database,
  };
  // Fewer sequences than a person may ask for.
  const options = { ...inductionOptions.parse({}), length, sequences: items.length };
  const parts = await inductionWork.compute(context, items, options);
  await model.close();
  const placed = parts.map((part, position) => ({ position, part }));
  return { parts, result: finish(inductionWork.combine(context, placed, options)) };
}

const library = () => new ModelLibrary({ home: workspace.folder, resources: resourcesDir() });

/** The largest absolute difference of numbers, in whatever arrays they lie. */
function furthest(actual: ArrayLike<number>, expected: unknown): number {
  const flat = [expected].flat(Infinity).map(Number);
  expect(actual).toHaveLength(flat.length);
  return Math.max(...Array.from(actual, (value, index) => Math.abs(value - (flat[index] ?? Number.NaN))));
}

describe.each([
  ['gpt2', gpt2],
  ['gpt_neox', gptNeox],
] as const)('%s against PyTorch', (family, expected) => {
  const { length, sequences } = expected;
  let parts: readonly NamedTensors[];
  let result: NamedTensors;

  beforeAll(async () => {
    // The control of each is the next one: of it, too, it is known what comes out.
    const items = sequences.map((repeated, index) => ({
      repeated,
      control: sequences[(index + 1) % sequences.length] ?? [],
    }));
    ({ parts, result } = await measured(golden(family), length, items));
  });

  it.each(INDUCTION_SCORES)('%s: mean over the sequences', (name: InductionScore) => {
    expect(furthest(tensorOf(result, name).data, expected[name])).toBeLessThan(TOLERANCE);
  });

  it('score of each sequence, and of each control', () => {
    expect(tensorOf(result, 'score_by_sequence')).toMatchObject({
      axes: ['sequence', 'layer', 'head'],
      shape: [6, 2, 4],
    });
    const { score_by_sequence: scores } = expected;
    expect(furthest(tensorOf(result, 'score_by_sequence').data, scores)).toBeLessThan(TOLERANCE);
    const next = [...scores.slice(1), ...scores.slice(0, 1)];
    expect(furthest(tensorOf(result, 'control_by_sequence').data, next)).toBeLessThan(TOLERANCE);
  });

  it('loss by position, and on the first and the second copy', () => {
    const { loss_by_position: losses } = expected;
    parts.forEach((part, index) => {
      expect(furthest(tensorOf(part, 'loss').data, losses[index])).toBeLessThan(TOLERANCE);
      expect(furthest(tensorOf(part, 'control_loss').data, losses[(index + 1) % losses.length])).toBeLessThan(
        TOLERANCE,
      );
    });
    expect(Math.abs((scalarOf(result, 'first_copy_loss') ?? 0) - expected.first_copy_loss)).toBeLessThan(
      TOLERANCE,
    );
    expect(Math.abs((scalarOf(result, 'second_copy_loss') ?? 0) - expected.second_copy_loss)).toBeLessThan(
      TOLERANCE,
    );
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
    expect(furthest(tensorOf(result, 'score').data, induction)).toBeLessThan(TOLERANCE);
    expect(furthest(tensorOf(result, 'previous_token').data, previous_token)).toBeLessThan(TOLERANCE);
    expect(scalarOf(result, 'second_copy_loss')).toBeCloseTo(second_copy_loss, 4);
    // Compared with itself, a head has no difference to show.
    expect(Math.max(...tensorOf(result, 'difference').data)).toBe(0);
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
      expect(furthest(tensorOf(result, 'score').data, induction)).toBeLessThan(SCORES);
      expect(furthest(tensorOf(result, 'previous_token').data, previous_token)).toBeLessThan(SCORES);
      const loss = scalarOf(result, 'second_copy_loss') ?? Number.NaN;
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
    const result = await resultOf('attn-only-2l', { length, sequences });
    induction.flat().forEach((score, place) => {
      const own = tensorOf(result, 'score').data[place];
      expect(own).toBeGreaterThan(score - SCORES);
      expect(own).toBeLessThan(score / (1 - twice / 2) + SCORES);
    });
    expect(furthest(tensorOf(result, 'previous_token').data, previous_token)).toBeLessThan(SCORES);
    expect(scalarOf(result, 'second_copy_loss')).toBeLessThan(second_copy_loss.high);
    // All heads of the second layer, and none of the first, which has nothing to compose with.
    const heads = inductionHeads(result);
    const verdicts = (at: number) => heads.filter(({ layer }) => layer === at).map(({ verdict }) => verdict);
    expect(verdicts(0)).toEqual(Array(4).fill('none'));
    expect(verdicts(1)).toEqual(Array(4).fill('induction'));
    // The control repeats nothing: there the same places are worth no more than any other.
    expect(Math.max(...tensorOf(result, 'control').data)).toBeLessThan(0.1);
    const [low = 0] = tensorOf(result, 'loss_difference_interval').data;
    expect(low).toBeGreaterThan(3);
  });

  it('gives the same numbers for a seed, and others for another', async () => {
    const numbers = async (options: object) =>
      (await resultOf('attn-only-2l', { sequences: 10, ...options })).get('score_by_sequence')?.data;
    expect(await numbers({ seed: 5 })).toEqual(await numbers({ seed: 5 }));
    expect(await numbers({ seed: 6 })).not.toEqual(await numbers({ seed: 5 }));
  });
});

it('attn-only-1l has no induction head', async () => {
  const { id } = await create('attn-only-1l', { sequences: 30 });
  const { analyses } = workspace.engine;
  await analyses.finish({ id });
  expect(inductionHeads(analyses.tensors({ id })).map(({ verdict }) => verdict)).toEqual(
    Array(4).fill('none'),
  );
  const [headline, rule] = analyses.findings({ id });
  expect(headline).toBe('None of 4 heads is an induction head.');
  expect(rule).toContain('n = 30 sequences.');
});

describe('what cannot be measured is refused in words', () => {
  it.each([
    ['attn-only-0l', {}, /attn-only-0l has no layers, and so no heads/],
    ['all-MiniLM-L6-v2', {}, /all-MiniLM-L6-v2 is no decoder: induction is measured where each token/],
    [golden('bert'), {}, /bert is no decoder/],
    [
      'attn-only-2l',
      { length: 200 },
      /two copies of 200 tokens and a beginning are 401 tokens; attn-only-2l takes 256/,
    ],
    [golden('gpt2'), { length: 20 }, /41 tokens; gpt2 takes 40/],
  ])('%s %j', async (model, options, message) => {
    await expect(create(model, options)).rejects.toMatchObject({ code: 'BAD_REQUEST' });
    await expect(create(model, options)).rejects.toThrow(message);
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
    expect(() => inductionWork.plan(context, inductionOptions.parse({ length: 60 }))).toThrow(
      /a sequence and its control take 120 different tokens; gpt2 has 106/,
    );
    await model.close();
  });
});
