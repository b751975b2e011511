/** Importing a file of pairs: what its columns hold, how far it is, what was wrong with it. */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Locator, Page } from '@playwright/test';
import { query } from './stored-rows.ts';
import { expect, goTo, test } from './workbench.ts';

let folder: string;
test.beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'pairlens-import-'));
});
test.afterAll(() => rmSync(folder, { recursive: true }));

function fileOf(name: string, text: string): string {
  const path = join(folder, name);
  writeFileSync(path, text);
  return path;
}

/** Opens the dialog of a project that has the bundled sets, with a file chosen. */
async function chooseFile(page: Page, projectId: number, path: string): Promise<Locator> {
  await goTo(page, `#/projects/${projectId}/pairs?add=import`);
  const dialog = page.getByRole('dialog', { name: 'Import pairs' });
  await dialog.getByLabel('File').setInputFiles(path);
  return dialog;
}

test('the columns that were taken are shown before and after, and can be chosen', async ({
  workbenchWithRun,
  openWorkbench,
}) => {
  const page = await openWorkbench(workbenchWithRun);
  const path = fileOf(
    'questions.jsonl',
    '{"original sentence":"It is rarely cold.","sentence1":"The town lies by the sea.","sentence2":"Would one need a coat?","label":"NO"}\n',
  );
  const dialog = await chooseFile(page, 1, path);
  const chosen = (part: string) => dialog.getByLabel(part, { exact: true }).locator('option:checked');
  await expect(chosen('Original')).toHaveText('sentence1');
  await expect(chosen('Counterfactual')).toHaveText('sentence2');
  await expect(chosen('Label')).toHaveText('label');
  await expect(dialog.getByRole('checkbox', { name: 'original sentence It is rarely cold.' })).toBeChecked();
  await dialog.getByLabel('Original', { exact: true }).selectOption({ label: 'original sentence' });
  await expect(dialog.getByRole('table', { name: 'First pairs' })).toContainText('It is rarely cold.');
  await dialog.getByRole('button', { name: 'Import 1 pair' }).click();

  await expect(page.getByRole('heading', { name: 'questions', level: 1 })).toBeVisible();
  await expect(page.getByLabel('Columns of the file')).toHaveText(
    'Columns of the file: original = original sentence, counterfactual = sentence2, label; kept: sentence1',
  );

  // What was kept of the file can become a part of its pairs, and be it no more.
  const grid = page.getByRole('grid', { name: 'Pairs of questions' });
  await expect(grid.getByRole('columnheader', { name: 'Cluster' })).toHaveCount(0);
  await page.getByRole('button', { name: /^Columns \d/ }).click();
  await page.getByRole('button', { name: 'use as… what sentence1 may become' }).click();
  await page.getByRole('menuitem', { name: 'Use as cluster' }).click();
  await expect(grid.getByRole('columnheader', { name: 'Cluster' })).toBeVisible();
  const clusters = () =>
    query<{ cluster: string | null }>(
      workbenchWithRun.storePath,
      "SELECT cluster FROM pair JOIN sentence_set ON sentence_set.id = set_id WHERE name = 'questions' AND pair.removed_at IS NULL",
    );
  expect(clusters()).toEqual([{ cluster: 'The town lies by the sea.' }]);
  await page.keyboard.press('Control+z');
  await expect.poll(clusters).toEqual([{ cluster: null }]);

  // The next file with these columns is read as this one was, and says so.
  const next = await chooseFile(
    page,
    1,
    fileOf(
      'more-questions.jsonl',
      '{"original sentence":"It is often cold.","sentence1":"The town lies by a lake.","sentence2":"Would one need a hat?","label":"YES"}\n',
    ),
  );
  await expect(next.getByRole('status').filter({ hasText: 'As you chose' })).toHaveText(
    'As you chose for the last file with these columns.',
  );
  await expect(next.getByLabel('Original', { exact: true }).locator('option:checked')).toHaveText(
    'original sentence',
  );
});

test('a large file is sent, read and stored with progress; a cancelled one leaves nothing', async ({
  workbenchWithRun,
  openWorkbench,
}) => {
  const rows = Array.from({ length: 150_000 }, (_, row) => `This is row ${row}.,This is not row ${row}.\n`);
  const path = fileOf('large.csv', `original,counterfactual\n${rows.join('')}`);
  const page = await openWorkbench(workbenchWithRun);
  const dialog = await chooseFile(page, 1, path);
  await expect(dialog.getByRole('region', { name: 'Preview' })).toContainText('all of it is read');
  const button = dialog.getByRole('button', { name: 'Import', exact: true });
  await button.click();
  const work = dialog.getByRole('region', { name: 'Import' });
  await expect(work.getByRole('progressbar', { name: 'Bytes of the file' })).toBeVisible();
  await expect(work.getByRole('status')).toContainText(/^(Reading|Storing) large\.csv · .* rows/);
  await dialog.getByRole('button', { name: 'Cancel import' }).click();
  await expect(work).toBeHidden();
  await expect(button).toBeEnabled();
  await expect(
    page.getByRole('list', { name: 'Sentence sets' }).getByRole('article', { name: 'large' }),
  ).toHaveCount(0);

  await button.click();
  await expect(page.getByRole('heading', { name: 'large', level: 1 })).toBeVisible({ timeout: 60_000 });
  await expect(page.getByText('150,000 pairs').first()).toBeVisible();
});

test('what is wrong beyond the beginning of a file is told place by place', async ({
  workbenchWithRun,
  openWorkbench,
}) => {
  const good = Array.from({ length: 20_000 }, (_, row) => `This is row ${row}.,This is not row ${row}.\n`);
  const path = fileOf('bad.csv', `original,counterfactual\n${good.join('')}${'one,two,three\n'.repeat(30)}`);
  const page = await openWorkbench(workbenchWithRun);
  const dialog = await chooseFile(page, 1, path);
  await dialog.getByRole('button', { name: 'Import', exact: true }).click();
  const problems = dialog.getByRole('alert', { name: 'Problems' });
  await expect(problems).toContainText('The file has at least 20 problems and was not imported');
  await expect(problems).toContainText('line 20002:1');
  await expect(problems.getByRole('listitem')).toHaveCount(20);
});
