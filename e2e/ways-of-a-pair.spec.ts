/** What is done on a pair, and what leads on from it: its tokens and their places in the maps, its heads, two sentences that are tried. */
import type { Locator } from '@playwright/test';
import { expect, goTo, test } from './workbench.ts';

test('a pair that a run lacks is told by no number of the store, with a way on', async ({
  workbenchWithRun,
  openWorkbench,
}) => {
  const page = await openWorkbench(workbenchWithRun);
  await goTo(page, '#/projects/1/results/1/pairs/987654');
  const notice = page.getByRole('alert');
  await expect(notice).toContainText('Run 1 has no such pair.');
  await expect(notice).not.toContainText('987654');
  await expect(notice.getByRole('button', { name: 'Try again' })).toHaveCount(0);
  await notice.getByRole('link', { name: 'Results of run 1' }).click();
  await expect(page.getByRole('table', { name: 'Results' })).toBeVisible();
});

test('heads are shown by a metric or by what they restore, chosen in one list', async ({
  workbenchWithRun,
  openWorkbench,
}) => {
  const page = await openWorkbench(workbenchWithRun);
  await goTo(page, '#/projects/1/results/1/pairs/1?layer=5&head=9');
  const by = page.getByLabel('Heads by');
  await by.selectOption({ label: 'Restores (denoising)' });
  await expect(page.getByRole('region', { name: 'What heads restore' })).toBeVisible();
  await expect(page).toHaveURL(/restores=denoising/);
  await by.selectOption({ label: 'Total variation' });
  await expect(page).toHaveURL(/metric=total_variation/);
  await expect(page).not.toHaveURL(/restores=/);
});

test('two sentences that are tried open at the head that changes most', async ({
  emptyWorkbench,
  openWorkbench,
}) => {
  test.slow();
  const page = await openWorkbench(emptyWorkbench);
  await goTo(page, '#/projects');
  const form = page.getByRole('form', { name: 'Try two sentences' });
  await form.getByLabel('Original').fill('The museum is open on Mondays.');
  await form.getByLabel('Counterfactual').fill('The museum is never open on Mondays.');
  await form.getByRole('button', { name: 'Compare' }).click();
  await expect(page.getByRole('region', { name: 'Statements' })).toBeVisible({ timeout: 60_000 });
  await expect(page).toHaveURL(/layer=5&head=9/);
  // One pair has no distribution.
  await expect(page.getByText('Value over the set')).toHaveCount(0);

  // Changed, it goes through the same model again, and is looked at by the same head.
  const first = page.url();
  const more = page.getByRole('button', { name: 'More about this pair' });
  await more.click();
  await page.getByRole('menuitem', { name: 'Try a change of it…' }).click();
  const dialog = page.getByRole('dialog', { name: 'Try a change of this pair' });
  const compare = dialog.getByRole('button', { name: 'Compare' });
  await expect(compare).toBeDisabled();
  await dialog.getByLabel('Counterfactual').fill('The museum is rarely open on Mondays.');
  await compare.click();
  await expect(dialog).toBeHidden({ timeout: 60_000 });
  const statements = page.getByRole('region', { name: 'Statements' });
  await expect(statements.locator('[data-chip]').filter({ hasText: 'rarely' })).toBeVisible();
  await expect(page).toHaveURL(/layer=5&head=9/);
  // The pair that was changed is as it was, one step back.
  await page.goBack();
  await expect(page).toHaveURL(first);
  await expect(statements.locator('[data-chip]').filter({ hasText: 'never' })).toBeVisible();
  await more.click();
  await page.getByRole('menuitem', { name: 'Show it in its set' }).click();
  await expect(page.getByRole('grid', { name: /^Pairs of The museum is open/ })).toHaveAttribute(
    'aria-rowcount',
    '2',
  );
});

/** px of what outlines a token in a map: its row, then its column. */
async function outlinesIn(map: Locator): Promise<{ left: number; width: number; height: number }[]> {
  return map.locator('.outline').evaluateAll((boxes) =>
    boxes.map((box) => {
      const { left, width, height } = box.getBoundingClientRect();
      return { left, width, height };
    }),
  );
}

