/** Figures laid into one, and a run as a page: what is shown is what is saved. */
import { readFile } from 'node:fs/promises';
import type { Page } from '@playwright/test';
import { violationsOn } from './accessibility.ts';
import { expect, goTo, test } from './workbench.ts';

const PAIR = '#/projects/1/results/1/pairs/1?layer=5&head=9';

async function addToFigure(page: Page, side: string): Promise<void> {
  const card = page.getByRole('region', { name: `Attention · ${side}` });
  await card.getByRole('button', { name: /Save or copy/ }).click();
  await page.getByRole('menuitem', { name: 'Add to figure' }).click();
}

test('what is taken back in one window leaves the panel that another one added', async ({
  workbenchWithRun,
  openWorkbench,
}) => {
  test.skip(
    workbenchWithRun.url === null,
    'a tab is of a browser; two windows of Electron: tests/integration/electron-shell.test.ts',
  );
  const page = await openWorkbench(workbenchWithRun);
  await goTo(page, PAIR);
  await addToFigure(page, 'original');
  const other = await page.context().newPage();
  await other.goto(page.url());
  await addToFigure(other, 'counterfactual');
  await expect(other.getByText('Added to the figure: 2 panels')).toBeVisible();
  await other.close();
  await goTo(page, '#/projects/1/figures');
  const panels = page.getByRole('list', { name: 'Panels' }).getByRole('listitem');
  await expect(panels).toHaveText([/original/, /counterfactual/]);
  await page.keyboard.press('Control+z');
  await expect(panels).toHaveText([/counterfactual/]);
  await page.keyboard.press('Control+Shift+z');
  await expect(panels).toHaveText([/original/, /counterfactual/]);
  await page.getByRole('button', { name: 'Remove all' }).click();
  await expect(panels).toHaveCount(0);
});

test('figures are gathered, laid into one by keyboard, taken back, and saved as they are shown; a run is saved as a page', async ({
  workbenchWithRun,
  openWorkbench,
}) => {
  const page = await openWorkbench(workbenchWithRun);
  await goTo(page, PAIR);
  for (const side of ['original', 'counterfactual']) await addToFigure(page, side);
  await expect(page.getByText('Added to the figure: 2 panels')).toBeVisible();
  await goTo(page, '#/projects/1/figures');
  const panels = page.getByRole('list', { name: 'Panels' }).getByRole('listitem');
  const preview = page.getByRole('img', { name: /^The figure as it is saved/ });
  await expect(panels).toHaveText([/original/, /counterfactual/]);
  await panels.last().getByRole('button', { name: /up$/ }).press('Alt+ArrowUp');
  await expect(panels).toHaveText([/counterfactual/, /original/]);
  await page.keyboard.press('Control+z');
  await expect(panels).toHaveText([/original/, /counterfactual/]);
  await page.getByRole('radio', { name: '114' }).check({ force: true });
  await expect(preview).toHaveJSProperty('naturalWidth', Math.round((114 * 96) / 25.4));
  await expect(page.getByText('a, b Attention of tokens 0 to 1')).toBeVisible();
  await expect(page.getByText(/are the same figure/)).toBeHidden();

  const address = (await preview.getAttribute('src')) ?? '';
  const shown = decodeURIComponent(address.slice(address.indexOf(',') + 1));
  expect(shown).toContain('The movie was not good.');
  await page.getByRole('button', { name: 'Export: the whole figure' }).click();
  const [download] = await Promise.all([
    page.waitForEvent('download'),
    page.getByRole('menuitem', { name: 'Save as SVG' }).click(),
  ]);
  expect(await readFile(await download.path(), 'utf8')).toBe(shown);
  expect(await violationsOn(page)).toEqual([]);
  // What is gathered is of the workspace, not of the page.
  await page.reload();
  await expect(panels).toHaveText([/original/, /counterfactual/]);

  await goTo(page, '#/projects/1/runs/1');
  await page.getByRole('button', { name: 'More about run 1' }).click();
  const [saved] = await Promise.all([
    page.waitForEvent('download'),
    page.getByRole('menuitem', { name: 'Save as a report' }).click(),
  ]);
  const report = await readFile(await saved.path(), 'utf8');
  expect(report).toMatch(/^<!doctype html>/);
  expect(report).toContain('<h2 id="again">');
});
