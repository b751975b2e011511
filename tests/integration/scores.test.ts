/**
 * Scores that a graph computes of its logits (log-sum-exp, chosen logits, loss), on every family: against the logits that
 * PyTorch recorded, summed here in float64, with and without interventions.
 */
import { cpSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { readSafetensors, type Tensor, writeSafetensors } from '../../src/core/checkpoints/safetensors.ts';
import type { Activation } from '../../src/main/engine/inference/hooked-session.ts';
import { lossesOf, nextTokens, type Targets } from '../../src/main/engine/inference/targets.ts';
import type { Intervention } from '../../src/main/engine/interventions/intervention.ts';
import { runWithInterventions } from '../../src/main/engine/interventions/run.ts';
import { ModelLibrary } from '../../src/main/engine/models/library.ts';
import { activationOf, DECODERS, ENCODERS, goldenFolder, openReference, type Reference } from './parity.ts';
import { temporaryFolder } from './workspace.ts';

/** Of the largest logit, or of 1. */
const TOLERANCE = 1e-5;

interface Scores {
  /** [rows][length] */
  readonly logSumExp: number[][];
  /** [rows][length][choice] */
  readonly chosen: number[][][];
}

/** In float64. @param logits [rows, length, vocabulary] */
function scoresOf({ shape, data }: Tensor, targets: Targets): Scores {
  const [rows = 0, length = 0, vocabulary = 0] = shape;
  const at = (row: number, position: number) =>
    data.subarray((row * length + position) * vocabulary, (row * length + position + 1) * vocabulary);
  const overPositions = <Value>(score: (own: Float32Array, row: number, position: number) => Value) =>
    Array.from({ length: rows }, (_, row) =>
      Array.from({ length }, (_unused, position) => score(at(row, position), row, position)),
    );
  return {
    logSumExp: overPositions((own) => {
      const most = own.reduce((a, b) => Math.max(a, b));
      return most + Math.log(own.reduce((sum, logit) => sum + Math.exp(logit - most), 0));
    }),
    chosen: overPositions((own, row, position) =>
      (targets[row]?.[position] ?? []).map((id) => own[id] ?? NaN),
    ),
  };
}

const magnitudeOf = ({ data }: { readonly data: Float32Array }) =>
  data.reduce((most, value) => Math.max(most, Math.abs(value)), 1);

/** Largest difference over the tokens of each row. @param tokens how many each row has */
function largestDifference(
  actual: Activation,
  expected: readonly (readonly (readonly number[])[])[],
  tokens: readonly number[],
): number {
  const [, length = 0, choices = 1] = actual.dims;
  const differences = tokens.flatMap((count, row) =>
    Array.from({ length: count }, (_, position) =>
      (expected[row]?.[position] ?? []).map((value, choice) =>
        Math.abs((actual.data[(row * length + position) * choices + choice] ?? NaN) - value),
      ),
    ).flat(),
  );
  expect(differences.length).toBeGreaterThan(0);
  return Math.max(...differences);
}

describe.each([...ENCODERS, ...DECODERS])('%s', (name) => {
  let reference: Reference;
  let targets: Targets;
  beforeAll(async () => {
    reference = await openReference(goldenFolder(name));
    const { vocabularySize } = reference.model.dimensions;
    // Three ids at each position: the one that is there, the first of the vocabulary's, and the last.
    targets = reference.inputs.inputIds.map((row) => row.map((id) => [id, 0, vocabularySize - 1]));
  });
  afterAll(() => reference.close());

  it('log-sum-exp, chosen logits and losses are those of the logits that PyTorch computed', async () => {
    const { model, inputs, tokens, expected } = reference;
    const logits = expected.get('logits') as Tensor;
    const asked = ['log_sum_exp', 'chosen_logits', 'loss'];
    const scores = await model.runVariant(inputs, asked, { targets });
    const { logSumExp, chosen } = scoresOf(logits, targets);
    const [rows, length] = logits.shape;
    expect([...scores].map(([score, { dims }]) => [score, dims])).toEqual([
      ['log_sum_exp', [rows, length]],
      ['chosen_logits', [rows, length, 3]],
      ['loss', [rows, length, 3]],
    ]);
    const losses = chosen.map((row, r) =>
      row.map((own, position) => own.map((logit) => (logSumExp[r]?.[position] ?? NaN) - logit)),
    );
    const limit = TOLERANCE * magnitudeOf(logits);
    for (const [score, wanted] of [
      ['log_sum_exp', logSumExp.map((row) => row.map((value) => [value]))],
      ['chosen_logits', chosen],
      ['loss', losses],
    ] as const)
      expect(largestDifference(activationOf(scores, score), wanted, tokens), score).toBeLessThan(limit);
  });

  it('chosen logits alone, for which no others are computed, are the same', async () => {
    const { model, inputs, tokens, expected } = reference;
    const logits = expected.get('logits') as Tensor;
    const scores = await model.runVariant(inputs, ['chosen_logits'], { targets });
    const difference = largestDifference(
      activationOf(scores, 'chosen_logits'),
      scoresOf(logits, targets).chosen,
      tokens,
    );
    expect(difference).toBeLessThan(TOLERANCE * magnitudeOf(logits));
  });

  it('losses follow interventions', async () => {
    const { model, inputs, tokens } = reference;
    const cut: Intervention = { hook: 'resid_final', positions: [1], value: { kind: 'zero' } };
    const run = await runWithInterventions(model, inputs, [cut], ['logits', 'loss'], { targets });
    const { dims, data } = activationOf(run, 'logits');
    const { logSumExp, chosen } = scoresOf({ shape: dims, data }, targets);
    const wanted = chosen.map((row, r) =>
      row.map((own, position) => own.map((logit) => (logSumExp[r]?.[position] ?? NaN) - logit)),
    );
    expect(largestDifference(activationOf(run, 'loss'), wanted, tokens)).toBeLessThan(
      TOLERANCE * magnitudeOf({ data }),
    );
  });
});

it.each(['bert', 'attention_only'])('%s: scores are of the logits that were put in', async (name) => {
  const reference = await openReference(goldenFolder(name));
  const { model, inputs, tokens } = reference;
  const targets = inputs.inputIds.map((row) => row.map((id) => [id, 0]));
  const level: Intervention = {
    hook: 'logits',
    value: { kind: 'tensor', tensor: { dims: [1, 1, 1], data: Float32Array.of(7) } },
  };
  const read = (score: string) => runWithInterventions(model, inputs, [level], [score], { targets });
  const everywhere = (value: number) => targets.map((row) => row.map((ids) => ids.map(() => value)));
  // Every word is as probable as any other.
  const { vocabularySize } = model.dimensions;
  const loss = activationOf(await read('loss'), 'loss');
  expect(largestDifference(loss, everywhere(Math.log(vocabularySize)), tokens)).toBeLessThan(1e-6);
  const chosen = activationOf(await read('chosen_logits'), 'chosen_logits');
  expect(largestDifference(chosen, everywhere(7), tokens)).toBe(0);
  await reference.close();
});

it("a decoder's loss by position is that of the next token, for each row as long as it is", async () => {
  const reference = await openReference(goldenFolder('gpt2'));
  const { model, inputs, tokens, expected } = reference;
  const targets = nextTokens(inputs);
  const loss = activationOf(await model.runVariant(inputs, ['loss'], { targets }), 'loss');
  const losses = lossesOf(loss, targets);
  expect(losses.map((row) => row.length)).toEqual(tokens.map((count) => count - 1));
  const { logSumExp, chosen } = scoresOf(expected.get('logits') as Tensor, targets);
  losses.forEach((row, r) =>
    row.forEach((value, position) => {
      const wanted = (logSumExp[r]?.[position] ?? NaN) - (chosen[r]?.[position]?.[0] ?? NaN);
      expect(Math.abs(value - wanted)).toBeLessThan(1e-4);
    }),
  );
  await reference.close();
});

it('what does not make sense is refused: losses without targets, ids that are none, models without logits', async () => {
  const home = temporaryFolder();
  const library = new ModelLibrary({
    home: home.path,
    resources: join(import.meta.dirname, '../../resources'),
  });
  const batch = { inputIds: [[5, 6, 7]] };
  const gpt2 = await library.open(goldenFolder('gpt2'));
  await expect(gpt2.runVariant(batch, ['loss'], {})).rejects.toMatchObject({
    code: 'INPUT_INVALID',
    message: 'loss needs the ids whose it is: target_ids',
  });
  await expect(gpt2.runVariant(batch, ['loss'], { targets: [[[107]]] })).rejects.toMatchObject({
    code: 'INPUT_INVALID',
    message: 'target_ids[0][0][0] is 107, outside 0 … 106',
  });
  // Of all words together, no ids are needed.
  expect((await gpt2.runVariant(batch, ['log_sum_exp'], {})).get('log_sum_exp')?.dims).toEqual([1, 3]);
  await gpt2.close();

  const headless = join(home.path, 'headless');
  cpSync(goldenFolder('bert'), headless, { recursive: true });
  const weights = readSafetensors(readFileSync(join(headless, 'model.safetensors')));
  const rest = new Map([...weights].filter(([tensor]) => !tensor.startsWith('cls.')));
  writeFileSync(join(headless, 'model.safetensors'), writeSafetensors(rest, { format: 'pt' }));
  const encoder = await library.open(headless);
  await expect(encoder.runVariant(batch, ['loss'], { targets: [[[1]]] })).rejects.toMatchObject({
    code: 'BAD_REQUEST',
    message: 'headless has no loss, because its checkpoint has no language-model head',
  });
  await encoder.close();
  home.remove();
});
