import { describe, expect, it } from 'vitest';
import reference from '../../../tests/fixtures/architectures/rotary.json' with { type: 'json' };
import { rotaryFrequencies } from './rotary-frequencies.ts';

interface Case {
  readonly name: string;
  readonly config: Readonly<Record<string, unknown>>;
  readonly frequencies: readonly number[];
  readonly attention_factor: number;
}

/** As llama.ts and gpt-neox.ts ask. */
function frequenciesOf(config: Readonly<Record<string, unknown>>) {
  const field = (name: string) => (typeof config[name] === 'number' ? config[name] : undefined);
  const isNeox = config.model_type === 'gpt_neox';
  return rotaryFrequencies(config, {
    dHead: field('head_dim') ?? Number(config.hidden_size) / Number(config.num_attention_heads),
    maxPositions: Number(config.max_position_embeddings),
    theta: (isNeox ? field('rotary_emb_base') : undefined) ?? 10_000,
    share: isNeox ? (field('rotary_pct') ?? 0.25) : 1,
  });
}

describe('rotaryFrequencies, against transformers (tests/fixtures/architectures/reference.py)', () => {
  it.each(reference as readonly Case[])('$name', ({ config, frequencies, attention_factor }) => {
    const actual = frequenciesOf(config);
    expect(actual.attentionFactor).toBeCloseTo(attention_factor, 12);
    expect(actual.frequencies).toHaveLength(frequencies.length);
    const errors = actual.frequencies.map((value, pair) => Math.abs(value / (frequencies[pair] ?? NaN) - 1));
    expect(Math.max(...errors)).toBeLessThan(1e-6);
  });
});

describe('what is refused', () => {
  const base = { hidden_size: 64, num_attention_heads: 4, max_position_embeddings: 512 };
  const llama3 = { rope_type: 'llama3', factor: 4, low_freq_factor: 1, high_freq_factor: 4 };
  it.each([
    [
      { rope_scaling: { type: 'longrope', factor: 4 } },
      'MODEL_UNSUPPORTED',
      'unsupported rope_type: "longrope" (supported: "default", "linear", "dynamic", "llama3", "yarn")',
    ],
    [
      { rope_scaling: { type: 'linear' } },
      'MODEL_INVALID',
      'rope_scaling or rope_parameters: factor is missing',
    ],
    [
      { rope_parameters: { ...llama3, low_freq_factor: undefined } },
      'MODEL_INVALID',
      'rope_scaling or rope_parameters: low_freq_factor is missing',
    ],
    [
      { rope_parameters: { ...llama3, low_freq_factor: 4 } },
      'MODEL_INVALID',
      'rope low_freq_factor 4 is not below high_freq_factor 4',
    ],
    [{ rope_theta: -1 }, 'MODEL_INVALID', 'config.json: rope_theta is -1'],
    [
      { rope_parameters: { partial_rotary_factor: 0.2 } },
      'MODEL_UNSUPPORTED',
      'rotary positions of 3 of the 16 numbers of a head',
    ],
    [{ rope_parameters: 'yarn' }, 'MODEL_INVALID', 'config.json: rope_parameters is "yarn"'],
  ])('%j', (config, code, message) => {
    const read = () => frequenciesOf({ ...base, ...config });
    expect(read).toThrow(message);
    expect(read).toThrow(expect.objectContaining({ code }) as Error);
  });
});
