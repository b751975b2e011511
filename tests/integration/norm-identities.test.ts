/**
 * On every family: parts and bias part add up to the block's vectors at each level, and the norms of the graph are those of
 * the parts.
 */
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { normsOf } from '../../src/core/analyses/norms/defined.ts';
import { normOutput, type NormQuantity, QUERY_BLOCK } from '../../src/core/architectures/norm-names.ts';
import type { Activation } from '../../src/main/engine/inference/hooked-session.ts';
import type { Parameter } from '../../src/main/engine/models/model-weights.ts';
import { type Level, levelsOf } from './norm-parts.ts';
import { ALIKE, DECODERS, ENCODERS, goldenFolder, openReference, type Reference } from './parity.ts';
import { normalise } from './plain-layers.ts';

const WITH_LAYERS = [...ENCODERS, ...DECODERS, ...ALIKE].filter((name) => name !== 'attention_only-0');
/** Of the largest value of what is compared: what is computed is in float32. */
const TOLERANCE = 2e-5;

const norm = (row: readonly number[]) => Math.hypot(...row);
const total = (rows: readonly (readonly number[])[]) =>
  rows.reduce<readonly number[]>(
    (sum, row) => (sum.length === 0 ? row : sum.map((value, i) => value + (row[i] ?? NaN))),
    [],
  );

/** `long`: in place of the checkpoint's own inputs, a text that takes two blocks of queries. */
const CASES = [
  ...WITH_LAYERS.map((name) => ({ name, long: false })),
  ...['bert', 'gpt2'].map((name) => ({ name, long: true })),
];

