/** Several models by several sets in one plan, options under a name, and a pair that fails with its reason. */
import { newProject, pasteSet } from './new-set.ts';
import { expect, goTo, test } from './workbench.ts';

/** More tokens than the bundled decoders take. */
const TOO_LONG = 'word '.repeat(300);

test('a plan of two models by two sets is run with a preset, and a pair that fails says why', async ({
  emptyWorkbench,
  openWorkbench,
}) => {
  const page = await openWorkbench(emptyWorkbench);
  await newProject(page, 'Plan');
  await pasteSet(page, 'short', [
    ['She is tall.', 'She is not tall.'],
    ['It is late.', 'It is not late.'],
  ]);
  await pasteSet(page, 'mixed', [
    ['We are here.', 'We are not here.'],
    [TOO_LONG, `not ${TOO_LONG}`],
  ]);

  await goTo(page, '#/projects/1/runs/new');
  const form = page.getByRole('form', { name: 'New run' });
  const plan = form.getByRole('region', { name: 'What is run' });
  await plan.getByRole('combobox', { name: 'Model' }).selectOption('attn-only-1l');
  await plan.getByRole('button', { name: 'Add a model' }).click();
  await plan.getByRole('combobox', { name: 'Model 2' }).selectOption('attn-only-2l');
  await plan.getByRole('button', { name: 'Add a set' }).click();
  await expect(plan.getByRole('checkbox')).toHaveCount(4);
  await plan.getByRole('checkbox', { name: 'short through attn-only-1l' }).uncheck();
  await expect(form.getByText(/^3 runs, 6 pairs/)).toBeVisible();
  await expect(form.getByRole('region', { name: 'In this order' }).getByRole('listitem')).toHaveCount(3);
  // The pair that is too long is told before.
  await plan.getByRole('button', { name: /mixed through attn-only-2l/ }).click();
  const before = form.getByRole('region', { name: 'Before it starts' });
  await expect(before).toContainText(/1 pair is too long for the model \(the original has \d+ tokens/);

  // Options get a name, and come back by it.
  await form.locator('summary', { hasText: 'alignment automatic' }).click();
  await form.getByLabel('Seed').fill('7');
  const presets = form.getByRole('group', { name: 'Presets' });
  await presets.getByRole('button', { name: 'Save as preset…' }).click();
  await page.getByRole('textbox', { name: 'Name of the preset' }).fill('seven');
  await page.keyboard.press('Enter');
  const preset = presets.getByRole('button', { name: 'seven', exact: true });
  await expect(preset).toHaveAttribute('aria-pressed', 'true');
  await form.getByLabel('Seed').fill('8');
  await expect(preset).toHaveAttribute('aria-pressed', 'false');
  await preset.click();
  await expect(form.getByLabel('Seed')).toHaveValue('7');

  await form.getByRole('button', { name: 'Start 3 runs' }).click();
  await expect(page.getByRole('heading', { name: 'Runs', level: 1 })).toBeVisible();
  const runs = page.getByRole('table', { name: 'Runs' }).getByRole('row');
  await expect(runs.filter({ hasText: 'Done' })).toHaveCount(3);

  // The page of the last says which pair failed, and why.
  await goTo(page, '#/projects/1/runs/3');
  await expect(page.getByRole('heading', { name: 'Run 3', level: 1 })).toBeVisible();
  const failed = page.getByRole('region', { name: 'Pairs that failed' });
  await expect(failed).toContainText('1 pair failed');
  await expect(failed.getByRole('row').nth(1)).toContainText(
    /the original has \d+ tokens.*the model takes up to 256/,
  );
  await expect(page.getByRole('complementary')).toContainText(/Seed\s*7/);
});
