/** Fetches that nobody waits for: one after the other, each only while nothing else is asked for. */

export interface IdleFetch {
  /** Whether something else is asked for. */
  readonly isBusy: () => boolean;
  readonly fetch: () => Promise<void>;
  readonly cancel: () => Promise<void>;
}

/** ms of rest before the first; a key that is held passes many pairs, of which none is stayed at. */
const REST = 300;

/** @returns stops what is under way, and begins nothing more */
export function whenIdle(fetches: readonly IdleFetch[]): () => void {
  const [first, ...others] = fetches;
  if (first === undefined) return () => undefined;
  let isStopped = false;
  let stopRest = (): void => undefined;
  let isFetching = false;
  let timer = setTimeout(begin, REST);

  function begin(): void {
    if (first === undefined || isStopped) return;
    if (first.isBusy()) {
      timer = setTimeout(begin, REST);
      return;
    }
    isFetching = true;
    void first.fetch().finally(() => {
      isFetching = false;
      if (!isStopped) stopRest = whenIdle(others);
    });
  }

  return () => {
    isStopped = true;
    clearTimeout(timer);
    stopRest();
    if (isFetching) void first.cancel();
  };
}
