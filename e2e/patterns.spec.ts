/** A person asks what heads look at, opens a cell. */
import { expect, goTo, test } from './workbench.ts';

test('from a set of pairs to the head that is explained', async ({ workbenchWithRun, openWorkbench }) => {
  const page = await openWorkbench(workbenchWithRun);
  await goTo(page, '#/projects/1/analyses/patterns?form=new');
  const form = page.getByRole('form', { name: 'New patterns analysis' });
  await form.getByLabel('Model').selectOption({ label: 'attn-only-2l' });
  await form.getByRole('button', { name: 'Start' }).click();
  const findings = page.getByRole('region', { name: 'Findings' });
  await expect(findings).toContainText(/of 8 heads follows? a pattern|None of 8 heads/, { timeout: 60_000 });

  const inspector = page.getByRole('complementary', { name: 'Head' });
  await page.getByLabel('Detector', { exact: true }).selectOption({ label: 'self' });
  await expect(inspector).toContainText('By its positions alone');
  await expect(page).toHaveURL(/detector=self/);
  await page.getByLabel('Order of heads').selectOption({ label: 'by layer' });
  await page.reload();
  await expect(page.getByRole('region', { name: 'Does it hold on unseen text?' })).toBeVisible();
  await expect(page.getByRole('region', { name: 'Texts' })).toContainText('top', { timeout: 30_000 });
});
