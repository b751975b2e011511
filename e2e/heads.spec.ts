/** A person reads which heads respond, looks at it otherwise than planned, and says which effects do not matter. */
import type { Locator, Page } from '@playwright/test';
import { readFile } from 'node:fs/promises';
import { expect, goTo, test } from './workbench.ts';

const HEADS = '#/projects/1/heads/1';

const findingsOf = (page: Page): Locator => page.getByRole('region', { name: 'Findings' });
const rankingOf = (page: Page): Locator => page.getByRole('table', { name: 'Ranking of heads' });

/** The numbers that a legend begins its words with. */
async function countsIn(map: Locator): Promise<number[]> {
  const texts = await map.locator('svg').last().locator('text').allTextContents();
  return texts.flatMap((text) => /^(\d+) [a-z]/.exec(text)?.[1] ?? []).map(Number);
}

test('what was found, the map, its legend and the ranking say the same of all 72 heads', async ({
  workbenchWithRun,
  openWorkbench,
}) => {
  const page = await openWorkbench(workbenchWithRun);
  await goTo(page, HEADS);
  const findings = findingsOf(page);
  await expect(findings).toContainText(/^\s*\d+ heads change more than under the neutral change/);
  await expect(findings).toContainText('The strongest is L5 H9');
  await expect(findings).toContainText(
    /pairs of “negation” \(\d+ clusters\), each against a neutral change of the same sentence/,
  );
  const map = page.getByRole('region', { name: /^Heads · difference from neutral/ });
  const counts = await countsIn(map);
  expect(counts.reduce((sum, count) => sum + count, 0)).toBe(72);
  const [more] = counts;
  await expect(findings).toContainText(`${more} heads change more`);

  const ranking = rankingOf(page);
  await expect(ranking.getByRole('row').nth(1)).toContainText('L5 H9');
  const fold = ranking.getByRole('button', { expanded: false });
  await expect(fold).toContainText('undecided');
  await fold.click();
  await expect(ranking.getByRole('button', { expanded: true })).toBeVisible();
  // The header, a line that folds again, a heading over those at the other end, and every head.
  await expect(ranking).toHaveAttribute('aria-rowcount', '75');
  await page.goBack();
  await goTo(page, `${HEADS}?middle=yes`);
  await expect(rankingOf(page)).toHaveAttribute('aria-rowcount', '75');

  // Columns are left out before the axis of the forest plot gets narrow.
  const lane = await ranking.getByRole('img').first().boundingBox();
  expect(lane?.width).toBeGreaterThanOrEqual(110);
  await page.setViewportSize({ width: 1680, height: 900 });
  await ranking.getByRole('button', { name: 'q', exact: true }).click();
  await expect(ranking.getByRole('columnheader', { name: 'q', exact: true })).toHaveAttribute(
    'aria-sort',
    'ascending',
  );
});

test('the unadjusted numbers are one click away, and marked', async ({ workbenchWithRun, openWorkbench }) => {
  const page = await openWorkbench(workbenchWithRun);
  await goTo(page, HEADS);
  const findings = findingsOf(page);
  await expect(findings).toContainText('than under the neutral change');
  await page.getByRole('radiogroup', { name: 'Compared with' }).getByText('Unadjusted').click();
  await expect(findings).toContainText('Not adjusted for the shape of the changes.');
  await expect(findings).toContainText('Not as planned: comparison');
  await expect(page.getByRole('region', { name: 'Balance' })).toContainText(/Off by more than 0.25/);
  expect(page.url()).toContain('comparison=unadjusted');
  await page.reload();
  await expect(findings).toContainText('Not as planned: comparison');
  await findings.getByRole('button', { name: 'As planned' }).click();
  await expect(findings).toContainText('than under the neutral change');
  expect(page.url()).not.toContain('comparison');
});

