/** The frame around the rooms: windows in step, and the palette that leads to what is meant. */
import { expect, goTo, test } from './workbench.ts';

test('what one tab changes the other shows, without being asked', async ({
  emptyWorkbench,
  openWorkbench,
}) => {
  test.skip(emptyWorkbench.url === null, 'in Electron a workspace has one window');
  const page = await openWorkbench(emptyWorkbench);
  await goTo(page, '#/projects');
  const other = await page.context().newPage();
  await other.goto(page.url());
  await expect(other.getByRole('button', { name: 'New project' })).toBeVisible();

  await page.getByRole('button', { name: 'New project' }).click();
  const dialog = page.getByRole('dialog', { name: 'New project' });
  await dialog.getByRole('textbox', { name: 'Name' }).fill('Seen twice');
  await dialog.getByText('Nothing', { exact: true }).click();
  await dialog.getByRole('button', { name: 'Create project' }).click();
  await expect(other.getByRole('list', { name: 'Projects' })).toContainText('Seen twice');
  await other.close();
});

test('the palette picks what is meant: a screen, a head, a pair', async ({
  workbenchWithRun,
  openWorkbench,
}) => {
  const page = await openWorkbench(workbenchWithRun);
  await goTo(page, '#/projects/1/runs/1');
  const ask = async (typed: string, first: RegExp) => {
    await page.keyboard.press('Control+k');
    await page.getByPlaceholder('Search or do anything').fill(typed);
    await expect(page.getByRole('dialog').getByRole('option').first()).toHaveText(first);
    await page.keyboard.press('Enter');
  };
  await ask('head', /^Heads\s*$/);
  await expect(page).toHaveURL(/heads\/1/);
  await ask('L5 H9', /L5 H9 in Run 1/);
  await expect(page).toHaveURL(/layer=5&head=9/);
  await ask('pair 2', /Pair 2 of .* in Run 1/);
  await expect(page).toHaveTitle(/Pair 2 · Run 1/);
});
