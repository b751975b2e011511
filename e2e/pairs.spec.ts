/** The pairs of a set: typed into, chosen, labelled and pasted by keyboard, and taken back. */
import { expect, goTo, test } from './workbench.ts';

test('pairs are edited, labelled and pasted by keyboard, and Ctrl+Z takes each back', async ({
  workbenchWithRun,
  openWorkbench,
}) => {
  const page = await openWorkbench(workbenchWithRun);
  await goTo(page, '#/projects/1/pairs?add=empty');
  await page.getByRole('dialog').getByLabel('Name').fill('typed');
  await page.keyboard.press('Enter');
  await expect(page.getByRole('heading', { name: 'typed', level: 1 })).toBeVisible();
  const add = async (original: string, counterfactual: string) => {
    await page.getByRole('button', { name: 'Add pair', exact: true }).first().click();
    const dialog = page.getByRole('dialog');
    await dialog.getByLabel('Original').fill(original);
    await dialog.getByLabel('Counterfactual').fill(counterfactual);
    await dialog.getByRole('button', { name: 'Add pair', exact: true }).click();
    return dialog;
  };
  await add('It rains.', 'It never rains.');
  const grid = page.getByRole('grid', { name: 'Pairs of typed' });
  await expect(grid.locator('mark')).toHaveText('never');
  const twice = await add('It rains.', 'It never rains.');
  await expect(twice.getByRole('alert')).toContainText(
    'Pair 1 has the same two sides: it would count twice.',
  );
  await page.keyboard.press('Escape');

  const cell = (column: number) => grid.getByRole('row').nth(1).getByRole('gridcell').nth(column);
  await cell(3).click();
  await page.keyboard.press('Enter');
  await page.keyboard.type('It does not rain.');
  await page.keyboard.press('Enter');
  await expect(cell(3)).toHaveText('It does not rain.');
  await page.keyboard.press('ArrowRight');
  await page.keyboard.type('weather');
  await page.keyboard.press('Enter');
  await expect(cell(4)).toHaveText('weather');
  await page.keyboard.press('Control+z');
  await expect(cell(4)).toHaveText('');
  await page.keyboard.press('Control+z');
  await expect(cell(3)).toHaveText('It never rains.');
  await page.keyboard.press('Control+Shift+z');
  await expect(cell(3)).toHaveText('It does not rain.');

  // What the engine refuses stays in its cell, with the reason; given up, keys go on from there.
  await add('It snows.', 'It never snows.');
  await expect(grid.getByRole('row')).toHaveCount(3);
  await cell(2).click();
  await page.keyboard.press('Enter');
  await page.keyboard.press('Delete');
  await page.keyboard.press('Enter');
  await expect(cell(2).getByRole('alert')).toBeVisible();
  await expect(cell(2).getByRole('textbox')).toBeFocused();
  await page.keyboard.press('Escape');
  await expect(cell(2)).toHaveText('It rains.');
  await page.keyboard.press('ArrowDown');
  await page.keyboard.press('Enter');
  await expect(grid.getByRole('textbox')).toHaveValue('It snows.');
});
