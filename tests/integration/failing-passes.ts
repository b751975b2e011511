/** Forward passes that fail as they do where no memory is left, and not for what is computed. */
import { vi } from 'vitest';
import { SessionLanes } from '../../src/main/engine/inference/session-lanes.ts';
import type { TokenBatch } from '../../src/main/engine/inference/token-batch.ts';
import { PairlensError } from '../../src/shared/errors.ts';

const noMemory = () => new PairlensError('INFERENCE_FAILED', 'no memory left');

/** The first pass fails, and no other. */
export async function withOneFailure<Result>(work: () => Promise<Result>): Promise<Result> {
  const failing = vi.spyOn(SessionLanes.prototype, 'run').mockRejectedValueOnce(noMemory());
  try {
    return await work();
  } finally {
    failing.mockRestore();
  }
}

/** Every pass of more rows than these fails, however often it is tried. */
export async function withRoomFor<Result>(rows: number, work: () => Promise<Result>): Promise<Result> {
  const own = Object.getOwnPropertyDescriptor(SessionLanes.prototype, 'run')?.value as SessionLanes['run'];
  const failing = vi.spyOn(SessionLanes.prototype, 'run').mockImplementation(function (
    this: SessionLanes,
    batch: TokenBatch,
    hooks: readonly string[],
  ) {
    return batch.inputIds.length > rows ? Promise.reject(noMemory()) : own.call(this, batch, hooks);
  });
  try {
    return await work();
  } finally {
    failing.mockRestore();
  }
}
