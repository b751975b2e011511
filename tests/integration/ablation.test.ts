/** Ablation of heads, held to PyTorch on golden checkpoints of five families, and to identities. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { zHook } from '../../src/core/architectures/hook-names.ts';
import { ABLATION_METHODS } from '../../src/core/analyses/ablation/methods.ts';
import { type NamedTensors, scalarOf, tensorOf } from '../../src/core/analyses/named-tensor.ts';
import type { AblatedText } from '../../src/main/engine/analyses/ablation/ablated-text.ts';
import { setMeansOf } from '../../src/main/engine/analyses/ablation/set-means.ts';
import {
  ablatedTokenLosses,
  type AblationCell,
} from '../../src/main/engine/analyses/ablation/token-losses.ts';
import { runWithInterventions } from '../../src/main/engine/interventions/run.ts';
import { lossesOf, nextTokens } from '../../src/main/engine/inference/targets.ts';
import { record } from '../../src/main/engine/interventions/recording.ts';
import { finishCancelled } from './finish-cancelled.ts';
import { ablationFixture } from './analysis-fixtures.ts';
import type { AnalysisRequest } from '../../src/main/engine/analyses/subject.ts';
import { activationOf, goldenFolder, openReference, type Reference } from './parity.ts';
import { addSet, openWorkspace, type Workspace } from './workspaces.ts';

const TOLERANCE = 2e-5;
const FAMILIES = ['bert', 'distilbert', 'roberta', 'gpt2', 'gpt_neox'];

const mean = (values: ArrayLike<number>) =>
  Array.from(values).reduce((sum, value) => sum + value, 0) / values.length;

describe.each(FAMILIES)('%s', (family) => {
  const { inputs, expected } = ablationFixture(family);
  const texts: AblatedText[] = inputs.texts.map((own, text) => ({
    ids: own,
    tokenTypes: inputs.token_types?.[text] ?? undefined,
    masked: inputs.masked?.[text] ?? null,
  }));
  let reference: Reference;
  beforeAll(async () => {
    reference = await openReference(goldenFolder(family));
  });
  afterAll(() => reference.close());

  const ablated = () => ({ model: reference.model, maskId: inputs.mask_id });
  const cellsOf = (methods: readonly AblationCell['method'][]): AblationCell[] =>
    Array.from({ length: 8 }, (_, place) =>
      methods.map((method) => ({ layer: Math.floor(place / 4), head: place % 4, method })),
    ).flat();

  it('loses with a head taken away what it loses in PyTorch, text by text', async () => {
    const methods = ['zero', 'mean_row', 'mean_set'] as const;
    const cells = cellsOf(methods);
    const setMeans = await setMeansOf(ablated(), texts);
    const losses = await ablatedTokenLosses(ablated(), texts, cells, { setMeans });
    losses.forEach(({ clean, increases }, text) => {
      expect(Math.abs(mean(clean) - (inputs.clean_loss_by_text[text] ?? NaN))).toBeLessThan(TOLERANCE);
      cells.forEach(({ layer, head, method }, cell) => {
        const wanted =
          expected[`ablation.${method as (typeof methods)[number]}_by_text`][text]?.[layer]?.[head];
        expect(Math.abs(mean(increases[cell] ?? []) - (wanted ?? NaN))).toBeLessThan(TOLERANCE);
      });
    });
  });

  it('puts in of another text what was recorded there, at the same position', async () => {
    const [longest, other] = texts as [AblatedText, AblatedText];
    const cells = cellsOf(['resample']);
    // Of as many tokens: the same text, its tokens in another order.
    const donor = { ...longest, ids: longest.ids.toReversed() };
    const [losses] = await ablatedTokenLosses(ablated(), [longest], cells, { donors: [donor] });
    const fed = (text: AblatedText) => ({
      inputIds: [text.ids.map((id, at) => (text.masked?.includes(at) ? (inputs.mask_id ?? NaN) : id))],
      ...(text.tokenTypes && { tokenTypeIds: [text.tokenTypes] }),
    });
    const recording = await record(reference.model, fed(donor), [zHook(0), zHook(1)]);
    const targets = longest.masked
      ? [longest.ids.map((id, at) => (longest.masked?.includes(at) ? [id] : []))]
      : nextTokens({ inputIds: [longest.ids] });
    for (const [cell, { layer, head }] of cells.entries()) {
      const one = { hook: zHook(layer), heads: [head], value: { kind: 'recorded', recording } } as const;
      const run = await runWithInterventions(reference.model, fed(longest), [one], ['loss'], { targets });
      const alone = lossesOf(activationOf(run, 'loss'), targets)[0] ?? [];
      losses?.increases[cell]?.forEach((increase, at) =>
        expect(Math.abs((losses.clean[at] ?? NaN) + increase - (alone[at] ?? NaN))).toBeLessThan(1e-5),
      );
    }
    // A shorter one starts over: the same as one that says everything again.
    const again = { ...other, ids: [...other.ids, ...other.ids], tokenTypes: undefined, masked: null };
    if (other.masked === null) {
      const short = await ablatedTokenLosses(ablated(), [longest], cells.slice(0, 4), { donors: [other] });
      const long = await ablatedTokenLosses(ablated(), [longest], cells.slice(0, 4), { donors: [again] });
      // The first positions are the same ones of a decoder, which does not see what follows.
      const first = other.ids.length - 1;
      short[0]?.increases.forEach((own, cell) =>
        own
          .slice(0, first)
          .forEach((value, at) => expect(value).toBeCloseTo(long[0]?.increases[cell]?.[at] ?? NaN, 5)),
      );
    }
  });

  it('changes nothing where what is put in is what was there', async () => {
    const text = texts[1] as AblatedText;
    const cells = cellsOf(['resample']);
    const [losses] = await ablatedTokenLosses(ablated(), [text], cells, { donors: [text] });
    for (const own of losses?.increases ?? [])
      for (const increase of own) expect(Math.abs(increase)).toBeLessThan(1e-6);
  });

  it('gives for texts together what each gives alone', async () => {
    const cells = cellsOf(ABLATION_METHODS);
    const setMeans = await setMeansOf(ablated(), texts);
    const donors = texts.map((_, text) => texts[(text + 1) % texts.length] as AblatedText);
    const together = await ablatedTokenLosses(ablated(), texts, cells, { setMeans, donors });
    for (const [text, own] of texts.entries()) {
      const donor = donors[text] as AblatedText;
      const [alone] = await ablatedTokenLosses(ablated(), [own], cells, { setMeans, donors: [donor] });
      expect(together[text]?.positions).toEqual(alone?.positions);
      alone?.increases.forEach((increases, cell) =>
        increases.forEach((value, at) =>
          expect(Math.abs(value - (together[text]?.increases[cell]?.[at] ?? NaN))).toBeLessThan(5e-6),
        ),
      );
    }
  });
});

describe('the analysis', () => {
  let workspace: Workspace;
  beforeAll(async () => {
    workspace = await openWorkspace();
  });
  afterAll(() => workspace.dispose());

  async function resultOf(request: Partial<AnalysisRequest> & { readonly model: string }) {
    const { analyses } = workspace.engine;
    const projectId = workspace.engine.defaultProject().id;
    const { id } = await analyses.create({ projectId, kind: 'ablation', ...request });
    expect(await analyses.finish({ id })).toMatchObject({ state: 'done', failed: 0 });
    return { id, result: analyses.tensors({ id }) };
  }
  const largest = (actual: ArrayLike<number>, expected: unknown) => {
    const flat = [expected].flat(Infinity).map(Number);
    expect(actual).toHaveLength(flat.length);
    return Math.max(...Array.from(actual, (value, at) => Math.abs(value - (flat[at] ?? NaN))));
  };

  it.each(FAMILIES)('of token ids has on %s what PyTorch has', async (family) => {
    const { inputs, expected } = ablationFixture(family);
    const { result } = await resultOf({ model: goldenFolder(family), inputs });
    for (const [name, wanted] of Object.entries(expected))
      expect(largest(tensorOf(result, name).data, wanted)).toBeLessThan(TOLERANCE);
    expect(tensorOf(result, 'ablation.zero')).toMatchObject({ axes: ['layer', 'head'], shape: [2, 4] });
    const clean = tensorOf(result, 'ablation.clean_loss_by_text').data;
    expect(largest(clean, inputs.clean_loss_by_text)).toBeLessThan(TOLERANCE);
    // Three texts decide nothing by themselves, but there is an interval.
    expect(tensorOf(result, 'ablation.resample_interval').data.every(Number.isFinite)).toBe(true);
  });

  /** Token ids, of which the last is a text of one token. */
  const pairs = [
    { original_ids: [5, 6, 7, 8], counterfactual_ids: [5, 9, 7, 8] },
    { original_ids: [15, 16, 17], counterfactual_ids: [15, 19, 17, 18, 20] },
    { original_ids: [25, 26, 27], counterfactual_ids: [30] },
  ];

  it('of a set of pairs has both statements of each, in clusters, and leaves out what has nothing to foretell', async () => {
    const setId = await addSet(workspace.engine, 'few', pairs);
    const { id, result } = await resultOf({ model: goldenFolder('gpt2'), setId });
    expect(tensorOf(result, 'ablation.zero_by_text').shape).toEqual([6, 2, 4]);
    expect([...tensorOf(result, 'ablation.zero_n').data]).toEqual(Array(8).fill(5));
    expect(scalarOf(result, 'ablation.tokens')).toBe(3 + 3 + 2 + 4 + 2);
    expect(workspace.engine.analyses.findings({ id }).join(' ')).toContain('1 text left out');
    // Three clusters: an interval by t with two degrees of freedom is wider than one of five texts would be.
    const alone = await resultOf({
      model: goldenFolder('gpt2'),
      inputs: { texts: pairs.flatMap((pair) => [pair.original_ids, pair.counterfactual_ids]) },
    });
    const width = (of: NamedTensors) => {
      const [low = 0, high = 0] = tensorOf(of, 'ablation.zero_interval').data;
      return high - low;
    };
    expect(tensorOf(alone.result, 'ablation.zero')).toEqual(tensorOf(result, 'ablation.zero'));
    expect(width(result)).not.toBe(width(alone.result));
    expect([...tensorOf(result, 'ablation.text').data]).toEqual([0, 1, 2, 3, 4, 5]);
    expect(tensorOf(result, 'ablation.zero_by_text').data[5 * 8 + 3]).toBeNaN();
  });

  it('gives the same numbers for a seed, and resamples others for another', async () => {
    const { inputs } = ablationFixture('gpt2');
    const numbers = async (seed: number, name: string) =>
      tensorOf((await resultOf({ model: goldenFolder('gpt2'), inputs, options: { seed } })).result, name)
        .data;
    expect(await numbers(1, 'ablation.resample')).toEqual(await numbers(1, 'ablation.resample'));
    expect(await numbers(2, 'ablation.zero')).toEqual(await numbers(1, 'ablation.zero'));
    const drawn = await Promise.all([1, 2, 3, 4, 5].map((seed) => numbers(seed, 'ablation.resample')));
    expect(new Set(drawn.map((own) => own.join())).size).toBeGreaterThan(1);
  });

  it('that was cancelled goes on to the same numbers', async () => {
    const { analyses } = workspace.engine;
    const texts = Array.from({ length: 90 }, (_, text) =>
      Array.from({ length: 4 + (text % 7) }, (_unused, at) => (7 * text + 3 * at) % 107),
    );
    const request = { model: goldenFolder('gpt2'), inputs: { texts } };
    const { result } = await resultOf(request);
    const projectId = workspace.engine.defaultProject().id;
    const { id } = await analyses.create({ projectId, kind: 'ablation', ...request });
    const stopped = await finishCancelled(workspace.engine, id);
    expect(stopped.state).toBe('cancelled');
    expect(stopped.done).toBeGreaterThan(0);
    expect(stopped.done).toBeLessThan(texts.length);
    expect(await analyses.finish({ id })).toMatchObject({ state: 'done', done: texts.length });
    // The means over all texts are computed anew, and so is the other text of each.
    expect(analyses.tensors({ id })).toEqual(result);
  });

  it('resamples from a text that shares nothing with it, and tells nothing of one that has no such', async () => {
    const model = goldenFolder('gpt2');
    const { result } = await resultOf({
      model,
      inputs: {
        texts: [
          [5, 6, 7],
          [5, 6, 7],
        ],
      },
    });
    expect([...tensorOf(result, 'ablation.resample').data]).toEqual(Array(8).fill(NaN));
    expect([...tensorOf(result, 'ablation.zero_n').data]).toEqual(Array(8).fill(2));
    const setId = await addSet(workspace.engine, 'two of a kind', [
      { original_ids: [5, 6, 7, 8], counterfactual_ids: [5, 9, 7, 8], cluster: 'a' },
      { original_ids: [15, 16, 17], counterfactual_ids: [15, 19, 17], cluster: 'a' },
    ]);
    const one = await resultOf({ model, setId });
    expect([...tensorOf(one.result, 'ablation.resample').data]).toEqual(Array(8).fill(NaN));
    const both = await addSet(workspace.engine, 'two kinds', [
      { original_ids: [5, 6, 7, 8], counterfactual_ids: [5, 9, 7, 8], cluster: 'a' },
      { original_ids: [15, 16, 17], counterfactual_ids: [15, 19, 17], cluster: 'b' },
    ]);
    const two = await resultOf({ model, setId: both });
    expect([...tensorOf(two.result, 'ablation.resample_n').data]).toEqual(Array(8).fill(4));
  });

  it('of one text has nothing to resample from', async () => {
    const { result } = await resultOf({ model: goldenFolder('gpt2'), inputs: { texts: [[5, 6, 7]] } });
    expect([...tensorOf(result, 'ablation.resample').data]).toEqual(Array(8).fill(NaN));
    expect(tensorOf(result, 'ablation.zero').data.every(Number.isFinite)).toBe(true);
  });

  it.each([
    ['gpt2', { texts: [[5, 107]] }, /texts\[0\] has id 107 at position 1/],
    ['gpt2', { texts: [Array(41).fill(5)] }, /texts\[0\] has 41 tokens; the model takes up to 40/],
    ['bert', { texts: [[5, 6]] }, /bert is no decoder: masked says which positions/],
    ['bert', { texts: [[5, 6]], masked: [[1]] }, /mask_id is missing/],
    [
      'bert',
      { texts: [[5, 6]], masked: [[2]], mask_id: 4 },
      /masked\[0\] has position 2; texts\[0\] has 2 tokens/,
    ],
    [
      'bert',
      { texts: [[5, 6]], masked: [[1]], mask_id: 400 },
      /mask_id is 400; the vocabulary has ids 0 to 106/,
    ],
    ['bert', { texts: [] }, /these are no token ids as ablation reads them/],
  ])('ids that do not fit %s: %j', async (family, inputs, message) => {
    await expect(resultOf({ model: goldenFolder(family), inputs })).rejects.toThrow(message);
  });

  it.each([
    ['all-MiniLM-L6-v2', /all-MiniLM-L6-v2 has no language-model head/],
    ['attn-only-0l', /attn-only-0l has no layers, and so no heads/],
    [goldenFolder('bert'), /bert has no mask token: give token ids/],
  ])('%s is refused in words', async (model, message) => {
    const setId = await addSet(workspace.engine, `for ${model}`, pairs);
    await expect(resultOf({ model, setId })).rejects.toThrow(message);
  });
});
