/** How a pair is aligned, corrected by mouse and by keys, and the tokens of a pair under a model without a run. */
import { violationsInBothThemes } from './accessibility.ts';
import { alignedTokens, middleOf } from './aligned-statements.ts';
import { expect, goTo, test } from './workbench.ts';

const PAIR = '#/projects/1/results/1/pairs/1?layer=5&head=9';

test('tokens are tied and untied by mouse, taken back by Ctrl+Z, and what is saved is used', async ({
  workbenchWithRun,
  openWorkbench,
}) => {
  const page = await openWorkbench(workbenchWithRun);
  await goTo(page, PAIR);
  const { above, below } = alignedTokens(page);
  // The movie was good. -> The movie was not good.
  await expect(below(4)).toHaveAccessibleName('counterfactual 4: not, not aligned');
  await page.getByRole('button', { name: 'edit alignment' }).click();
  await expect(above(4)).toHaveAccessibleName('original 4: good, tied to counterfactual 5: good');

  const [x, y] = await middleOf(above(4));
  await page.mouse.move(x, y);
  await page.mouse.down();
  await page.mouse.move(...(await middleOf(below(4))), { steps: 5 });
  const line = page.getByRole('region', { name: 'Statements' }).locator('svg line');
  await expect(line).toBeVisible();
  await page.mouse.up();
  await expect(line).toHaveCount(0);
  await expect(above(4)).toHaveAccessibleName(/, substituted, tied to counterfactual 4: not$/);
  await expect(page.getByText('“good” is tied to “not”')).toBeAttached();
  expect(await violationsInBothThemes(page)).toEqual([]);

  // Off to nowhere: it has no counterpart.
  await page.mouse.move(x, y);
  await page.mouse.down();
  await page.mouse.move(x, y + 300, { steps: 5 });
  await page.mouse.up();
  await expect(above(4)).toHaveAccessibleName('original 4: good, not aligned');
  await page.keyboard.press('Control+z');
  await expect(above(4)).toHaveAccessibleName(/tied to counterfactual 4: not$/);
  await page.keyboard.press('Control+Shift+z');
  await expect(above(4)).toHaveAccessibleName('original 4: good, not aligned');
  await page.keyboard.press('Control+z');

  await page.getByRole('button', { name: 'Save alignment' }).click();
  await expect(page.getByText('Aligned by hand')).toBeVisible();
  // The same pair of the set, under the same tokenizer, wherever it is shown.
  await goTo(page, '#/projects/1/pairs/1?model=all-MiniLM-L6-v2');
  const tokens = page.getByRole('region', { name: 'Tokens', exact: true });
  await expect(tokens).toContainText('Aligned by hand.');
  await goTo(page, PAIR);
  // In an edit, also one that nothing was done in, it is not what was saved before that is taken back.
  await page.getByRole('button', { name: 'edit alignment' }).click();
  await expect(page.getByRole('button', { name: 'Save alignment' })).toBeVisible();
  await page.keyboard.press('Control+z');
  await page.keyboard.press('Escape');
  await expect(page.getByText('Aligned by hand')).toBeVisible();
  await expect(page.getByText(/^Undone/)).toHaveCount(0);
  await page.keyboard.press('Control+z');
  await expect(page.getByText('Aligned by edit distance')).toBeVisible();
});

test('tokens are tied and untied by keys alone', async ({ workbenchWithRun, openWorkbench }) => {
  const page = await openWorkbench(workbenchWithRun);
  await goTo(page, PAIR);
  const { above, below } = alignedTokens(page);
  await expect(below(4)).toBeVisible();
  await page.keyboard.press('a');
  await above(3).focus();
  await page.keyboard.press('ArrowRight');
  await expect(above(4)).toBeFocused();
  await page.keyboard.press('Delete');
  await expect(above(4)).toHaveAccessibleName('original 4: good, not aligned');
  await page.keyboard.press('Enter');
  // It has no counterpart: what stands nearest.
  await page.keyboard.press('ArrowDown');
  await expect(below(4)).toBeFocused();
  await page.keyboard.press('Enter');
  await expect(above(4)).toHaveAccessibleName(/, substituted, tied to counterfactual 4: not$/);
  await page.keyboard.press('ArrowUp');
  await expect(above(4)).toBeFocused();
  await page.keyboard.press('Control+z');
  await page.keyboard.press('Control+z');
  await expect(above(4)).toHaveAccessibleName('original 4: good, tied to counterfactual 5: good');
  await page.keyboard.press('Escape');
  await expect(page.getByRole('button', { name: 'edit alignment' })).toBeVisible();
});

test('a finger ties tokens too', async ({ workbenchWithRun, openWorkbench }) => {
  const page = await openWorkbench(workbenchWithRun);
  await goTo(page, PAIR);
  const { above, below } = alignedTokens(page);
  await expect(below(4)).toBeVisible();
  await page.keyboard.press('a');
  const [from, to] = [await middleOf(above(4)), await middleOf(below(4))];
  const touch = await page.context().newCDPSession(page);
  const point = ([x, y]: readonly [number, number]) => [{ x, y }];
  await touch.send('Input.dispatchTouchEvent', { type: 'touchStart', touchPoints: point(from) });
  await touch.send('Input.dispatchTouchEvent', { type: 'touchMove', touchPoints: point(to) });
  await touch.send('Input.dispatchTouchEvent', { type: 'touchEnd', touchPoints: [] });
  await expect(above(4)).toHaveAccessibleName(/tied to counterfactual 4: not$/);
});

test('the tokens of a pair under any model, without a run', async ({ workbenchWithRun, openWorkbench }) => {
  const page = await openWorkbench(workbenchWithRun);
  await goTo(page, '#/projects/1/pairs/1');
  const tokens = page.getByRole('region', { name: 'Tokens', exact: true });
  await tokens.getByLabel('Tokens', { exact: true }).selectOption('char-en');
  await expect(tokens.getByText(/^\d+ tokens and \d+: \d+ the same/)).toBeVisible();
  await tokens.getByLabel('Tokens', { exact: true }).selectOption('all-MiniLM-L6-v2');
  const rows = tokens.getByRole('row');
  await expect(tokens).toContainText('7 tokens and 8: 7 the same, 1 with no counterpart.');
  await expect(rows.nth(1)).toContainText('[CLS]');
  await expect(rows.nth(1)).toContainText('101');
  await expect(rows.nth(5)).toContainText('no counterpart');
  await expect(page).toHaveURL(/model=all-MiniLM-L6-v2/);
});
