/**
 * A pair of 512 tokens: from its address in the open workbench, and from a click on it in the results, until its statements are
 * painted (at most 500 ms), and until the whole of it is; the same where the address loads the workbench as well, beside how long
 * the first screen takes by itself; and from a move of the pointer until what it points at is painted (at most 50 ms). In Chromium
 * against the built workbench, over a store whose pairs are opened once each.
 */
import { execFile } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { loadavg } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { quantile } from 'd3-array';
import { chromium, type Page } from 'playwright';
import { ensureBuilt } from '../scripts/built.ts';
import { findChromium } from '../scripts/chromium.mjs';
import { startServer } from '../src/main/server/server.ts';
import { median, result, withScratch } from './measure.ts';
import type { Benchmark, BenchResult } from './types.ts';

const ROOT = join(import.meta.dirname, '..');
const FIRST_PAINT_MS = 500;
const HOVER_MS = 50;
/** Each is one token; a third of the pairs are opened in each way. */
const WORDS = [
  'tall',
  'kind',
  'late',
  'here',
  'tired',
  'ready',
  'old',
  'glad',
  'sure',
  'calm',
  'busy',
  'free',
  'young',
  'rich',
  'poor',
  'warm',
  'cold',
  'safe',
];
/** Moves of the pointer over each of these. */
const MOVES = 20;
const POINTED = {
  'a token': '[aria-label="Statements"] [data-chip]',
  'a map': '[aria-label^="Attention · counterfactual"] svg path[fill]',
};

/** Pairs of 512 tokens under all-MiniLM-L6-v2, which differ at their end. */
function longPairs(): string {
  const start =
    'When they came home they sat down by the fire and told each other of all that had been. '.repeat(25);
  const lines = WORDS.map(
    (word) => `"${start}She is ${word}, kind or very old.","${start}She is not ${word}, kind or very old."`,
  );
  return ['original,counterfactual', ...lines].join('\n');
}

/** Of a page: when it was last asked to look, and ms from then until each was painted. */
interface Looked {
  statements?: number;
  whole?: number;
}

interface Watched {
  /** Looks anew, from now on. */
  look: () => void;
  looked: Looked;
  /** ms from each move of the pointer to the paint after it. */
  moves: number[];
}

/** Watches what is painted in each page that is opened; a page that opens looks from its address on. */
function watchPaints(): void {
  const watched: Watched = { look, looked: {}, moves: [] };
  Object.assign(globalThis, { watched });
  /** What is there when a frame begins is painted when it ends. */
  function afterPaint(tell: () => void): void {
    const channel = new MessageChannel();
    channel.port1.addEventListener('message', tell, { once: true });
    channel.port1.start();
    channel.port2.postMessage(null);
  }
  let since = 0;
  function look(): void {
    since = performance.now();
    watched.looked = {};
  }
  function frame(): void {
    const { looked } = watched;
    const seen = {
      statements: /very/.test(document.querySelector('[aria-label="Statements"]')?.textContent ?? ''),
      whole: document.querySelectorAll('[aria-label="The whole pair"] canvas').length === 3,
    };
    afterPaint(() => {
      const ms = performance.now() - since;
      if (seen.statements) looked.statements ??= ms;
      if (seen.whole) looked.whole ??= ms;
    });
    requestAnimationFrame(frame);
  }
  requestAnimationFrame(frame);
  addEventListener(
    'pointermove',
    ({ timeStamp }) =>
      requestAnimationFrame(() => afterPaint(() => watched.moves.push(performance.now() - timeStamp))),
    { capture: true },
  );
}

async function untilWhole(page: Page): Promise<Required<Looked>> {
  await page.waitForFunction(() => (globalThis as unknown as { watched: Watched }).watched.looked.whole);
  // Nothing more is fetched for it.
  await page.waitForTimeout(700);
  return page.evaluate(
    () => (globalThis as unknown as { watched: Watched }).watched.looked as Required<Looked>,
  );
}

/** ms until something is painted where an address loads the workbench: what loading it takes by itself. */
async function untilModels(page: Page, address: string): Promise<number> {
  await page.goto('about:blank');
  await page.goto(`${address}#/models`);
  await page.getByRole('main').getByText('all-MiniLM-L6-v2').first().waitFor();
  return page.evaluate(
    () => performance.getEntriesByName('first-contentful-paint')[0]?.startTime ?? Number.NaN,
  );
}

/** ms of each move over things of a kind. */
async function movesOver(page: Page, selector: string): Promise<number[]> {
  const things = page.locator(selector);
  await things.first().scrollIntoViewIfNeeded();
  const count = await things.count();
  await page.evaluate(() => ((globalThis as unknown as { watched: Watched }).watched.moves = []));
  for (let move = 0; move < MOVES; move++) {
    const box = await things.nth((move * 7) % count).boundingBox();
    if (box === null) continue;
    await page.mouse.move(box.x + box.width / 2, box.y + box.height / 2);
    await page.waitForTimeout(80);
  }
  return page.evaluate(() => (globalThis as unknown as { watched: Watched }).watched.moves);
}

