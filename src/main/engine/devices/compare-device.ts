/** A model on a device and on the CPU: how far their attention patterns lie apart on one batch, and how long each takes. */
import { type Activation, HookedSession } from '../inference/hooked-session.ts';
import type { TokenBatch } from '../inference/token-batch.ts';
import { type Comparison, type DeviceRequest, received } from './device-messages.ts';

/** Two statements of usual length; the shorter has padding. */
const LENGTHS = [12, 7] as const;
/** Runs after the first, which also readies the device: as many as fit in the time. */
const TIMED_RUNS = 3;
const TIMED_MILLISECONDS = 2_000;

type Request = Extract<DeviceRequest, { type: 'compare' }>;
type Patterns = ReadonlyMap<string, Activation>;

/** @throws PairlensError MODEL_INVALID, INFERENCE_FAILED, DEVICE_FAILED */
export async function compareDevice(request: Request): Promise<Comparison> {
  const { device, graph, reference, limits, patterns } = request;
  const batch: TokenBatch = {
    inputIds: LENGTHS.map((length) =>
      Array.from({ length: Math.min(length, limits.maxPositions) }, (_, at) =>
        idAt(at, limits.vocabularySize),
      ),
    ),
  };
  const lengths = batch.inputIds.map((row) => row.length);
  const onCpu = await timed(await HookedSession.open(received(reference), limits), batch, patterns);
  const onDevice = await timed(await HookedSession.open(received(graph), limits, device), batch, patterns);
  return {
    largestDifference: differenceOf(onCpu.activations, onDevice.activations, lengths),
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
  hooks: readonly string[],
): Promise<{ readonly activations: Patterns; readonly milliseconds: number }> {
  try {
    const activations = await session.run(batch, hooks);
    const times: number[] = [];
    for (let spent = 0; times.length < TIMED_RUNS && spent < TIMED_MILLISECONDS;) {
      const began = performance.now();
      await session.run(batch, hooks);
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

/** Over real tokens; null where a value of the device is not finite. */
function differenceOf(onCpu: Patterns, onDevice: Patterns, lengths: readonly number[]): number | null {
  let worst = 0;
  for (const [hook, { dims, data }] of onCpu) {
    const other = onDevice.get(hook)?.data;
    const [, heads = 0, queries = 0, keys = 0] = dims;
    for (const [row, length] of lengths.entries())
      for (let head = 0; head < heads; head++)
        for (let query = 0; query < length; query++)
          for (let key = 0; key < length; key++) {
            const at = ((row * heads + head) * queries + query) * keys + key;
            const apart = Math.abs((data[at] ?? NaN) - (other?.[at] ?? NaN));
            if (!Number.isFinite(apart)) return null;
            worst = Math.max(worst, apart);
          }
  }
  return worst;
}
