/** What holds for every room, whatever it shows. */
import { expect, goTo, test } from './workbench.ts';

test('a view whose code cannot be fetched says so, and comes after a reload', async ({
  emptyWorkbench,
  openWorkbench,
  page,
}) => {
  test.skip(emptyWorkbench.url === null, 'in Electron the code is read from the disk, not fetched');
  const chunk = '**/assets/ModelsView-*.js';
  await page.route(chunk, (route) => route.abort());
  await openWorkbench(emptyWorkbench);
  await expect(page.getByRole('heading', { name: 'Start', exact: true })).toBeVisible();
  await goTo(page, '#/models');
  await expect(page.getByRole('alert')).toContainText('This view cannot be fetched');
  await page.unroute(chunk);
  await page.getByRole('button', { name: 'Reload' }).click();
  await expect(page.getByRole('heading', { name: 'Models', exact: true })).toBeVisible();
});

test('figures whose code cannot be fetched say so, beside the numbers of their view', async ({
  workbenchWithRun,
  openWorkbench,
  page,
}) => {
  test.skip(workbenchWithRun.url === null, 'in Electron the code is read from the disk, not fetched');
  await page.route('**/assets/echarts-*.js', (route) => route.abort());
  await openWorkbench(workbenchWithRun);
  await goTo(page, '#/projects/1/heads/1');
  await expect(page.getByRole('alert').filter({ hasText: 'cannot be fetched' }).first()).toBeVisible();
  await expect(page.getByRole('region', { name: 'Ranking' })).toContainText('L5 H9');
});

test('the command palette offers the keys of the view that is open', async ({
  workbenchWithRun,
  openWorkbench,
}) => {
  const page = await openWorkbench(workbenchWithRun);
  await goTo(page, '#/projects/1/results/1/pairs/1?layer=5&head=9');
  await expect(page).toHaveTitle('L5 H9 · Pair 1 · Run 1 · Pairlens');
  await expect(page.getByRole('region', { name: 'Attention · counterfactual' })).toBeVisible();
  await page.keyboard.press('Control+k');
  await page.getByPlaceholder('Search or do anything').fill('previous layer');
  await expect(page.getByRole('option', { name: /previous layer/i })).toBeVisible();
  await page.keyboard.press('Enter');
  await expect(page).toHaveTitle('L4 H9 · Pair 1 · Run 1 · Pairlens');
});

test('a run that is removed from its page can be brought back', async ({
  workbenchWithRun,
  openWorkbench,
}) => {
  const page = await openWorkbench(workbenchWithRun);
  const problems: string[] = [];
  page.on('pageerror', (error) => problems.push(error.message));
  await goTo(page, '#/projects/1/runs/1');
  await page.getByRole('button', { name: 'More about run 1' }).click();
  await page.getByRole('menuitem', { name: 'Remove' }).click();
  await expect(page).toHaveURL(/projects\/1\/runs$/);
  await page.getByRole('button', { name: 'Undo' }).click();
  await expect(page.getByRole('row', { name: /negation-control/ })).toBeVisible();
  expect(problems).toEqual([]);
});
