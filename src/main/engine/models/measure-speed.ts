/** Pairs a second that a model computes, by how many go through it together. */
import { patternHook, residPostHook, zHook } from '../../../core/architectures/hook-names.ts';
import type { Device } from '../../../shared/device-names.ts';
import { release } from '../inference/release.ts';
import type { LoadedModel } from './library.ts';
import { resourcesDir } from '../paths.ts';
import { bundledPairs } from '../sets/bundled.ts';

/** Pairs in a batch. */
const SIZES = [1, 4, 16, 64] as const;
const BATCHES = 5;
/** So long one size is measured, and no larger one is tried where a batch takes as long. */
const MOST_SECONDS = 10;
/** Of a model without tokenizer. */
const TOKENS = 12;

export interface Speed {
  readonly device: Device;
  readonly pairs: number;
  /** Of a batch; the median. */
  readonly seconds: number;
  readonly pairsPerSecond: number;
}

type Model = Pick<LoadedModel, 'dimensions' | 'tokenizer' | 'run' | 'ranOn'>;
type Ids = readonly number[];

/** Patterns, head outputs and the last stream, as a run reads them. @throws what LoadedModel.run throws */
export async function measureSpeed(model: Model): Promise<Speed[]> {
  const { layers } = model.dimensions;
  const hooks = Array.from({ length: layers }, (_, layer) => [patternHook(layer), zHook(layer)]).flat();
  if (layers > 0) hooks.push(residPostHook(layers - 1));
  const rows = statements(model);
  const speeds: Speed[] = [];
  for (const pairs of SIZES) {
    const inputIds = Array.from({ length: 2 * pairs }, (_, row) => rows[row % rows.length] ?? []);
    const batch = async () => {
      const began = performance.now();
      release((await model.run({ inputIds }, hooks)).values());
      return (performance.now() - began) / 1000;
    };
    // The first of a size also readies the device for it.
    const first = await batch();
    const times: number[] = [];
    for (let spent = 0; times.length === 0 || (times.length < BATCHES && spent < MOST_SECONDS);) {
      const seconds = await batch();
      times.push(seconds);
      spent += seconds;
    }
    times.sort((a, b) => a - b);
    const seconds = times[Math.floor(times.length / 2)] ?? first;
    speeds.push({ device: model.ranOn.device, pairs, seconds, pairsPerSecond: pairs / seconds });
    if (first > 2 * MOST_SECONDS || seconds > MOST_SECONDS) break;
  }
  return speeds;
}

/** Both statements of the pairs of a bundled set, one after the other, as far as the model takes them. */
function statements({ tokenizer, dimensions: { maxPositions, vocabularySize } }: Model): Ids[] {
  if (tokenizer === null)
    return [0, 1].map((side) =>
      Array.from(
        { length: Math.min(TOKENS, maxPositions) },
        (_, at) => (at * 7919 + 13 + side) % vocabularySize,
      ),
    );
  const texts = bundledPairs(resourcesDir(), 'negation').flatMap(({ original, counterfactual }) =>
    original === null || counterfactual === null ? [] : [[original, counterfactual]],
  );
  const fitting = texts
    .slice(0, Math.max(...SIZES))
    .map((pair) => pair.map((text) => tokenizer.encode(text)))
    .filter((pair) => pair.every((ids) => ids.length <= maxPositions));
  return fitting.flat();
}
