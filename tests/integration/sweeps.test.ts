/** Rows of a batch with interventions of their own, and sweeps over them: each gives what it gives alone. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Activation } from '../../src/main/engine/inference/hooked-session.ts';
import { nextTokens } from '../../src/main/engine/inference/targets.ts';
import type { TokenBatch } from '../../src/main/engine/inference/token-batch.ts';
import type { Intervention, InterventionValue } from '../../src/main/engine/interventions/intervention.ts';
import { record, type Recording } from '../../src/main/engine/interventions/recording.ts';
import { runRowsWithInterventions, runWithInterventions } from '../../src/main/engine/interventions/run.ts';
import { runSweep, type SweepOptions } from '../../src/main/engine/interventions/sweep.ts';
import { activationOf, DECODERS, ENCODERS, goldenFolder, openReference, type Reference } from './parity.ts';

const ZERO: InterventionValue = { kind: 'zero' };
const MEAN: InterventionValue = { kind: 'mean' };
const z = (layer: number) => `blocks.${layer}.attn.hook_z`;
const PATTERN = 'blocks.0.attn.hook_pattern';

const tensor = (dims: readonly number[], ...data: number[]): InterventionValue => ({
  kind: 'tensor',
  tensor: { dims, data: Float32Array.from(data) },
});

/** Largest difference, over the largest value or 1. */
function difference(a: Activation, b: Activation): number {
  expect(a.dims).toEqual(b.dims);
  const largest = (values: Float32Array) =>
    values.reduce((most, value) => Math.max(most, Math.abs(value)), 0);
  return largest(a.data.map((value, at) => value - (b.data[at] ?? NaN))) / Math.max(1, largest(b.data));
}

/** One row of the reference's inputs, without its padding. */
function inputOf({ inputs, tokens }: Reference, row: number): TokenBatch {
  const cut = (rows: readonly number[][] | undefined) => rows?.[row]?.slice(0, tokens[row]) ?? [];
  return {
    inputIds: [cut(inputs.inputIds)],
    ...(inputs.tokenTypeIds && { tokenTypeIds: [cut(inputs.tokenTypeIds)] }),
  };
}

async function collect(
  { model }: Reference,
  input: TokenBatch,
  cells: readonly (readonly Intervention[])[],
  hooks: readonly string[],
  options: SweepOptions = {},
) {
  const results: ReadonlyMap<string, Activation>[] = [];
  for await (const result of runSweep(model, input, cells, hooks, options)) results.push(result);
  return results;
}

describe.each([...ENCODERS, ...DECODERS])('%s', (name) => {
  let reference: Reference;
  let input: TokenBatch;
  let other: Recording;
  beforeAll(async () => {
    reference = await openReference(goldenFolder(name));
    input = inputOf(reference, 0);
    const shuffled = { ...input, inputIds: input.inputIds.map((row) => row.toReversed()) };
    other = await record(reference.model, shuffled, reference.model.hooks);
  });
  afterAll(() => reference.close());

  /** Zeros, means, given values and what was recorded, at heads, positions and masks, one and several together. */
  function cells(): Intervention[][] {
    const recorded: InterventionValue = { kind: 'recorded', recording: other };
    const { dModel, layers } = reference.model.dimensions;
    const own = Array.from({ length: dModel }, (_, i) => Math.cos(i));
    const final: Intervention[][] = [
      [],
      [{ hook: 'resid_final', value: MEAN }],
      [{ hook: 'resid_final', positions: [0, 3], value: tensor([1, 1, dModel], ...own) }],
      [{ hook: 'resid_final', positions: [2], value: recorded }],
      [
        { hook: 'resid_final', value: ZERO },
        { hook: 'resid_final', positions: [1], value: recorded },
      ],
    ];
    if (layers === 0) return final;
    const length = input.inputIds[0]?.length ?? 0;
    const uniform = tensor([1, 1, 1, length], ...Array<number>(length).fill(1 / length));
    return [
      ...final,
      [{ hook: z(0), heads: [1], value: ZERO }],
      [{ hook: z(1), heads: [0], value: recorded }],
      [{ hook: z(1), heads: [0, 1], positions: [2, 4], value: MEAN }],
      [{ hook: PATTERN, heads: [1], value: uniform }],
      [{ hook: PATTERN, heads: [0], positions: [4], value: recorded }],
      // A mean of what the cell's own zeros have led to.
      [
        { hook: z(0), value: ZERO },
        { hook: 'blocks.1.hook_resid_pre', positions: [3], value: MEAN },
      ],
      [
        { hook: 'blocks.1.hook_resid_pre', positions: [1], value: recorded },
        { hook: z(1), heads: [1], value: tensor([1, 1, 1, 1], 0.5) },
      ],
    ];
  }

  it('a sweep gives of each cell what running it alone gives, in as many passes as it takes', async () => {
    const all = cells();
    const hooks = [all.length > 5 ? z(1) : 'hook_embed', 'logits'];
    const length = input.inputIds[0]?.length ?? 0;
    // Five cells in each pass.
    const swept = await collect(reference, input, all, hooks, { tokensPerBatch: 5 * length + 4 });
    expect(swept).toHaveLength(all.length);
    const among = [...new Set(all.flat().map(({ hook }) => hook))];
    const differences: number[] = [];
    for (const [at, cell] of all.entries()) {
      const alone = await runWithInterventions(reference.model, input, cell, hooks, { among });
      for (const hook of hooks)
        differences.push(difference(activationOf(swept[at] ?? new Map(), hook), activationOf(alone, hook)));
    }
    expect(Math.max(...differences)).toBeLessThanOrEqual(1e-6);
    // Each cell does something else.
    const ends = swept.map((result) => [...activationOf(result, 'logits').data].join());
    expect(new Set(ends).size).toBe(all.length);
  });
});

