/** The files of a shard: what each is called, and which shard a name is of. */
import type { ShardNumber } from './division.ts';

/** The rows, as every head has one on each pair. */
export function rowsFile({ shard, of }: ShardNumber): string {
  return `part-${shard}-of-${of}.parquet`;
}

/** The pairs that the rows are of, with what each comparison was computed from. */
export function pairsFile({ shard, of }: ShardNumber): string {
  return `pairs-${shard}-of-${of}.jsonl.zst`;
}

/** Rows of what an analysis is of: some of its pairs or texts. */
export function subjectFile({ shard, of }: ShardNumber): string {
  return `subject-${shard}-of-${of}.jsonl.zst`;
}

/** What the part is: it is written last, and where it is the part is complete. */
export function recordFile({ shard, of }: ShardNumber): string {
  return `part-${shard}-of-${of}.json`;
}

const NAME = /^(?:part|pairs|subject)-(?<shard>\d{1,9})-of-(?<of>\d{1,9})\.(?:parquet|json|jsonl\.zst)$/;

/** null for a file that is of no shard; also half-written ones are of none. */
export function shardOfFile(name: string): ShardNumber | null {
  const groups = NAME.exec(name)?.groups;
  if (groups === undefined) return null;
  return { shard: Number(groups['shard']), of: Number(groups['of']) };
}
