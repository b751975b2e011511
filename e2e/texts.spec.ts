/** Text sets: a file of lines, what is pasted, windows, a bundled set; search, edit, removal and its undo. */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Page } from '@playwright/test';
import { violationsInBothThemes } from './accessibility.ts';
import { expect, goTo, test } from './workbench.ts';

let folder: string;
test.beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'pairlens-texts-'));
});
test.afterAll(() => rmSync(folder, { recursive: true }));

const rowsOf = (page: Page, name: string) =>
  page.getByRole('table', { name: `Texts of ${name}` }).getByRole('row');

test('a file of lines is imported, with what was left out', async ({ workbenchWithRun, openWorkbench }) => {
  const page = await openWorkbench(workbenchWithRun);
  const path = join(folder, 'lines.txt');
  writeFileSync(path, 'The kettle is on.\n\nשתי ציפורים שרו.\nThe kettle is on.\n');
  await goTo(page, '#/projects/1/pairs');
  await page.getByRole('navigation', { name: 'Kinds of sets' }).getByRole('link', { name: 'Texts' }).click();
  await page.getByRole('button', { name: 'Import a file' }).click();
  const dialog = page.getByRole('dialog', { name: 'Import texts' });
  await dialog.getByLabel('File').setInputFiles(path);
  await expect(dialog.getByRole('region', { name: 'Preview' })).toContainText(
    /2 texts\s+· 1 duplicate left out \(line 4\) · 1 empty line left out \(line 2\)/,
  );
  await dialog.getByRole('button', { name: 'Import 2 texts' }).click();
  await expect(page.getByRole('heading', { name: 'lines', level: 1 })).toBeVisible();
  await expect(page.getByLabel('Where the texts come from')).toContainText('From lines.txt');
  await expect(rowsOf(page, 'lines')).toHaveCount(3);
});

test('the column of a table is chosen where it is not known', async ({ workbenchWithRun, openWorkbench }) => {
  const page = await openWorkbench(workbenchWithRun);
  const path = join(folder, 'verses.csv');
  writeFileSync(path, 'verse,book\nIn the beginning.,Genesis\n');
  await goTo(page, '#/projects/1/texts?add=import');
  const dialog = page.getByRole('dialog', { name: 'Import texts' });
  await dialog.getByLabel('File').setInputFiles(path);
  await expect(dialog.getByRole('status')).toContainText('Which column holds the texts?');
  await dialog.getByLabel('Text', { exact: true }).selectOption('verse');
  await dialog.getByLabel('Label', { exact: true }).selectOption('book');
  await expect(dialog.getByRole('table', { name: 'First texts' })).toContainText('Genesis');
  await dialog.getByRole('button', { name: 'Import 1 text' }).click();
  await expect(page.getByLabel('Where the texts come from')).toContainText('text = verse, label = book');
});

test('what is pasted is cut into windows', async ({ workbenchWithRun, openWorkbench }) => {
  const page = await openWorkbench(workbenchWithRun);
  await goTo(page, '#/projects/1/texts?add=paste');
  const dialog = page.getByRole('dialog', { name: 'Paste texts' });
  await dialog
    .getByRole('textbox', { name: 'Texts' })
    .fill('It rained. We stayed in.\nNobody came by! Did they forget?');
  await expect(dialog.getByRole('region', { name: 'Preview' })).toContainText('2 texts');
  await dialog.getByText('Cut into windows', { exact: true }).click();
  await dialog.getByLabel('Up to').fill('5');
  await expect(dialog.getByRole('region', { name: 'Preview' })).toContainText('3 windows');
  expect(await violationsInBothThemes(page, '[role=dialog]')).toEqual([]);
  await dialog.getByLabel('Name of the set').fill('rain');
  await dialog.getByRole('button', { name: 'Import 3 texts' }).click();
  await expect(page.getByRole('heading', { name: 'rain', level: 1 })).toBeVisible();
  await expect(page.getByLabel('Where the texts come from')).toContainText('Pasted');
  await expect(page.getByLabel('Where the texts come from')).toContainText('windows of up to 5 words');
  await expect(rowsOf(page, 'rain').nth(1)).toContainText('It rained. We stayed in.');
});

