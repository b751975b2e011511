/**
 * The frequencies of rotary position embeddings and the ways of stretching them over longer contexts, as config.json
 * asks for them: `rope_theta` and `rope_scaling` until transformers 4, `rope_parameters` since 5. Definitions are those of
 * transformers' modeling_rope_utils, computed in float32 where it computes in float32.
 */
import { z } from 'zod';
import { CoreError } from '../errors.ts';
import { optional, parseConfig, refuseUnless, size } from './config.ts';

export interface RotaryFrequencies {
  /** Radians a position, one for each pair of numbers that turn together. */
  readonly frequencies: readonly number[];
  /** What cosines and sines are multiplied by. */
  readonly attentionFactor: number;
}

const positive = z.number().positive();

/** What stretching needs to know of the model besides its own settings. */
interface Base {
  readonly theta: number;
  /** Numbers of a head that turn, as asked for: the exponents are fractions of it. */
  readonly dimensions: number;
  readonly maxPositions: number;
  readonly frequencies: readonly number[];
}
type Settings = Readonly<Record<string, unknown>>;
type Scaling = (base: Base, settings: Settings) => RotaryFrequencies;

const unscaled: Scaling = ({ frequencies }) => ({ frequencies, attentionFactor: 1 });

const linear: Scaling = ({ frequencies }, settings) => {
  const { factor } = parseSettings(z.object({ factor: positive }), settings);
  return { frequencies: frequencies.map((frequency) => frequency / factor), attentionFactor: 1 };
};

const llama3Settings = z.object({
  factor: positive,
  low_freq_factor: positive,
  high_freq_factor: positive,
  original_max_position_embeddings: size,
});

/** Llama 3.1: long wavelengths are stretched, short ones kept, those between are mixed. */
const llama3: Scaling = ({ frequencies }, settings) => {
  const {
    factor,
    low_freq_factor: low,
    high_freq_factor: high,
    original_max_position_embeddings: context,
  } = parseSettings(llama3Settings, settings);
  if (low >= high)
    throw new CoreError('MODEL_INVALID', `rope low_freq_factor ${low} is not below high_freq_factor ${high}`);
  const stretched = frequencies.map((frequency) => {
    const turns = (context * frequency) / (2 * Math.PI);
    if (turns < low) return frequency / factor;
    if (turns > high) return frequency;
    const share = (turns - low) / (high - low);
    return (1 - share) * (frequency / factor) + share * frequency;
  });
  return { frequencies: stretched, attentionFactor: 1 };
};

const yarnSettings = z.object({
  factor: positive.nullish(),
  original_max_position_embeddings: size,
  attention_factor: positive.nullish(),
  beta_fast: positive.nullish(),
  beta_slow: positive.nullish(),
  mscale: z.number().nullish(),
  mscale_all_dim: z.number().nullish(),
  truncate: z.boolean().nullish(),
});

/** YaRN (Peng et al. 2023): as llama3 with a ramp over the pairs, and larger scores. */
const yarn: Scaling = ({ theta, dimensions, maxPositions, frequencies }, settings) => {
  const asked = parseSettings(yarnSettings, settings);
  const context = asked.original_max_position_embeddings;
  const factor = asked.factor ?? maxPositions / context;
  const magnitude = (scale = 1) => (factor <= 1 ? 1 : 0.1 * scale * Math.log(factor) + 1);
  const { mscale, mscale_all_dim: mscaleAll } = asked;
  const inferred = mscale && mscaleAll ? magnitude(mscale) / magnitude(mscaleAll) : magnitude();

  /** The pair that makes this many turns over the original context. */
  const pairOf = (turns: number) =>
    (dimensions * Math.log(context / (turns * 2 * Math.PI))) / (2 * Math.log(theta));
  const truncates = asked.truncate ?? true;
  const [fast, slow] = [pairOf(asked.beta_fast ?? 32), pairOf(asked.beta_slow ?? 1)];
  const first = Math.max(truncates ? Math.floor(fast) : fast, 0);
  const last = Math.min(truncates ? Math.ceil(slow) : slow, dimensions - 1);
  const width = first === last ? 0.001 : last - first;
  const stretched = frequencies.map((frequency, pair) => {
    const share = Math.min(Math.max((pair - first) / width, 0), 1);
    return share * (frequency / factor) + (1 - share) * frequency;
  });
  return { frequencies: stretched, attentionFactor: asked.attention_factor ?? inferred };
};

