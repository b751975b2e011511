/**
 * (f) What a browser loads until the first screen is up: at most 350 kB, of which 1,000 bytes are one. Counted in Chromium
 * as bytes on the line, headers and all: the page, scripts, styles and fonts, as compressed as the server sends them. It is up when
 * its button is painted, and nothing on it says that it waits. What is fetched afterwards, while the window is at rest, is told
 * beside it. Once at full speed and once on a processor that is slowed down: what comes ahead of its time would do so there.
 */
import { type Browser, chromium, type Page } from 'playwright';
import { ensureBuilt } from '../scripts/built.ts';
import { findChromium } from '../scripts/chromium.mjs';
import { startServer } from '../src/main/server/server.ts';
import { result, withScratch } from './measure.ts';
import type { Benchmark, BenchResult } from './types.ts';

interface Loaded {
  /** How its name ends: js, css, woff2; html for the page itself. */
  readonly kind: string;
  readonly bytes: number;
  /** It was asked for before the first screen was up, or is a font, which is asked for when there is text to set. */
  readonly early: boolean;
}

/** How many times slower than it is the processor is made the second time. */
const SLOWED = 6;

/** Has the page note the moment in which the first screen is painted. */
async function markFirstScreen(page: Page): Promise<void> {
  await page.addInitScript(() => {
    performance.setResourceTimingBufferSize(2000);
    const isUp = () =>
      [...document.querySelectorAll('button')].some(({ textContent }) =>
        textContent.includes('New project'),
      ) && document.querySelector('.waiting') === null;
    const observer = new MutationObserver(() => {
      if (!isUp()) return;
      observer.disconnect();
      requestAnimationFrame(() => setTimeout(() => performance.mark('first screen')));
    });
    observer.observe(document, { childList: true, subtree: true });
  });
}

/** Everything that the page has loaded by now. @throws where the first screen has not been up */
function loadedBy(page: Page): Promise<Loaded[]> {
  return page.evaluate(() => {
    const [mark] = performance.getEntriesByName('first screen');
    if (mark === undefined) throw new Error('the first screen never came');
    const entries = [
      ...performance.getEntriesByType('navigation'),
      ...performance.getEntriesByType('resource'),
    ] as PerformanceResourceTiming[];
    return entries.map(({ name, startTime, transferSize }) => {
      const kind = /\.(\w+)$/.exec(new URL(name).pathname)?.[1] ?? 'html';
      return { kind, bytes: transferSize, early: kind === 'woff2' || startTime <= mark.startTime };
    });
  });
}

const kilobytes = (files: readonly Loaded[]): number =>
  files.reduce((total, { bytes }) => total + bytes, 0) / 1000;

/** "117.0 kB of js in 3", the heaviest first. */
function byKind(loaded: readonly Loaded[]): string {
  return [...Map.groupBy(loaded, ({ kind }) => kind)]
    .map(([kind, files]) => ({ kind, count: files.length, size: kilobytes(files) }))
    .sort((a, b) => b.size - a.size)
    .map(({ kind, count, size }) => `${size.toFixed(1)} kB of ${kind} in ${count}`)
    .join(', ');
}

/** Resolves when views have been fetched ahead, and nothing more comes for some seconds. */
async function allLoaded(page: Page): Promise<void> {
  const count = () => page.evaluate(() => performance.getEntriesByType('resource').length);
  await page.waitForFunction(
    () =>
      performance
        .getEntriesByType('resource')
        .some(
          ({ startTime }) =>
            startTime > (performance.getEntriesByName('first screen')[0]?.startTime ?? Infinity),
        ),
    undefined,
    { timeout: 120_000 },
  );
  for (let before = -1, now = await count(); now > before;) {
    await page.waitForTimeout(3000);
    before = now;
    now = await count();
  }
}

/** Opens the workbench as somebody does for the first time. @param slowed how many times slower the processor is made */
async function firstLoad(browser: Browser, link: string, slowed: number): Promise<Loaded[]> {
  const context = await browser.newContext({ viewport: { width: 1280, height: 800 } });
  try {
    const page = await context.newPage();
    const session = await context.newCDPSession(page);
    await session.send('Emulation.setCPUThrottlingRate', { rate: slowed });
    await markFirstScreen(page);
    await page.goto(link);
    await page.getByRole('button', { name: 'New project' }).waitFor({ timeout: 120_000 });
    await page.evaluate(() => document.fonts.ready);
    await allLoaded(page);
    return await loadedBy(page);
  } finally {
    await context.close();
  }
}

function report(when: string, loaded: readonly Loaded[]): BenchResult[] {
  const early = loaded.filter((file) => file.early);
  const late = loaded.filter((file) => !file.early);
  return [
    result(`(f) loaded for the first screen, ${when}`, kilobytes(early), 'kB', 350, byKind(early)),
    result(`loaded after it, while idle, ${when}`, kilobytes(late), 'kB', null, byKind(late)),
  ];
}

export const firstScreen: Benchmark = {
  name: 'first screen',
  run: () =>
    withScratch(async (home) => {
      ensureBuilt();
      const executablePath = findChromium();
      if (executablePath === null) throw new Error('no Chromium; node scripts/bootstrap.mjs --chromium');
      const server = await startServer({ home });
      const browser = await chromium.launch({ executablePath, args: ['--no-sandbox', '--disable-gpu'] });
      try {
        return [
          ...report('at full speed', await firstLoad(browser, server.newLink(), 1)),
          ...report(`${SLOWED} times slower`, await firstLoad(browser, server.newLink(), SLOWED)),
        ];
      } finally {
        await browser.close();
        await server.close();
      }
    }),
};
