/**
 * (e) From the click on a pair to four drawn heatmaps: at most 150 ms. In Chromium against the built workbench, over a
 * store with a finished run; a heatmap is drawn when its SVG has cells, seen in the frame after.
 */
import { execFile } from 'node:child_process';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { chromium, type Page } from 'playwright';
import { ensureBuilt } from '../scripts/built.ts';
import { findChromium } from '../scripts/chromium.mjs';
import { startServer } from '../src/main/server/server.ts';
import { median, result, withScratch } from './measure.ts';
import type { Benchmark } from './types.ts';

const CLICKS = 15;
const ROOT = join(import.meta.dirname, '..');
const MAPS = [
  'Attention · original',
  'Attention · counterfactual',
  'Value cosine, centred · original',
  'Value cosine, centred · counterfactual',
];

/** Milliseconds from a click on row `row` of the results to the frame in which all four maps have their cells. */
async function clickToDrawn(page: Page, row: number): Promise<number> {
  return page.evaluate(
    async ([index, maps]) => {
      const cell = document.querySelector(
        `[role=table] [aria-rowindex="${index + 2}"] [role=cell]:nth-child(3)`,
      );
      if (!(cell instanceof HTMLElement)) throw new Error(`no row ${index}`);
      const drawn = () =>
        maps.every(
          (name) => document.querySelectorAll(`section[aria-label="${name}"] svg path[fill]`).length >= 16,
        );
      const started = performance.now();
      cell.click();
      while (!drawn()) await new Promise((resolve) => requestAnimationFrame(resolve));
      return performance.now() - started;
    },
    [row, MAPS] as const,
  );
}

export const pairClick: Benchmark = {
  name: 'click on a pair',
  run: () =>
    withScratch(async (home) => {
      ensureBuilt();
      const run = [
        'run',
        '--pairs',
        'negation',
        '--control',
        'negation-control',
        '--model',
        'all-MiniLM-L6-v2',
      ];
      await promisify(execFile)(process.execPath, [join(ROOT, 'src/main/cli/pairlens.ts'), ...run], {
        env: { ...process.env, PAIRLENS_HOME: home },
      });
      const executablePath = findChromium();
      if (executablePath === null) throw new Error('no Chromium; node scripts/bootstrap.mjs --chromium');
      const server = await startServer({ home });
      const browser = await chromium.launch({ executablePath, args: ['--no-sandbox', '--disable-gpu'] });
      try {
        const page = await browser.newPage({ viewport: { width: 1280, height: 800 } });
        await page.goto(server.newLink());
        const times: number[] = [];
        // The first click loads what is loaded once: the model, the run's statistics.
        for (let click = 0; click <= CLICKS; click++) {
          await page.goto(`${server.address}#/projects/1/results/1?layers=${click % 6}&heads=3`);
          await page.getByRole('table', { name: 'Results' }).getByRole('row').nth(12).waitFor();
          await page.waitForTimeout(500);
          const time = await clickToDrawn(page, click % 12);
          if (click > 0) times.push(time);
        }
        return [
          result(
            '(e) click on a pair to four drawn heatmaps',
            median(times),
            'ms',
            150,
            `median of ${CLICKS} clicks, each on a pair not opened before; slowest ${Math.max(...times).toFixed(0)} ms`,
          ),
        ];
      } finally {
        await browser.close();
        await server.close();
      }
    }),
};
