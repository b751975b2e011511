/** Many pairs at once: pasted from a spreadsheet, labelled, replaced in, copied, saved as sets, split, merged, and too much of it. */
import type { Page } from '@playwright/test';
import { violationsInBothThemes } from './accessibility.ts';
import { holdRequests } from './hold-requests.ts';
import { newProject, newSet, paste } from './new-set.ts';
import { expect, goTo, test } from './workbench.ts';

/** What a spreadsheet copies: tabs between cells, quotes around those that have quotes or line ends of their own. */
const FROM_A_SPREADSHEET = [
  'original\tcounterfactual\tneutral\tlabel',
  'She is tall.\tShe is not tall.\tShe is now tall.\told',
  '"He said ""yes""."\t"He never said ""yes""."\t\told',
  'It rains.\tIt never rains.\tIt often rains.\t',
  'It rains.\tIt never rains.\t\t',
  'We won.\tWe lost.\t\t',
].join('\r\n');

/** A megabyte of what nobody means to paste: control characters, half of a pair of code units, tabs, quotes, lines. */
const MEGABYTE = '\u0000\u0007"\t\ud83d<b>\'; --\n\u202e'.repeat(65_536);

const copied = (page: Page) => page.evaluate(() => navigator.clipboard.readText());

test('rows of a spreadsheet are pasted, labelled, replaced in, copied, saved as a set, split and merged', async ({
  emptyWorkbench,
  openWorkbench,
}) => {
  const page = await openWorkbench(emptyWorkbench);
  await newProject(page, 'Grid');
  await newSet(page, 'pasted');
  const dialog = page.getByRole('dialog');
  const grid = page.getByRole('grid', { name: /^Pairs of/ });
  const cell = (row: number, column: number) =>
    grid.getByRole('row').nth(row).getByRole('gridcell').nth(column);
  const column = (at: number) => grid.locator(`[role=row] > [role=gridcell]:nth-child(${at + 1})`);
  const chosen = page.getByRole('toolbar', { name: 'Chosen pairs' });
  const toast = (title: string) => page.getByRole('status').filter({ hasText: title });
  const fromMenu = async (of: string, item: string) => {
    await page.getByRole('button', { name: `More about ${of}`, exact: true }).click();
    await page.getByRole('menuitem', { name: item }).click();
  };
  const [ORIGINAL, COUNTERFACTUAL, LABEL] = [2, 3, 5];

  await paste(page, FROM_A_SPREADSHEET);
  await expect(dialog.getByRole('heading', { name: 'Paste 5 rows' })).toBeVisible();
  await dialog.getByRole('button', { name: 'Add pairs' }).click();
  await expect(dialog).toBeHidden();
  await expect(grid.getByRole('row')).toHaveCount(5);
  // A pair that is there twice is left out, and said to be.
  await expect(toast('Added 4 pairs')).toContainText('1 pair left out');
  await expect(cell(2, COUNTERFACTUAL)).toHaveText('He never said "yes".');
  await expect(cell(2, COUNTERFACTUAL).locator('mark')).toHaveText('never');

  // Over cells that are there, from the one on that a person is at.
  await cell(3, LABEL).click();
  await paste(page, 'weather\r\ngame\r\n');
  await dialog.getByText('Put over the cells from pair 3 on').click();
  await expect(dialog.getByRole('columnheader')).toHaveText(['Label']);
  await dialog.getByRole('button', { name: 'Put over' }).click();
  await expect(column(LABEL)).toHaveText(['old', 'old', 'weather', 'game']);

  // Shift and a click on a heading sort what the first column leaves equal.
  const heading = (name: string) => grid.getByRole('columnheader').getByRole('button', { name });
  await heading('Label').click();
  await heading('Original').click({ modifiers: ['Shift'] });
  await expect(page).toHaveURL(/sort=label&.*then=asc(:|%3A)original/);
  await expect(column(LABEL)).toHaveText(['game', 'old', 'old', 'weather']);
  await expect(column(ORIGINAL)).toHaveText(['We won.', 'He said "yes".', 'She is tall.', 'It rains.']);
  await expect(heading('Original')).toHaveAccessibleName('sorted as number 2: Original');
  await heading('Original').click({ modifiers: ['Shift'] });
  await expect(column(ORIGINAL)).toHaveText(['We won.', 'She is tall.', 'He said "yes".', 'It rains.']);
  await heading('#').click();
  await heading('#').click();
  await expect(page).not.toHaveURL(/sort=|then=/);

  // Two of them are chosen, and get one label.
  await cell(2, ORIGINAL).click();
  await page.keyboard.press('Shift+ArrowDown');
  await expect(chosen).toContainText('2 selected of 4');
  await chosen.getByRole('button', { name: 'Label', exact: true }).click();
  await page.getByRole('textbox', { name: 'Label of the chosen pairs' }).fill('never');
  await page.keyboard.press('Enter');
  await expect(column(LABEL)).toHaveText(['old', 'never', 'never', 'game']);
  await page.keyboard.press('Control+z');
  await expect(column(LABEL)).toHaveText(['old', 'old', 'weather', 'game']);
  await page.keyboard.press('Control+Shift+z');
  await expect(column(LABEL)).toHaveText(['old', 'never', 'never', 'game']);

  // Replaced in those alone, as it is shown before.
  await page.getByRole('button', { name: 'Find and replace' }).click();
  await expect(dialog).toContainText('In the 2 chosen pairs.');
  await dialog.getByLabel('Find').fill('never (\\w+)');
  await expect(dialog.getByRole('status')).toHaveText('Nothing is found.');
  await dialog.getByLabel('Regular expression').check();
  await dialog.getByLabel('Replace with').fill('did not $1');
  await expect(dialog.getByRole('status')).toHaveText('2 places in 2 pairs');
  const changes = dialog.getByRole('list', { name: 'What would change' });
  await expect(changes.locator('mark.in')).toHaveText([/^did not/, /^did not/]);
  expect(await violationsInBothThemes(page, '[role=dialog]')).toEqual([]);
  await dialog.getByRole('button', { name: 'Replace in 2 pairs' }).click();
  await expect(dialog).toBeHidden();
  await expect(cell(3, COUNTERFACTUAL)).toHaveText('It did not rains.');
  await page.keyboard.press('Control+z');
  await expect(cell(3, COUNTERFACTUAL)).toHaveText('It never rains.');

  // What is chosen is copied as a spreadsheet takes it, in the columns that are shown.
  await chosen.getByRole('button', { name: 'Copy', exact: true }).click();
  await expect(toast('2 pairs copied')).toBeVisible();
  expect(await copied(page)).toBe(
    '"He said ""yes""."\t"He never said ""yes""."\t\tnever\nIt rains.\tIt never rains.\tIt often rains.\tnever',
  );

  // It becomes a set of its own; merged with the first, what both have is there once.
  await chosen.getByRole('button', { name: 'Save as a set' }).click();
  await dialog.getByLabel('Name').fill('two');
  await dialog.getByRole('button', { name: 'Save' }).click();
  await expect(page.getByRole('heading', { name: 'two', level: 1 })).toBeVisible();
  await expect(grid.getByRole('row')).toHaveCount(3);
  await fromMenu('two', 'Merge with…');
  await dialog.getByRole('checkbox', { name: 'pasted 4 pairs' }).check();
  await dialog.getByRole('button', { name: 'Merge' }).click();
  await expect(page.getByRole('heading', { name: 'two, merged', level: 1 })).toBeVisible();
  await expect(toast('Set “two, merged” has 4 pairs')).toContainText('2 duplicates left out.');
  await expect(column(LABEL)).toHaveText(['never', 'never', 'old', 'game']);

  // Split, there is a set for each label, and Ctrl+Z takes all of them back.
  await fromMenu('two, merged', 'Split…');
  await expect(dialog).toContainText('Makes 3 sets of 1 to 2 pairs.');
  await dialog.getByRole('button', { name: 'Make 3 sets' }).click();
  await expect(dialog).toBeHidden();
  await goTo(page, '#/projects/1/pairs');
  const sets = page.getByRole('list', { name: 'Sentence sets' }).getByRole('article');
  await expect(sets).toHaveCount(6);
  await expect(sets.filter({ hasText: 'two, merged: never' })).toContainText('2 pairs');
  await page.keyboard.press('Control+z');
  await expect(sets).toHaveCount(3);
});

