/** How much of a pair is held while it is patched. */
import type { PatchHook } from '../../../../core/analyses/patching/hooks.ts';
import type { Dimensions } from '../../../../core/architectures/architecture.ts';
import type { PatchedPair } from './measure-patches.ts';

const FLOAT32_BYTES = 4;

/**
 * Bytes of what is recorded of its statements at every layer: the hook points that are patched and the stream that later runs begin
 * with. Keys and values that heads share are counted as if they did not.
 */
export function recordedBytes(
  { set, neutral }: Pick<PatchedPair, 'set' | 'neutral'>,
  hooks: readonly PatchHook[],
  { layers, heads, dHead, dModel }: Pick<Dimensions, 'layers' | 'heads' | 'dHead' | 'dModel'>,
): number {
  const width = Math.max(dModel, heads * dHead);
  const isPattern = hooks.includes('pattern');
  const streams = new Set<PatchHook>([...hooks, 'resid_pre']).size - Number(isPattern);
  const statements = [set, neutral].flatMap((side) => [side?.original ?? [], side?.other ?? []].flat());
  const floats = statements.reduce(
    (sum, { ids }) => sum + ids.length * (streams * width + (isPattern ? heads * ids.length : 0)),
    0,
  );
  return FLOAT32_BYTES * layers * floats;
}
