/**
 * Use 6: models. One is added from a folder, looked into, probed and removed; others come from a stand-in Hub, are seen
 * on their way, cancelled, refused; what runs have used goes only without its results.
 */
import type { Page } from '@playwright/test';
import { createHash } from 'node:crypto';
import { cpSync, readFileSync, writeFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { readSafetensors } from '../src/core/checkpoints/safetensors.ts';
import { formatValue } from '../src/core/figures/figure.ts';
import { violationsOn } from './accessibility.ts';
import { holdRequests } from './hold-requests.ts';
import { expect, goTo, test } from './workbench.ts';

const ROOT = join(import.meta.dirname, '..');
const GOLDEN = join(ROOT, 'tests', 'fixtures', 'golden');

/** A folder of its own with a tiny checkpoint, which has no tokenizer. */
function copyOf(family: string, home: string, name: string): string {
  const folder = join(home, name);
  for (const file of ['config.json', 'model.safetensors'])
    cpSync(join(GOLDEN, family, file), join(folder, file));
  return folder;
}

async function addFolder(page: Page, folder: string): Promise<void> {
  await goTo(page, '#/models?add=folder');
  const dialog = page.getByRole('dialog', { name: 'Add a model' });
  await dialog.getByRole('textbox', { name: 'Folder' }).fill(folder);
  await dialog.getByRole('button', { name: 'Add', exact: true }).click();
  const arrival = dialog.getByRole('status').filter({ hasText: 'was added.' });
  await expect(arrival).toContainText(basename(folder));
  await expect(arrival.getByRole('link', { name: 'Open it' })).toBeVisible();
  await expect(dialog.getByRole('textbox', { name: 'Folder' })).toHaveValue('');
  await dialog.getByRole('button', { name: 'Close' }).last().click();
  await expect(cardOf(page, basename(folder))).toBeVisible();
}

function cardOf(page: Page, name: string) {
  return page.getByRole('article', { name, exact: true });
}

async function removeFromCard(page: Page, name: string): Promise<void> {
  await cardOf(page, name)
    .getByRole('button', { name: `More about ${name}` })
    .click();
  await page.getByRole('menuitem', { name: 'Remove…' }).click();
}

async function expectAccessible(page: Page): Promise<void> {
  const violations = await violationsOn(page);
  expect(violations.map(({ id, nodes }) => `${id}: ${nodes.map(({ html }) => html).join(' ')}`)).toEqual([]);
}

const CARD = `# Tiny BERT

Has **random** weights; see [the Hub](https://huggingface.co/docs) and [elsewhere](https://elsewhere.example/).
<script>document.body.textContent = 'gone';</script><img src="https://elsewhere.example/x.png" alt="a badge">

| layer | heads |
| ----- | ----- |
| 0     | 4     |
`;

test('a model from a folder: its page, its hook points, its parameters, its card', async ({
  workbenchWithHub,
  openWorkbench,
}) => {
  const folder = copyOf('bert', workbenchWithHub.home, 'tiny-bert');
  writeFileSync(join(folder, 'README.md'), CARD);
  const page = await openWorkbench(workbenchWithHub);
  await addFolder(page, folder);
  await expect(cardOf(page, 'tiny-bert')).toContainText('no tokenizer');
  await expect(page.getByRole('region', { name: 'Added' }).getByRole('article')).toHaveCount(1);
  await expectAccessible(page);

  await page.getByRole('searchbox', { name: 'Search models' }).fill('minilm');
  await expect(cardOf(page, 'tiny-bert')).toHaveCount(0);
  await page.getByRole('searchbox', { name: 'Search models' }).fill('');
  await cardOf(page, 'tiny-bert').getByRole('link', { name: 'tiny-bert' }).click();

  // The drawing: hook points are buttons, and the inspector explains the one that is clicked.
  const drawing = page.getByRole('group', { name: 'tiny-bert, block 0' });
  await drawing.getByRole('button', { name: 'blocks.0.attn.hook_pattern batch×4×pos×pos' }).click();
  const inspector = page.getByRole('complementary');
  await expect(inspector.getByRole('heading', { name: 'Attention pattern, block 0' })).toBeVisible();
  await expect(inspector).toContainText('blocks.0.attn.hook_pattern');
  await expect(inspector).toContainText('Rows sum to 1.');
  await page.keyboard.press('ArrowDown');
  await expect(inspector.getByRole('heading', { name: 'Attention pattern, block 1' })).toBeVisible();
  await page.keyboard.press('ArrowRight');
  await expect(inspector).toContainText('blocks.1.attn.hook_z');
  // The address is the whole view.
  await page.reload();
  await expect(inspector.getByRole('heading', { name: 'Head outputs, block 1' })).toBeVisible();
  // The bare name of the unembedding's output, reached by keyboard.
  await page.getByRole('button', { name: 'logits batch×pos×107' }).focus();
  await page.keyboard.press('Enter');
  await expect(inspector.getByRole('heading', { name: 'Logits' })).toBeVisible();
  await expectAccessible(page);

  await page.getByRole('radio', { name: 'Parameters' }).check();
  await page.getByRole('searchbox', { name: 'Search parameters' }).fill('word_embeddings');
  const row = page.getByRole('table', { name: 'Parameters' }).getByRole('row').nth(1);
  // 107 x 32 float32
  await expect(row).toContainText('107 × 32');
  await expect(row).toContainText('F32');
  await expect(row).toContainText('14 kB');
  await expectAccessible(page);

  await page.getByRole('radio', { name: 'Config' }).check();
  await expect(page.getByRole('row', { name: 'intermediate_size 40' })).toBeVisible();

  await page.getByRole('radio', { name: 'Files' }).check();
  const sha256 = createHash('sha256')
    .update(readFileSync(join(folder, 'model.safetensors')))
    .digest('hex');
  await expect(page.getByRole('row', { name: /^model\.safetensors/ })).toContainText(sha256);
  await expectAccessible(page);

  // Of a card nothing runs and nothing is fetched; links lead to sites that are known.
  const requests: string[] = [];
  page.on('request', (request) => requests.push(request.url()));
  await page.getByRole('radio', { name: 'Card' }).check();
  const card = page.getByRole('article', { name: 'Model card' });
  await expect(card.getByRole('heading', { name: 'Tiny BERT' })).toBeVisible();
  await expect(card.getByRole('cell', { name: '4' })).toBeVisible();
  await expect(card.getByRole('link')).toHaveCount(1);
  await expect(card.getByRole('link', { name: 'the Hub' })).toHaveAttribute('target', '_blank');
  await expect(card.locator('img, script')).toHaveCount(0);
  expect(requests.filter((url) => url.includes('elsewhere'))).toEqual([]);
  await expectAccessible(page);

  await goTo(page, '#/models');
  await removeFromCard(page, 'tiny-bert');
  const dialog = page.getByRole('dialog', { name: 'Remove tiny-bert?' });
  await expect(dialog).toContainText('stays as it is');
  await expectAccessible(page);
  await dialog.getByRole('button', { name: 'Remove', exact: true }).click();
  await expect(cardOf(page, 'tiny-bert')).toHaveCount(0);
  expect(readFileSync(join(folder, 'README.md'), 'utf8')).toBe(CARD);
});

/** The largest weights of a head in a pattern [batch, head, query, key] of PyTorch's, as the inspector lists them. */
function strongest(head: number, count: number): string[] {
  const { shape, data } = readSafetensors(
    new Uint8Array(readFileSync(join(GOLDEN, 'gpt2', 'expected.safetensors'))),
  ).get('blocks.1.attn.hook_pattern') ?? { shape: [], data: new Float32Array() };
  const n = shape[3] ?? 0;
  const pattern = data.subarray(head * n * n, (head + 1) * n * n);
  return [...pattern.keys()]
    .sort((a, b) => (pattern[b] ?? 0) - (pattern[a] ?? 0) || a - b)
    .slice(0, count)
    .map((place) => `${Math.floor(place / n)} ${place % n} ${formatValue(pattern[place] ?? null)}`);
}

test('token ids are probed, and every head attends as in PyTorch', async ({
  workbenchWithHub,
  openWorkbench,
}) => {
  const page = await openWorkbench(workbenchWithHub);
  await addFolder(page, copyOf('gpt2', workbenchWithHub.home, 'tiny-gpt2'));
  await goTo(page, '#/models/tiny-gpt2?show=probe');
  await expect(page.getByText('This model has no tokenizer.')).toBeVisible();
  const { input_ids: rows } = JSON.parse(readFileSync(join(GOLDEN, 'gpt2', 'inputs.json'), 'utf8')) as {
    input_ids: number[][];
  };
  const ids = rows[0] ?? [];
  const input = page.getByRole('textbox', { name: 'Token ids' });
  await input.fill('5 107');
  await expect(page.getByText('107 is no token id: they are whole numbers from 0 to 106.')).toBeVisible();
  await expect(page.getByRole('button', { name: 'Probe', exact: true })).toBeDisabled();
  await input.fill(ids.join(', '));
  await input.press('Enter');

  const grid = page.getByRole('grid', { name: 'Attention of all heads' });
  await expect(grid.getByRole('gridcell')).toHaveCount(8);
  await expect(page.getByText('8 heads over 11 tokens')).toBeVisible();
  await grid.getByRole('gridcell', { name: 'Layer 1 head 2' }).click();
  const table = page.getByRole('table', { name: 'Strongest attention' });
  await expect(table).toBeVisible();
  const shown = await table.locator('tbody tr').evaluateAll((lines) =>
    lines.map((line) => {
      const [from, to, weight] = [...line.querySelectorAll('td')].map((cell) => cell.textContent.trim());
      // A cell says the token and its position.
      return `${from?.split(/\s+/).at(-1)} ${to?.split(/\s+/).at(-1)} ${weight}`;
    }),
  );
  expect(shown.slice(0, 5)).toEqual(strongest(2, 5));
  await expectAccessible(page);
});

test('a sentence through the bundled model: all heads at once, and one of them large', async ({
  workbenchWithHub,
  openWorkbench,
}) => {
  const page = await openWorkbench(workbenchWithHub);
  await goTo(page, '#/models/all-MiniLM-L6-v2?show=probe');
  await page.getByRole('textbox', { name: 'Sentence' }).fill('The movie was unbelievably good.');
  await page.getByRole('button', { name: 'Probe', exact: true }).click();
  const tokens = page.getByRole('list', { name: /tokens$/ }).getByRole('listitem');
  await expect(tokens).toHaveText([
    '[CLS]',
    'the',
    'movie',
    'was',
    'un',
    'bel',
    'ie',
    'va',
    'bly',
    'good',
    '.',
    '[SEP]',
  ]);

  const grid = page.getByRole('grid', { name: 'Attention of all heads' });
  await expect(grid.getByRole('gridcell')).toHaveCount(72);
  // All of them are one picture.
  await expect(page.getByRole('img', { name: /^Attention of all heads/ }).locator('image')).toHaveCount(1);
  await grid.getByRole('gridcell', { name: 'Layer 0 head 2' }).hover();
  await expect(page.getByText('L0 H2')).toBeVisible();
  await expectAccessible(page);

  await grid.getByRole('gridcell', { name: 'Layer 0 head 2' }).click();
  const large = page.getByRole('region', { name: 'Attention · L0 H2' });
  await expect(large.locator('svg').first()).toBeVisible();
  // The map has room beside the others: nothing of it has to be scrolled to.
  await expect(large.locator('[tabindex="0"]')).toHaveCount(0);
  await page.keyboard.press('ArrowDown');
  await expect(page.getByRole('region', { name: 'Attention · L1 H2' })).toBeVisible();
  const address = page.url();
  await page.reload();
  await expect(page.getByRole('region', { name: 'Attention · L1 H2' })).toBeVisible();
  expect(page.url()).toBe(address);
  await expectAccessible(page);
  await page.getByRole('combobox', { name: 'Map' }).selectOption('Weight × norm');
  await expect(page.getByRole('region', { name: 'Weight × norm · L1 H2' })).toContainText('Weight × length');
  await expectAccessible(page);
  await page.keyboard.press('Escape');
  await expect(page.getByRole('region', { name: /^(Attention|Weight × norm) · / })).toHaveCount(0);
});

test('what takes more than a second is given up, and asked for again', async ({
  workbenchWithHub,
  openWorkbench,
}) => {
  test.skip(workbenchWithHub.url === null, 'Electron asks in another way than through a WebSocket');
  const page = await openWorkbench(workbenchWithHub);
  await goTo(page, '#/models/all-MiniLM-L6-v2?show=probe');
  await page.getByRole('textbox', { name: 'Sentence' }).fill('The film was not good.');
  const release = await holdRequests(page);
  await page.getByRole('button', { name: 'Probe', exact: true }).click();
  await expect(page.getByRole('status').filter({ hasText: /ning the model…|running it…/ })).toBeVisible();
  await page.getByRole('button', { name: 'Cancel', exact: true }).click();
  await expect(page.getByRole('status').filter({ hasText: 'Cancelled.' })).toBeVisible();
  await release();
  const grid = page.getByRole('grid', { name: 'Attention of all heads' });
  await expect(grid).toHaveCount(0);
  await page.getByRole('button', { name: 'Start again' }).click();
  await expect(grid.getByRole('gridcell')).toHaveCount(72, { timeout: 60_000 });
});

test('of a decoder what lies ahead is blank; tokens are read letter by letter, parts of letters as bytes', async ({
  workbenchWithHub,
  openWorkbench,
}) => {
  const page = await openWorkbench(workbenchWithHub);
  await goTo(
    page,
    `#/models/attn-only-2l?show=probe&layer=1&head=2&text=${encodeURIComponent('a cat של -> it')}`,
  );
  const tokens = page.getByRole('list', { name: /tokens$/ }).getByRole('listitem');
  await expect(tokens.first()).toHaveText('<|bos|>');
  const byte = tokens.filter({ hasText: '<0xA9>' });
  await expect(byte).toHaveAttribute('title', /in \u2068של\u2069 · bytes A9$/);
  // Joined, '<|' would be as wide as one sign and look like an arrow; whatever sets a font keeps its signs apart.
  const ligatures = await page
    .locator('li, dd, p, td, button, svg text, input')
    .evaluateAll((elements) => [
      ...new Set(elements.map((element) => getComputedStyle(element).fontVariantLigatures)),
    ]);
  expect(ligatures).toEqual(['none']);

  await expect(page.getByText('Blank: a decoder does not look ahead.').first()).toBeVisible();
  const large = page.getByRole('region', { name: 'Attention · L1 H2' });
  const drawing = large.locator('.drawing');
  const { width = 0 } = (await drawing.boundingBox()) ?? {};
  await drawing.hover({ position: { x: width - 12, y: 10 } });
  const hint = page.locator('.hint');
  await expect(hint).toContainText('a decoder does not look ahead');
  await expect(large.locator('svg pattern')).toHaveCount(1);
  const grid = page.getByRole('grid', { name: 'Attention of all heads' });
  const cell = grid.getByRole('gridcell', { name: 'Layer 0 head 1' });
  const small = (await cell.boundingBox()) ?? { width: 0 };
  await cell.hover({ position: { x: small.width - 3, y: 3 } });
  await expect(hint).toContainText('L0 H1: a decoder does not look ahead');
  await cell.hover({ position: { x: 2, y: small.width - 3 } });
  await expect(hint).toContainText('attention');
  await expectAccessible(page);
});

test('a model without blocks has no heads, and says so', async ({ workbenchWithHub, openWorkbench }) => {
  const page = await openWorkbench(workbenchWithHub);
  await addFolder(page, copyOf('attention_only-0', workbenchWithHub.home, 'no-layers'));
  await expect(cardOf(page, 'no-layers')).toContainText('no layers · width 20');
  await goTo(page, '#/models/no-layers');
  await expect(page.getByText('This model has no blocks.')).toBeVisible();
  await page.getByRole('button', { name: 'logits batch×pos×53' }).click();
  await expect(page.getByRole('complementary').getByRole('heading', { name: 'Logits' })).toBeVisible();
  await goTo(page, '#/models/no-layers?show=probe&ids=1,2,3');
  await expect(page.getByRole('heading', { name: 'No attention here' })).toBeVisible();
  await expect(page.getByRole('list', { name: '3 tokens' })).toBeVisible();
});

test('models from the Hub: seen on their way, cancelled, refused, and here', async ({
  hub,
  workbenchWithHub,
  openWorkbench,
}) => {
  const files = Object.fromEntries(
    ['config.json', 'model.safetensors'].map((name) => [name, readFileSync(join(GOLDEN, 'bert', name))]),
  );
  const commit = hub.add('prajjwal1/bert-tiny', { ...files, 'README.md': CARD }, { licence: 'mit' });
  const page = await openWorkbench(workbenchWithHub);
  await goTo(page, '#/models');
  await page.getByRole('link', { name: 'Add model' }).click();
  const dialog = page.getByRole('dialog', { name: 'Add a model' });
  await expectAccessible(page);

  // The weights stop coming in the middle.
  hub.fail('model.safetensors', { stallAfter: 40_000 });
  await dialog.getByRole('button', { name: 'Add BERT tiny' }).click();
  const progress = dialog.getByRole('region', { name: 'Adding prajjwal1/bert-tiny' });
  await expect(progress).toContainText('model.safetensors');
  await expect(progress).toContainText('of 86 kB');
  const jobs = page.getByRole('region', { name: 'Jobs' });
  await expect(jobs).toContainText('prajjwal1/bert-tiny');
  await expectAccessible(page);
  await progress.getByRole('button', { name: 'Cancel adding prajjwal1/bert-tiny' }).click();
  await expect(progress).toHaveCount(0);
  await expect(jobs).not.toContainText('prajjwal1/bert-tiny');

  // What the Hub does not have.
  await dialog.getByRole('textbox', { name: 'Id on the Hub' }).fill('prajjwal1/bert-tinny');
  await dialog.getByRole('button', { name: 'Add', exact: true }).click();
  const refusal = dialog.getByRole('region', { name: 'Could not add prajjwal1/bert-tinny' });
  await expect(refusal).toContainText('The Hub has no such model');
  await expect(refusal).toContainText('Check the id and the revision.');
  await expectAccessible(page);
  await refusal.getByRole('button', { name: 'Dismiss prajjwal1/bert-tinny' }).click();

  await dialog.getByRole('button', { name: 'Add BERT tiny' }).click();
  await expect(dialog.getByRole('listitem').filter({ hasText: 'BERT tiny' })).toContainText('Added');
  await dialog.getByRole('button', { name: 'Close' }).last().click();
  const card = cardOf(page, 'prajjwal1/bert-tiny');
  await expect(card).toContainText('mit');
  await expect(card).toContainText(commit.slice(0, 8));
  await expect(card).toContainText('compiled');

  await removeFromCard(page, 'prajjwal1/bert-tiny');
  const removal = page.getByRole('dialog', { name: 'Remove prajjwal1/bert-tiny?' });
  await expect(removal).toContainText('deleted from this computer (86 kB)');
  await removal.getByRole('button', { name: 'Remove', exact: true }).click();
  await expect(card).toHaveCount(0);
});

test('an added model is run, and goes at once where another has its weights, with which its runs go on', async ({
  workbenchWithRun,
  openWorkbench,
}) => {
  const folder = join(workbenchWithRun.home, 'minilm-copy');
  cpSync(join(ROOT, 'resources', 'models', 'all-MiniLM-L6-v2'), folder, { recursive: true });
  const page = await openWorkbench(workbenchWithRun);
  await addFolder(page, folder);

  await goTo(page, '#/projects/1/runs/new?model=minilm-copy');
  const form = page.getByRole('form', { name: 'New run' });
  await expect(form.getByLabel('Model').locator('option:checked')).toHaveText('minilm-copy');
  await expect(form.getByRole('region', { name: 'What will happen' })).toContainText(
    'go through minilm-copy',
  );

  // Its weights are those that run 1 used.
  await goTo(page, '#/models');
  await removeFromCard(page, 'minilm-copy');
  const dialog = page.getByRole('dialog', { name: 'Remove minilm-copy?' });
  await expect(dialog).toContainText('all-MiniLM-L6-v2 has the same weights');
  await expect(dialog).toContainText('go on with all-MiniLM-L6-v2: nothing is lost');
  await expectAccessible(page);
  await dialog.getByRole('button', { name: 'Remove', exact: true }).click();
  await expect(cardOf(page, 'minilm-copy')).toHaveCount(0);
  await goTo(page, '#/projects/1/results/1');
  await expect(page.getByText('39,384 rows')).toBeVisible();
});
