/** A person asks which heads of a model are induction heads, and looks at what was found. */
import { readFileSync } from 'node:fs';
import { parse } from 'csv-parse/sync';
import type { Locator } from '@playwright/test';
import { chooseFewPairs, expect, goTo, test } from './workbench.ts';

/** Chooses the option whose text begins so. */
async function choose(select: Locator, beginning: string): Promise<void> {
  const labels = await select.locator('option').allTextContents();
  await select.selectOption({ label: labels.find((label) => label.startsWith(beginning)) ?? beginning });
}

test('from the form to the head that is explained', async ({ workbenchWithRun, openWorkbench }) => {
  const page = await openWorkbench(workbenchWithRun);
  await goTo(page, '#/projects/1/analyses');
  // What was made comes first, with what it found.
  const made = page.getByRole('table', { name: 'Analyses' });
  await expect(made.getByRole('row', { name: /Induction 1/ })).toContainText(
    /of 8 heads are induction heads/,
  );
  // What else can be asked stands under it, while there is room.
  await page.getByRole('link', { name: 'New induction analysis' }).click();

  const form = page.getByRole('form', { name: 'New induction analysis' });
  await expect(form.getByLabel('Model', { exact: true })).toBeVisible();
  // One without layers is listed last, with the reason why it cannot be chosen.
  const offered = await form.getByLabel('Model', { exact: true }).locator('option').allTextContents();
  expect(offered.join(' ')).toMatch(/attn-only-2l.*MiniLM|MiniLM.*attn-only-2l/);
  expect(offered.at(-1)).toBe('attn-only-0l: no layers');
  await expect(form.getByRole('option', { name: 'attn-only-0l: no layers' })).toBeDisabled();
  await choose(form.getByLabel('Model', { exact: true }), 'attn-only-2l');
  await form.getByLabel('Length').fill('1');
  await expect(form.getByRole('button', { name: 'Start' })).toBeDisabled();
  await form.getByLabel('Length').fill('20');
  await form.getByLabel('Sequences').fill('30');
  // What it measures and what the last one found stand beside, and the command that does the same.
  await expect(form.getByRole('region', { name: 'What it measures' })).toContainText(
    'in which nothing repeats',
  );
  const before = form.getByRole('region', { name: 'What the latest one found' });
  await expect(before).toContainText(/of 8 heads are induction heads/);
  await expect(before.getByRole('img', { name: /first figure of Induction/ })).toBeVisible();
  await expect(form.getByRole('group', { name: 'the command of this analysis' })).toContainText(
    /pairlens analyze induction --model attn-only-2l --sequences 30 --length 20/,
  );
  // What will happen stands beside, judged by the one that there is; what is seldom changed is folded.
  const forecast = form.getByRole('region', { name: 'What will happen' });
  await expect(forecast).toContainText('30 sequences are drawn and go through attn-only-2l.');
  await expect(forecast).toContainText(/judging by the time that analysis 1 was at work/);
  await expect(form.getByLabel('Seed')).toBeHidden();
  await form.getByText('More options').click();
  await form.getByLabel('Seed').fill('x');
  await expect(form).toContainText('A whole number from 0.');
  await form.getByLabel('Seed').fill('1');
  await form.getByRole('button', { name: 'Start' }).click();

  const findings = page.getByRole('region', { name: 'Findings' });
  await expect(findings).toContainText(/\d of 8 heads are induction heads/, { timeout: 60_000 });
  await expect(page).toHaveURL(/analyses\/induction\/\d+/);

  // The ranking begins with the head that the findings name; a click explains another, and the address keeps it.
  const ranking = page.getByRole('region', { name: 'Ranking of heads' });
  const first = await ranking.getByRole('row').nth(1).getByRole('button').textContent();
  await expect(findings).toContainText(first ?? 'no head');
  // By any column, and back; the address keeps it. What is not called is folded to a line that counts it, then on top.
  await ranking.getByRole('button', { name: 'Head', exact: true }).click();
  await ranking.getByRole('row').nth(1).getByRole('button', { expanded: false }).click();
  await expect(ranking.getByRole('row').nth(2)).toContainText('L0 H0');
  await expect(page).toHaveURL(/sort=head/);
  await ranking.getByRole('button', { name: 'Head', exact: true }).click();
  await expect(ranking.getByRole('row').nth(2)).toContainText('L1 H3');
  await ranking.getByRole('button', { name: 'Head', exact: true }).click();
  await expect(ranking.getByRole('row').nth(1)).toContainText(first ?? 'no head');
  await ranking.getByRole('button', { name: 'L0 H0' }).click();
  const inspector = page.getByRole('complementary', { name: 'Head' });
  await expect(inspector).toContainText('L0 H0');
  await expect(inspector).toContainText('Evenly spread');
  await expect(page).toHaveURL(/layer=0&head=0/);
  await page.reload();
  await expect(inspector).toContainText('L0 H0');
  await page.keyboard.press('ArrowDown');
  await expect(inspector).toContainText('L1 H0');

  // What induction is made of, and mistaken for, stands beside it; one trial is drawn for the head that is explained.
  const main = page.getByRole('main');
  for (const name of [
    /^Score less control$/,
    /^Previous token ·/,
    /^Same token ·/,
    'Loss by position · what repeating gains',
  ])
    await expect(main.getByRole('region', { name })).toBeVisible();
  await expect(main.getByRole('region', { name: 'L1 H0 on one sequence' })).toBeVisible();
  await main.getByRole('combobox', { name: 'Measure to the right' }).selectOption({ index: 4 });
  await expect(page).toHaveURL(/x=duplicate_token/);

  // The table behind it has every head.
  const download = page.waitForEvent('download');
  await page.getByRole('button', { name: /More about Induction/ }).click();
  await page.getByRole('menuitem', { name: 'Save heads.csv' }).click();
  const rows: Record<string, string>[] = parse(readFileSync(await (await download).path()), {
    columns: true,
  });
  expect(rows).toHaveLength(8);
  const shown = await ranking.getByRole('row').nth(1).textContent();
  const best = rows.toSorted((a, b) => Number(b['difference']) - Number(a['difference']))[0];
  expect(shown).toContain(`L${best?.['layer']} H${best?.['head']}`);
  expect(shown).toContain(Number(best?.['difference']).toFixed(3));
});

