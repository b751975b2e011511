/** A hash is remembered only of files that nobody has changed for two seconds. */
import { vi } from 'vitest';

/** The clock is set so far ahead that files written by now have settled; `vi.useRealTimers()` sets it right. */
export function afterFilesSettled(): void {
  vi.useFakeTimers({ toFake: ['Date'], now: Date.now() + 10_000 });
}
