/** What a person chose in a text or a picture of points is in the address: a page that is loaded again shows it again. */
import type { Page } from '@playwright/test';
import { expect, goTo, settled, test } from './workbench.ts';

test('the token that is locked in a text stays, and is of that text alone', async ({
  workbenchWithAnalyses,
  openWorkbench,
}) => {
  const page = await openWorkbench(workbenchWithAnalyses);
  await goTo(page, '#/projects/1/analyses/negation/1');
  const texts = page.getByRole('region', { name: 'Texts' });
  const token = texts.getByRole('group').first().getByRole('button', { name: /^2: / });
  const isLocked = async (expected: boolean) =>
    expect(token).toHaveAttribute('aria-pressed', String(expected));
  await token.click();
  await isLocked(true);
  await expect(page).toHaveURL(/locked=\d+%2C2/);
  await page.reload();
  await isLocked(true);
  // The text after it has none.
  await settled(page);
  await page.keyboard.press('j');
  await expect(page).toHaveURL(/item=/);
  await isLocked(false);
  await page.keyboard.press('k');
  await isLocked(true);
  await token.click();
  await isLocked(false);
  await expect(page).not.toHaveURL(/locked=/);
});

test('layers that are unfolded under a prediction stay', async ({ workbenchWithAnalyses, openWorkbench }) => {
  const page = await openWorkbench(workbenchWithAnalyses);
  await goTo(page, '#/projects/1/models/attn-only-2l?show=predictions&text=The+old+man&at=2');
  const heads = page.getByRole('group', { name: 'Heads by layer' });
  await heads.getByRole('button', { name: 'layer 1', exact: true }).click();
  await expect(heads.getByRole('button', { name: 'L1 H0' })).toBeVisible();
  await page.reload();
  await expect(heads.getByRole('button', { name: 'layer 1', exact: true })).toHaveAttribute(
    'aria-expanded',
    'true',
  );
  await expect(heads.getByRole('button', { name: 'L1 H0' })).toBeVisible();
});

const drawing = (page: Page, place: string) =>
  page
    .locator(place)
    .first()
    .evaluate((canvas) => (canvas as HTMLCanvasElement).toDataURL());

test('what is sought, seen and picked among queries and keys stays, until another head is chosen', async ({
  workbenchWithAnalyses,
  openWorkbench,
}) => {
  const page = await openWorkbench(workbenchWithAnalyses);
  await goTo(page, '#/projects/1/analyses/query-key/4');
  const find = page.getByLabel('Find tokens');
  await find.fill('not');
  await page.getByRole('button', { name: 'Zoom in' }).click();
  await expect(page).toHaveURL(/find=not.*part=/);
  await page.getByRole('button', { name: 'Lasso' }).click();
  const cloud = page.locator('[data-cloud]');
  await cloud.scrollIntoViewIfNeeded();
  const box = await cloud.boundingBox();
  if (box === null) throw new Error('the points are not on the screen');
  await page.mouse.move(box.x + 2, box.y + 2);
  await page.mouse.down();
  for (const [x, y] of [
    [box.width - 2, 2],
    [box.width - 2, box.height - 2],
    [2, box.height - 2],
  ] as const)
    await page.mouse.move(box.x + x, box.y + y, { steps: 4 });
  await page.mouse.up();
  await expect(page).toHaveURL(/lasso=/);
  const list = page.getByRole('region', { name: 'In the lasso' }).getByRole('status');
  await expect(list).toContainText(/\d+ quer.* in \d+ text/);
  const picked = (await list.textContent()) ?? '';
  const { hash } = new URL(page.url());
  await page.mouse.move(2, 2);
  await settled(page);
  const seen = await drawing(page, '[data-cloud] canvas');
  await page.reload();
  await expect(find).toHaveValue('not');
  await expect(list).toHaveText(picked);
  await expect.poll(() => drawing(page, '[data-cloud] canvas')).toBe(seen);
  expect(new URL(page.url()).hash).toBe(hash);
  await page
    .getByRole('grid', { name: 'All heads' })
    .getByLabel(/^Layer 0 head 1/)
    .click();
  await expect(page).not.toHaveURL(/lasso=|part=/);
  await expect(list).toHaveCount(0);
  await expect(find).toHaveValue('not');
});

test('what is sought and seen among embeddings stays', async ({ workbenchWithAnalyses, openWorkbench }) => {
  const page = await openWorkbench(workbenchWithAnalyses);
  await goTo(page, '#/projects/1/analyses/bigrams/11');
  const find = page.getByLabel('Find embeddings');
  await find.fill('the');
  const canvas = page.getByLabel(/^Embeddings of/);
  await canvas.scrollIntoViewIfNeeded();
  const whole = await drawing(page, 'canvas[aria-label^="Embeddings of"]');
  await canvas.hover();
  await page.mouse.wheel(0, -300);
  await expect(page).toHaveURL(/find=the.*part=/);
  await page.mouse.move(2, 2);
  await settled(page);
  const seen = await drawing(page, 'canvas[aria-label^="Embeddings of"]');
  expect(seen).not.toBe(whole);
  await page.reload();
  await expect(find).toHaveValue('the');
  await expect.poll(() => drawing(page, 'canvas[aria-label^="Embeddings of"]')).toBe(seen);
  await page
    .getByRole('region', { name: /^Embeddings/ })
    .getByRole('button', { name: 'Fit' })
    .click();
  await expect(page).not.toHaveURL(/part=/);
});
