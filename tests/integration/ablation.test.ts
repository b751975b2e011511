/** Ablation of heads, held to PyTorch on golden checkpoints of five families, and to identities. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { zHook } from '../../src/core/architectures/hook-names.ts';
import { ABLATION_METHODS } from '../../src/core/analyses/ablation/methods.ts';
import type { AblatedText } from '../../src/main/engine/analyses/ablation/ablated-text.ts';
import { setMeansOf } from '../../src/main/engine/analyses/ablation/set-means.ts';
import {
  ablatedTokenLosses,
  type AblationCell,
} from '../../src/main/engine/analyses/ablation/token-losses.ts';
import { runWithInterventions } from '../../src/main/engine/interventions/run.ts';
import { lossesOf, nextTokens } from '../../src/main/engine/inference/targets.ts';
import { record } from '../../src/main/engine/interventions/recording.ts';
import { ablationFixture } from './analysis-fixtures.ts';
import { activationOf, goldenFolder, openReference, type Reference } from './parity.ts';

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
