/** How a run is divided into shards: by whole batches of its plan, dealt out in turn. */
import { RUN_WINDOW } from '../../../shared/run-costs.ts';
import type { Share } from '../runs/share.ts';

export interface ShardNumber {
  /** From 1. */
  readonly shard: number;
  /** How many there are. */
  readonly of: number;
}

/**
 * From so many windows a shard on, whole windows are dealt out: the others need not even be given to the tokenizer. With
 * fewer, some shards would have a window more than others, and that would be felt.
 */
const WINDOWS_PER_SHARD = 8;

/**
 * Every batch of the plan falls to one shard, and to the same one whoever asks. Batches have about the same number of tokens;
 * where windows are dealt out in batches, each begins with another shard, so that none has one more of every window.
 * @param pairs of the plan: those of the set and of the control set
 */
export function shareOf({ shard, of }: ShardNumber, pairs: number): Share {
  const windows = Math.ceil(pairs / RUN_WINDOW);
  const isOurs = (turn: number) => turn % of === shard - 1;
  if (windows >= of * WINDOWS_PER_SHARD) return { takesWindow: isOurs, takesBatch: isOurs };
  return { takesWindow: () => true, takesBatch: (window, batch) => isOurs(window + batch) };
}

/** About how many pairs of the plan a shard has, for what is told while it goes on. */
export function pairsOfShard({ of }: ShardNumber, pairs: number): number {
  return Math.ceil(pairs / of);
}
