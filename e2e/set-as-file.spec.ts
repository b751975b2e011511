/** A set by its labels, as files that say the same, and the hash of each of its versions. */
import { readFile } from 'node:fs/promises';
import type { Page } from '@playwright/test';
import { parse } from 'csv-parse/sync';
import { newProject, pasteSet } from './new-set.ts';
import { expect, goTo, test } from './workbench.ts';

async function exported(page: Page, set: string, item: string): Promise<string> {
  await page.getByRole('button', { name: `More about ${set}` }).click();
  const [download] = await Promise.all([
    page.waitForEvent('download'),
    page.getByRole('menuitem', { name: item }).click(),
  ]);
  return readFile(await download.path(), 'utf8');
}

test('chips of labels leave their pairs; the menu of the set writes all of them, as CSV and as JSONL', async ({
  workbenchWithRun,
  openWorkbench,
}) => {
  const page = await openWorkbench(workbenchWithRun);
  await goTo(page, '#/projects/1/pairs/1');
  const grid = page.getByRole('grid', { name: 'Pairs of negation' });
  await expect(grid).toHaveAttribute('aria-rowcount', '548');
  const chips = page.getByRole('group', { name: 'Label', exact: true });
  const chip = chips.locator('button[aria-pressed]').first();
  const [label = '', count = ''] = (await chip.innerText()).trim().split(/\s+(?=\d+$)/);
  await chip.click();
  await expect(chip).toHaveAttribute('aria-pressed', 'true');
  await expect(grid).toHaveAttribute('aria-rowcount', String(Number(count) + 1));
  // The address has it, for whoever is sent it.
  await page.reload();
  await expect(grid).toHaveAttribute('aria-rowcount', String(Number(count) + 1));

  // Whatever is shown, the set is written whole.
  const csv = await exported(page, 'negation', 'Export as CSV');
  const rows = parse<Record<string, string>>(csv, { columns: true, bom: true });
  expect(rows).toHaveLength(547);
  expect(rows.filter((row) => row['label'] === label)).toHaveLength(Number(count));
  const lines = (await exported(page, 'negation', 'Export as JSONL')).trim().split('\n');
  const objects = lines.map((line) => JSON.parse(line) as Record<string, string>);
  expect(objects.map(({ original, counterfactual }) => [original, counterfactual])).toEqual(
    rows.map(({ original, counterfactual }) => [original, counterfactual]),
  );
  await page.getByRole('button', { name: 'Show all' }).click();
  await expect(grid).toHaveAttribute('aria-rowcount', '548');
});

test('the history of a set has the hash of each version; what is taken back has the hash from before', async ({
  emptyWorkbench,
  openWorkbench,
}) => {
  const page = await openWorkbench(emptyWorkbench);
  await newProject(page, 'Hashes');
  await pasteSet(page, 'two', [
    ['It rains.', 'It never rains.'],
    ['It snows.', 'It never snows.'],
  ]);
  const about = page.getByRole('region', { name: 'About the set' });
  const history = page.getByRole('region', { name: 'History' }).getByRole('listitem');
  const hashOfSet = async () =>
    /[0-9a-f]{64}/.exec((await about.locator('.hash').getAttribute('title')) ?? '')?.[0];
  const hashOf = (version: number) => history.nth(version).locator('[title]').last().getAttribute('title');
  await expect(history).toHaveCount(2);
  const before = await hashOfSet();
  expect(before).toBeDefined();
  await expect.poll(() => hashOf(0)).toBe(before);

  const cell = page.getByRole('grid').getByRole('row').nth(1).getByRole('gridcell').nth(3);
  await cell.click();
  await page.keyboard.press('Enter');
  await page.keyboard.type('It does not rain.');
  await page.keyboard.press('Enter');
  await expect(history).toHaveCount(3);
  await expect.poll(hashOfSet).not.toBe(before);
  const after = await hashOfSet();
  await expect.poll(() => hashOf(0)).toBe(after);
  expect(await hashOf(1)).toBe(before);

  await page.keyboard.press('Control+z');
  await expect(cell).toHaveText('It never rains.');
  await expect.poll(hashOfSet).toBe(before);
});
