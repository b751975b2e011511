/** What is said at the foot of the window: of this place, and for as long as one stays there. */
import { expect, goTo, test } from './workbench.ts';

test('what went wrong at one screen is not told at the next', async ({ workbenchWithRun, openWorkbench }) => {
  const page = await openWorkbench(workbenchWithRun);
  await goTo(page, '#/projects/1/pairs/1');
  await page.evaluate(() => {
    navigator.clipboard.writeText = () => Promise.reject(new Error('the clipboard is shut'));
  });
  await page.getByRole('button', { name: 'Copy hash of “negation”' }).click();
  const message = page.getByRole('region', { name: 'Messages' }).getByRole('alert');
  await expect(message).toContainText('did not let Pairlens copy');
  // On the same screen it stays, whatever is chosen there.
  await page.getByRole('searchbox').fill('not');
  await expect(page).toHaveURL(/search=not/);
  await expect(message).toBeVisible();
  await goTo(page, '#/projects/1/runs');
  await expect(page.getByRole('heading', { name: 'Runs', level: 1 })).toBeVisible();
  await expect(message).toHaveCount(0);
  await page.goBack();
  await expect(page.getByRole('heading', { name: 'negation', level: 1 })).toBeVisible();
  await expect(message).toHaveCount(0);
});

test('a job that failed is told in the tray wherever one goes', async ({
  workbenchOfOtherTexts,
  openWorkbench,
}) => {
  const page = await openWorkbench(workbenchOfOtherTexts);
  // Of pairs that are too long for the model.
  await goTo(page, '#/projects/1/runs/new?set=5&model=bert-novel-tiny');
  await page
    .getByRole('form', { name: 'New run' })
    .getByRole('button', { name: /^Start/ })
    .click();
  await goTo(page, '#/projects/1/runs');
  const message = page.getByRole('region', { name: 'Messages' }).getByRole('alert');
  await expect(message).toContainText('failed');
  const tray = page.getByRole('region', { name: 'Jobs' });
  await expect(tray).toContainText('1 failed');
  await goTo(page, '#/projects/1/pairs');
  await expect(page.getByRole('heading', { name: 'Pairs', level: 1 })).toBeAttached();
  await expect(message).toHaveCount(0);
  await expect(tray).toContainText('1 failed');
  await tray.getByRole('button').click();
  await expect(page.locator('.popover')).toContainText('Failed');
});
