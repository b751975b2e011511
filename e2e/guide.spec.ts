/** The user guide within the workbench: its chapters and their pictures. */
import { join } from 'node:path';
import { expect, goTo, test } from './workbench.ts';

test('a chapter shows its picture, with what it shows in words', async ({
  emptyWorkbench,
  openWorkbench,
}) => {
  const page = await openWorkbench(emptyWorkbench);
  await goTo(page, '#/docs/guide');
  await page.getByRole('link', { name: /pair/i }).first().click();
  for (const [chapter, words] of [
    ['pair-view', 'A pair: both sentences, the heads, and the maps of one head'],
    ['heads-of-a-run', 'The map of heads of a run, and the head that is selected'],
  ] as const) {
    await goTo(page, `#/docs/${chapter}`);
    const picture = page.getByRole('article').getByRole('img', { name: words });
    await expect(picture).toBeVisible();
    await expect.poll(() => picture.evaluate((image) => (image as HTMLImageElement).naturalWidth)).toBe(1280);
    await page.screenshot({ path: join(test.info().outputDir, `${chapter}.png`) });
  }
  // The pictures of other pages come along too.
  await goTo(page, '#/docs/negation');
  const curve = page.getByRole('article').getByRole('img', { name: /^Attention to the cue by distance/ });
  await expect(curve).toBeVisible();
  await expect
    .poll(() => curve.evaluate((image) => (image as HTMLImageElement).naturalWidth))
    .toBeGreaterThan(300);
});

test('the page of a kind of analysis leads back to it, and its programs are scrolled, not broken', async ({
  workbenchWithRun,
  openWorkbench,
}) => {
  const page = await openWorkbench(workbenchWithRun);
  await goTo(page, '#/projects/1/analyses/induction?form=new');
  await page.getByRole('link', { name: 'With an example, and what fools people' }).click();
  await expect(page.getByRole('heading', { level: 1, name: 'Induction' })).toBeVisible();
  await page.getByRole('link', { name: 'Back to where you were' }).click();
  await expect(page).toHaveURL(/analyses\/induction\?form=new$/);
  await page.getByRole('link', { name: 'With an example, and what fools people' }).click();
  await expect(page.getByRole('heading', { level: 1, name: 'Induction' })).toBeVisible();
  const program = page.getByRole('article').locator('pre').first();
  expect(await program.evaluate((pre) => getComputedStyle(pre).whiteSpace)).toBe('pre');
  await page.getByRole('link', { name: 'To Induction of this project' }).click();
  await expect(page.getByRole('region', { name: 'Findings' })).toContainText('induction heads');
});
