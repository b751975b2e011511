/**
 * A model on a device and on the CPU: how far their attention patterns, and what leaves the last layer and the model, lie apart on
 * one batch, and how long each takes.
 */
import { LOGITS } from '../../../core/architectures/hook-names.ts';
import { type Activation, HookedSession } from '../inference/hooked-session.ts';
import type { TokenBatch } from '../inference/token-batch.ts';
import { type Comparison, type DeviceRequest, received } from './device-messages.ts';

/** Two statements of usual length; the shorter has padding. */
const LENGTHS = [12, 7] as const;
/** Runs after the first, which also readies the device: as many as fit in the time. */
const TIMED_RUNS = 3;
const TIMED_MILLISECONDS = 2_000;

type Request = Extract<DeviceRequest, { type: 'compare' }>;
const NONE: Activation = { dims: [], data: new Float32Array() };
type Activations = ReadonlyMap<string, Activation>;

/** @throws PairlensError MODEL_INVALID, INFERENCE_FAILED, DEVICE_FAILED */
export async function compareDevice(request: Request): Promise<Comparison> {
  const { device, graph, reference, limits, patterns, vectors } = request;
  const batch: TokenBatch = {
    inputIds: LENGTHS.map((length) =>
      Array.from({ length: Math.min(length, limits.maxPositions) }, (_, at) =>
        idAt(at, limits.vocabularySize),
      ),
    ),
  };
  const lengths = batch.inputIds.map((row) => row.length);
  const onCpu = await timed(await HookedSession.open(received(reference), limits), batch, request);
  const onDevice = await timed(await HookedSession.open(received(graph), limits, device), batch, request);
  const [here, there] = [onCpu.activations, onDevice.activations];
  return {
    largestDifference: largest(patterns, (hook) =>
      patternDifference(here.get(hook), there.get(hook), lengths),
    ),
    relativeDifference: largest(vectors, (hook) =>
      relativeDifference(here.get(hook), there.get(hook), lengths, hook === LOGITS),
    ),
    cpuMilliseconds: onCpu.milliseconds,
    deviceMilliseconds: onDevice.milliseconds,
  };
}

/** Spread over the vocabulary, the same each time. */
function idAt(at: number, vocabularySize: number): number {
  return (at * 7919 + 13) % vocabularySize;
}

async function timed(
  session: HookedSession,
  batch: TokenBatch,
  { patterns, vectors }: Pick<Request, 'patterns' | 'vectors'>,
): Promise<{ readonly activations: Activations; readonly milliseconds: number }> {
  try {
    const activations = await session.run(batch, [...patterns, ...vectors]);
    const times: number[] = [];
    for (let spent = 0; times.length < TIMED_RUNS && spent < TIMED_MILLISECONDS;) {
      const began = performance.now();
      await session.run(batch, patterns);
      const took = performance.now() - began;
      times.push(took);
      spent += took;
    }
    times.sort((a, b) => a - b);
    return { activations, milliseconds: times[Math.floor(times.length / 2)] ?? 0 };
  } finally {
    await session.close();
  }
}

/** Null where one of them is. */
function largest(hooks: readonly string[], differenceAt: (hook: string) => number | null): number | null {
  let worst = 0;
  for (const hook of hooks) {
    const difference = differenceAt(hook);
    if (difference === null) return null;
    worst = Math.max(worst, difference);
  }
  return worst;
}

/** Of values [batch, head, query, key], over real tokens; null where a value of the device is not finite. */
function patternDifference(
  { dims, data }: Activation = NONE,
  { data: others }: Activation = NONE,
  lengths: readonly number[],
): number | null {
  let worst = 0;
  const [, heads = 0, queries = 0, keys = 0] = dims;
  for (const [row, length] of lengths.entries())
    for (let head = 0; head < heads; head++)
      for (let query = 0; query < length; query++)
        for (let key = 0; key < length; key++) {
          const at = ((row * heads + head) * queries + query) * keys + key;
          const apart = Math.abs((data[at] ?? NaN) - (others[at] ?? NaN));
          if (!Number.isFinite(apart)) return null;
          worst = Math.max(worst, apart);
        }
  return worst;
}

/**
 * Of vectors [batch, pos, width], over real tokens: the length of the difference as a share of the length of the CPU's vector.
 * Null where a value of the device is not finite.
 * @param fromMean measures from the mean of a vector: what is added to all logits changes no probability
 */
export function relativeDifference(
  { dims, data }: Activation = NONE,
  { data: others }: Activation = NONE,
  lengths: readonly number[],
  fromMean: boolean,
): number | null {
  let worst = 0;
  const [, positions = 0, width = 0] = dims;
  for (const [row, length] of lengths.entries())
    for (let position = 0; position < length; position++) {
      const from = (row * positions + position) * width;
      const [vector, other] = [data, others].map((all) => all.subarray(from, from + width));
      const share = shareApart(vector ?? NONE.data, other ?? NONE.data, fromMean);
      if (!Number.isFinite(share)) return null;
      worst = Math.max(worst, share);
    }
  return worst;
}

function shareApart(vector: Float32Array, other: Float32Array, fromMean: boolean): number {
  const [mean, otherMean] = [vector, other].map((values) => (fromMean ? meanOf(values) : 0));
  let apart = 0;
  let size = 0;
  for (const [at, value] of vector.entries()) {
    const own = value - (mean ?? 0);
    apart += (own - ((other[at] ?? NaN) - (otherMean ?? 0))) ** 2;
    size += own ** 2;
  }
  if (apart === 0) return 0;
  return Number.isFinite(apart) ? Math.min(Math.sqrt(apart / size), Number.MAX_VALUE) : NaN;
}

function meanOf(values: Float32Array): number {
  return values.reduce((sum, value) => sum + value, 0) / values.length;
}
