import type { NamedTensors } from './named-tensor.ts';

/** Values that are looked at in a step: some milliseconds. */
const STEP = 2 ** 20;

/**
 * What is undefined is written with the same bits everywhere: NaN has many, and which of them arithmetic gives is up to the
 * processor and to how the code was compiled, so that the same numbers would be other bytes.
 */
export function* withOneNaN(tensors: NamedTensors): Generator<void, void, void> {
  for (const { data } of tensors.values()) {
    if (data instanceof Int32Array) continue;
    for (let from = 0; from < data.length; from += STEP) {
      const to = Math.min(data.length, from + STEP);
      for (let at = from; at < to; at++) if (Number.isNaN(data[at])) data[at] = Number.NaN;
      yield;
    }
  }
}