test('a click on a token outlines what it gives and what it gets, and what was added stands apart', async ({
  workbenchWithRun,
  openWorkbench,
}) => {
  const page = await openWorkbench(workbenchWithRun);
  await goTo(page, '#/projects/1/results/1/pairs/1?layer=5&head=9');
  const chip = (word: string) =>
    page.getByRole('region', { name: 'Statements' }).locator('[data-chip]').filter({ hasText: word }).last();
  const map = (name: string | RegExp) => page.getByRole('region', { name });
  const difference = map(/^Difference · /);
  await expect(difference.locator('svg').first()).toBeVisible();
  await expect(difference).toContainText('Amber: without a counterpart, “not”.');

  // Under the pointer a token shades both statements by what it gives and gets; when the pointer goes, so does the shade.
  const bars = page.getByRole('region', { name: 'Statements' }).locator('[data-bars]');
  const lengths = () =>
    bars.evaluateAll((all) =>
      all.map((of) => [...of.querySelectorAll('rect')].map(({ height }) => height.baseVal.value)),
    );
  await page.mouse.move(2, 2);
  await expect(bars.locator('rect').first()).toBeAttached();
  const atRest = await lengths();
  await chip('movie').hover();
  await expect.poll(lengths).not.toEqual(atRest);
  // Above and below the words of either.
  const ofMovie = await lengths();
  expect(ofMovie.map((heights) => heights.some((height) => height > 0))).toEqual([true, true, true, true]);
  await page.mouse.move(2, 2);
  await expect.poll(lengths).toEqual(atRest);
  await expect(page).not.toHaveURL(/token=/);

  // A token that both statements have.
  await chip('movie').click();
  await expect(page).toHaveURL(/token=c2/);
  await page.mouse.move(2, 2);
  for (const name of ['Attention · original', 'Attention · counterfactual'])
    await expect(map(name).locator('.outline')).toHaveCount(2);
  await expect(difference.locator('.outline')).toHaveCount(2);
  const [, ofBoth] = await outlinesIn(difference);

  // One that was added: the original has nothing of it, and its column of the difference stands apart from all others.
  await chip('not').click();
  await expect(page).toHaveURL(/token=c4/);
  await page.mouse.move(2, 2);
  await expect(map('Attention · original').locator('.outline')).toHaveCount(0);
  await expect(map('Attention · counterfactual').locator('.outline')).toHaveCount(2);
  await expect(difference.locator('.outline')).toHaveCount(2);
  const [row, column] = await outlinesIn(difference);
  expect(column?.width ?? 0).toBeGreaterThan(ofBoth?.width ?? Infinity);
  const rightOf = (box: typeof row) => (box?.left ?? 0) + (box?.width ?? 0);
  expect(rightOf(column)).toBeCloseTo(rightOf(row), 0);
  await page.keyboard.press('Escape');
  await expect(page).not.toHaveURL(/token=/);
  await expect(page.locator('.outline')).toHaveCount(0);
});

test('in words, words are counted; of a layer its row is marked; what is hidden is no change', async ({
  workbenchWithRun,
  openWorkbench,
}) => {
  const page = await openWorkbench(workbenchWithRun);
  await goTo(page, '#/projects/1/results/1/pairs/1?layer=5&head=9');
  const statements = page.getByRole('region', { name: 'Statements' });
  // [CLS] the movie was good . [SEP], and one more.
  await expect(statements).toContainText('7 of 8 tokens');
  await page.getByText('Words', { exact: true }).click();
  await expect(statements).toContainText('7 of 8 words');
  await page
    .getByRole('combobox', { name: 'Tokens that are hidden' })
    .selectOption({ label: 'Hide specials' });
  const special = statements.locator('[data-chip=c0]');
  await expect(special).toHaveClass(/faint/);
  expect(await special.evaluate((chip) => getComputedStyle(chip).textDecorationLine)).toBe('none');
  await page.getByText('Layer mean', { exact: true }).click();
  const heads = page.getByRole('region', { name: 'Heads', exact: true });
  const [row, head] = [heads.locator('.layer'), page.getByRole('gridcell', { name: /^Layer 5 head 9/ })];
  await expect(row).toBeVisible();
  const [marked, cell] = [await row.boundingBox(), await head.boundingBox()];
  if (marked === null || cell === null) throw new Error('no heads are on the screen');
  expect(Math.abs(marked.y - cell.y)).toBeLessThan(3);
  expect(marked.width).toBeGreaterThan(10 * cell.width);
  // Of a layer there are no values over the set.
  await expect(page.getByRole('region', { name: /^Value over the set/ })).toHaveCount(0);
});