/** What stands first is not counted: it asks for what is loaded once. @param limit ms until the statements are painted */
function paints(
  how: string,
  [first, ...others]: readonly Required<Looked>[],
  load: string,
  limit: number | null,
): BenchResult[] {
  const spread = (of: keyof Looked): string =>
    `median of ${others.length}, slowest ${Math.max(...others.map((each) => each[of])).toFixed(0)} ms; the first of all ${first?.[of].toFixed(0)} ms; ${load}`;
  const medianOf = (of: keyof Looked): number => median(others.map((each) => each[of]));
  return [
    result(
      `statements of 512 tokens painted, ${how}`,
      medianOf('statements'),
      'ms',
      limit,
      spread('statements'),
    ),
    result(`the whole of it painted, ${how}`, medianOf('whole'), 'ms', null, spread('whole')),
  ];
}

export const longPair: Benchmark = {
  name: 'long pair',
  run: () =>
    withScratch(async (home) => {
      ensureBuilt();
      const file = join(home, 'long.csv');
      writeFileSync(file, longPairs());
      const run = ['run', '--pairs', file, '--model', 'all-MiniLM-L6-v2'];
      await promisify(execFile)(process.execPath, [join(ROOT, 'src/main/cli/pairlens.ts'), ...run], {
        env: { ...process.env, PAIRLENS_HOME: home },
      });
      const executablePath = findChromium();
      if (executablePath === null) throw new Error('no Chromium; node scripts/bootstrap.mjs --chromium');
      const load = `load of the machine before: ${(loadavg()[0] ?? 0).toFixed(1)}`;
      const server = await startServer({ home });
      const browser = await chromium.launch({ executablePath, args: ['--no-sandbox', '--disable-gpu'] });
      try {
        const context = await browser.newContext({ viewport: { width: 1280, height: 800 } });
        await context.addInitScript(watchPaints);
        const page = await context.newPage();
        await page.goto(server.newLink());
        await page.getByRole('main').waitFor();
        const third = WORDS.length / 3;
        const addressOf = (pair: number): string => `#/projects/1/results/1/pairs/${pair}?layer=1&head=1`;
        const loaded: Required<Looked>[] = [];
        const models: number[] = [];
        for (let pair = 1; pair <= third; pair++) {
          models.push(await untilModels(page, server.address));
          await page.goto('about:blank');
          await page.goto(`${server.address}${addressOf(pair)}`);
          loaded.push(await untilWhole(page));
        }
        const byAddress: Required<Looked>[] = [];
        for (let pair = third + 1; pair <= 2 * third; pair++) {
          await page.goto(`${server.address}#/projects`);
          await page.getByRole('heading', { level: 1 }).waitFor();
          await page.waitForTimeout(500);
          await page.evaluate((hash) => {
            (globalThis as unknown as { watched: Watched }).watched.look();
            location.hash = hash;
          }, addressOf(pair));
          byAddress.push(await untilWhole(page));
        }
        const byClick: Required<Looked>[] = [];
        for (let pair = 2 * third + 1; pair <= WORDS.length; pair++) {
          await page.goto(`${server.address}#/projects/1/results/1`);
          const link = page
            .getByRole('table', { name: 'Results' })
            .getByRole('row')
            .nth(pair)
            .getByRole('link')
            .first();
          await link.waitFor();
          await page.waitForTimeout(500);
          await page.evaluate(() => (globalThis as unknown as { watched: Watched }).watched.look());
          await link.click();
          byClick.push(await untilWhole(page));
        }
        const moves: BenchResult[] = [];
        for (const [what, selector] of Object.entries(POINTED)) {
          const times = await movesOver(page, selector);
          moves.push(
            result(
              `from the pointer on ${what} to the next paint, p95`,
              quantile(times, 0.95) ?? Number.NaN,
              'ms',
              HOVER_MS,
              `of ${times.length} moves; median ${median(times).toFixed(0)}, slowest ${Math.max(...times).toFixed(0)} ms; ${load}`,
            ),
          );
        }
        return [
          ...paints('by its address in the open workbench', byAddress, load, FIRST_PAINT_MS),
          ...paints('by a click in the results', byClick, load, FIRST_PAINT_MS),
          ...paints('by an address that loads the workbench', loaded, load, null),
          result(
            'something of the workbench painted, where it is loaded',
            median(models.slice(1)),
            'ms',
            null,
            `of the room of models; median of ${models.length - 1}; the first of all ${models[0]?.toFixed(0)} ms; ${load}`,
          ),
          ...moves,
        ];
      } finally {
        await browser.close();
        await server.close();
      }
    }),
};