test('texts are sorted by a heading, which the address keeps, and an analysis of them is begun', async ({
  workbenchWithRun,
  openWorkbench,
}) => {
  const page = await openWorkbench(workbenchWithRun);
  const path = join(folder, 'sorted.csv');
  writeFileSync(path, 'text,label\nBirds sing.,part 10\nAnts march.,part 2\n');
  await goTo(page, '#/projects/1/texts?add=import');
  const dialog = page.getByRole('dialog', { name: 'Import texts' });
  await dialog.getByLabel('File').setInputFiles(path);
  await dialog.getByRole('button', { name: 'Import 2 texts' }).click();
  const rows = rowsOf(page, 'sorted');
  await expect(rows.nth(1)).toContainText('Birds sing.');
  const table = page.getByRole('table', { name: 'Texts of sorted' });
  await table.getByRole('button', { name: 'Label', exact: true }).click();
  await expect(rows.nth(1)).toContainText('Ants march.');
  await expect(page).toHaveURL(/sort=label/);
  await table.getByRole('button', { name: 'Text', exact: true }).click();
  await table.getByRole('button', { name: 'Text', exact: true }).click();
  await expect(rows.nth(1)).toContainText('Birds sing.');
  await page.reload();
  await expect(page).toHaveURL(/sort=text.*descending/);
  await expect(rows.nth(1)).toContainText('Birds sing.');

  await page.getByRole('button', { name: 'Analyse these texts' }).click();
  await page.getByRole('menuitem', { name: 'Induction', exact: true }).click();
  const form = page.getByRole('form', { name: 'New induction analysis' });
  await expect(form.getByLabel('Set of texts')).toContainText('sorted (2 texts)');
  await expect(form.getByRole('radio', { name: 'Texts' })).toBeChecked();
  await expect(form.getByRole('region', { name: 'What it goes over' })).toContainText('Ants march.');
});

test('a bundled set is searched, edited, and a removal is taken back', async ({
  workbenchWithRun,
  openWorkbench,
}) => {
  const page = await openWorkbench(workbenchWithRun);
  await goTo(page, '#/projects/1/texts?add=bundled');
  const dialog = page.getByRole('dialog', { name: 'Add bundled text sets' });
  await dialog.getByLabel('Everyday English').check();
  await dialog.getByRole('button', { name: 'Add set' }).click();
  await page.getByRole('link', { name: 'everyday-english' }).click();
  await expect(page.getByRole('status').filter({ hasText: '500 texts' })).toBeVisible();

  await page.getByRole('searchbox', { name: 'Search texts' }).fill('kettle');
  const found = page.getByRole('status').filter({ hasText: '1 text of 500' });
  await expect(found).toBeVisible();
  const row = rowsOf(page, 'everyday-english').nth(1);
  await expect(row).toContainText('The kettle is on, and the bread is almost ready.');
  await row.hover();
  await row.getByRole('button', { name: /^Edit text/ }).click();
  const edit = page.getByRole('dialog', { name: /^Edit text/ });
  await edit.getByLabel('Text', { exact: true }).fill('The kettle is off.');
  await edit.getByRole('button', { name: 'Save' }).click();
  await expect(edit).toBeHidden();
  await expect(row).toContainText('The kettle is off.');
  await page.keyboard.press('Control+z');
  await expect(row).toContainText('The kettle is on, and');
  await page.keyboard.press('Control+Shift+z');
  await expect(row).toContainText('The kettle is off.');

  await row.hover();
  await row.getByRole('button', { name: /^Delete text/ }).click();
  await expect(page.getByRole('heading', { name: 'No text matches' })).toBeVisible();
  await page.getByRole('button', { name: 'Undo' }).click();
  await expect(found).toBeVisible();
  await expect(row).toContainText('The kettle is off.');

  await page.getByRole('button', { name: 'More about everyday-english' }).click();
  await page.getByRole('menuitem', { name: 'Rename…' }).click();
  const rename = page.getByRole('dialog', { name: 'Rename text set' });
  await rename.getByRole('textbox', { name: 'Name' }).fill('kettles');
  await rename.getByRole('button', { name: 'Save' }).click();
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('kettles');
  await expect(rename).toBeHidden();
  await page.keyboard.press('Control+z');
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('everyday-english');
});
