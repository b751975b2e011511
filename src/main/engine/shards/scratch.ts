/**
 * The temporary folder of a shard, for its workspace: its name says of which shard it is, and which process of which machine is at
 * it. What a killed one left behind is removed by the next that computes the shard there.
 */
import { mkdtemp, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { systemCode, writeFailure } from '../files/failures.ts';
import { sha256 } from '../files/hashing.ts';
import { isOfEndedProcess, processTag } from '../files/process-tag.ts';
import type { ShardNumber } from './division.ts';

/**
 * A folder that nobody else has, in TMPDIR.
 * @param folder where the part is written, in full
 * @throws PairlensError FILE_UNWRITABLE, DISK_FULL
 */
export async function scratchOf(
  folder: string,
  { shard, of }: ShardNumber,
  within = tmpdir(),
): Promise<string> {
  const prefix = `pairlens-shard-${sha256(folder).slice(0, 8)}-${shard}-of-${of}-`;
  await removeLeftBehind(within, prefix);
  try {
    return await mkdtemp(join(within, `${prefix}${processTag()}-`));
  } catch (error) {
    throw writeFailure(within, error);
  }
}

/** What cannot be listed or removed, as where another person's shard was killed, stays: that is no reason not to compute. */
async function removeLeftBehind(within: string, prefix: string): Promise<void> {
  for (const name of await readdir(within).catch(noneOfSystem)) {
    const [host = '', pid = ''] = name.slice(prefix.length).split('-');
    // Two that compute one shard at once leave each other alone, and of another machine's processes nobody here can tell.
    if (name.startsWith(prefix) && isOfEndedProcess(`${host}-${pid}`))
      await rm(join(within, name), { recursive: true, force: true }).catch(noneOfSystem);
  }
}

/** @throws what the operating system did not say */
function noneOfSystem(error: unknown): never[] {
  if (systemCode(error) === undefined) throw error;
  return [];
}
