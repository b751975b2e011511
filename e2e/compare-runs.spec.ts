/** Two runs beside each other: chosen, told apart, in order, and saved. */
import { readFile } from 'node:fs/promises';
import { expect, goTo, test } from './workbench.ts';

test('two runs are compared: chosen, in words, head by head, saved, and back', async ({
  workbenchWithAnalyses,
  openWorkbench,
}) => {
  const page = await openWorkbench(workbenchWithAnalyses);
  await goTo(page, '#/projects/1/runs');
  await page.getByRole('checkbox', { name: 'Compare run 3' }).check();
  await expect(page.getByText('Choose another run to compare with')).toBeVisible();
  await page.getByRole('checkbox', { name: 'Compare run 2' }).check();
  await page.getByRole('link', { name: 'Compare', exact: true }).click();

  await expect(page.getByRole('heading', { level: 1, name: 'Compare runs' })).toBeVisible();
  // Which runs they are is chosen above, and is not said again in the findings.
  const findings = page.getByRole('region', { name: 'Findings' });
  await expect(findings).toContainText(/of run 3/);
  await expect(findings).not.toContainText('through bert-novel-tiny');
  await expect(page).toHaveURL(/run=3&with=2/);
  await expect(page.getByRole('region', { name: 'What differs' })).toContainText('role-swap');

  // The smallest difference first: what the column has of the heads.
  const ranking = page.getByRole('region', { name: 'Ranking of heads' });
  const heads = ranking.getByRole('button', { name: /^L\d+ H\d+/ });
  const before = await heads.first().textContent();
  await ranking.getByRole('button', { name: /Difference/ }).click();
  await expect(page).toHaveURL(/sort=difference/);
  await ranking.getByRole('button', { name: /Difference/ }).click();
  await expect(page).toHaveURL(/sort=difference:asc|sort=difference%3Aasc/);
  await expect(heads.first()).not.toHaveText(before ?? '');

  const card = page.getByRole('region', { name: /^Difference/ });
  await card.getByRole('button', { name: /^Save or copy/ }).click();
  const [download] = await Promise.all([
    page.waitForEvent('download'),
    page.getByRole('menuitem', { name: 'Save numbers as CSV' }).click(),
  ]);
  expect(download.suggestedFilename()).toMatch(/^run-3-and-2-.*-difference\.csv$/);
  // A row for each of the heads.
  expect((await readFile(await download.path(), 'utf8')).trim().split('\n').length).toBeGreaterThan(4);

  await page.getByRole('button', { name: 'Swap the two runs' }).click();
  await expect(page).toHaveURL(/run=2&with=3/);
  await expect(page.getByRole('region', { name: 'Difference · Run 2 − run 3' })).toBeVisible();
  await page.goBack();
  await expect(page.getByRole('heading', { level: 1, name: 'Runs' })).toBeVisible();
});

test('runs that go together are offered, and two models are compared by what they share', async ({
  workbenchWithAnalyses,
  openWorkbench,
}) => {
  const page = await openWorkbench(workbenchWithAnalyses);
  await goTo(page, '#/projects/1/runs/compare');
  await page.getByRole('link', { name: 'Compare run 2 and run 1' }).click();
  await expect(page.getByText(/Heads of two models are not the same heads/)).toBeVisible();
  await expect(page.getByRole('region', { name: 'Heads by rank' })).toBeVisible();
  await page.goBack();
  await expect(page.getByRole('table', { name: 'Runs that go together' })).toBeVisible();
});
