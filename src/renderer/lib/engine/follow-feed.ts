/** Listening to a stream of events of the engine for as long as the window is there. */

const RETRY_MS = 1_000;
const LONGEST_RETRY_MS = 15_000;

interface Feed<Event> {
  /** Its name in warnings: 'the progress feed'. */
  readonly name: string;
  readonly open: (signal: AbortSignal) => Promise<AsyncIterable<Event>>;
  readonly take: (event: Event) => void;
  /** Called when the feed was opened again, before its events: what happened in between was missed. */
  readonly startOver: () => void;
}

/** Listens until `signal` aborts; connects again when the stream breaks off. */
export async function followFeed<Event>(feed: Feed<Event>, signal: AbortSignal): Promise<void> {
  let wait = RETRY_MS;
  for (let first = true; !signal.aborted; first = false) {
    try {
      const events = await feed.open(signal);
      if (!first) feed.startOver();
      for await (const event of events) {
        wait = RETRY_MS;
        feed.take(event);
      }
    } catch (error) {
      if (signal.aborted) return;
      console.warn(`${feed.name} broke off; connecting again`, error);
    }
    await delay(wait, signal);
    wait = Math.min(2 * wait, LONGEST_RETRY_MS);
  }
}

function delay(milliseconds: number, signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    const timer = setTimeout(resolve, milliseconds);
    signal.addEventListener(
      'abort',
      () => {
        clearTimeout(timer);
        resolve();
      },
      { once: true },
    );
  });
}
