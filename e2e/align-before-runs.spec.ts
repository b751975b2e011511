/** The tokens of a set's pairs, aligned under a model without a run: by mouse, by keys alone, taken back by Ctrl+Z. */
import type { Locator, Page } from '@playwright/test';
import { violationsOn } from './accessibility.ts';
import { alignedTokens, middleOf } from './aligned-statements.ts';
import { expect, goTo, settled, test } from './workbench.ts';

const MODEL = 'model=all-MiniLM-L6-v2';
const SET = `#/projects/1/pairs/1?${MODEL}`;
const FIRST = `#/projects/1/pairs/1/alignment?pair=1&${MODEL}`;

const statements = (page: Page): Locator => page.getByRole('region', { name: 'Statements' });

test('from a pair of the set: dragged, stored, seen where the pair is shown, taken back', async ({
  workbenchWithRun,
  openWorkbench,
}) => {
  const page = await openWorkbench(workbenchWithRun);
  await goTo(page, SET);
  await page.getByRole('link', { name: 'Align by hand' }).click();
  await expect(page).toHaveURL(/pairs\/1\/alignment\?pair=1&model=all-MiniLM-L6-v2$/);
  const { above, below } = alignedTokens(page);
  // The movie was good. -> The movie was not good.
  await expect(below(4)).toHaveAccessibleName('counterfactual 4: not, not aligned');
  await expect(statements(page)).toContainText('Only in the counterfactual not');
  await page.mouse.move(...(await middleOf(above(4))));
  await page.mouse.down();
  await page.mouse.move(...(await middleOf(below(4))), { steps: 5 });
  await page.mouse.up();
  await expect(above(4)).toHaveAccessibleName(/, substituted, tied to counterfactual 4: not$/);
  await expect(statements(page)).toContainText('Aligned by hand');
  await expect(statements(page)).toContainText('good with not, automatically with good');
  const line = page.getByRole('table', { name: 'Pairs to align' }).getByRole('row').nth(1);
  await expect(line).toContainText('by hand');
  expect(await violationsOn(page)).toEqual([]);
  // It is stored, and not only shown.
  await page.reload();
  await expect(statements(page)).toContainText('Aligned by hand');
  await goTo(page, SET);
  await expect(page.getByRole('region', { name: 'Tokens', exact: true })).toContainText('Aligned by hand.');
  await goTo(page, FIRST);
  await page.getByRole('button', { name: 'Reset to automatic' }).click();
  await expect(statements(page)).toContainText('Aligned by edit distance');
  await expect(line).not.toContainText('by hand');
  await page.keyboard.press('Control+z');
  await expect(page.getByText('Undone: alignment of pair 1')).toBeVisible();
  await expect(statements(page)).toContainText('Aligned by hand');
  await page.keyboard.press('Control+Shift+z');
  await expect(statements(page)).toContainText('Aligned by edit distance');
});

test('pair after pair by keys alone, each change taken back', async ({ workbenchWithRun, openWorkbench }) => {
  const page = await openWorkbench(workbenchWithRun);
  await goTo(page, SET);
  await page.keyboard.press('Control+k');
  await page.keyboard.type('Align the tokens of negation');
  const first = page.getByRole('dialog').getByRole('option').first();
  await expect(first).toHaveText(/^Align the tokens of “negation”\s*$/);
  await page.keyboard.press('Enter');
  await expect(page).toHaveURL(/\/alignment\?/);
  await expect(statements(page)).toContainText('Pair 1');
  await page.keyboard.press('j');
  await expect(page).toHaveURL(/pair=2/);
  await expect(statements(page)).toContainText('Pair 2');
  await page.keyboard.press('k');
  await expect(statements(page)).toContainText('Pair 1');
  const { above, below } = alignedTokens(page);
  await page.keyboard.press('a');
  await expect(below(4)).toBeFocused();
  // Tied to what stands above it.
  await page.keyboard.press('Enter');
  await page.keyboard.press('ArrowUp');
  await expect(above(4)).toBeFocused();
  await page.keyboard.press('Enter');
  await expect(above(4)).toHaveAccessibleName(/, substituted, tied to counterfactual 4: not$/);
  await page.keyboard.press('Delete');
  await expect(above(4)).toHaveAccessibleName('original 4: good, not aligned');
  // At once, while it may still be on its way to the store.
  await page.keyboard.press('Control+z');
  await expect(above(4)).toHaveAccessibleName(/, substituted, tied to counterfactual 4: not$/);
  await settled(page);
  await expect(above(4)).toHaveAccessibleName(/, substituted, tied to counterfactual 4: not$/);
  await page.keyboard.press('Control+z');
  await expect(above(4)).toHaveAccessibleName('original 4: good, tied to counterfactual 5: good');
  await expect(statements(page)).toContainText('Aligned by edit distance');
  await page.keyboard.press('?');
  await expect(page.getByRole('dialog', { name: 'Keys' })).toContainText('Next pair');
});

test('Hebrew runs from right to left, and is tied in its order', async ({
  workbenchOfOtherTexts,
  openWorkbench,
}) => {
  const page = await openWorkbench(workbenchOfOtherTexts);
  await goTo(page, '#/projects/1/pairs/1/alignment?model=char-he');
  const { above } = alignedTokens(page);
  await expect(above(1)).toBeVisible();
  const [first, second] = [await middleOf(above(1)), await middleOf(above(2))];
  expect(second[0]).toBeLessThan(first[0]);
  await above(1).focus();
  await page.keyboard.press('ArrowLeft');
  await expect(above(2)).toBeFocused();
  await expect(statements(page)).toContainText('לא');
});

test('a long pair moves along where a token is dragged to its edge, and stays there', async ({
  workbenchOfOtherTexts,
  openWorkbench,
}) => {
  const page = await openWorkbench(workbenchOfOtherTexts);
  await goTo(page, '#/projects/1/pairs/2/alignment?model=attn-only-2l');
  const { above } = alignedTokens(page);
  const text = statements(page).locator('[data-scroller]');
  const place = () => text.evaluate((element) => element.scrollLeft);
  // It opens where the statements differ, at their ends.
  await expect(above(80)).toBeVisible();
  await expect.poll(place).toBeGreaterThan(0);
  const before = await place();
  const inSight = statements(page).getByRole('group', { name: 'original', exact: true }).getByRole('button');
  const box = await text.boundingBox();
  if (box === null) throw new Error('the statements are not on the screen');
  const near = await inSight.evaluateAll((chips, left) => {
    const rights = chips.map((chip) => chip.getBoundingClientRect().left);
    return rights.findIndex((at) => at > left + 200);
  }, box.x);
  const [x, y] = await middleOf(above(near));
  await page.mouse.move(x, y);
  await page.mouse.down();
  await page.mouse.move(x - 20, y, { steps: 2 });
  await page.mouse.move(box.x + 10, y, { steps: 5 });
  await expect.poll(place).toBeLessThan(before);
  await page.mouse.move(x, y, { steps: 2 });
  await page.keyboard.press('Escape');
  await page.mouse.up();
  // Wherever it was scrolled to, another width leaves it there.
  await text.evaluate((element) => (element.scrollLeft = 100));
  const { width = 1280, height = 800 } = page.viewportSize() ?? {};
  await page.setViewportSize({ width: width + 100, height });
  await settled(page);
  expect(await place()).toBe(100);
});
