/** Figures that are small, live, or points on a plane: what is saved is what is shown. */
import type { Locator, Page } from '@playwright/test';
import { readFile } from 'node:fs/promises';
import { expect, goTo, settled, test } from './workbench.ts';

async function savedFrom(page: Page, card: Locator, item: string): Promise<string> {
  await card.getByRole('button', { name: /^Save or copy/ }).click();
  const [download] = await Promise.all([
    page.waitForEvent('download'),
    page.getByRole('menuitem', { name: item }).click(),
  ]);
  return readFile(await download.path(), 'utf8');
}

/** Fills of what a figure draws, in its order. */
function fillsOf(page: Page, svg: string): Promise<string[]> {
  return page.evaluate((text) => {
    const root = new DOMParser().parseFromString(text, 'text/html').querySelector('svg');
    return [...(root?.querySelectorAll('path') ?? [])].map((mark) => mark.getAttribute('fill') ?? '');
  }, svg);
}

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
  const shown = await card.getByRole('cell').allInnerTexts();
  const svg = await savedFrom(page, card, 'Save as SVG');
  const drawn = await page.evaluate((text) => {
    const root = new DOMParser().parseFromString(text, 'text/html').querySelector('svg');
    return [...(root?.querySelectorAll('text') ?? [])].map((element) => element.textContent.trim());
  }, svg);
  const words = shown.map((text) => text.replace('▸', '').trim()).filter((text) => text !== '');
  expect(words.length).toBeGreaterThan(20);
  for (const word of words) expect(drawn).toContain(word);
  const heads = (texts: readonly string[]) => texts.filter((text) => /^L\d+ H\d+$/.test(text));
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

/** The pictures in a figure, as data URLs. */
function picturesOf(page: Page, svg: string): Promise<string[]> {
  return page.evaluate((text) => {
    const root = new DOMParser().parseFromString(text, 'text/html').querySelector('svg');
    return [...(root?.querySelectorAll('image') ?? [])].map(
      (image) => image.getAttribute('href') ?? image.getAttribute('xlink:href') ?? '',
    );
  }, svg);
}

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

