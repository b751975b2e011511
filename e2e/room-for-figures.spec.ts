/** Figures take the room that their cards have: nothing scrolls sideways, nothing is cut off. */
import type { Locator, Page } from '@playwright/test';
import { expect, goTo, settled, test } from './workbench.ts';

const WIDTHS = [1280, 1440, 1920] as const;

/** What scrolls sideways, but for texts of many tokens: a line of words is as long as it is. */
async function scrollingSideways(page: Page): Promise<string[]> {
  return page.evaluate(() =>
    Array.from(document.querySelectorAll('main *, aside, aside *')).flatMap((box) => {
      const isBox = ['auto', 'scroll'].includes(getComputedStyle(box).overflowX);
      const name = box.closest('section, [role=region]')?.getAttribute('aria-label') ?? '';
      return isBox && box.scrollWidth > box.clientWidth && name !== 'Texts'
        ? [`${name}: ${box.scrollWidth} in ${box.clientWidth}`]
        : [];
    }),
  );
}

async function boxOf(element: Locator): Promise<{ left: number; right: number; width: number }> {
  const box = await element.boundingBox();
  if (box === null) throw new Error('it is not on the screen');
  return { left: box.x, right: box.x + box.width, width: box.width };
}

const SCREENS = {
  '#/projects/1/heads/1?layer=5&head=9': 'Value over the set',
  '#/projects/1/results/1?where=attention_js_divergence>=0.2': 'Difference, aligned',
  '#/projects/1/results/1/pairs/1?layer=5&head=9': 'Value over the set',
  '#/projects/1/analyses/induction/1': 'Value over the sequences',
} as const;

for (const [address, figure] of Object.entries(SCREENS))
  test(`nothing scrolls sideways on ${address}`, async ({ workbenchWithRun, openWorkbench }) => {
    test.slow();
    const page = await openWorkbench(workbenchWithRun);
    await goTo(page, address);
    // The statistics, or the first page of many rows, may take a while.
    await expect(page.getByText(figure, { exact: true }).first()).toBeVisible({ timeout: 60_000 });
    for (const width of WIDTHS) {
      await page.setViewportSize({ width, height: 900 });
      await settled(page);
      expect(await scrollingSideways(page), `${width} px`).toEqual([]);
    }
  });

test('the preview of a pair shows its maps whole, and says what a cell is', async ({
  workbenchWithRun,
  openWorkbench,
}) => {
  const page = await openWorkbench(workbenchWithRun);
  // Labels as long as they come, and a token without a counterpart.
  await goTo(page, '#/projects/1/results/1?search=letters&sort=attention_js_divergence:desc');
  const pane = page.getByRole('complementary', { name: 'Selected line' });
  const map = pane.getByRole('img', { name: /^Difference · / });
  await expect(map).toBeVisible();
  await settled(page);
  const [outer, inner] = [await boxOf(pane), await boxOf(map)];
  expect(inner.left).toBeGreaterThanOrEqual(outer.left);
  expect(inner.right).toBeLessThanOrEqual(outer.right - 16);

  const pictures = pane.getByRole('img', { name: /^Attention of the head/ });
  const [first, second] = [await boxOf(pictures.first()), await boxOf(pictures.last())];
  expect(second.left).toBeGreaterThan(first.right);
  await pictures.first().hover({ position: { x: 2, y: 2 } });
  await expect(page.locator('.hint')).toContainText('[CLS]');
});

test('flags under an unfolded pair are read whole', async ({ workbenchWithRun, openWorkbench }) => {
  const page = await openWorkbench(workbenchWithRun);
  await page.setViewportSize({ width: 1280, height: 800 });
  await goTo(page, '#/projects/1/results/1?sort=attention_js_divergence:desc');
  const table = page.getByRole('table', { name: 'Results' });
  await table
    .getByRole('button', { name: /^Heads of pair/ })
    .first()
    .click();
  const flags = table.locator('.flag');
  await expect(flags.first()).toBeVisible();
  const { right } = await boxOf(table);
  for (const flag of await flags.all()) expect((await boxOf(flag)).right).toBeLessThanOrEqual(right);
});