test('a click on a small map among those of all heads opens that head', async ({
  workbenchWithRun,
  openWorkbench,
}) => {
  const page = await openWorkbench(workbenchWithRun);
  await goTo(page, '#/projects/1/results/1/pairs/1?layer=5&head=9&show=all');
  const all = page.getByRole('region', { name: 'All heads', exact: true });
  await expect(all.getByRole('img').locator('svg').first()).toBeVisible();
  const marked = all.locator('.marked');
  const there = await marked.boundingBox();
  // Where the map of the head beside it is, keys tell.
  await all.getByRole('group').focus();
  await page.keyboard.press('ArrowRight');
  await expect(page).toHaveURL(/layer=5&head=10/);
  await expect.poll(async () => (await marked.boundingBox())?.x).toBeGreaterThan(there?.x ?? Infinity);
  const beside = await marked.boundingBox();
  if (beside === null) throw new Error('no map is marked');
  await page.keyboard.press('ArrowLeft');
  await expect(page).toHaveURL(/layer=5&head=9/);
  await page.mouse.click(beside.x + beside.width / 2, beside.y + beside.height / 2);
  await expect(page.getByRole('region', { name: 'Attention · original' })).toBeVisible();
  await expect(page).toHaveURL(/layer=5&head=10/);
  await expect(page).not.toHaveURL(/show=all/);
});

test('of a pair of 512 tokens the whole is dragged to what is shown, and the statements stay while maps scroll', async ({
  workbenchOfOtherTexts,
  openWorkbench,
}) => {
  test.slow();
  const page = await openWorkbench(workbenchOfOtherTexts);
  await goTo(page, '#/projects/1/results/6');
  await page.getByRole('table', { name: 'Results' }).getByRole('row').nth(1).getByRole('link').click();
  const statements = page.getByRole('region', { name: 'Statements' });
  const whole = page.getByRole('region', { name: 'The whole pair' });
  const picture = whole.locator('.picture').nth(1);
  // Of so many tokens, on a busy machine, the model takes its time.
  await expect(picture).toBeVisible({ timeout: 60_000 });
  const shown = () => statements.locator('[data-chip]').allInnerTexts();
  // It begins at what differs, which is at the end.
  await expect.poll(shown).toContain('not');

  const box = await picture.boundingBox();
  if (box === null) throw new Error('the whole is not on the screen');
  const from = () => Number(/from=(\d+)/.exec(page.url())?.[1] ?? Number.NaN);
  await page.mouse.move(box.x + 0.9 * box.width, box.y + 0.9 * box.height);
  await page.mouse.down();
  for (const part of [0.5, 0.1]) {
    await page.mouse.move(box.x + part * box.width, box.y + part * box.height);
    // In its middle there is the token that the pointer is on.
    await expect.poll(async () => Math.abs(from() + 10 - part * 512)).toBeLessThan(20);
  }
  await page.mouse.up();
  await expect.poll(shown).not.toContain('not');

  // Keys show fewer tokens, each larger, and more again.
  const tokens = async () => (await shown()).length;
  const before = await tokens();
  await page.keyboard.press('+');
  await expect.poll(tokens).toBeLessThan(before);
  await expect(page).toHaveURL(/span=\d+/);
  await page.keyboard.press('-');
  await expect.poll(tokens).toBe(before);
  await expect(
    page.getByRole('region', { name: 'Attention · counterfactual' }).locator('svg').first(),
  ).toBeVisible();

  const screen = page.getByRole('main');
  await screen.hover();
  await page.mouse.wheel(0, 20_000);
  await expect
    .poll(() => screen.evaluate((box) => box.scrollHeight - box.clientHeight - box.scrollTop))
    .toBeLessThan(2);
  expect(await screen.evaluate((box) => box.scrollTop)).toBeGreaterThan(100);
  await expect(statements).toBeInViewport({ ratio: 0.9 });
});
