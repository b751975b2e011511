/** A person asks which heads attend to negations, and looks at one around the cue, by construction and in a pair. */
import { chooseFewPairs, expect, goTo, test } from './workbench.ts';

test('from the form to a pair with its cue and scope', async ({ workbenchWithAnalyses, openWorkbench }) => {
  const page = await openWorkbench(workbenchWithAnalyses);
  await goTo(page, '#/projects/1/analyses/negation?form=new');
  const form = page.getByRole('form', { name: 'New negation analysis' });
  await form.getByLabel('Model').selectOption({ label: 'all-MiniLM-L6-v2' });
  await chooseFewPairs(form);
  await form.getByRole('button', { name: 'Start' }).click();

  const findings = page.getByRole('region', { name: 'Findings' });
  await expect(findings).toContainText(/of 72 heads attends? to the negation|No head is found/, {
    timeout: 120_000,
  });
  await expect(findings).toContainText(/times what its share of tokens would get/);
  const questions = page.getByRole('region', { name: 'Three questions' });
  await expect(questions.getByRole('article')).toHaveCount(3);

  // The head that the findings name is the one that is explained.
  const inspector = page.getByRole('complementary', { name: 'Head' });
  const name = (await inspector.getByRole('heading', { level: 2 }).first().textContent()) ?? 'none';
  await expect(findings).toContainText(name);
  await page.keyboard.press('ArrowUp');
  await expect(page).toHaveURL(/layer=\d+&head=\d+/);
  await page.reload();
  await expect(inspector).toBeVisible();

  // A pair as text, its neutral below it; j goes to the next.
  await expect(page.getByText('neutral', { exact: true }).first()).toBeVisible({ timeout: 60_000 });
  await page.keyboard.press('j');
  await expect(page).toHaveURL(/item=\d+/);

  // The words that were looked for can be edited.
  await page.getByRole('button', { name: /^Cues: \d+ words/ }).click();
  const cues = page.getByRole('dialog', { name: 'Negation cues' });
  await expect(cues.getByRole('textbox')).toHaveValue(/\bn't, no, never\b/);
  await cues.getByRole('textbox').fill('never, seldom');
  await cues.getByRole('button', { name: 'Save' }).click();
  await expect(cues).toBeHidden();
  await page.keyboard.press('Control+z');
  await expect(page.getByRole('region', { name: 'Messages' })).toContainText('Undone: negation cues of');
  await page.getByRole('button', { name: /^Cues: \d+ words/ }).click();
  await expect(cues.getByRole('textbox')).toHaveValue(/\bn't, no, never\b/);
  await page.keyboard.press('Escape');
});