test('while the engine sorts or searches, the grid says that it is at work and its rows stay', async ({
  workbenchWithRun,
  openWorkbench,
}) => {
  test.skip(workbenchWithRun.url === null, 'requests are held on their way through a WebSocket');
  const page = await openWorkbench(workbenchWithRun);
  await goTo(page, '#/projects/1/pairs/1');
  const grid = page.getByRole('grid', { name: /^Pairs of/ });
  const numbers = () => grid.locator('[role=row] > [role=gridcell]:nth-child(2)').allTextContents();
  await expect(grid.getByRole('row').nth(5)).toBeVisible();
  await expect(grid).toHaveAttribute('aria-busy', 'false');
  for (const ask of [
    () =>
      grid
        .getByRole('button', { name: /Original/ })
        .first()
        .click(),
    () => page.getByRole('searchbox', { name: /Search/ }).fill('never'),
  ]) {
    const before = await numbers();
    const release = await holdRequests(page);
    await ask();
    await expect(grid).toHaveAttribute('aria-busy', 'true');
    expect(await numbers()).toEqual(before);
    await release();
    await expect(grid).toHaveAttribute('aria-busy', 'false');
    await expect.poll(numbers).not.toEqual(before);
  }
});

test('too much that is pasted is refused or cut with words, and the page goes on', async ({
  emptyWorkbench,
  openWorkbench,
}) => {
  const page = await openWorkbench(emptyWorkbench);
  await newProject(page, 'Grid');
  await newSet(page, 'garbage');
  const grid = page.getByRole('grid', { name: 'Pairs of garbage' });
  const dialog = page.getByRole('dialog');
  const say = (words: string) =>
    expect(page.getByRole('status').filter({ hasText: 'too much to paste' }).last()).toContainText(words);
  for (const [text, why] of [
    [MEGABYTE, '983,040 characters; 500,000 are the most. Import it as a file.'],
    [MEGABYTE.slice(0, 400_000), 'More than 10,000 rows. Import them as a file.'],
    ['\t'.repeat(400_000) + 'x', '400,001 columns; 100 are the most.'],
    ['word '.repeat(60_000), 'A cell of row 1 has 300,000 characters; 20,000 are the most.'],
  ] as const) {
    await paste(page, text);
    await say(why);
    await expect(dialog).toHaveCount(0);
  }
  // Less of it can be pairs, though all of them but two are there twice.
  await paste(page, MEGABYTE.slice(0, 45_000));
  await expect(dialog).toContainText('NUL characters were left out.');
  await dialog.getByRole('button', { name: 'Add pairs' }).click();
  await expect(dialog).toBeHidden();
  await expect(page.getByRole('status').filter({ hasText: 'Added 2 pairs' })).toContainText(
    '2,999 pairs left out (3001: the counterfactual is empty;',
  );

  const search = page.getByRole('searchbox', { name: 'Search pairs' });
  await search.focus();
  await paste(page, MEGABYTE);
  await expect(page.getByText('1,000 characters are the most')).toContainText(
    'NUL characters were left out.',
  );
  await expect(page.getByText('No pair matches')).toBeVisible();
  await search.fill('');
  await expect(grid.getByRole('row')).toHaveCount(3);

  // Into a cell, as much as it takes.
  await grid.getByRole('row').nth(1).getByRole('gridcell').nth(2).click();
  await page.keyboard.press('Enter');
  await paste(page, 'word '.repeat(60_000));
  await expect(grid.getByText('20,000 characters are the most: of 300,000, the rest was cut.')).toBeVisible();
  await page.keyboard.press('Escape');
  await page.keyboard.press('Control+z');
  await expect(page.getByText('No pairs in this set')).toBeVisible();
});
