/**
 * Interaction to next paint, as browsers measure it: from a key or a click until the frame after what it does is painted.
 * Chromium tells of those of 16 ms and more, and counts the others.
 */
import { existsSync, readFileSync } from 'node:fs';
import { quantile } from 'd3-array';
import type { Browser, Page } from 'playwright';

/** Shorter ones Chromium does not tell of. */
const SHORTEST_MS = 16;

export interface Interaction {
  /** What the person was doing: "sort by JS divergence". */
  readonly during: string;
  /** 'keydown', 'click', … */
  readonly kind: string;
  /** Milliseconds to the next paint. */
  readonly duration: number;
  /** Of these, until the page began to answer, while it answered, and until the paint. */
  readonly parts: readonly [waiting: number, working: number, painting: number];
}

export interface Interactions {
  /** Those that Chromium told of. */
  readonly told: readonly Interaction[];
  readonly count: number;
}

/** What the page keeps of an interaction: the longest of its events. */
interface Kept {
  readonly during: string;
  readonly kind: string;
  readonly duration: number;
  readonly startTime: number;
  readonly processingStart: number;
  readonly processingEnd: number;
}

interface Watched {
  interactions: Map<number, Kept>;
  during: string;
}

/** Begins to listen; call it before the page is opened. */
export async function watchInteractions(page: Page): Promise<void> {
  await page.addInitScript((durationThreshold) => {
    const watched: Watched = { interactions: new Map(), during: '' };
    Object.assign(globalThis, { watched });
    new PerformanceObserver((list) => {
      for (const entry of list.getEntries() as (PerformanceEventTiming & { interactionId: number })[]) {
        const { interactionId, duration, name: kind, startTime, processingStart, processingEnd } = entry;
        if (interactionId === 0 || (watched.interactions.get(interactionId)?.duration ?? 0) >= duration)
          continue;
        const { during } = watched;
        watched.interactions.set(interactionId, {
          during,
          kind,
          duration,
          startTime,
          processingStart,
          processingEnd,
        });
      }
    }).observe({ type: 'event', durationThreshold, buffered: true } as PerformanceObserverInit);
  }, SHORTEST_MS);
}

/** What follows is done for this; events of what was done before have been told by then. */
export async function nowDoing(page: Page, during: string): Promise<void> {
  await page.evaluate(async (what) => {
    for (let frame = 0; frame < 3; frame++) await new Promise((done) => requestAnimationFrame(done));
    await new Promise((done) => setTimeout(done));
    (globalThis as unknown as { watched: Watched }).watched.during = what;
  }, during);
}

/** The interactions since the page was opened. */
export async function interactionsOf(page: Page): Promise<Interactions> {
  await nowDoing(page, '');
  const { kept, count } = await page.evaluate(() => ({
    kept: [...(globalThis as unknown as { watched: Watched }).watched.interactions.values()],
    count: (performance as Performance & { interactionCount: number }).interactionCount,
  }));
  const told = kept.map(
    ({ during, kind, duration, startTime, processingStart, processingEnd }): Interaction => ({
      during,
      kind,
      duration,
      parts: [
        processingStart - startTime,
        processingEnd - processingStart,
        Math.max(0, startTime + duration - processingEnd),
      ],
    }),
  );
  return { told, count };
}

/** Milliseconds that a share of all interactions stays under. */
export function quantileOf({ told, count }: Interactions, share: number): number {
  const short = new Array<number>(Math.max(0, count - told.length)).fill(SHORTEST_MS);
  return quantile([...short, ...told.map(({ duration }) => duration)], share) ?? Number.NaN;
}

export interface RendererMemory {
  /** Bytes of the page's process; null where the system does not tell. */
  readonly process: number | null;
  /** Bytes of its objects after a collection. */
  readonly heap: number;
  readonly nodes: number;
}

/** Of the page, after what nobody holds is gone. */
export async function rendererMemory(browser: Browser, page: Page): Promise<RendererMemory> {
  const session = await page.context().newCDPSession(page);
  const ofBrowser = await browser.newBrowserCDPSession();
  try {
    await session.send('HeapProfiler.collectGarbage');
    const { usedSize } = await session.send('Runtime.getHeapUsage');
    const { nodes } = await session.send('Memory.getDOMCounters');
    const { processInfo } = await ofBrowser.send('SystemInfo.getProcessInfo');
    const sizes = processInfo.filter(({ type }) => type === 'renderer').map(({ id }) => proportionalSize(id));
    const known = sizes.filter((size) => size !== null);
    return { process: known.length === 0 ? null : Math.max(...known), heap: usedSize, nodes };
  } finally {
    await session.detach();
    await ofBrowser.detach();
  }
}

/** Bytes of a process, of what it shares with others its part. */
function proportionalSize(pid: number): number | null {
  const file = `/proc/${pid}/smaps_rollup`;
  if (!existsSync(file)) return null;
  const kilobytes = /^Pss:\s+(\d+) kB/m.exec(readFileSync(file, 'utf8'))?.[1];
  return kilobytes === undefined ? null : 1024 * Number(kilobytes);
}

/** The slowest kinds of what was done, in words. */
export function slowest(interactions: Interactions, most = 6): string[] {
  const byWhat = Map.groupBy(interactions.told, ({ during }) => during);
  return [...byWhat]
    .map(([during, all]) => ({
      during,
      worst: all.toSorted((a, b) => b.duration - a.duration)[0],
      n: all.length,
    }))
    .toSorted((a, b) => (b.worst?.duration ?? 0) - (a.worst?.duration ?? 0))
    .slice(0, most)
    .map(({ during, worst, n }) => {
      const [waiting, working, painting] = (worst?.parts ?? [0, 0, 0]).map((part) => part.toFixed(0));
      const what = `${during}: ${worst?.duration.toFixed(0)} ms (${worst?.kind})`;
      return `${what}, ${waiting} waiting, ${working} working, ${painting} painting; ${n} told of`;
    });
}