describe('rows with interventions of their own', () => {
  let reference: Reference;
  beforeAll(async () => {
    reference = await openReference(goldenFolder('gpt2'));
  });
  afterAll(() => reference.close());

  it('masks and values of a session may differ along the batch', async () => {
    const { model, tokens } = reference;
    const input = inputOf(reference, 0);
    const [row = []] = input.inputIds;
    expect(row).toHaveLength(tokens[0] ?? 0);
    // Row 0 keeps head 1, row 1 gets 2 there, and row 2 gets 3 at head 3.
    const replacement = {
      mask: { dims: [3, 1, 4, 1], data: Uint8Array.of(0, 0, 0, 0, 0, 1, 0, 0, 0, 0, 0, 1) },
      values: { dims: [3, 1, 1, 1], data: Float32Array.of(1, 2, 3) },
    };
    const together = await model.runVariant({ inputIds: [row, row, row] }, [z(0), 'logits'], {
      replacements: new Map([[z(0), replacement]]),
    });
    const rows: Intervention[][] = [
      [],
      [{ hook: z(0), heads: [1], value: tensor([1, 1, 1, 1], 2) }],
      [{ hook: z(0), heads: [3], value: tensor([1, 1, 1, 1], 3) }],
    ];
    for (const [at, own] of rows.entries()) {
      const alone = await runWithInterventions(model, input, own, [z(0), 'logits'], { among: [z(0)] });
      for (const [hook, { dims, data }] of together) {
        const size = data.length / 3;
        const part = { dims: dims.with(0, 1), data: data.subarray(at * size, (at + 1) * size) };
        expect(difference(part, activationOf(alone, hook)), hook).toBeLessThanOrEqual(1e-6);
      }
    }
  });

  it('rows of different lengths, each with its own', async () => {
    const { model, inputs, tokens } = reference;
    const recording = await record(model, inputOf(reference, 2), [z(1)]);
    const rows: Intervention[][] = [
      [{ hook: z(0), positions: [10], value: MEAN }],
      [{ hook: PATTERN, heads: [2], value: MEAN }],
      [{ hook: z(1), value: { kind: 'recorded', recording } }],
    ];
    expect(tokens).toEqual([11, 8, 5]);
    const together = activationOf(await runRowsWithInterventions(model, inputs, rows, ['logits']), 'logits');
    const [, length = 0, width = 0] = together.dims;
    for (const [row, own] of rows.entries()) {
      const alone = activationOf(
        await runWithInterventions(model, inputOf(reference, row), own, ['logits']),
        'logits',
      );
      const start = row * length * width;
      const part = { dims: alone.dims, data: together.data.subarray(start, start + alone.data.length) };
      expect(difference(part, alone)).toBeLessThanOrEqual(1e-6);
    }
  });

  it('a sweep of ablations that reads the loss alone', async () => {
    const { model } = reference;
    const input = inputOf(reference, 0);
    const cells = [0, 1].flatMap((layer) =>
      [0, 1, 2, 3].map((head): Intervention[] => [{ hook: z(layer), heads: [head], value: ZERO }]),
    );
    const targets = nextTokens(input);
    const swept = await collect(reference, input, [[], ...cells], ['loss'], { targets });
    const plain = await model.runVariant(input, ['loss'], { targets });
    expect(difference(activationOf(swept[0] ?? new Map(), 'loss'), activationOf(plain, 'loss'))).toBeLessThan(
      1e-6,
    );
    for (const [at, cell] of cells.entries()) {
      const alone = await runWithInterventions(model, input, cell, ['loss'], {
        targets,
        among: [z(0), z(1)],
      });
      const own = activationOf(swept[at + 1] ?? new Map(), 'loss');
      expect(own.dims).toEqual([1, 11, 1]);
      expect(difference(own, activationOf(alone, 'loss'))).toBeLessThanOrEqual(1e-6);
    }
  });

  it('says which cell has what is wrong, also in a later pass', async () => {
    const input = inputOf(reference, 0);
    const good: Intervention[] = [{ hook: z(0), value: ZERO }];
    const bad: Intervention[] = [...good, { hook: z(0), heads: [4], value: ZERO }];
    await expect(
      collect(reference, input, [good, good, bad], ['logits'], { tokensPerBatch: 22 }),
    ).rejects.toMatchObject({
      code: 'BAD_REQUEST',
      message: `row 2, interventions[1]: head 4 is outside 0 … 3, the heads of ${z(0)}`,
      details: { row: 2, intervention: 1 },
    });
    await expect(collect(reference, { inputIds: [[1], [2]] }, [good], ['logits'])).rejects.toMatchObject({
      code: 'BAD_REQUEST',
      message: 'a sweep is over one input, not 2',
    });
    expect(await collect(reference, input, [], ['logits'])).toEqual([]);
  });
});
