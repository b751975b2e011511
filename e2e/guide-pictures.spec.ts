/**
 * The pictures of the user guide (docs/guide), made when PAIRLENS_SCREENSHOTS=1 asks for them, as `npm run screenshots` does: small
 * windows, light, without motion.
 */
import type { Page } from '@playwright/test';
import { decode } from 'fast-png';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { palettePng } from '../scripts/palette-png.ts';
import { closeOpened } from './opened.ts';
import { ANALYSIS_SCREENS } from './ordinary-screens.ts';
import { startWithFinding } from './start.ts';
import { expect, goTo, settled, test } from './workbench.ts';

test.skip(process.env['PAIRLENS_SCREENSHOTS'] !== '1', 'made by npm run screenshots');

const IMAGES = join(import.meta.dirname, '..', 'docs', 'images');
const WINDOW = { width: 1280, height: 760 };
const RESULTS = '#/projects/1/results/1';

async function picture(page: Page, name: string, address: string, height?: number): Promise<void> {
  await goTo(page, address);
  await photograph(page, name, height);
}

/** @param height px from the top; the whole window unless told */
async function photograph(page: Page, name: string, height?: number): Promise<void> {
  await settled(page);
  await expect(
    page.getByText(/^(Fetching|Gathering|Counting|Loading|Computing|Running|Compiling|Checking|Working)/),
  ).toHaveCount(0, { timeout: 90_000 });
  await page.evaluate(() => document.fonts.ready);
  await settled(page);
  await expect(page.getByRole('alert')).toHaveCount(0);
  const clip = height === undefined ? undefined : { x: 0, y: 0, width: WINDOW.width, height };
  const picture = decode(await page.screenshot({ ...(clip && { clip }) }));
  await writeFile(join(IMAGES, `guide-${name}.png`), palettePng(picture));
}

test.beforeEach(async ({ page }) => {
  await page.emulateMedia({ colorScheme: 'light', reducedMotion: 'reduce' });
  await page.setViewportSize(WINDOW);
});

test('pictures of a run', async ({ workbenchWithRun, openWorkbench }) => {
  test.slow();
  const page = await openWorkbench(workbenchWithRun);
  // Below it, in the panel, is where the workspace of this machine lies.
  await picture(page, 'projects', '#/projects', 740);
  await picture(page, 'pairs', '#/projects/1/pairs/1');
  await picture(page, 'new-run', '#/projects/1/runs/new?set=1');
  await picture(page, 'run', '#/projects/1/runs/1');
  await picture(page, 'results', `${RESULTS}?where=attention_js_divergence>=0.6&open=0`);
  await picture(page, 'pair', `${RESULTS}/pairs/1?layer=5&head=9`);
  await page.keyboard.press('?');
  await expect(page.getByRole('dialog', { name: 'Keys' })).toBeVisible();
  await photograph(page, 'keys');
  await closeOpened(page);
  await picture(page, 'heads', '#/projects/1/heads/1?layer=5&head=9');
  await page
    .getByRole('button', { name: /^Save or copy/ })
    .first()
    .click();
  await expect(page.getByRole('menu')).toBeVisible();
  await photograph(page, 'figure');
  await closeOpened(page);
  await picture(page, 'analysis', '#/projects/1/analyses/induction/1?layer=1&head=2');
});

test('pictures of the tour, and of figures laid into one', async ({ workbenchWithRun, openWorkbench }) => {
  test.slow();
  const page = await openWorkbench(workbenchWithRun);
  await startWithFinding(page);
  const tour = page.getByRole('region', { name: 'Tour' });
  await tour.getByRole('link', { name: 'Read a finding' }).click();
  await tour.getByRole('button', { name: 'Next' }).click();
  await expect(tour).toContainText('Step 2 of 5');
  await photograph(page, 'tour');
  await tour.getByRole('button', { name: 'End the tour' }).click();
  // Other tests gather figures in this workspace, too.
  await goTo(page, '#/projects/1/figures');
  const panels = page.getByRole('list', { name: 'Panels' }).getByRole('listitem');
  const removeAll = page.getByRole('button', { name: 'Remove all' });
  await settled(page);
  if (await removeAll.isVisible()) await removeAll.click();
  await expect(panels).toHaveCount(0);
  for (const title of [/^Attention · original/, /^Attention · counterfactual/, /^Difference/]) {
    await goTo(page, `${RESULTS}/pairs/1?layer=5&head=9`);
    await page
      .getByRole('region', { name: title })
      .getByRole('button', { name: /^Save or copy/ })
      .click();
    await page.getByRole('menuitem', { name: 'Add to figure' }).click();
    await expect(page.getByRole('menu')).toBeHidden();
  }
  await goTo(page, '#/projects/1/figures');
  await expect(panels).toHaveCount(3);
  await photograph(page, 'composer');
  await removeAll.click();
  await expect(panels).toHaveCount(0);
});

test('the picture of two runs compared', async ({ workbenchWithAnalyses, openWorkbench }) => {
  test.slow();
  const page = await openWorkbench(workbenchWithAnalyses);
  await picture(page, 'compare', ANALYSIS_SCREENS['short-compare-sets'] ?? '');
});

test('the picture of an alignment', async ({ workbenchWithRun, openWorkbench }) => {
  test.slow();
  const page = await openWorkbench(workbenchWithRun);
  await picture(page, 'alignment', '#/projects/1/pairs/1/alignment?pair=6&model=all-MiniLM-L6-v2');
});
