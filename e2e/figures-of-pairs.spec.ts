/** Figures of pairs, of a run of them and of its heads: what is saved is what is shown. */
import { drawnIn, picturesOf, savedFrom } from './saved-figures.ts';
import { expect, goTo, settled, test } from './workbench.ts';

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

test('a map that one head leaves pale is shown by roots at a click, with its ranking and boxes, and saved as shown', async ({
  workbenchWithRun,
  openWorkbench,
}) => {
  const page = await openWorkbench(workbenchWithRun);
  await goTo(page, '#/projects/1/heads/1');
  const map = page.getByRole('region', { name: /^Heads · difference from neutral/ });
  await expect(map.getByRole('radio', { name: 'linear' })).toBeChecked();
  await expect(map).toContainText('Nine heads in ten lie within a tenth of the scale.');
  await map.getByRole('button', { name: 'Show by roots' }).click();
  await expect(page).toHaveURL(/axes=root/);
  await expect(map).toContainText('Colours go by square roots.');
  await expect(map).not.toContainText('Nine heads in ten');
  const ranking = page.getByRole('table', { name: 'Ranking of heads' });
  await expect(ranking.getByRole('columnheader', { name: 'Difference, bits' }).first()).toContainText('0.02');
  await expect(page.getByRole('region', { name: /^Layers/ })).toContainText('Square roots along the axis.');
  const drawing = map.getByRole('img').locator('svg').first();
  await page.mouse.move(2, 2);
  await settled(page);
  const saved = await drawnIn(page, await savedFrom(page, map, 'Save as SVG'));
  await expect
    .poll(async () => {
      const shown = await drawnIn(page, await drawing.evaluate((figure) => figure.outerHTML));
      return [saved.words.includes(shown.words), saved.fills.includes(shown.fills)];
    })
    .toEqual([true, true]);
  await map.getByText('linear', { exact: true }).click();
  await expect(page).not.toHaveURL(/axes=root/);
});

test('heads of a layer are laid over the lines of the one that is open, by click and by key, and taken away', async ({
  workbenchWithRun,
  openWorkbench,
}) => {
  const page = await openWorkbench(workbenchWithRun);
  await goTo(page, '#/projects/1/results/1/pairs/1?layer=5&head=9');
  const card = page.getByRole('region', { name: 'Lines', exact: true });
  const headOf = (head: number) => card.getByRole('button', { name: `L5 H${head}`, exact: true });
  await expect(headOf(9)).toHaveAttribute('aria-pressed', 'true');
  await headOf(3).click();
  await expect(page).toHaveURL(/also=3(&|$)/);
  await headOf(7).press('Enter');
  await expect(page).toHaveURL(/also=3(%2C|,)7(&|$)/);
  await expect(card).toContainText('Heads of layer 5 over each other: H9 blue, H3 orange, H7 green.');
  await expect(card.getByRole('img', { name: /L5 H9, H3, H7/ })).toBeVisible();
  // The open head goes: the next one is open, and each that is left has the colour that it had.
  await headOf(9).click();
  await expect(page).toHaveURL(/head=3&.*also=7(&|$)/);
  await expect(card).toContainText('Heads of layer 5 over each other: H3 orange, H7 green.');
  await headOf(7).press('Shift+Enter');
  await expect(page).not.toHaveURL(/also=/);
  await expect(page).toHaveURL(/head=7/);
  await expect(headOf(3)).toHaveAttribute('aria-pressed', 'false');
  // Those of another layer are other heads: they are not drawn in their place.
  await headOf(3).press('Enter');
  await expect(page).toHaveURL(/also=3(&|$)/);
  await headOf(3).blur();
  await page.keyboard.press('ArrowUp');
  await expect(page).toHaveURL(/layer=4/);
  await expect(page).not.toHaveURL(/also=|colours=/);
  await expect(card.getByRole('button', { name: 'L4 H3', exact: true })).toHaveAttribute(
    'aria-pressed',
    'false',
  );
  await expect(card).not.toContainText('over each other');
});

test('maps, boxes, histograms, lines and arcs of heads are saved word for word as they are shown', async ({
  workbenchWithRun,
  openWorkbench,
}) => {
  const page = await openWorkbench(workbenchWithRun);
  const heads = '#/projects/1/heads/1?layer=5&head=9';
  const pair = '#/projects/1/results/1/pairs/1?layer=5&head=9';
  for (const [address, name, parts] of [
    [heads, /^Heads · difference from neutral/, ['words', 'fills']],
    [heads, 'Layers · the heads of each', ['words', 'fills', 'lines']],
    [heads, 'Value over the set · L5 H9', ['words', 'fills']],
    [pair, 'Lines', ['words', 'lines']],
    [`${pair}&lines=arcs`, 'Lines', ['words', 'lines']],
    [`${pair}&also=3,7`, 'Lines', ['words', 'lines', 'fills']],
    [`${pair}&also=3&lines=arcs`, 'Lines', ['words', 'lines']],
  ] as const) {
    await goTo(page, address);
    const card = page.getByRole('region', { name, exact: true });
    const drawing = card.getByRole('img').locator('svg').first();
    await expect(drawing).toBeVisible();
    await page.mouse.move(2, 2);
    await settled(page);
    await expect
      .poll(
        async () => {
          const saved = await drawnIn(page, await savedFrom(page, card, 'Save as SVG'));
          const shown = await drawnIn(page, await drawing.evaluate((figure) => figure.outerHTML));
          return parts.map((part) => shown[part].length > 7 && saved[part].includes(shown[part]));
        },
        { message: `${address}, ${String(name)}` },
      )
      .toEqual(parts.map(() => true));
  }

  // All heads of a pair are one picture.
  await goTo(page, `${pair}&show=all`);
  const all = page.getByRole('region', { name: 'All heads', exact: true });
  const drawing = all.getByRole('img').locator('svg').first();
  await expect(drawing).toBeVisible();
  await settled(page);
  const shown = await picturesOf(page, await drawing.evaluate((figure) => figure.outerHTML));
  expect(shown).toEqual([expect.stringMatching(/^data:image\/png;base64,/)]);
  expect(await picturesOf(page, await savedFrom(page, all, 'Save as SVG'))).toEqual(shown);
});
