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
  /** Of the latest runs that came to their end, the latest first: what was asked to compute it, and what did. */
  paces: z.array(
    z.object({
      weightsHash: z.string(),
      parameters: z.int(),
      /** In which it was at work. */
      seconds: z.number().positive(),
      ...runLoad.pick({ tokens: true, squares: true }).shape,
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
/** A row’s key, the names in it, its place in indexes. */
const AROUND_DATA = 110;
/** Of SQLite, unless told otherwise; and how much of a row that is longer lies on its first page. */
const PAGE = 4096;
const LEAST_OF_ROW = Math.floor(((PAGE - 12) * 32) / 255) - 23;
const MOST_OF_ROW = PAGE - 35;
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
  const blocks = Math.ceil(comparisons / PAIRS_OF_BLOCK) * METRIC_COUNT;
  const columns = blocks * bytesOfRow(PAIRS_OF_BLOCK * layers * heads * COLUMN_BYTES);
  const patterns = keep === 'none' ? 0 : squares * layers * heads * FLOAT32;
  const outputs = keep === 'all' ? tokens * layers * heads * dHead * FLOAT32 : 0;
  return Math.round(metrics + columns + AROUND_TENSORS * (patterns + outputs));
}

/**
 * What a row with so many bytes of data takes of SQLite's pages: its beginning on a page with others, as many as there is room for, the
 * rest on pages of its own. https://sqlite.org/fileformat2.html#b_tree_pages
 */
export function bytesOfRow(data: number): number {
  const bytes = data + AROUND_DATA;
  if (bytes <= MOST_OF_ROW) return onPages(bytes);
  const beyond = bytes - LEAST_OF_ROW;
  const rest = beyond % (PAGE - 4);
  const whole = beyond - rest;
  return LEAST_OF_ROW + rest <= MOST_OF_ROW
    ? (whole / (PAGE - 4)) * PAGE + onPages(LEAST_OF_ROW + rest)
    : (whole / (PAGE - 4) + 1) * PAGE + onPages(LEAST_OF_ROW);
}

function onPages(bytes: number): number {
  return PAGE / Math.floor(PAGE / bytes);
}

export interface Duration {
  readonly seconds: number;
  /** Judged by runs of other models, or of the same with far more or far less to do. */
  readonly isRough: boolean;
}

/**
 * In statements of so many tokens, what goes with the square of their length (attention and its metrics) takes as long as the rest.
 * Measured with all-MiniLM-L6-v2: 21,515 tokens in statements of some 10 in 29 s, 2,885 in statements of some 350 in 32 s.
 */
const TOKENS_OF_EVEN = 40;
/** Times as much or as little to do as before: what a run takes at its beginning and end counts otherwise then. */
const FAR = 4;
/** Earlier runs say less about the machine as it is now, and a single one may have had to share it. */
const LATEST = 3;

/** What there is to do, in tokens of short statements. */
function workOf({ tokens, squares }: Pick<RunLoad, 'tokens' | 'squares'>): number {
  return tokens + squares / TOKENS_OF_EVEN;
}

/**
 * How long it will take: as the latest three runs of these weights on the same device that had about as much to do, by the one in
 * their middle. Without such roughly, by the run of these weights that is nearest in size; without any very roughly, by the other models.
 * null where there is no run on that device to judge by.
 * @param on what is to compute it; `auto` is judged by what `auto` came to before
 */
export function durationOfRun(
  load: Pick<RunLoad, 'tokens' | 'squares'>,
  { weightsHash, parameters }: Pick<Model, 'weightsHash' | 'parameters'>,
  costs: Pick<RunCosts, 'paces'>,
  on: DeviceChoice,
): Duration | null {
  const paces = costs.paces.filter((pace) => (on === 'auto' ? pace.asked === 'auto' : pace.device === on));
  const work = workOf(load);
  const own = paces
    .filter((pace) => pace.weightsHash === weightsHash)
    .map((pace) => ({ far: Math.abs(Math.log(work / workOf(pace))), seconds: secondsAt(pace, work) }));
  const near = own.filter(({ far }) => far <= Math.log(FAR)).slice(0, LATEST);
  const ofNear = middle(near.map(({ seconds }) => seconds));
  if (ofNear !== null) return { seconds: ofNear, isRough: false };
  const [nearest] = own.toSorted((a, b) => a.far - b.far);
  if (nearest !== undefined) return { seconds: nearest.seconds, isRough: true };
  const scaled = middle(
    paces
      .filter((pace) => pace.parameters > 0)
      .map((pace) => (secondsAt(pace, work) * parameters) / pace.parameters),
  );
  return scaled === null ? null : { seconds: scaled, isRough: true };
}

/** As long as the earlier run took, for so much to do. */
function secondsAt(pace: RunCosts['paces'][number], work: number): number {
  return (pace.seconds * work) / workOf(pace);
}

/** Of an even number the upper one: a forecast that is too long disappoints nobody. */
function middle(values: readonly number[]): number | null {
  return values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)] ?? null;
}
