/**
 * (f) What a browser loads until the first screen is up: at most 350 kB, of which 1,000 bytes are one. Counted in Chromium
 * as bytes on the line, headers and all: the page, scripts, styles and fonts, as compressed as the server sends them. What
 * is fetched afterwards, while the window has nothing to do, is told beside it.
 */
import { chromium, type Page } from 'playwright';
import { ensureBuilt } from '../scripts/built.ts';
import { findChromium } from '../scripts/chromium.mjs';
import { startServer } from '../src/main/server/server.ts';
import { result, withScratch } from './measure.ts';
import type { Benchmark } from './types.ts';

interface Loaded {
  /** How its name ends: js, css, woff2; html for the page itself. */
  readonly kind: string;
  readonly bytes: number;
  /** It was asked for before the first screen was up, or is a font, which is asked for when there is text to set. */
  readonly early: boolean;
}

/** Has the page note the moment in which the button of the first screen is there. */
async function markFirstScreen(page: Page): Promise<void> {
  await page.addInitScript(() => {
    const isUp = () =>
      [...document.querySelectorAll('button')].some(({ textContent }) => textContent.includes('New project'));
    const observer = new MutationObserver(() => {
      if (!isUp()) return;
      performance.mark('first screen');
      observer.disconnect();
    });
    observer.observe(document, { childList: true, subtree: true });
  });
}

/** Everything that the page has loaded by now. */
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
        const page = await browser.newPage({ viewport: { width: 1280, height: 800 } });
        await markFirstScreen(page);
        await page.goto(server.newLink());
        await page.getByRole('button', { name: 'New project' }).waitFor();
        await page.evaluate(() => document.fonts.ready);
        await page.waitForLoadState('networkidle');
        const { true: early = [], false: late = [] } = Object.groupBy(await loadedBy(page), (file) =>
          file.early ? 'true' : 'false',
        );
        return [
          result('(f) loaded for the first screen', kilobytes(early), 'kB', 350, byKind(early)),
          result('loaded after it, while idle', kilobytes(late), 'kB', null, byKind(late)),
        ];
      } finally {
        await browser.close();
        await server.close();
      }
    }),
};
