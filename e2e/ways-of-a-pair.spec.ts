/** What leads on from a pair: where a run lacks it, to its alignment, to its heads, and from two sentences that are tried. */
import { expect, goTo, test } from './workbench.ts';

test('a pair that a run lacks is told by no number of the store, with a way on', async ({
  workbenchWithRun,
  openWorkbench,
}) => {
  const page = await openWorkbench(workbenchWithRun);
  await goTo(page, '#/projects/1/results/1/pairs/987654');
  const notice = page.getByRole('alert');
  await expect(notice).toContainText('Run 1 has no such pair.');
  await expect(notice).not.toContainText('987654');
  await expect(notice.getByRole('button', { name: 'Try again' })).toHaveCount(0);
  await notice.getByRole('link', { name: 'Results of run 1' }).click();
  await expect(page.getByRole('table', { name: 'Results' })).toBeVisible();
});

test('heads are shown by a metric or by what they restore, chosen in one list', async ({
  workbenchWithRun,
  openWorkbench,
}) => {
  const page = await openWorkbench(workbenchWithRun);
  await goTo(page, '#/projects/1/results/1/pairs/1?layer=5&head=9');
  const by = page.getByLabel('Heads by');
  await by.selectOption({ label: 'Restores (denoising)' });
  await expect(page.getByRole('region', { name: 'What heads restore' })).toBeVisible();
  await expect(page).toHaveURL(/restores=denoising/);
  await by.selectOption({ label: 'Total variation' });
  await expect(page).toHaveURL(/metric=total_variation/);
  await expect(page).not.toHaveURL(/restores=/);
});

test('two sentences that are tried open at the head that changes most', async ({
  emptyWorkbench,
  openWorkbench,
}) => {
  test.slow();
  const page = await openWorkbench(emptyWorkbench);
  await goTo(page, '#/projects');
  const form = page.getByRole('form', { name: 'Try two sentences' });
  await form.getByLabel('Original').fill('The museum is open on Mondays.');
  await form.getByLabel('Counterfactual').fill('The museum is never open on Mondays.');
  await form.getByRole('button', { name: 'Compare' }).click();
  await expect(page.getByRole('region', { name: 'Statements' })).toBeVisible({ timeout: 60_000 });
  await expect(page).toHaveURL(/layer=5&head=9/);
  // One pair has no distribution.
  await expect(page.getByText('Value over the set')).toHaveCount(0);
});
