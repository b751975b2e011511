/** What a run will take of time and disk: from the tokens of its pairs, and from how long earlier runs took. */
import { z } from 'zod';
import { METRIC_COUNT } from '../core/metrics/catalogue.ts';
import { type DeviceChoice, device, deviceChoice } from './devices.ts';
import type { Keep, Model } from './entities.ts';

/** Pairs of a run that are split into tokens and packed into batches together. */
export const RUN_WINDOW = 2048;

/** What goes through the model, and is stored of it. */
export const runLoad = z.object({
  /** A counterfactual or a neutral with its original: each has a row of metrics a head. */
  comparisons: z.int(),
  /** Of all statements, each original once. */
  tokens: z.int(),
  /** The same, squared one by one: an attention pattern has as many weights. */
  squares: z.int(),
});
export type RunLoad = z.infer<typeof runLoad>;

export const runCosts = z.object({
  /** Of the latest runs that came to their end, one each: of what was asked to compute it, and of what did. */
  paces: z.array(
    z.object({
      weightsHash: z.string(),
      parameters: z.int(),
      secondsPerToken: z.number().positive(),
      asked: deviceChoice,
      device,
    }),
  ),
  /** Of the disk that the workspace is on; null where the system does not tell. */
  freeBytes: z.number().nullable(),
});
export type RunCosts = z.infer<typeof runCosts>;

/** Of a row of `head_metric`, measured: a value takes 8 bytes and its type, and a row its key, its header and its page. */
const BYTES_PER_METRIC = 10.4;
const BYTES_PER_COMPARISON = 600;
/** Of each metric a copy by column, in blocks of pairs: store/metric-blocks.ts. */
const COLUMN_BYTES = 8;
const PAIRS_OF_BLOCK = 32;
const FLOAT32 = 4;
/** Pages and keys around a tensor's numbers. */
const AROUND_TENSORS = 1.035;

type Shape = Pick<Model, 'layers' | 'heads' | 'dHead'>;

/** What a run adds to the workspace's file, in bytes. */
export function bytesOfRun(
  { comparisons, tokens, squares }: RunLoad,
  { layers, heads, dHead }: Shape,
  keep: Keep,
): number {
  const metrics = comparisons * (layers * heads * METRIC_COUNT * BYTES_PER_METRIC + BYTES_PER_COMPARISON);
  const inBlocks = Math.ceil(comparisons / PAIRS_OF_BLOCK) * PAIRS_OF_BLOCK;
  const columns = inBlocks * layers * heads * METRIC_COUNT * COLUMN_BYTES;
  const patterns = keep === 'none' ? 0 : squares * layers * heads * FLOAT32;
  const outputs = keep === 'all' ? tokens * layers * heads * dHead * FLOAT32 : 0;
  return Math.round(metrics + columns + AROUND_TENSORS * (patterns + outputs));
}

export interface Duration {
  readonly seconds: number;
  /** Judged by runs of other models, whose weights are as much larger or smaller. */
  readonly isRough: boolean;
}

/**
 * How long it will take. By the fastest run of these weights on the same device, because one that was stopped or waited for another looks
 * slower than it was; without one, by the other models. null where there is no run on that device to judge by.
 * @param on what is to compute it; `auto` is judged by what `auto` came to before
 */
export function durationOfRun(
  { tokens }: Pick<RunLoad, 'tokens'>,
  { weightsHash, parameters }: Pick<Model, 'weightsHash' | 'parameters'>,
  costs: Pick<RunCosts, 'paces'>,
  on: DeviceChoice,
): Duration | null {
  const paces = costs.paces.filter((pace) => (on === 'auto' ? pace.asked === 'auto' : pace.device === on));
  const own = paces.filter((pace) => pace.weightsHash === weightsHash);
  if (own.length > 0)
    return {
      seconds: tokens * Math.min(...own.map(({ secondsPerToken }) => secondsPerToken)),
      isRough: false,
    };
  const scaled = paces
    .filter((pace) => pace.parameters > 0)
    .map((pace) => (pace.secondsPerToken * parameters) / pace.parameters)
    .toSorted((a, b) => a - b);
  const middle = scaled[Math.floor(scaled.length / 2)];
  return middle === undefined ? null : { seconds: tokens * middle, isRough: true };
}
