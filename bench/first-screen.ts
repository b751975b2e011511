/**
 * (f) What a browser loads until the first screen is up: at most 350 kB, of which 1,000 bytes are one. Counted in Chromium
 * as bytes on the line, headers and all: the page, scripts, styles and fonts, as compressed as the server sends them.
 */
import { chromium, type Page } from 'playwright';
import { ensureBuilt } from '../scripts/built.ts';
import { findChromium } from '../scripts/chromium.mjs';
import { startServer } from '../src/main/server/server.ts';
import { result, withScratch } from './measure.ts';
import type { Benchmark } from './types.ts';

interface Loaded {
  /** Chromium's word: Document, Script, Stylesheet, Font, Image, … */
  readonly type: string;
  readonly bytes: number;
}

/** What `open` has the page load, until nothing more comes. */
async function loadedBy(page: Page, open: () => Promise<void>): Promise<Loaded[]> {
  const session = await page.context().newCDPSession(page);
  const types = new Map<string, string>();
  const loaded: Loaded[] = [];
  session.on('Network.responseReceived', ({ requestId, type }) => types.set(requestId, type));
  session.on('Network.loadingFinished', ({ requestId, encodedDataLength }) =>
    loaded.push({ type: types.get(requestId) ?? 'Other', bytes: encodedDataLength }),
  );
  await session.send('Network.enable');
  await open();
  await page.evaluate(() => document.fonts.ready);
  await page.waitForLoadState('networkidle');
  await session.detach();
  return loaded;
}

/** "Script 117 kB in 3", the heaviest first. */
function byType(loaded: readonly Loaded[]): string {
  return [...Map.groupBy(loaded, ({ type }) => type)]
    .map(([type, files]) => ({ type, count: files.length, bytes: sum(files) }))
    .sort((a, b) => b.bytes - a.bytes)
    .map(({ type, count, bytes }) => `${type} ${(bytes / 1000).toFixed(1)} kB in ${count}`)
    .join(', ');
}

const sum = (files: readonly Loaded[]): number => files.reduce((total, { bytes }) => total + bytes, 0);

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
        const loaded = await loadedBy(page, async () => {
          await page.goto(server.url);
          await page.getByRole('button', { name: 'New project' }).waitFor();
        });
        return [result('(f) loaded for the first screen', sum(loaded) / 1000, 'kB', 350, byType(loaded))];
      } finally {
        await browser.close();
        await server.close();
      }
    }),
};
