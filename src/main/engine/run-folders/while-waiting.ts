/** What takes long, for a generator that has to hear meanwhile that it is left. */
import { setTimeout } from 'node:timers/promises';

/** So often somebody who waits is told that it goes on, and can stop it. */
const WAITED_MS = 200;

/** The answer; until then it yields. */
export async function* whileWaiting<Answer>(answer: Promise<Answer>): AsyncGenerator<null, Answer, void> {
  const arrived = answer.then((value) => ({ value }));
  for (;;) {
    const stop = new AbortController();
    const waited = setTimeout(WAITED_MS, null, { signal: stop.signal }).catch(() => null);
    try {
      const found = await Promise.race([arrived, waited]);
      if (found !== null) return found.value;
    } finally {
      stop.abort();
    }
    yield null;
  }
}

/** Each piece as it comes, and null while one is waited for. Where that is left, `stop` is aborted and the pieces end. */
export async function* withWaits<Piece>(
  pieces: AsyncIterator<Piece, unknown, void>,
  stop: AbortController,
): AsyncGenerator<Piece | null, void, void> {
  try {
    for (;;) {
      const piece = yield* whileWaiting(pieces.next());
      if (piece.done === true) return;
      yield piece.value;
    }
  } finally {
    stop.abort();
    await pieces.return?.();
  }
}
