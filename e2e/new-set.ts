/** Sets of a few pairs, made as a person makes them: pasted from a spreadsheet. */
import { expect, type Page } from '@playwright/test';
import { goTo } from './workbench.ts';

/** Makes a project that has nothing, and goes to its sets. */
export async function newProject(page: Page, name: string): Promise<void> {
  await goTo(page, '#/projects');
  await page.getByRole('button', { name: 'New project' }).first().click();
  const dialog = page.getByRole('dialog', { name: 'New project' });
  await dialog.getByRole('textbox', { name: 'Name' }).fill(name);
  await dialog.getByText('Nothing', { exact: true }).click();
  await dialog.getByRole('button', { name: 'Create project' }).click();
  await expect(page).toHaveURL(/projects\/\d+\/pairs$/);
}

/** Makes a set without pairs in the project that is open, and goes to it. */
export async function newSet(page: Page, name: string): Promise<void> {
  await goTo(page, `${new URL(page.url()).hash.replace(/\/pairs.*/, '')}/pairs?add=empty`);
  await page.getByRole('dialog').getByLabel('Name').fill(name);
  await page.keyboard.press('Enter');
  await expect(page.getByRole('heading', { name, level: 1 })).toBeVisible();
}

/** Presses Ctrl+V with this on the clipboard. */
export async function paste(page: Page, text: string): Promise<void> {
  await page.context().grantPermissions(['clipboard-read', 'clipboard-write']);
  await page.evaluate((copied) => navigator.clipboard.writeText(copied), text);
  await page.keyboard.press('Control+v');
}

/** Makes a set of these pairs. */
export async function pasteSet(
  page: Page,
  name: string,
  pairs: readonly (readonly string[])[],
): Promise<void> {
  await newSet(page, name);
  await paste(page, pairs.map((sides) => sides.join('\t')).join('\n'));
  const dialog = page.getByRole('dialog');
  await dialog.getByRole('button', { name: 'Add pairs' }).click();
  await expect(dialog).toBeHidden();
  await expect(page.getByRole('grid', { name: `Pairs of ${name}` })).toHaveAttribute(
    'aria-rowcount',
    String(pairs.length + 1),
  );
}