describe.each(CASES)('$name, long: $long', ({ name, long }) => {
  let reference: Pick<Reference, 'model' | 'inputs' | 'tokens' | 'close'>;
  let run: ReadonlyMap<string, Activation>;
  let parameters: ReadonlyMap<string, Parameter>;
  beforeAll(async () => {
    const opened = await openReference(goldenFolder(name));
    const ids = Array.from({ length: QUERY_BLOCK + 7 }, (_, at) => 5 + ((at * 37) % 90));
    const longText = { inputs: { inputIds: [ids], attentionMask: [ids.map(() => 1)] }, tokens: [ids.length] };
    reference = long ? { ...opened, ...longText } : opened;
    const { model, inputs } = reference;
    run = new Map([
      ...(await model.run(inputs, model.hooks)),
      ...(await model.runVariant(
        inputs,
        [0, 1].flatMap((layer) =>
          normsOf(model.hooks).quantities.map((quantity) => normOutput(layer, quantity)),
        ),
        {},
      )),
    ]);
    parameters = new Map(
      await Promise.all(
        model.weights.names.map(async (own): Promise<[string, Parameter]> => [
          own,
          await model.weights.read(own),
        ]),
      ),
    );
  });
  afterAll(() => reference.close());

  function valuesOf(layer: number, row: number) {
    const n = reference.tokens[row] ?? 0;
    const at = (place: string) => run.get(`blocks.${layer}.${place}`) ?? expect.unreachable(`no ${place}`);
    const rowsAt = (place: string) => {
      const { dims, data } = at(place);
      const [, length = 0, ...rest] = dims;
      const width = rest.reduce((product, size) => product * size, 1);
      return Array.from({ length: n }, (_, position) => {
        const from = (row * length + position) * width;
        return Array.from(data.subarray(from, from + width));
      });
    };
    const { data, dims } = at('attn.hook_pattern');
    const [, heads = 0, length = 0] = dims;
    const v = rowsAt('attn.hook_v');
    const { dHead } = reference.model.dimensions;
    const shared = (at('attn.hook_v').dims[2] ?? 0) / heads;
    const config = reference.model.config;
    const epsilon =
      config['layer_norm_eps'] ?? config['layer_norm_epsilon'] ?? config['rms_norm_eps'] ?? 1e-12;
    return {
      rows: rowsAt,
      pattern: Array.from({ length: heads }, (_, head) =>
        Array.from({ length: n }, (_query, query) => {
          const from = ((row * heads + head) * length + query) * length;
          return Array.from(data.subarray(from, from + n));
        }),
      ),
      values: Array.from({ length: heads }, (_, head) => {
        const from = Math.floor(head * shared) * dHead;
        return v.map((own) => own.slice(from, from + dHead));
      }),
      parameter: (own: string) =>
        parameters.get(`blocks.${layer}.${own}`) ??
        // Whether there is a hook point, as a parameter of nothing.
        (own.startsWith('hook_') && run.has(`blocks.${layer}.${own}`)
          ? { shape: [0], data: new Float32Array() }
          : null),
      epsilon: Number(epsilon),
      activation: config['hidden_act'] ?? config['activation'] ?? config['activation_function'] ?? 'gelu',
    };
  }

  const rows = () => reference.tokens.map((_, row) => row);

  it.each([0, 1])('parts and bias part of layer %i add up', (layer) => {
    for (const row of rows()) {
      const values = valuesOf(layer, row);
      for (const [level, { parts, bias, sum }] of levelsOf(values)) {
        const whole = wholeOf(values, sum);
        const largest = Math.max(...whole.flat().map(Math.abs));
        parts.forEach((keys, i) => {
          const added = total([...keys, bias[i] ?? []]);
          added.forEach((value, c) => {
            expect(Math.abs(value - (whole[i]?.[c] ?? NaN)) / largest, `${level} of ${i}`).toBeLessThan(
              TOLERANCE,
            );
          });
        });
      }
    }
  });

  it.each([0, 1])('the norms of layer %i are those of the parts', (layer) => {
    const { quantities } = normsOf(reference.model.hooks);
    const compared = new Set<NormQuantity>(['value_norm', 'attn_n']);
    for (const row of rows()) {
      const values = valuesOf(layer, row);
      const n = reference.tokens[row] ?? 0;
      for (const [level, { parts, bias }] of levelsOf(values)) {
        const map: NormQuantity = `${level}_n` as NormQuantity;
        const mixing: NormQuantity = `mixing_${level === 'attn_layer' ? 'attn' : level}` as NormQuantity;
        compareMap(layer, row, map, parts, n);
        compareRow(layer, row, mixing, mixingOf(parts));
        compared.add(map).add(mixing);
        if (level === 'atb_ff') {
          compareRow(layer, row, 'bias_ff_n', bias.map(norm));
          compared.add('bias_ff_n');
        }
      }
    }
    expect([...compared].sort()).toEqual([...quantities].sort());
  });

  function wholeOf(values: ReturnType<typeof valuesOf>, sum: string): readonly (readonly number[])[] {
    if (sum === 'resid_pre + attn_out') {
      const [x, out] = [values.rows('hook_resid_pre'), values.rows('hook_attn_out')];
      return x.map((own, i) => total([own, out[i] ?? []]));
    }
    if (sum !== 'ln2') return values.rows(sum);
    const [gain, shift] = [values.parameter('ln2.w'), values.parameter('ln2.b')];
    return normalise(
      values.rows('hook_resid_mid'),
      values.epsilon,
      gain ?? expect.unreachable(),
      shift ?? undefined,
    );
  }

  function mixingOf(parts: Level['parts']): number[] {
    return parts.map((keys, i) => {
      const others = keys.filter((_, j) => j !== i);
      const mixed = others.length === 0 ? 0 : norm(total(others));
      return mixed / (mixed + norm(keys[i] ?? []));
    });
  }

  function compareMap(layer: number, row: number, map: NormQuantity, parts: Level['parts'], n: number): void {
    const { data, dims } = run.get(normOutput(layer, map)) ?? expect.unreachable(`no ${map}`);
    const [, length = 0] = dims;
    const norms = parts.map((keys) => keys.map(norm));
    const largest = Math.max(...norms.flat());
    for (let i = 0; i < n; i++)
      for (let j = 0; j < n; j++) {
        const own = data[(row * length + i) * length + j] ?? NaN;
        expect(Math.abs(own - (norms[i]?.[j] ?? NaN)) / largest, `${map} [${i}, ${j}]`).toBeLessThan(
          TOLERANCE,
        );
      }
  }

  function compareRow(layer: number, row: number, quantity: NormQuantity, expected: readonly number[]): void {
    const { data, dims } = run.get(normOutput(layer, quantity)) ?? expect.unreachable(`no ${quantity}`);
    const [, length = 0] = dims;
    const largest = Math.max(...expected, 1e-3);
    expected.forEach((value, i) => {
      const own = data[row * length + i] ?? NaN;
      expect(Math.abs(own - value) / largest, `${quantity} of ${i}`).toBeLessThan(TOLERANCE);
    });
  }
});