test('hooks are chosen in words, and what cannot be measured is counted before', async ({
  workbenchWithAnalyses,
  openWorkbench,
}) => {
  const page = await openWorkbench(workbenchWithAnalyses);
  await goTo(page, '#/projects/1/analyses/patching?form=new');
  const form = page.getByRole('form', { name: 'New activation patching analysis' });
  await choose(form.getByLabel('Model', { exact: true }), 'attn-only-2l');
  await chooseFewPairs(form);
  await expect(form.getByRole('region', { name: 'Before it starts' })).toContainText(
    /All 12 pairs|12 pairs checked/,
  );
  await expect(form.getByRole('region', { name: 'What it goes over' }).getByRole('listitem')).toHaveCount(5);
  await expect(form.getByRole('region', { name: 'What it goes over' })).toContainText('All 12 pairs');
  await expect(form.getByRole('region', { name: 'What will happen' })).toContainText(
    /judging by the time that analysis \d+ was at work/,
  );
  const hooks = form.getByRole('group', { name: 'Hooks' });
  await expect(hooks.getByRole('button', { pressed: true })).toHaveText([
    'Residual stream',
    'Attention output',
    'MLP output',
    'Head outputs',
  ]);
  for (const name of ['Residual stream', 'Attention output', 'MLP output', 'Head outputs'])
    await hooks.getByRole('button', { name }).click();
  await expect(form).toContainText('Choose at least one.');
  await expect(form.getByRole('button', { name: 'Start' })).toBeDisabled();
  await hooks.getByRole('button', { name: 'Head outputs' }).click();
  // A position is one of those named, or a number.
  await form.getByLabel('Position', { exact: true }).selectOption({ label: 'Position' });
  await form.getByLabel('Position of the original, from 0').fill('2');
  // But for the files that a device would need.
  const words = (await form.innerText()).replaceAll(/\blib\w+\.so/g, '');
  expect(words).not.toMatch(/[a-z]_[a-z]/);
  await expect(form.getByRole('button', { name: 'Start' })).toBeEnabled();
});

test('one that is cancelled can be resumed', async ({ workbenchWithRun, openWorkbench }) => {
  const page = await openWorkbench(workbenchWithRun);
  await goTo(page, '#/projects/1/analyses/induction?form=new');
  const form = page.getByRole('form', { name: 'New induction analysis' });
  await choose(form.getByLabel('Model', { exact: true }), 'attn-only-2l');
  await form.getByLabel('Sequences').fill('700');
  await form.getByRole('button', { name: 'Start' }).click();
  const progress = page.getByRole('region', { name: 'Progress' });
  await expect(page.getByRole('region', { name: 'Jobs' })).toContainText('Induction');
  await progress.getByRole('button', { name: 'Cancel' }).click();
  await expect(progress).toContainText(/Stopped with [\d,]+ sequences left/);
  await progress.getByRole('button', { name: /Resume|Start/ }).click();
  await expect(page.getByRole('region', { name: 'Findings' })).toContainText('of 8 heads', {
    timeout: 120_000,
  });
});

test('what is lost without a head, by what is put in its place', async ({
  workbenchWithAnalyses,
  openWorkbench,
}) => {
  const page = await openWorkbench(workbenchWithAnalyses);
  await goTo(page, '#/projects/1/analyses/ablation?form=new');
  const form = page.getByRole('form', { name: 'New ablation analysis' });
  await choose(form.getByLabel('Model', { exact: true }), 'attn-only-2l');
  await chooseFewPairs(form);
  await form.getByRole('button', { name: 'Start' }).click();
  const findings = page.getByRole('region', { name: 'Findings' });
  await expect(findings).toContainText(
    /Without \d of 8 heads, taken away one at a time, the loss rises \(another text in the place of each\)/,
    {
      timeout: 60_000,
    },
  );
  await expect(findings).toContainText(
    /Without L\d H\d it rises most: with another text in its place by .* nats a token/,
  );

  // Another method has other numbers for the same head, and the address keeps both.
  const ranking = page.getByRole('region', { name: 'Ranking of heads' });
  await ranking.getByRole('row').nth(1).getByRole('button').click();
  await page.getByRole('radio', { name: 'zero' }).check();
  await expect(page).toHaveURL(/method=zero/);
  await expect(page).toHaveURL(/layer=\d+&head=\d+/);
  const inspector = page.getByRole('complementary', { name: 'Head' });
  await expect(inspector).toContainText('zero in its place');
  for (const way of ['mean of the text', 'mean of the set', 'another text'])
    await expect(inspector).toContainText(way);
  await expect(page.getByRole('region', { name: /^Value over the texts/ })).toBeVisible();
});
