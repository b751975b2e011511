/** Two heads, two pairs, two models side by side; and whose the arrow keys are in the pair view. */
import { tabTo } from './by-keyboard.ts';
import { expect, goTo, settled, test } from './workbench.ts';

test('two heads, two pairs and two models stand side by side, chosen by mouse and by keys', async ({
  workbenchWithAnalyses,
  openWorkbench,
}) => {
  const page = await openWorkbench(workbenchWithAnalyses);
  await goTo(page, '#/projects/1/results/1/pairs/1?layer=1&head=0');
  await page.getByRole('button', { name: 'Side by side' }).click();
  const choice = page.getByRole('region', { name: 'What stands side by side' });
  const second = page.getByRole('region', { name: 'second of the two', exact: true });
  const differs = choice.getByRole('list', { name: 'What differs' });
  await expect(second).toContainText('Run 1 · attn-only-2l · pair 1');
  await expect(second).toContainText('L1 H1');

  // Another head, by mouse; both maps of it are there, and what differs is said.
  await choice.getByRole('combobox', { name: 'Head beside' }).selectOption('H3');
  await expect(second).toContainText('L1 H3');
  await expect(page).toHaveURL(/beside=1\.1\.1\.3/);
  await expect(differs).toContainText(/H0.*H3/);
  for (const which of ['first', 'second'])
    await expect(
      page
        .getByRole('region', { name: new RegExp(`Difference.*${which} of the two`) })
        .locator('svg')
        .first(),
    ).toBeVisible();

  // Another pair; one that is not there is told, and the one before stays.
  const pair = choice.getByRole('spinbutton', { name: 'Pair' });
  await pair.fill('5');
  await pair.press('Enter');
  await expect(second).toContainText('pair 5');
  await expect(second).toContainText('She is not tired.');
  await pair.fill('99');
  await pair.press('Enter');
  await expect(page.getByText('Run 1 has no pair 99.')).toBeVisible();
  await expect(second).toContainText('pair 5');

  // Another model, by keys, each of which chooses a run; the pair stays the fifth, and the head is one that the model has.
  await tabTo(page, choice.getByRole('combobox', { name: 'Run beside' }), 'Shift+Tab');
  await page.keyboard.type('Run 2');
  await expect(second).toContainText('Run 2 · bert-novel-tiny · pair 5');
  await expect(differs).toContainText('bert-novel-tiny');
  await page.reload();
  await expect(second).toContainText('Run 2 · bert-novel-tiny · pair 5');
  await choice.getByRole('button', { name: 'Close what stands beside' }).press('Enter');
  await expect(choice).toHaveCount(0);
  expect(page.url()).not.toContain('beside');
});

test('a click on a token leaves the arrows to the heads, also on the token that keys have led to', async ({
  workbenchWithAnalyses,
  openWorkbench,
}) => {
  const page = await openWorkbench(workbenchWithAnalyses);
  await goTo(page, '#/projects/1/results/1/pairs/1?layer=1&head=0');
  const original = page.getByRole('group', { name: 'original', exact: true });
  const token = (at: number) => original.getByRole('button').nth(at);
  await expect(token(0)).toBeVisible();
  // What comes late stands before it and beside it in the order of the Tab key.
  await settled(page);
  await token(0).focus();
  await page.keyboard.press('Shift+Tab');
  await expect(token(0)).not.toBeFocused();
  await page.keyboard.press('Tab');
  await expect(token(0)).toBeFocused();
  await page.keyboard.press('ArrowRight');
  await expect(token(1)).toBeFocused();
  await expect(page).toHaveURL(/head=0/);
  await token(1).click();
  await page.keyboard.press('ArrowRight');
  await expect(page).toHaveURL(/head=1/);
  await expect(token(1)).toBeFocused();
});
