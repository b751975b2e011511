/** The first screen: what there is to begin with, and where each way leads. */
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { violationsInBothThemes } from './accessibility.ts';
import { closeOpened } from './opened.ts';
import { startWithFinding } from './start.ts';
import { expect, goTo, test } from './workbench.ts';

test('pairs are made from the first screen, in a set that is there once', async ({
  emptyWorkbench,
  openWorkbench,
}) => {
  const page = await openWorkbench(emptyWorkbench);
  const begin = page.getByRole('region', { name: 'Begin with something of yours' });
  const made = /projects\/(\d+)\/pairs\/(\d+)/;
  const places: string[] = [];
  for (const [way, title] of [
    ['Write pairs from a template', 'Pairs from a template'],
    ['Negate a list of sentences', 'Counterfactuals by a rule'],
  ] as const) {
    await goTo(page, '#/projects');
    await begin.getByRole('button', { name: way }).click();
    await expect(page.getByRole('dialog', { name: title })).toBeVisible();
    places.push(made.exec(page.url())?.[0] ?? '');
    await closeOpened(page);
    await expect(page).not.toHaveURL(/add=/);
  }
  expect(places[0]).toMatch(made);
  // The set that was left empty is taken again.
  expect(places[1]).toBe(places[0]);
});

test('the sample is opened in one click, stopped and gone on with in the tray, and its finding stands on the first screen', async ({
  emptyWorkbench,
  openWorkbench,
}) => {
  const page = await openWorkbench(emptyWorkbench);
  await goTo(page, '#/projects');
  const sample = page.getByRole('region', { name: 'Sample' });
  await expect(sample.getByRole('button', { name: 'Open the sample' })).toBeVisible();
  expect(await violationsInBothThemes(page)).toEqual([]);
  await sample.getByRole('button', { name: 'Open the sample' }).click();
  await expect(page.getByRole('heading', { name: 'Run 1', level: 1 })).toBeVisible({ timeout: 60_000 });

  const tray = page.getByRole('region', { name: 'Jobs' });
  // With keys: what moves is never still enough for Playwright to click it.
  await tray.getByRole('button').press('Enter');
  const job = page.getByRole('region', { name: 'Run 1', exact: true });
  await expect(job).toContainText(/[1-9]\d* of 547\s+pairs/, { timeout: 60_000 });
  await job.getByRole('button', { name: 'Cancel Run 1' }).press('Enter');
  await expect(job).toContainText(/Stopped · \d+ of 547 pairs/);
  await job.getByRole('button', { name: 'Resume Run 1' }).press('Enter');
  await expect(job.getByRole('button', { name: 'Cancel Run 1' })).toBeVisible();
  await closeOpened(page);

  // The first screen shows what it has found so far, then what it found.
  await goTo(page, '#/projects');
  await expect(sample.getByRole('link', { name: 'Open the sample' })).toBeVisible();
  await expect(sample).toContainText(/so far/i);
  expect(await violationsInBothThemes(page)).toEqual([]);
  await expect(sample.getByText(/heads change more than/).first()).toBeVisible({ timeout: 120_000 });
  await expect(sample.getByRole('region', { name: 'Its pairs' })).toBeVisible();
  await expect(tray).not.toContainText('failed');
});

test('a file that is no bundle is refused, and leaves no project behind', async ({
  emptyWorkbench,
  openWorkbench,
}) => {
  const page = await openWorkbench(emptyWorkbench);
  await goTo(page, '#/projects');
  const file = join(emptyWorkbench.home, 'broken.pairlens');
  writeFileSync(file, 'no bundle at all');
  const begin = page.getByRole('region', { name: 'Begin with something of yours' });
  await begin.getByLabel('Bundle to open').setInputFiles(file);
  await expect(begin.getByRole('alert')).toContainText('The bundle was refused');
  await expect(page.getByRole('link', { name: 'broken' })).toHaveCount(0);
});

test('the latest finding stands on the first screen, with its pairs', async ({
  workbenchWithRun,
  openWorkbench,
}) => {
  test.slow();
  const page = await openWorkbench(workbenchWithRun);
  await startWithFinding(page);
  const finding = page.getByRole('region', { name: 'Latest finding' });
  await expect(finding.getByText(/heads change more than/).first()).toBeVisible({ timeout: 60_000 });
  const pairs = finding.getByRole('region', { name: 'Its pairs' });
  await expect(pairs.getByRole('link', { name: /^L\d+ H\d+$/ })).toBeVisible();
  await pairs.getByRole('listitem').first().getByRole('link').click();
  await expect(page).toHaveURL(/results\/\d+\/pairs\/\d+\?.*layer=\d+&head=\d+/);
  const machine = page.getByRole('region', { name: 'On this machine' });
  await goTo(page, '#/projects');
  await machine.getByRole('link', { name: 'all-MiniLM-L6-v2' }).click();
  await expect(page).toHaveURL(/models\/all-MiniLM-L6-v2/);
});

test('the tour says on each screen what there is to see, ticks its steps, and goes away for good', async ({
  workbenchWithRun,
  openWorkbench,
}) => {
  test.slow();
  const page = await openWorkbench(workbenchWithRun);
  await startWithFinding(page);
  const tour = page.getByRole('region', { name: 'Tour' });
  await tour.getByRole('link', { name: 'Read a finding' }).click();
  for (const [at, address, name] of [
    [1, /projects\/1\/runs\/1/, 'Read a finding'],
    [2, /projects\/1\/heads\/1/, 'Open a head'],
    [3, /projects\/1\/results\/1/, 'Look at its pairs'],
    [4, /projects\/1\/pairs$/, 'Bring your sentences'],
    [5, /projects\/1\/runs\/new/, 'Run them'],
  ] as const) {
    await expect(page).toHaveURL(address);
    await expect(tour).toContainText(`Step ${at} of 5: ${name}.`);
    if (at < 3) expect(await violationsInBothThemes(page, '[aria-label=Tour]')).toEqual([]);
    await page.screenshot({ path: join(test.info().outputDir, `tour-${at}.png`) });
    // Elsewhere it only leads back.
    if (at === 2) {
      await page.reload();
      await goTo(page, '#/models');
      await tour.getByRole('link', { name: 'Go back to its screen' }).click();
      await expect(tour).toContainText('Click a head');
    }
    if (at < 5) await tour.getByRole('button', { name: 'Next' }).click();
  }
  await tour.getByRole('button', { name: 'End the tour' }).click();
  await expect(tour).toBeHidden();
  await goTo(page, '#/projects');
  await expect(tour.getByLabel('Done')).toHaveCount(4);
  await tour.getByRole('button', { name: 'Don’t show again' }).click();
  await expect(tour).toBeHidden();
  await page.reload();
  await expect(page.getByRole('heading', { name: 'Projects' })).toBeVisible();
  await expect(tour).toBeHidden();
});
