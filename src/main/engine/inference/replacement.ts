/** What is put in the place of the values that a graph computes at its hook points. */
import type { Activation } from './hooked-session.ts';

/** 1: here, 0: not here. Row-major. */
export interface Mask {
  readonly dims: readonly number[];
  readonly data: Uint8Array;
}

/**
 * `values` in the place of what is computed, where `mask` says so. Both have as many axes as the hook point; each of
 * their axes has the hook point's size there, or 1 for "the same all along it".
 */
export interface Replacement {
  readonly mask: Mask;
  readonly values: Activation;
}

/** By hook point. */
export type Replacements = ReadonlyMap<string, Replacement>;

/** Replaces nothing. */
export function noReplacement(rank: number): Replacement {
  const dims = Array<number>(rank).fill(1);
  return { mask: { dims, data: new Uint8Array(1) }, values: { dims, data: new Float32Array(1) } };
}