/** Of a head; known models have at most 256. */
const MOST_DIMENSIONS = 65_536;

const SCALINGS: ReadonlyMap<string, Scaling> = new Map([
  ['default', unscaled],
  ['linear', linear],
  // It stretches only inputs longer than max_position_embeddings, and Pairlens takes none of those.
  ['dynamic', unscaled],
  ['llama3', llama3],
  ['yarn', yarn],
]);

const ropeConfig = z.object({
  rope_theta: positive.nullish(),
  rope_parameters: z.record(z.string(), z.unknown()).nullish(),
  rope_scaling: z.record(z.string(), z.unknown()).nullish(),
  original_max_position_embeddings: size.nullish(),
});

/** What a family knows of its own rotary embedding. */
export interface RotaryShape {
  readonly dHead: number;
  readonly maxPositions: number;
  /** Base of the frequencies where the config names none as `rope_theta`. */
  readonly theta: number;
  /** Share of a head's numbers that turn, where `rope_parameters` names none. */
  readonly share: number;
}

/**
 * Reads what config.json says of rotary embeddings.
 * @throws CoreError MODEL_UNSUPPORTED naming a kind of scaling that Pairlens does not compute; MODEL_INVALID
 */
export function rotaryFrequencies(
  config: Readonly<Record<string, unknown>>,
  { dHead, maxPositions, theta, share }: RotaryShape,
): RotaryFrequencies {
  const asked = parseConfig(ropeConfig, config);
  const given = asked.rope_scaling ?? asked.rope_parameters ?? {};
  const settings: Settings = {
    ...given,
    rope_type: given.rope_type ?? given.type,
    original_max_position_embeddings:
      asked.original_max_position_embeddings ?? given.original_max_position_embeddings ?? maxPositions,
  };
  const {
    rope_type: type,
    rope_theta: base,
    partial_rotary_factor: turned,
  } = parseSettings(
    z.object({
      rope_type: optional(z.string(), 'default'),
      rope_theta: positive.nullish().transform((value) => value ?? asked.rope_theta ?? theta),
      partial_rotary_factor: positive
        .max(1)
        .nullish()
        .transform((value) => value ?? share),
    }),
    settings,
  );
  refuseUnless('rope_type', type, ...SCALINGS.keys());
  const scale = SCALINGS.get(type) ?? unscaled;

  const dimensions = Math.trunc(dHead * turned);
  if (dimensions === 0 || dimensions % 2 !== 0)
    throw new CoreError(
      'MODEL_UNSUPPORTED',
      `rotary positions of ${dimensions} of the ${dHead} numbers of a head: they turn in pairs`,
    );
  // The tables are as long as config.json says, and what it says has not been compared with the tensors yet.
  if (dimensions > MOST_DIMENSIONS)
    throw new CoreError(
      'MODEL_UNSUPPORTED',
      `rotary positions of ${dimensions} numbers of a head: at most ${MOST_DIMENSIONS} are supported`,
    );
  const frequencies = Array.from({ length: dimensions / 2 }, (_, pair) => {
    const exponent = Math.fround((2 * pair) / dimensions);
    return Math.fround(1 / Math.fround(base ** exponent));
  });
  const scaled = scale({ theta: base, dimensions, maxPositions, frequencies }, settings);
  return { ...scaled, frequencies: scaled.frequencies.map(Math.fround) };
}

function parseSettings<Schema extends z.ZodType>(schema: Schema, settings: Settings): z.output<Schema> {
  return parseConfig(schema, settings, 'rope_scaling or rope_parameters');
}
