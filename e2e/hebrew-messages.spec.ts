/** What is said of things with Hebrew names, with brackets and # in them: on forms, in messages and in the tray of jobs. */
import type { Page } from '@playwright/test';
import { textsNotApart } from './isolation.ts';
import { closeOpened } from './opened.ts';
import { expect, goTo, test } from './workbench.ts';

const MODEL = 'דגם-תווים [עברית] #2';
const SETS = ['שלילה (עבר) [א] #1', 'ארוכים #2 (מאה תווים)'] as const;
const TEXTS = 'סיפורים [ב] (ראשון)';

/** @param message what is waited for */
async function expectApart(
  page: Page,
  message: RegExp,
  place = page.getByRole('region', { name: 'Messages' }),
) {
  await expect(place).toContainText(message);
  expect(await textsNotApart(page), String(message)).toEqual([]);
}

test('forms, refusals, messages and jobs set Hebrew names apart', async ({
  workbenchOfOtherNames,
  openWorkbench,
}) => {
  const page = await openWorkbench(workbenchOfOtherNames);
  const dialog = page.getByRole('dialog');

  // Refused: the name is taken.
  await goTo(page, '#/projects');
  await page.getByRole('button', { name: 'New project' }).click();
  await dialog.getByRole('textbox', { name: 'Name' }).fill('מיזם (עברית) #1');
  await dialog.getByText('Nothing', { exact: true }).click();
  await expectApart(page, /Another project has this name/, dialog);
  await closeOpened(page);

  // Removed and brought back: a set, texts, a model that runs have used.
  await goTo(page, '#/projects/2/texts');
  await page.getByRole('button', { name: `More about ${TEXTS}` }).click();
  await page.getByRole('menuitem', { name: 'Remove' }).click();
  await expectApart(page, /Text set .* removed/);
  await page.keyboard.press('Control+z');
  await expectApart(page, /Undone|is back/);
  await goTo(page, '#/projects/2/pairs');
  await page.getByRole('button', { name: `More about ${SETS[1]}` }).click();
  await page.getByRole('menuitem', { name: 'Remove' }).click();
  await expectApart(page, /Set .* removed/);
  await page.keyboard.press('Control+z');
  await expectApart(page, /Undone|is back/);
  await goTo(page, '#/projects/2/models');
  await page.getByRole('button', { name: `More about ${MODEL}` }).click();
  await page.getByRole('menuitem', { name: /^Remove/ }).click();
  await expectApart(page, /תווים/, dialog);
  await closeOpened(page);

  // At work, and done: the tray and the message.
  await goTo(page, '#/projects/2/analyses/patterns?form=new');
  const form = page.getByRole('form', { name: /^New / });
  await expect(form.getByRole('button', { name: 'Start' })).toBeEnabled();
  expect(await textsNotApart(page)).toEqual([]);
  await form.getByRole('button', { name: 'Start' }).click();
  await expect(page).toHaveURL(/patterns\/\d+/);
  await goTo(page, '#/projects/2/pairs');
  const tray = page.getByRole('region', { name: 'Jobs' });
  await tray.getByRole('button').first().click();
  await expect(page.locator('.popover')).toBeVisible();
  expect(await textsNotApart(page)).toEqual([]);
});
