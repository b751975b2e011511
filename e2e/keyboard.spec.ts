/** The three uses with no mouse: a project and its run, stored results and a filter, a figure and a CSV. */
import SqliteDatabase from 'better-sqlite3';
import type { Browser, Download, Page } from '@playwright/test';
import { parse } from 'csv-parse/sync';
import { readFile } from 'node:fs/promises';
import {
  interactionsOf,
  quantileOf,
  rendererMemory,
  slowest,
  watchInteractions,
} from '../bench/interactions.ts';
import { enter, tabTo } from './by-keyboard.ts';
import { expect, test } from './workbench.ts';

/** What the browser saves after the keys. */
async function saved(page: Page, press: () => Promise<void>): Promise<{ name: string; content: string }> {
  const [download] = await Promise.all([page.waitForEvent('download'), press()]);
  return { name: download.suggestedFilename(), content: await contentOf(download) };
}

async function contentOf(download: Download): Promise<string> {
  return readFile(await download.path(), 'utf8');
}

/** How soon what was pressed was seen, for who reads the log: machines that are shared assert nothing about it. */
async function tellOfPaint(browser: Browser, page: Page): Promise<void> {
  const interactions = await interactionsOf(page);
  const { heap } = await rendererMemory(browser, page);
  const ms = (share: number) => `${quantileOf(interactions, share).toFixed(0)} ms`;
  const told = `p95 ${ms(0.95)}, median ${ms(0.5)}, slowest ${ms(1)} of ${interactions.count}`;
  const size = `${(heap / 1e6).toFixed(0)} MB of objects`;
  const [worst] = slowest(interactions, 1);
  process.stdout.write(
    `From a key to the next paint, during a run: ${told} (${worst ?? 'none told of'}); ${size}\n`,
  );
}

/** Of the run that was made last. */
function stateOfLatest(storePath: string): string | undefined {
  const store = new SqliteDatabase(storePath, { readonly: true });
  try {
    return store.prepare<[], string>('SELECT state FROM run ORDER BY id DESC LIMIT 1').pluck().get();
  } finally {
    store.close();
  }
}

/** Takes an item of the menu that is open. */
async function choose(page: Page, name: RegExp): Promise<void> {
  const item = page.getByRole('menuitem', { name });
  await expect(item).toBeVisible();
  const places = await page.getByRole('menuitem').allTextContents();
  const at = places.findIndex((place) => name.test(place.trim()));
  await page.keyboard.press('Home');
  for (let steps = 0; steps < at; steps++) await page.keyboard.press('ArrowDown');
  await expect(item).toBeFocused();
  await page.keyboard.press('Enter');
}

/** Finds something by what it is called, and goes there. */
async function goByPalette(page: Page, typed: string, line: RegExp): Promise<void> {
  await page.keyboard.press('Control+k');
  await expect(page.getByPlaceholder('Search or do anything')).toBeFocused();
  await page.keyboard.type(typed);
  await expect(page.getByRole('option', { selected: true })).toHaveText(line);
  await page.keyboard.press('Enter');
}

test('a project is created and run, results are filtered, a figure and CSV are saved, with keys alone', async ({
  page: window,
  browser,
  workbenchWithRun,
  openWorkbench,
}) => {
  await watchInteractions(window);
  const page = await openWorkbench(workbenchWithRun);

  // A project of negation pairs, and a run of them.
  await goByPalette(page, 'new project', /New project/);
  await expect(page.getByRole('dialog').getByLabel('Name')).toBeFocused();
  await page.keyboard.type('Without a mouse');
  await page.keyboard.press('Enter');
  await expect(page).toHaveURL(/projects\/2\/pairs/);
  await enter(page, page.getByRole('link', { name: 'New run with negation', exact: true }));
  const form = page.getByRole('form', { name: 'New run' });
  await enter(page, form.getByRole('button', { name: /^Start/ }));
  const progress = page.getByRole('region', { name: 'Progress' });
  await expect(progress.getByRole('progressbar', { name: 'Pairs done' })).toBeVisible();

  // Meanwhile the stored results of another run, of which a threshold leaves some.
  await goByPalette(page, 'project default', /Project “Default”/);
  await goByPalette(page, 'results', /Results/);
  const shown = page.getByRole('status', { name: 'Rows shown' });
  await expect(shown).toHaveText('547 pairs, 39,384 rows');
  await enter(page, page.getByRole('button', { name: 'Threshold', exact: true }));
  const threshold = page.locator('form').filter({ has: page.getByRole('textbox', { name: 'Value' }) });
  await tabTo(page, threshold.getByLabel('Metric'));
  await page.keyboard.type('Max attention difference');
  await tabTo(page, threshold.getByRole('textbox', { name: 'Value' }));
  await page.keyboard.type('0.6');
  await page.keyboard.press('Enter');
  await expect(shown).not.toHaveText('547 pairs, 39,384 rows');

  // The rows as CSV.
  await tabTo(page, page.getByRole('button', { name: 'Export rows' }), 'Shift+Tab');
  await page.keyboard.press('Enter');
  const csv = await saved(page, () => choose(page, /^CSV/));
  expect(parse(csv.content, { columns: true, bom: true }).length).toBeGreaterThan(0);

  // A pair of them, and one of its maps.
  const table = page.getByRole('table', { name: 'Results' });
  await tabTo(page, table.getByRole('rowgroup').first());
  await page.keyboard.press('ArrowDown');
  await page.keyboard.press('Enter');
  const card = page.getByRole('region', { name: /^Difference · counterfactual/ });
  await expect(card.locator('svg text').first()).toBeVisible();
  await enter(page, card.getByRole('button', { name: /Save or copy/ }));
  const svg = await saved(page, () => choose(page, /^Save as SVG/));
  expect(svg.content).toContain('all-MiniLM-L6-v2');
  await page.keyboard.press('Enter');
  const pdf = await saved(page, () => choose(page, /^Save as PDF/));
  expect(pdf.content.startsWith('%PDF-')).toBe(true);

  if (page === window) await tellOfPaint(browser, page);
  await expect.poll(() => stateOfLatest(workbenchWithRun.storePath), { timeout: 60_000 }).toBe('done');
});