test('with a smallest effect of interest heads can be said not to respond; the file says it too', async ({
  workbenchWithRun,
  openWorkbench,
}) => {
  const page = await openWorkbench(workbenchWithRun);
  await goTo(page, HEADS);
  const findings = findingsOf(page);
  await expect(findings).toContainText('than under the neutral change');
  await expect(findings).not.toContainText(/\d+ do not respond/);
  await page.getByRole('button', { name: 'Smallest effect' }).click();
  await page.getByRole('textbox', { name: 'Smallest effect of interest' }).fill('0.005');
  await page.getByRole('combobox', { name: 'Unit of the smallest effect' }).selectOption({ label: 'bits' });
  await page.getByRole('button', { name: 'Set', exact: true }).click();
  await expect(findings).toContainText(/\d+ do not respond/);
  await expect(findings).toContainText('Not as planned: smallest effect');

  const map = page.getByRole('region', { name: /^Heads · difference from neutral/ });
  const counts = await countsIn(map);
  expect(counts.reduce((sum, count) => sum + count, 0)).toBe(72);
  await map.getByRole('button', { name: /Save or copy/ }).click();
  const [download] = await Promise.all([
    page.waitForEvent('download'),
    page.getByRole('menuitem', { name: 'Save as SVG' }).click(),
  ]);
  const file = (await readFile(await download.path())).toString('utf8');
  expect(file).toContain('each against its neutral change; smallest effect of interest ±0.005 bits');
  const shown = await map.locator('svg').last().locator('text').allTextContents();
  for (const words of shown.filter((text) => text !== '')) expect(file).toContain(`>${words}<`);
});

test('a head is explained: how its interval was made, its test, and what the run could have seen', async ({
  workbenchWithRun,
  openWorkbench,
}) => {
  const page = await openWorkbench(workbenchWithRun);
  await goTo(page, `${HEADS}?layer=4&head=6`);
  const inspector = page.getByRole('complementary', { name: 'Head over the set' });
  await expect(inspector.getByRole('heading', { name: 'L4 H6 over negation' })).toBeVisible();
  await expect(inspector).toContainText('changes more');
  await expect(inspector).toContainText(
    /Interval: studentised bootstrap, \d+ clusters\. Test: sign flips of whole clusters\./,
  );
  await expect(inspector).toContainText('How much could this set see?');
  await expect(inspector).toContainText(/would need about [\d,]+ pairs in [\d,]+ clusters/);
  await expect(inspector.locator('svg text').filter({ hasText: /^neutral, n = / })).toBeVisible();
  // The map, the ranking and the scatter show the same head; the arrows go to the next one.
  await page.getByRole('gridcell', { selected: true }).focus();
  await page.keyboard.press('ArrowRight');
  await expect(inspector.getByRole('heading', { name: 'L4 H7 over negation' })).toBeVisible();
  // Its pairs by decile lead to the pair, where keys go through all of them.
  await inspector.getByRole('region', { name: 'Pairs by decile' }).getByRole('link').first().click();
  await expect(page).toHaveURL(/pairs\/\d+\?.*layer=4&head=7/);
  await expect(page.getByText('1 of 547 in the list')).toBeVisible();
  await page.keyboard.press('j');
  await expect(page.getByText('2 of 547 in the list')).toBeVisible();
  await page.goBack();
  await expect(inspector.getByRole('heading', { name: 'L4 H7 over negation' })).toBeVisible();
});

test('names of columns stay in sight as the page scrolls, and what scrolls inside ends with a whole row', async ({
  workbenchWithRun,
  openWorkbench,
}) => {
  const page = await openWorkbench(workbenchWithRun);
  await page.setViewportSize({ width: 1280, height: 800 });
  await goTo(page, '#/projects/1/heads/1?middle=yes');
  const ranking = page.getByRole('table', { name: 'Ranking of heads' });
  await expect(ranking.getByRole('row').nth(60)).toBeVisible();
  await page.locator('main').evaluate((main) => main.scrollTo(0, 800));
  const heading = ranking.getByRole('columnheader', { name: 'Head' });
  await expect(heading).toBeInViewport({ ratio: 1 });
  await expect(ranking.getByRole('row').nth(1)).not.toBeInViewport();

  await goTo(page, '#/projects/1/results/1');
  const results = page.getByRole('table', { name: 'Results' });
  await expect(results.getByRole('row').nth(2)).toBeVisible();
  for (const height of [800, 811, 827]) {
    await page.setViewportSize({ width: 1280, height });
    await expect
      .poll(async () => {
        const box = await results.getByRole('rowgroup').boundingBox();
        const end = (box?.y ?? 0) + (box?.height ?? 0);
        const rows = await results.getByRole('row').evaluateAll((all) =>
          all.map((row) => {
            const { top, bottom } = row.getBoundingClientRect();
            return { top, bottom };
          }),
        );
        return rows.filter(({ top, bottom }) => top < end - 1 && bottom > end + 1).length;
      })
      .toBe(0);
  }
});