/** What a figure says, word for word, and the fills of what it draws. */
function saidBy(page: Page, svg: string): Promise<{ words: string[]; fills: string[] }> {
  return page.evaluate((text) => {
    const root = new DOMParser().parseFromString(text, 'text/html').querySelector('svg');
    const of = (name: string) => [...(root?.querySelectorAll(name) ?? [])];
    return {
      words: of('text').map((word) => word.textContent),
      fills: of('path')
        .map((mark) => mark.getAttribute('fill') ?? '')
        .filter((fill) => /^(#|rgb)/.test(fill)),
    };
  }, svg);
}

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

/** The texts, fills and lines of a figure, in its order. */
function drawnIn(page: Page, svg: string): Promise<{ words: string; fills: string; lines: string }> {
  return page.evaluate((text) => {
    const root = new DOMParser().parseFromString(text, 'text/html').querySelector('svg');
    const of = (name: string) => [...(root?.querySelectorAll(name) ?? [])];
    const attributes = (...names: readonly string[]) =>
      of('path, circle').flatMap((mark) => {
        const values = names.map((name) => mark.getAttribute(name) ?? '');
        return /^(#|rgb)/.test(values[0] ?? '') ? [values.join(' ')] : [];
      });
    return {
      words: of('text')
        .map((word) => word.textContent)
        .join(' '),
      fills: attributes('fill').join(' '),
      lines: attributes('stroke', 'stroke-width', 'stroke-opacity').join(' '),
    };
  }, svg);
}

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

test('the statements of a pair are saved with the bars that stand around their words, of the token that is locked', async ({
  workbenchWithRun,
  openWorkbench,
}) => {
  const page = await openWorkbench(workbenchWithRun);
  for (const [locked, hint] of [
    ['', 'Below a token: what it gets on average'],
    ['&token=c4', 'Above a token: what it gives to'],
  ] as const) {
    await goTo(page, `#/projects/1/results/1/pairs/1?layer=5&head=9${locked}`);
    const card = page.getByRole('region', { name: 'Statements' });
    await expect(card.locator('[data-bars=down] rect').first()).toBeVisible();
    await page.mouse.move(2, 2);
    await settled(page);
    const saved = await savedFrom(page, card, 'Save as SVG');
    // Said under the drawing, which may break it into lines.
    expect(saved.replaceAll(/<[^>]+>\s*/g, ' ').replaceAll(/ +/g, ' ')).toContain(hint);
    const shown = await card.evaluate((element) => ({
      colours: [...element.querySelectorAll('[data-bars] rect')].map((bar) => getComputedStyle(bar).fill),
      lengths: [...element.querySelectorAll('[data-bars] rect')].map((bar) =>
        Number(bar.getAttribute('height')),
      ),
      numbers: [...element.querySelectorAll('[data-bars] text')].map((text) => text.textContent),
      words: [...element.querySelectorAll('[data-chip]')].map((chip) => chip.textContent),
    }));
    expect(shown.colours.length).toBeGreaterThan(7);
    const drawn = await page.evaluate((text) => {
      const root = new DOMParser().parseFromString(text, 'text/html').querySelector('svg');
      if (root === null) throw new Error('it is no SVG');
      document.body.append(root);
      const bars = [...root.querySelectorAll<SVGPathElement>('path[stroke-width="0.25"]')];
      const texts = [...root.querySelectorAll('text')];
      const found = {
        colours: bars.map((bar) => getComputedStyle(bar).fill),
        lengths: bars.map((bar) => bar.getBBox().height),
        numbers: texts.flatMap((one) =>
          one.getAttribute('style')?.includes('10px') ? [one.textContent] : [],
        ),
        all: texts.map((one) => one.textContent),
      };
      root.remove();
      return found;
    }, saved);
    expect(drawn.colours).toEqual(shown.colours);
    drawn.lengths.forEach((length, at) => expect(length).toBeCloseTo(shown.lengths[at] ?? NaN, 1));
    expect(drawn.numbers).toEqual(shown.numbers);
    expect(drawn.all).toEqual(expect.arrayContaining(shown.words));
  }
});

test('the balance of a comparison is saved with its words, and its marks where they are', async ({
  workbenchWithRun,
  openWorkbench,
}) => {
  const page = await openWorkbench(workbenchWithRun);
  await goTo(page, '#/projects/1/heads/1');
  const card = page.getByRole('region', { name: 'Balance' });
  await expect(card.locator('i').first()).toBeVisible();
  const shown = await card.evaluate((element) => ({
    words: [...element.querySelectorAll('dt .mono')].map((one) => one.textContent.trim()),
    marks: [...element.querySelectorAll<HTMLElement>('i')].map((mark) => Number.parseFloat(mark.style.left)),
  }));
  expect(shown.words.length).toBeGreaterThan(2);
  const svg = await savedFrom(page, card, 'Save as SVG');
  const drawn = await page.evaluate((text) => {
    const root = new DOMParser().parseFromString(text, 'text/html').querySelector('svg');
    const texts = [...(root?.querySelectorAll('text') ?? [])].map((one) => one.textContent);
    const circles = [...(root?.querySelectorAll('circle') ?? [])].map((one) =>
      Number(one.getAttribute('cx')),
    );
    return { texts, circles };
  }, svg);
  expect(drawn.texts).toEqual(expect.arrayContaining(shown.words));
  expect(drawn.circles).toHaveLength(shown.marks.length);
  // Percent of an axis on the screen, pixels in the file: one is the other but for a scale and a shift.
  const [least, most] = [Math.min(...shown.marks), Math.max(...shown.marks)];
  const [left, right] = [Math.min(...drawn.circles), Math.max(...drawn.circles)];
  drawn.circles.forEach((x, at) =>
    expect((x - left) / (right - left)).toBeCloseTo(((shown.marks[at] ?? NaN) - least) / (most - least), 3),
  );
  const numbers = (await savedFrom(page, card, 'Save numbers as CSV')).trim().split('\n');
  expect(numbers).toHaveLength(7);
});

test('the histograms over Results are saved with their bars, and with the range that is marked', async ({
  workbenchWithRun,
  openWorkbench,
}) => {
  const page = await openWorkbench(workbenchWithRun);
  await goTo(page, '#/projects/1/results/1?histograms=yes&where=attention_js_divergence>=0.2');
  const card = page.getByRole('region', { name: 'How metrics lie' });
  await expect(card.locator('rect.all').first()).toBeVisible();
  await settled(page);
  const shown = await card.evaluate((element) => ({
    // Shares of the height of a plot, 44 px.
    heights: [...element.querySelectorAll('rect')].flatMap((bar) => {
      const height = Number(bar.getAttribute('height'));
      return height > 0 ? [height / 44] : [];
    }),
    words: [...element.querySelectorAll('.histogram p span')].map((one) => one.textContent.trim()),
    marked: [...element.querySelectorAll<HTMLElement>('.marked')].map(
      ({ style }) => 1 - (Number.parseFloat(style.left) + Number.parseFloat(style.right)) / 100,
    ),
  }));
  expect(shown.marked).toHaveLength(1);
  const svg = await savedFrom(page, card, 'Save as SVG');
  const drawn = await page.evaluate((text) => {
    const root = new DOMParser().parseFromString(text, 'text/html').querySelector('svg');
    if (root === null) throw new Error('it is no SVG');
    document.body.append(root);
    const rects = [...root.querySelectorAll<SVGPathElement>('svg svg path')];
    const found = {
      rects: rects.map((rect) => ({ ...boxOf(rect), opacity: rect.getAttribute('fill-opacity') })),
      texts: [...root.querySelectorAll('text')].map((one) => one.textContent),
    };
    root.remove();
    return found;
    function boxOf(rect: SVGPathElement) {
      const { width, height } = rect.getBBox();
      return { width, height };
    }
  }, svg);
  expect(drawn.texts).toEqual(expect.arrayContaining(shown.words));
  // A plot is 250 px wide and 56 high; beside bars there are lines of its foot and of the range.
  const [shade] = drawn.rects.filter(({ opacity }) => opacity !== null);
  expect((shade?.width ?? 0) / 250).toBeCloseTo(shown.marked[0] ?? NaN, 2);
  const bars = drawn.rects.filter(({ width, opacity }) => opacity === null && width > 4 && width < 10);
  const heights = bars.map(({ height }) => height / 56);
  expect(heights).toHaveLength(shown.heights.length);
  heights.forEach((height, at) => expect(height).toBeCloseTo(shown.heights[at] ?? NaN, 2));
});

test('the lengths of statements are saved as the page of the run has them', async ({
  workbenchWithRun,
  openWorkbench,
}) => {
  const page = await openWorkbench(workbenchWithRun);
  await goTo(page, '#/projects/1/runs/1');
  const card = page.getByRole('figure', { name: /^Tokens in a statement/ });
  await expect(card.locator('i').first()).toBeVisible();
  const shown = await card.evaluate((element) => ({
    heights: [...element.querySelectorAll<HTMLElement>('.bars i')].flatMap(({ style }) => {
      const height = Number.parseFloat(style.height);
      return height > 0 ? [height / 100] : [];
    }),
    words: element
      .querySelector('figcaption span')
      ?.textContent.replace('Tokens in a statement: ', '')
      .trim(),
  }));
  const svg = await savedFrom(page, card, 'Save as SVG');
  const drawn = await page.evaluate((text) => {
    const root = new DOMParser().parseFromString(text, 'text/html').querySelector('svg');
    if (root === null) throw new Error('it is no SVG');
    document.body.append(root);
    // A plot of 56 px; the line at its foot is 1.
    const heights = [...root.querySelectorAll<SVGPathElement>('svg svg path')]
      .map((bar) => bar.getBBox().height / 56)
      .filter((height) => height > 1.01 / 56);
    const texts = [...root.querySelectorAll('text')].map((one) => one.textContent);
    root.remove();
    return { heights, texts };
  }, svg);
  expect(drawn.texts).toContain(shown.words);
  expect(shown.heights.length).toBeGreaterThan(3);
  expect(drawn.heights).toHaveLength(shown.heights.length);
  drawn.heights.forEach((height, at) => expect(height).toBeCloseTo(shown.heights[at] ?? NaN, 2));
});

test('the axes of the scatter of heads can be of square roots, in the address and in the file', async ({
  workbenchWithRun,
  openWorkbench,
}) => {
  const page = await openWorkbench(workbenchWithRun);
  await goTo(page, '#/projects/1/heads/1');
  const card = page.getByRole('region', { name: 'Heads by' });
  const drawing = card.getByRole('img').locator('svg').first();
  await expect(drawing).toBeVisible();
  const linear = await drawing.textContent();
  await card.getByRole('combobox', { name: 'Axes of the scatter' }).selectOption('Root');
  await expect(page).toHaveURL(/axes=root/);
  await expect(card).toContainText('Square roots along both axes.');
  await page.mouse.move(2, 2);
  await settled(page);
  const saved = await drawnIn(page, await savedFrom(page, card, 'Save as SVG'));
  await expect
    .poll(async () => {
      const shown = await drawnIn(page, await drawing.evaluate((figure) => figure.outerHTML));
      return [saved.words.includes(shown.words), saved.fills.includes(shown.fills)];
    })
    .toEqual([true, true]);
  expect(await drawing.textContent()).not.toBe(linear);
});

test('the metrics of the inspector are one stop of the Tab key, and arrows walk from line to line', async ({
  workbenchWithAnalyses,
  openWorkbench,
}) => {
  const page = await openWorkbench(workbenchWithAnalyses);
  await goTo(page, '#/projects/1/results/1/pairs/1?layer=1&head=3');
  const lines = page.getByRole('group', { name: 'Metrics' }).locator('[data-metric]');
  await expect(lines.nth(20)).toBeVisible();
  const stops = page.getByRole('group', { name: 'Metrics' }).locator('[data-metric][tabindex="0"]');
  await expect(stops).toHaveCount(1);
  await stops.focus();
  await page.keyboard.press('Home');
  await expect(lines.first()).toBeFocused();
  await page.keyboard.press('ArrowDown');
  await expect(lines.nth(1)).toBeFocused();
  // The head is the one it was: arrows on a line are not those of the view.
  await expect(page).toHaveURL(/layer=1&head=3/);
  await expect(stops).toHaveCount(1);
  await page.keyboard.press('End');
  await expect(lines.last()).toBeFocused();
  await page.keyboard.press('Enter');
  await expect(lines.last()).toHaveAttribute('aria-pressed', 'true');
  // Out of the lines with one key, and back to where they were left.
  await page.keyboard.press('Tab');
  await expect(lines.last()).not.toBeFocused();
  await page.keyboard.press('Shift+Tab');
  await expect(lines.last()).toBeFocused();
});

test('the tokens of a text are one stop of the Tab key, and arrows walk along them', async ({
  workbenchWithAnalyses,
  openWorkbench,
}) => {
  const page = await openWorkbench(workbenchWithAnalyses);
  const text = encodeURIComponent('The old man went down to the river, and the old man went');
  for (const [address, tokens] of [
    [
      '#/projects/1/circuits/induction?model=attn-only-2l',
      page.locator('[data-attention] [role=group]').first(),
    ],
    [
      `#/projects/1/models/attn-only-2l?show=predictions&text=${text}&at=3`,
      page.getByRole('group', { name: 'Text with predictions' }),
    ],
    [
      '#/projects/1/results/1/pairs/1?layer=1&head=3',
      page.getByRole('group', { name: 'original', exact: true }),
    ],
  ] as const) {
    await goTo(page, address);
    const buttons = tokens.getByRole('button');
    const last = buttons.last();
    await expect(buttons.nth(3)).toBeVisible();
    const stops = tokens.locator('button[tabindex="0"]');
    await expect(stops).toHaveCount(1);
    // As a key brings it there.
    await page.keyboard.press('Shift');
    await stops.focus();
    await page.keyboard.press('Home');
    await page.keyboard.press('ArrowRight');
    await expect(buttons.nth(1)).toBeFocused();
    await expect(stops).toHaveCount(1);
    const before = page.url();
    await page.keyboard.press('End');
    await expect(last).toBeFocused();
    await page.keyboard.press('Tab');
    expect(await tokens.locator(':focus').count()).toBe(0);
    await expect(stops).toHaveCount(1);
    await expect(last).toHaveAttribute('tabindex', '0');
    expect(page.url()).toBe(before);
  }
});

test('tables of circuits are sorted by their columns', async ({ workbenchWithAnalyses, openWorkbench }) => {
  const page = await openWorkbench(workbenchWithAnalyses);
  await goTo(page, '#/projects/1/analyses/composition/13');
  const table = page.getByRole('table', { name: 'Strongest edges' });
  const scores = async () => (await table.locator('tbody td:nth-child(4)').allInnerTexts()).map(Number);
  await expect(table.locator('tbody tr').first()).toBeVisible();
  const before = await scores();
  await table.getByRole('button', { name: 'Score' }).click();
  await expect.poll(scores).toEqual(before.toSorted((a, b) => b - a));
  await table.getByRole('button', { name: 'Score' }).click();
  await expect.poll(scores).toEqual(before.toSorted((a, b) => a - b));
  await expect(table.getByRole('columnheader', { name: 'Score' })).toHaveAttribute('aria-sort', 'ascending');

  await goTo(page, '#/projects/1/analyses/effects?middle=yes');
  const corners = page.getByRole('region', { name: 'Heads by corner' });
  await corners.getByRole('button', { name: 'Head', exact: true }).click();
  await expect(corners.getByRole('columnheader', { name: 'Head', exact: true })).toHaveAttribute(
    'aria-sort',
    'ascending',
  );
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
