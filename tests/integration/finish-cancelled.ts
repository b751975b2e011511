/** An analysis that is cancelled when its first items have been stored, however fast it is. */
import { vi } from 'vitest';
import type { Engine } from '../../src/main/engine/engine.ts';
import type { Store } from '../../src/main/engine/store/database.ts';
import type { Analysis } from '../../src/shared/analyses.ts';

/** Starts it and waits for its end: the cancellation, unless it fails before or has no other items. */
export async function finishCancelled({ analyses, store }: Engine, id: number): Promise<Analysis> {
  const writable = store as Store;
  const write = writable.write.bind(writable);
  const cancelling: Promise<unknown>[] = [];
  const writing = vi.spyOn(writable, 'write').mockImplementation((work) => {
    const written = write(work);
    if (cancelling.length === 0 && analyses.get({ id }).done > 0) cancelling.push(analyses.cancel({ id }));
    return written;
  });
  try {
    return await analyses.finish({ id });
  } finally {
    writing.mockRestore();
    await Promise.all(cancelling);
  }
}
