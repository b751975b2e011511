/** A hook point in a run: what its axes are, and how large each is for the batch in hand. */
import { describeAxes, type HookAxes } from '../../../core/architectures/hook-axes.ts';
import type { Axis } from '../../../core/onnx/graph.ts';
import type { RealTokens } from './real-tokens.ts';

export interface Site {
  readonly hook: string;
  readonly axes: HookAxes;
  readonly dims: readonly number[];
  readonly tokens: RealTokens;
}

/** @param axes as the graph declares them */
export function siteOf(hook: string, axes: readonly Axis[], tokens: RealTokens): Site {
  const { rows, length } = tokens;
  const dims = axes.map((axis) => (typeof axis === 'number' ? axis : axis === 'batch' ? rows : length));
  return { hook, axes: describeAxes(axes), dims, tokens };
}

/** `size` at one axis, and 1 at all others. */
export function along(site: Site, ...sizes: readonly (readonly [axis: number, size: number])[]): number[] {
  const own = new Map(sizes);
  return site.dims.map((_, axis) => own.get(axis) ?? 1);
}
