/** Figures that are small, live, or points on a plane: what is saved is what is shown. */
import { drawnIn, fillsOf, picturesOf, savedFrom, saidBy } from './saved-figures.ts';
import { expect, goTo, settled, test } from './workbench.ts';

test('eigenvalues, a patched pair and a live map are saved as they are shown', async ({
  workbenchWithAnalyses,
  openWorkbench,
}) => {
  const page = await openWorkbench(workbenchWithAnalyses);
  const cards = [
    ['#/projects/1/analyses/qk-ov/12', page.getByRole('region', { name: /^Eigenvalues/ })],
    ['#/projects/1/analyses/patching/7', page.getByRole('region', { name: 'Pairs' })],
    [
      '#/projects/1/results/1/pairs/1?layer=1&head=3&restores=denoising',
      page.getByRole('region', { name: 'What heads restore' }).getByRole('region', { name: 'Heads' }),
    ],
  ] as const;
  for (const [address, card] of cards) {
    await goTo(page, address);
    const drawing = card.getByRole('img').locator('svg').first();
    await expect(drawing).toBeVisible();
    await settled(page);
    const shown = await fillsOf(page, await drawing.evaluate((figure) => figure.outerHTML));
    const saved = await fillsOf(page, await savedFrom(page, card, 'Save as SVG'));
    const colours = (fills: readonly string[]) => fills.filter((fill) => /^(#|rgb)/.test(fill));
    // The file has a ground and words about it besides.
    expect(colours(shown).length).toBeGreaterThan(7);
    expect(saved.join(' ')).toContain(colours(shown).join(' '));
  }
});

test('a ranking is saved with the lines, the fold and the numbers that are seen, and every head as CSV', async ({
  workbenchWithRun,
  openWorkbench,
}) => {
  const page = await openWorkbench(workbenchWithRun);
  await goTo(page, '#/projects/1/heads/1');
  const card = page.getByRole('region', { name: 'Ranking of heads' });
  await expect(card.getByRole('row').nth(1)).toContainText('L5 H9');
  await settled(page);
  // Without what only a reader of screens is told.
  const shown = await card.getByRole('cell').evaluateAll((cells) =>
    cells.map((cell) => {
      const copy = cell.cloneNode(true) as HTMLElement;
      for (const unseen of copy.querySelectorAll('.visually-hidden')) unseen.remove();
      return copy.textContent;
    }),
  );
  const svg = await savedFrom(page, card, 'Save as SVG');
  const drawn = await page.evaluate((text) => {
    const root = new DOMParser().parseFromString(text, 'text/html').querySelector('svg');
    return [...(root?.querySelectorAll('text') ?? [])].map((element) => element.textContent.trim());
  }, svg);
  const words = shown.map((text) => text.replace('▸', '').trim()).filter((text) => text !== '');
  expect(words.length).toBeGreaterThan(20);
  for (const word of words) expect(drawn).toContain(word);
  const heads = (texts: readonly string[]) => texts.filter((text) => /^L\d+ H\d+[†‡§]*$/.test(text));
  expect(heads(drawn)).toEqual(heads(words));
  const numbers = (await savedFrom(page, card, 'Save numbers as CSV')).trim().split('\n');
  expect(numbers).toHaveLength(73);
  expect(numbers.filter((line) => line.includes(',yes,'))).toHaveLength(heads(words).length);
});

test('points are saved as far as they are seen, and all of them as numbers', async ({
  workbenchWithAnalyses,
  openWorkbench,
}) => {
  const page = await openWorkbench(workbenchWithAnalyses);
  await goTo(page, '#/projects/1/analyses/query-key/4?layer=1&head=3&colour=class');
  const card = page.getByRole('region', { name: 'L1 H3: queries and keys' });
  await expect(card.locator('[data-cloud]')).toBeVisible();
  const whole = await savedFrom(page, card, 'Save as SVG');
  await card.getByRole('button', { name: 'Zoom in' }).click();
  await card.getByRole('button', { name: 'Zoom in' }).click();
  const part = await savedFrom(page, card, 'Save as SVG');
  expect(part).toContain('A part of the plane.');
  expect(whole).not.toContain('A part of the plane.');
  const [all, seen] = await Promise.all([fillsOf(page, whole), fillsOf(page, part)]);
  expect(seen.length).toBeLessThan(all.length);
  const numbers = (await savedFrom(page, card, 'Save numbers as CSV')).trim().split('\n');
  expect(numbers[0]).toBe('side,text,position,id,token,x,y');
  expect(numbers.slice(1).filter((line) => line.startsWith('query')).length).toBe(
    numbers.slice(1).filter((line) => line.startsWith('key')).length,
  );
});

test('a model on a sentence, and all heads at once, are saved as they are shown, and go into a figure of several', async ({
  workbenchWithAnalyses,
  openWorkbench,
}) => {
  const page = await openWorkbench(workbenchWithAnalyses);
  const probe = `#/projects/1/models/attn-only-2l?show=probe&text=${encodeURIComponent('She is not tall.')}`;
  for (const [address, name] of [
    [probe, /^Attention of all heads/],
    ['#/projects/1/analyses/query-key/4', /^All heads/],
  ] as const) {
    await goTo(page, address);
    const card = page.getByRole('region', { name });
    const drawing = card.getByRole('img').locator('svg').first();
    await expect(drawing).toBeVisible();
    await settled(page);
    const shown = await picturesOf(page, await drawing.evaluate((figure) => figure.outerHTML));
    expect(shown).toEqual([expect.stringMatching(/^data:image\/png;base64,/)]);
    expect(await picturesOf(page, await savedFrom(page, card, 'Save as SVG'))).toEqual(shown);
  }
  const maps = [
    [`${probe}&layer=1&head=2`, /^Attention · L1 H2/],
    [`${probe}&layer=1&head=2&map=weight_norm`, /^Weight × norm · L1 H2/],
    [`${probe}&layer=1&head=2&map=norms`, /^Norm, with residual · L1, all heads/],
  ] as const;
  for (const [address, name] of maps) {
    await goTo(page, address);
    const card = page.getByRole('region', { name });
    const drawing = card.getByRole('img').locator('svg').first();
    await expect(drawing).toBeVisible();
    await expect(card).not.toContainText('Running the model');
    await settled(page);
    const cells = (fills: readonly string[]) => fills.filter((fill) => fill.startsWith('rgb'));
    const saved = cells(await fillsOf(page, await savedFrom(page, card, 'Save as SVG')));
    expect(saved.length).toBeGreaterThan(20);
    // A figure is drawn when its turn comes.
    await expect
      .poll(async () => cells(await fillsOf(page, await drawing.evaluate((figure) => figure.outerHTML))))
      .toEqual(saved);
    await card.getByRole('button', { name: /^Save or copy/ }).click();
    await page.getByRole('menuitem', { name: 'Add to figure' }).click();
  }
  await goTo(page, '#/projects/1/figures');
  const panels = page.getByRole('list', { name: 'Panels' }).getByRole('listitem');
  await expect(panels).toHaveText([/Attention, L1 H2/, /Weight × norm, L1 H2/, /Norm, with residual, L1 H2/]);
  await expect(page.getByRole('img', { name: /^The figure as it is saved/ })).toBeVisible();
});

test('the lens, what a prediction comes from and the heads of a circuit are saved word for word as they are shown', async ({
  workbenchWithAnalyses,
  openWorkbench,
}) => {
  const page = await openWorkbench(workbenchWithAnalyses);
  const text = encodeURIComponent('The old man went down to the river, and the old man went');
  const predictions = `#/projects/1/models/attn-only-2l?show=predictions&text=${text}&at=3`;
  const circuit = '#/projects/1/circuits/induction?model=attn-only-2l';
  for (const [address, name] of [
    [predictions, /^Logit lens/],
    [predictions, /^Where .* at position 3 comes from/],
    [circuit, 'Attention to the token before'],
    [circuit, 'K-composition'],
    [circuit, 'Attention to what followed'],
  ] as const) {
    await goTo(page, address);
    const card = page.getByRole('region', { name });
    const drawing = card.getByRole('img').locator('svg').first();
    await expect(drawing).toBeVisible();
    const layer = card.getByRole('button', { name: 'layer 1' });
    if ((await layer.count()) > 0) {
      await layer.click();
      await expect(card.getByRole('button', { name: 'L1 H2' })).toBeVisible();
    }
    await settled(page);
    const saved = await saidBy(page, await savedFrom(page, card, 'Save as SVG'));
    // A figure is drawn when its turn comes; the file has a ground and a caption besides.
    await expect
      .poll(async () => {
        const shown = await saidBy(page, await drawing.evaluate((figure) => figure.outerHTML));
        expect(shown.words.length).toBeGreaterThan(7);
        return [
          saved.words.join(' ').includes(shown.words.join(' ')),
          saved.fills.join(' ').includes(shown.fills.join(' ')),
        ];
      })
      .toEqual([true, true]);
    await card.getByRole('button', { name: /^Save or copy/ }).click();
    await page.getByRole('menuitem', { name: 'Add to figure' }).click();
  }
  await goTo(page, '#/projects/1/figures');
  await expect(page.getByRole('list', { name: 'Panels' }).getByRole('listitem')).toContainText([
    /Logit lens/,
    /comes from/,
    /token before/,
    /K-composition/,
    /what followed/,
  ]);
  await expect(page.getByRole('img', { name: /^The figure as it is saved/ })).toBeVisible();
});

test('attention on texts, predictions and means of negation are saved as they are shown, and go into a figure of several', async ({
  workbenchWithAnalyses,
  openWorkbench,
}) => {
  const page = await openWorkbench(workbenchWithAnalyses);
  const text = encodeURIComponent('The old man went down to the river, and the old man went');
  const onTexts = page.locator('[data-attention]');
  const panels = page.getByRole('list', { name: 'Panels' }).getByRole('listitem');
  // Tests before this one may have left so many that no other has room.
  await goTo(page, '#/projects/1/figures');
  await settled(page);
  const removeAll = page.getByRole('button', { name: 'Remove all' });
  if (await removeAll.isVisible()) await removeAll.click();
  await expect(panels).toHaveCount(0);
  for (const [address, card, pick] of [
    [
      `#/projects/1/models/attn-only-2l?show=predictions&text=${text}&at=3`,
      page.getByRole('region', { name: 'Predictions', exact: true }),
    ],
    ['#/projects/1/circuits/induction?model=attn-only-2l', onTexts.first()],
    ['#/projects/1/circuits/induction?model=attn-only-2l', onTexts.last(), /^4: /],
    [
      '#/projects/1/analyses/negation/1',
      page.getByRole('article').filter({ hasText: 'Are low layers local' }),
    ],
    ['#/projects/1/analyses/negation/1', onTexts.last()],
  ] as const) {
    await goTo(page, address);
    const drawing = card.getByRole('img').locator('svg').first();
    await expect(drawing).toBeVisible();
    if (pick !== undefined) {
      await card.getByRole('button', { name: pick }).click();
      await page.mouse.move(2, 2);
    }
    await settled(page);
    const saved = await drawnIn(page, await savedFrom(page, card, 'Save as SVG'));
    await expect
      .poll(async () => {
        const shown = await drawnIn(page, await drawing.evaluate((figure) => figure.outerHTML));
        expect(shown.words.length).toBeGreaterThan(7);
        return (['words', 'fills', 'lines'] as const).map((part) => saved[part].includes(shown[part]));
      })
      .toEqual([true, true, true]);
    await card.getByRole('button', { name: /^Save or copy/ }).click();
    await page.getByRole('menuitem', { name: 'Add to figure' }).click();
  }
  await goTo(page, '#/projects/1/figures');
  await expect(panels).toHaveCount(5);
  await expect(page.getByRole('img', { name: /^The figure as it is saved/ })).toBeVisible();
});

test('a figure is copied as an image that other programs paste', async ({
  workbenchWithAnalyses,
  openWorkbench,
}) => {
  const page = await openWorkbench(workbenchWithAnalyses);
  await page.context().grantPermissions(['clipboard-read', 'clipboard-write']);
  await goTo(page, '#/projects/1/heads/1');
  await page.getByRole('button', { name: 'Save or copy: Heads', exact: true }).click();
  await page.getByRole('menuitem', { name: 'Copy as image' }).click();
  await expect(page.getByRole('status').filter({ hasText: /copied/i })).toBeVisible();
  const { types, width, colours } = await page.evaluate(async () => {
    const [item] = await navigator.clipboard.read();
    if (item === undefined) return { types: [], width: 0, colours: 0 };
    const picture = await createImageBitmap(await item.getType('image/png'));
    const canvas = new OffscreenCanvas(picture.width, picture.height);
    const context = canvas.getContext('2d');
    context?.drawImage(picture, 0, 0);
    const pixels = context?.getImageData(0, 0, picture.width, picture.height).data ?? [];
    const seen = new Set<string>();
    for (let at = 0; at < pixels.length; at += 4)
      seen.add(`${pixels[at]} ${pixels[at + 1]} ${pixels[at + 2]}`);
    return { types: [...item.types], width: picture.width, colours: seen.size };
  });
  expect(types).toEqual(['image/png']);
  // Large enough for a slide, and no empty ground.
  expect(width).toBeGreaterThan(600);
  expect(colours).toBeGreaterThan(8);
});
