/** The pairs of a set, one at a time: typed into by keyboard, made, compared, pinned. Many at once: pair-grid.spec.ts. */
import { readFileSync } from 'node:fs';
import type { Locator } from '@playwright/test';
import { violationsInBothThemes } from './accessibility.ts';
import { closeOpened } from './opened.ts';
import { query } from './stored-rows.ts';
import { expect, goTo, settled, test } from './workbench.ts';

test('pairs are typed into by keyboard, and Ctrl+Z takes each back', async ({
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
  await closeOpened(page);

  // A column is made wider by keyboard, and stays so.
  const label = grid.getByRole('columnheader', { name: /^Label/ });
  const widthOf = async () => (await label.boundingBox())?.width ?? 0;
  const before = await widthOf();
  await label.getByRole('separator', { name: 'Width of Label' }).press('ArrowRight');
  await expect.poll(widthOf).toBeCloseTo(before + 16, 0);

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

test('a change is in sight in a sentence column that a person made narrow', async ({
  workbenchOfOtherTexts,
  openWorkbench,
}) => {
  const page = await openWorkbench(workbenchOfOtherTexts);
  await page.evaluate(() =>
    localStorage.setItem(
      'pairlens.pairs.widths',
      JSON.stringify({ original: 500, counterfactual: 140, label: 60 }),
    ),
  );
  await page.reload();
  await goTo(page, '#/projects/1/pairs/2');
  const grid = page.getByRole('grid', { name: 'Pairs of long' });
  const cell = grid.getByRole('row').nth(1).getByRole('gridcell').nth(3);
  const change = cell.locator('mark');
  await expect(change).toHaveText('not');
  const right = async (place: Locator) => {
    const box = await place.boundingBox();
    return box === null ? NaN : box.x + box.width;
  };
  await expect.poll(async () => (await right(cell)) - (await right(change))).toBeGreaterThan(12);
});

test('a chip of a label shows its pairs alone, in the address too, and those that are chosen are exported', async ({
  workbenchWithRun,
  openWorkbench,
}) => {
  const page = await openWorkbench(workbenchWithRun);
  await goTo(page, '#/projects/1/pairs/1');
  const { storePath } = workbenchWithRun;
  // Of those that are shown without being asked for.
  const [, second] = query<{ label: string; pairs: number }>(
    storePath,
    `SELECT label, count(*) AS pairs FROM pair WHERE set_id = 1 AND removed_at IS NULL AND label <> ''
     GROUP BY label ORDER BY pairs DESC, label`,
  );
  if (second === undefined) throw new Error('the pairs have no two labels');
  const { label, pairs } = second;
  const chip = page
    .getByRole('group', { name: 'Label' })
    .getByRole('button', { name: `${label} ${pairs}`, exact: true });
  const grid = page.getByRole('grid', { name: 'Pairs of negation', exact: true });
  await chip.click();
  await expect(chip).toHaveAttribute('aria-pressed', 'true');
  await expect(grid).toHaveAttribute('aria-rowcount', String(pairs + 1));
  await expect(page.getByRole('status').filter({ hasText: /^\d+ pairs of 547$/ })).toHaveText(
    `${pairs} pairs of 547`,
  );
  expect(decodeURIComponent(page.url())).toContain(`label=${label}`);
  await page.reload();
  await expect(chip).toHaveAttribute('aria-pressed', 'true');
  await expect(grid).toHaveAttribute('aria-rowcount', String(pairs + 1));

  // Of those that are shown two are chosen: the file has these alone, as the store has them.
  for (const at of [1, 2]) await grid.getByRole('row').nth(at).getByRole('checkbox').check();
  await page.getByRole('button', { name: 'Export the chosen pairs' }).click();
  const [download] = await Promise.all([
    page.waitForEvent('download'),
    page.getByRole('menuitem', { name: 'JSONL' }).click(),
  ]);
  const lines = readFileSync(await download.path(), 'utf8')
    .trim()
    .split('\n');
  const first = query<{ original: string }>(
    storePath,
    `SELECT original FROM pair WHERE set_id = 1 AND removed_at IS NULL AND label = '${label}' ORDER BY position LIMIT 2`,
  );
  expect(lines.map((line) => (JSON.parse(line) as { original: string }).original)).toEqual(
    first.map(({ original }) => original),
  );
  await page.getByRole('button', { name: 'Show all' }).click();
  await expect(grid).toHaveAttribute('aria-rowcount', '548');
});

test('roles are swapped and words replaced by a rule, each with what it says of a sentence that it cannot', async ({
  workbenchWithRun,
  openWorkbench,
}) => {
  const page = await openWorkbench(workbenchWithRun);
  await goTo(page, '#/projects/1/pairs?add=empty');
  const dialog = page.getByRole('dialog');
  await dialog.getByLabel('Name').fill('by rules');
  await page.keyboard.press('Enter');
  await expect(page.getByRole('heading', { name: 'by rules', level: 1 })).toBeVisible();
  const grid = page.getByRole('grid', { name: 'Pairs of by rules' });
  await page.keyboard.press('r');
  const review = dialog.getByRole('grid', { name: 'What the rule proposes' });
  const proposed = (row: number) => review.getByRole('row').nth(row).getByRole('gridcell').nth(2);

  await dialog.getByText('Swap roles', { exact: true }).click();
  await dialog.getByLabel('Sentences, one a line').fill('The dog chased the cat.\nIt is a good day.');
  await expect(proposed(1)).toHaveText('The cat chased the dog.');
  await expect(proposed(2)).not.toContainText('day');
  await dialog.getByText('Replace words', { exact: true }).click();
  await dialog.getByRole('textbox', { name: 'Words' }).fill('good = bad');
  await expect(proposed(2)).toHaveText('It is a bad day.');
  await expect(proposed(1)).not.toContainText('chased');
  await review.getByRole('row').nth(2).getByRole('gridcell').first().click();
  await review.getByRole('rowgroup').focus();
  await page.keyboard.press('Enter');
  await dialog.getByRole('button', { name: 'Add 1 pair' }).click();
  await expect(grid.getByRole('row')).toHaveCount(2);
  await expect(grid.getByRole('row').nth(1)).toContainText('It is a bad day.');
});

test('pairs are made from a template and by a rule, and versions of the set compared', async ({
  workbenchWithRun,
  openWorkbench,
}) => {
  const page = await openWorkbench(workbenchWithRun);
  await goTo(page, '#/projects/1/pairs?add=empty');
  await page.getByRole('dialog').getByLabel('Name').fill('made');
  await page.keyboard.press('Enter');
  await expect(page.getByRole('heading', { name: 'made', level: 1 })).toBeVisible();

  await page.keyboard.press('t');
  const dialog = page.getByRole('dialog');
  await dialog.getByLabel('adjective', { exact: true }).fill('red, old');
  await expect(dialog.getByRole('list', { name: 'The first pairs' }).getByRole('listitem')).toHaveCount(6);
  await dialog.getByLabel('Templates, one a line').fill('The {noun is [not] red.');
  await expect(dialog.getByRole('list', { name: 'What is wrong' })).toContainText('This brace is not closed');
  await dialog.getByLabel('Templates, one a line').fill('The {noun} {was} [not] red.');
  await dialog.getByRole('button', { name: 'Add 3 pairs' }).click();
  const grid = page.getByRole('grid', { name: 'Pairs of made' });
  await expect(grid.getByRole('row')).toHaveCount(4);

  // What was typed is there after pairs were added, and after the page was left.
  await page.reload();
  await expect(grid.getByRole('row')).toHaveCount(4);
  await page.keyboard.press('t');
  await expect(dialog.getByLabel('Templates, one a line')).toHaveValue('The {noun} {was} [not] red.');
  await closeOpened(page);

  await page.keyboard.press('r');
  await dialog.getByLabel('Sentences, one a line').fill('It is red.\nIs it?\nThe bird sang.');
  const review = dialog.getByRole('grid', { name: 'What the rule proposes' });
  await review.getByRole('rowgroup').focus();
  await page.keyboard.press('Enter');
  // The next that is open is a question, which the rule does not negate.
  await page.keyboard.press('x');
  await page.keyboard.press('e');
  await page.keyboard.press('ControlOrMeta+a');
  await page.keyboard.type('The bird never sang.');
  await page.keyboard.press('Enter');
  await expect(dialog.getByRole('status').filter({ hasText: 'accepted' })).toContainText(
    '1 accepted, 1 corrected, 1 left out, 0 open',
  );
  // A neutral stands where “not” does; the correction has none.
  await expect(review.getByRole('row').nth(1).getByRole('gridcell').nth(3)).toHaveText(
    /^(also|now|then|still)$/,
  );
  await expect(review.getByRole('row').nth(3).getByRole('gridcell').nth(3)).toHaveText('none');
  await expect(dialog.getByText('1 with a neutral.')).toBeVisible();
  // A neutral goes alone, and comes back; so does a decision.
  await review.getByRole('row').nth(1).getByRole('gridcell').first().click();
  await review.getByRole('rowgroup').focus();
  await page.keyboard.press('n');
  await expect(dialog.getByText('1 with a neutral.')).toHaveCount(0);
  await page.keyboard.press('x');
  await expect(dialog.getByRole('status').filter({ hasText: 'accepted' })).toContainText('0 accepted');
  await page.keyboard.press('Control+z');
  await page.keyboard.press('Control+z');
  await expect(dialog.getByText('1 with a neutral.')).toBeVisible();
  await page.keyboard.press('Control+Shift+z');
  await expect(dialog.getByText('1 with a neutral.')).toHaveCount(0);
  // All of it is there after the page was left.
  await settled(page);
  await page.reload();
  await expect(grid.getByRole('row')).toHaveCount(4);
  await page.keyboard.press('r');
  await expect(dialog.getByLabel('Sentences, one a line')).toHaveValue('It is red.\nIs it?\nThe bird sang.');
  await expect(dialog.getByRole('status').filter({ hasText: 'accepted' })).toContainText(
    '1 accepted, 1 corrected, 1 left out, 0 open',
  );
  await dialog.getByRole('button', { name: 'Add 2 pairs' }).click();
  await expect(grid.getByRole('row')).toHaveCount(6);

  await page.getByRole('button', { name: 'Compare versions…' }).click();
  const changes = dialog.getByRole('list', { name: 'What changed' }).getByRole('listitem');
  await expect(changes).toHaveCount(2);
  await expect(changes.last().locator('ins')).toHaveText('never');
  expect(await violationsInBothThemes(page, '[role=dialog]')).toEqual([]);
  await closeOpened(page);
  await page.keyboard.press('Control+z');
  await expect(grid.getByRole('row')).toHaveCount(4);
});

test('all that changed between two versions is gone through, page by page', async ({
  workbenchWithRun,
  openWorkbench,
}) => {
  const page = await openWorkbench(workbenchWithRun);
  await goTo(page, '#/projects/1/pairs?add=empty');
  await page.getByRole('dialog').getByLabel('Name').fill('many');
  await page.keyboard.press('Enter');
  await expect(page.getByRole('heading', { name: 'many', level: 1 })).toBeVisible();
  await page.keyboard.press('t');
  const dialog = page.getByRole('dialog');
  const adjectives = Array.from({ length: 150 }, (_, at) => `word${at}`).join(', ');
  await dialog.getByLabel('adjective', { exact: true }).fill(adjectives);
  await dialog.getByRole('button', { name: 'Add 450 pairs' }).click();
  await page.getByRole('button', { name: 'Compare versions…' }).click();
  const changes = dialog.getByRole('list', { name: 'What changed' }).getByRole('listitem');
  const pages = dialog.getByRole('navigation', { name: 'Pages of changes' });
  await expect(changes).toHaveCount(200);
  await expect(pages.getByRole('status')).toHaveText('1 to 200 of 450');
  await pages.getByRole('button', { name: 'Next changes' }).click();
  await expect(pages.getByRole('status')).toHaveText('201 to 400 of 450');
  await expect(changes.first()).toContainText('201');
  await pages.getByRole('button', { name: 'Last changes' }).press('Enter');
  await expect(changes).toHaveCount(50);
  await expect(changes.last()).toContainText('450');
  await expect(pages.getByRole('button', { name: 'Next changes' })).toBeDisabled();
});

test('a pair and a head that are pinned are marked in the set and in results by rows', async ({
  workbenchWithRun,
  openWorkbench,
}) => {
  const page = await openWorkbench(workbenchWithRun);
  await goTo(page, '#/projects/1/pairs/1');
  const grid = page.getByRole('grid', { name: 'Pairs of negation' });
  const number = grid.getByRole('row').nth(1).getByRole('gridcell').nth(1);
  await page.getByRole('button', { name: 'Pin pair 1', exact: true }).click();
  await expect(number).toContainText(', pinned');
  await goTo(page, '#/projects/1/results/1?group=rows&sort=pair:asc');
  const row = page.getByRole('table', { name: 'Results' }).getByRole('row').nth(1);
  await expect(row.getByRole('cell').first()).toContainText(', pinned');
  await page.keyboard.press('Control+z');
  await expect(row.getByText(', pinned')).toHaveCount(0);
});

test('under a model each pair has its tokens, and what they tell is a filter', async ({
  workbenchWithRun,
  openWorkbench,
}) => {
  const page = await openWorkbench(workbenchWithRun);
  await goTo(page, '#/projects/1/pairs/1');
  const grid = page.getByRole('grid', { name: 'Pairs of negation' });
  await expect(grid.getByRole('row').nth(1)).toBeVisible();
  await expect(grid.getByRole('columnheader', { name: 'Tokens' })).toHaveCount(0);
  const model = page.getByRole('region', { name: 'Tokens' }).getByRole('combobox');
  await model.selectOption('all-MiniLM-L6-v2');
  await expect(grid.getByRole('columnheader', { name: 'Tokens' })).toBeVisible();
  // Original, counterfactual and neutral: the set is balanced under this tokenizer.
  await expect(grid.getByRole('row').nth(1)).toContainText(/\d+ · (\d+) · \1/);
  const look = page.getByRole('group', { name: 'Look at' });
  await expect(look.getByRole('button', { name: 'unknown token 0' })).toBeVisible();
  await expect(look.getByRole('button', { name: 'neutral differs in shape 0' })).toBeVisible();
  // Letter by letter it is not.
  await model.selectOption('char-en');
  const differ = look.getByRole('button', { name: /^neutral differs in shape [1-9]/ });
  await differ.click();
  await expect(page).toHaveURL(/look=neutral_shape/);
  await expect(grid.getByRole('row').nth(1)).toContainText(/\d+ · \d+ · \d+/);
  await expect(page.getByRole('region', { name: /^Pair \d+$/ })).toContainText(
    'The neutral puts in, takes out or replaces another number of tokens',
  );
  await grid.getByRole('columnheader', { name: 'Tokens' }).getByRole('button').click();
  await expect(page).toHaveURL(/sort=tokens/);
  // Without a model nothing is to be seen in tokens.
  await model.selectOption({ label: 'no model' });
  await expect(page).not.toHaveURL(/look=|sort=/);
  await expect(grid.getByRole('columnheader', { name: 'Tokens' })).toHaveCount(0);
});

test('a template says what brackets of two parts mean, and makes a set of its own', async ({
  workbenchWithRun,
  openWorkbench,
}) => {
  const page = await openWorkbench(workbenchWithRun);
  await goTo(page, '#/projects/1/pairs/1?add=template');
  const dialog = page.getByRole('dialog', { name: 'New pairs from a template' });
  const templates = dialog.getByLabel('Templates, one a line');
  await templates.fill('The {noun} {was} [not|also] {adjective}.');
  await expect(
    dialog.getByText('puts “not” into the original and “also” into the counterfactual.'),
  ).toBeVisible();
  await dialog.getByRole('button', { name: /Put in “not” instead/ }).click();
  await expect(templates).toHaveValue('The {noun} {was} [|not|also] {adjective}.');
  const balance = dialog.getByRole('group', { name: 'Balance' });
  await expect(balance).toContainText('Of 12 pairs with a neutral, 12 change as many words as it does');
  await expect(balance).toContainText('Put in: not 12');
  await dialog.getByRole('button', { name: 'As a new set' }).click();
  await expect(page.getByRole('heading', { name: 'From a template', level: 1 })).toBeVisible();
  await expect(page.getByRole('grid', { name: 'Pairs of From a template' }).getByRole('row')).toHaveCount(13);
});

test('a label in Hebrew stands under its heading, in the set as in results', async ({
  workbenchOfOtherTexts,
  openWorkbench,
}) => {
  const page = await openWorkbench(workbenchOfOtherTexts);
  /** px from where the cell begins to where its letters do. */
  const before = (text: Locator) =>
    text.evaluate((bdi) => {
      const letters = document.createRange();
      letters.selectNodeContents(bdi);
      const cell = bdi.closest('[role="cell"], [role="gridcell"]') ?? bdi;
      return letters.getBoundingClientRect().left - cell.getBoundingClientRect().left;
    });
  for (const place of ['pairs/1', 'results/1?group=rows', 'results/1']) {
    await goTo(page, `#/projects/1/${place}`);
    const label = page
      .locator('[role="cell"] bdi, [role="gridcell"] bdi')
      .filter({ hasText: /^פועל \[1\]$/ });
    await expect(label.first()).toBeVisible();
    expect(await before(label.first()), place).toBeLessThan(20);
  }
});
