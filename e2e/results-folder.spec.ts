/** A run whose results are in a folder: looked at as any other, and found again where the folder has gone. */
import { renameSync } from 'node:fs';
import { join } from 'node:path';
import { expect, goTo, test } from './workbench.ts';

const RESULTS = '#/projects/1/results/1?group=rows';

test('results of a folder, and the folder moved', async ({ workbenchWithFolder, openWorkbench }) => {
  const page = await openWorkbench(workbenchWithFolder);
  await goTo(page, RESULTS);
  await expect(page.getByText('96 rows of 12 pairs')).toBeVisible();
  await expect(page.getByRole('table', { name: 'Results' }).getByRole('row').nth(1)).toBeVisible();

  const moved = join(workbenchWithFolder.home, 'moved');
  renameSync(join(workbenchWithFolder.home, 'parts'), moved);
  await page.reload();
  const card = page.getByRole('alert').filter({ hasText: 'The results of this run are not where they were' });
  await expect(card).toBeVisible();
  await expect(page.getByRole('alert')).toHaveCount(1);
  await goTo(page, '#/projects/1/heads/1');
  await expect(card).toBeVisible();
  await expect(page.getByRole('alert')).toHaveCount(1);
  await goTo(page, '#/projects/1/results/1/pairs/1');
  await expect(card).toBeVisible();
  await expect(page.getByRole('alert')).toHaveCount(1);

  await card.getByLabel('Folder').fill(moved);
  await card.getByRole('button', { name: 'Take this folder' }).click();
  await expect(card).toBeHidden();
  await goTo(page, RESULTS);
  await expect(page.getByText('96 rows of 12 pairs')).toBeVisible();
});
