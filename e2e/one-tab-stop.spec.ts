/** Lists that are one stop of the Tab key, and tables that are sorted by their columns. */
import { expect, goTo, test } from './workbench.ts';

test('the metrics of the inspector are one stop of the Tab key, and arrows walk from line to line', async ({
  workbenchWithAnalyses,
  openWorkbench,
}) => {
  const page = await openWorkbench(workbenchWithAnalyses);
  await goTo(page, '#/projects/1/results/1/pairs/1?layer=1&head=3');
  const lines = page.getByRole('group', { name: 'Metrics' }).locator('[data-metric]');
  await expect(lines.nth(20)).toBeVisible();
  const stops = page.getByRole('group', { name: 'Metrics' }).locator('[data-metric][tabindex="0"]');
  await expect(stops).toHaveCount(1);
  await stops.focus();
  await page.keyboard.press('Home');
  await expect(lines.first()).toBeFocused();
  await page.keyboard.press('ArrowDown');
  await expect(lines.nth(1)).toBeFocused();
  // The head is the one it was: arrows on a line are not those of the view.
  await expect(page).toHaveURL(/layer=1&head=3/);
  await expect(stops).toHaveCount(1);
  await page.keyboard.press('End');
  await expect(lines.last()).toBeFocused();
  await page.keyboard.press('Enter');
  await expect(lines.last()).toHaveAttribute('aria-pressed', 'true');
  // Out of the lines with one key, and back to where they were left.
  await page.keyboard.press('Tab');
  await expect(lines.last()).not.toBeFocused();
  await page.keyboard.press('Shift+Tab');
  await expect(lines.last()).toBeFocused();
});

test('the tokens of a text are one stop of the Tab key, and arrows walk along them', async ({
  workbenchWithAnalyses,
  openWorkbench,
}) => {
  const page = await openWorkbench(workbenchWithAnalyses);
  const text = encodeURIComponent('The old man went down to the river, and the old man went');
  for (const [address, tokens] of [
    [
      '#/projects/1/circuits/induction?model=attn-only-2l',
      page.locator('[data-attention] [role=group]').first(),
    ],
    [
      `#/projects/1/models/attn-only-2l?show=predictions&text=${text}&at=3`,
      page.getByRole('group', { name: 'Text with predictions' }),
    ],
    [
      '#/projects/1/results/1/pairs/1?layer=1&head=3',
      page.getByRole('group', { name: 'original', exact: true }),
    ],
  ] as const) {
    await goTo(page, address);
    const buttons = tokens.getByRole('button');
    const last = buttons.last();
    await expect(buttons.nth(3)).toBeVisible();
    const stops = tokens.locator('button[tabindex="0"]');
    await expect(stops).toHaveCount(1);
    // As a key brings it there.
    await page.keyboard.press('Shift');
    await stops.focus();
    await page.keyboard.press('Home');
    await page.keyboard.press('ArrowRight');
    await expect(buttons.nth(1)).toBeFocused();
    await expect(stops).toHaveCount(1);
    const before = page.url();
    await page.keyboard.press('End');
    await expect(last).toBeFocused();
    await page.keyboard.press('Tab');
    expect(await tokens.locator(':focus').count()).toBe(0);
    await expect(stops).toHaveCount(1);
    await expect(last).toHaveAttribute('tabindex', '0');
    expect(page.url()).toBe(before);
  }
});

test('tables of circuits are sorted by their columns', async ({ workbenchWithAnalyses, openWorkbench }) => {
  const page = await openWorkbench(workbenchWithAnalyses);
  await goTo(page, '#/projects/1/analyses/composition/13');
  const table = page.getByRole('table', { name: 'Strongest edges' });
  const scores = async () => (await table.locator('tbody td:nth-child(4)').allInnerTexts()).map(Number);
  await expect(table.locator('tbody tr').first()).toBeVisible();
  const before = await scores();
  await table.getByRole('button', { name: 'Score' }).click();
  await expect.poll(scores).toEqual(before.toSorted((a, b) => b - a));
  await table.getByRole('button', { name: 'Score' }).click();
  await expect.poll(scores).toEqual(before.toSorted((a, b) => a - b));
  await expect(table.getByRole('columnheader', { name: 'Score' })).toHaveAttribute('aria-sort', 'ascending');

  await goTo(page, '#/projects/1/analyses/effects?middle=yes');
  const corners = page.getByRole('region', { name: /^Heads by/ });
  await corners.getByRole('button', { name: 'Head', exact: true }).click();
  await expect(corners.getByRole('columnheader', { name: 'Head', exact: true })).toHaveAttribute(
    'aria-sort',
    'ascending',
  );
});
