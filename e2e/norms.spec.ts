/** A person asks what tokens bring to each other: over a set, at a head of a pair, and on a sentence of their own. */
import { chooseFewPairs, expect, goTo, test } from './workbench.ts';

test('over a set: the ratio by layer, where weights and norms disagree, and the texts', async ({
  workbenchWithAnalyses,
  openWorkbench,
}) => {
  const page = await openWorkbench(workbenchWithAnalyses);
  await goTo(page, '#/projects/1/analyses/norms?form=new');
  const form = page.getByRole('form', { name: 'New norms analysis' });
  await form.getByLabel('Model').selectOption({ label: 'all-MiniLM-L6-v2' });
  await chooseFewPairs(form);
  await form.getByRole('button', { name: 'Start' }).click();

  const findings = page.getByRole('region', { name: 'Findings' });
  await expect(findings).toContainText(/In (\d+|none) of 72 heads weights and norms disagree/, {
    timeout: 60_000,
  });
  await expect(findings).toContainText('AtbFfResLnN');
  await expect(
    page
      .getByRole('region', { name: /Mixing ratio by layer/ })
      .locator('svg')
      .first(),
  ).toBeVisible();

  const ranking = page.getByRole('region', { name: 'Ranking of heads' });
  const first = await ranking.getByRole('row').nth(1).getByRole('button').textContent();
  await expect(findings).toContainText(`${first ?? ''} has the lowest correlation`);
  const inspector = page.getByRole('complementary', { name: 'Head' });
  await expect(inspector).toContainText(first ?? '');
  await expect(inspector).toContainText('Mixing ratio of layer');
  await page.keyboard.press('ArrowDown');
  await expect(page).toHaveURL(/layer=\d+&head=\d+/);
  // A third of the 24 texts each.
  await expect(page.getByRole('region', { name: 'Texts', exact: true })).toContainText('bottom 8');
});

test('on a pair: norms of the head and of its layer', async ({ workbenchWithRun, openWorkbench }) => {
  const page = await openWorkbench(workbenchWithRun);
  await goTo(page, '#/projects/1/results/1');
  await page.getByRole('table', { name: 'Results' }).getByRole('row').nth(1).click();
  const values = page.getByRole('combobox', { name: 'Values, original' });
  for (const [label, title] of [
    ['Norm + residual', 'Norm, with residual'],
    ['Norm + LN', 'Norm, with LN'],
    ['Norm + feed-forward', 'Norm, with feed-forward'],
  ] as const) {
    await values.selectOption(label);
    await expect(
      page
        .getByRole('region', { name: `${title} · counterfactual` })
        .locator('svg')
        .first(),
    ).toBeVisible();
  }
  await expect(page.getByText('Of the whole layer')).toHaveCount(2);
  await expect.poll(() => page.url()).toContain('values=atb_ff');
});

test('on a sentence: weights and norms side by side, as many as the model has', async ({
  workbenchWithRun,
  openWorkbench,
}) => {
  const page = await openWorkbench(workbenchWithRun);
  const text = encodeURIComponent('The movie was not good.');
  await goTo(page, `#/models/all-MiniLM-L6-v2?show=probe&layer=0&head=7&map=norms&text=${text}`);
  for (const title of [
    'Attention',
    'Weight × norm',
    'Norm, with residual',
    'Norm, with LN',
    'Norm, with feed-forward',
  ])
    await expect(
      page
        .getByRole('region', { name: new RegExp(`^${title} ·`) })
        .locator('svg')
        .first(),
    ).toBeVisible();
  await goTo(page, `#/models/attn-only-2l?show=probe&layer=1&head=2&map=norms&text=${text}`);
  await expect(
    page
      .getByRole('region', { name: /^Norm, with residual ·/ })
      .locator('svg')
      .first(),
  ).toBeVisible();
  await expect(page.getByRole('region', { name: /^Norm, with LN/ })).toHaveCount(0);
  await page.getByRole('combobox', { name: 'Map' }).selectOption('Attention');
  await expect(page.getByRole('combobox', { name: 'Map' }).locator('option')).not.toContainText([
    'Norm, with LN',
  ]);
});
