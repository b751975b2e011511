/** Hebrew is read from the right, whatever stands before it, and what has no room loses the end of its reading, not the start. */
import type { Locator } from '@playwright/test';
import { expect, goTo, settled, test } from './workbench.ts';

const MODEL = encodeURIComponent('דגם-תווים [עברית] #2');
const TEXT = encodeURIComponent('הילד (Dana) לא אכל את התפוח.');
const PROJECT = '#/projects/2';

/** Of texts in one line each, px from the left edge of its box to where reading of it starts, and on to the right edge. */
const startsOf = (texts: Locator) =>
  texts.evaluateAll((all) =>
    all.flatMap((one) => {
      const letters = document.createTreeWalker(one, NodeFilter.SHOW_TEXT).nextNode();
      const text = letters?.textContent ?? '';
      const at = /\p{Script=Hebrew}/u.exec(text)?.index;
      if (letters === null || at === undefined) return [];
      const range = document.createRange();
      range.setStart(letters, at);
      range.setEnd(letters, at + 1);
      const letter = range.getBoundingClientRect();
      const box = one.getBoundingClientRect();
      return [
        {
          text,
          isCut: one.scrollWidth > one.clientWidth,
          isSeen: letter.left >= box.left - 1 && letter.right <= box.right + 1,
        },
      ];
    }),
  );

test('names in Hebrew that have no room lose their end: in selects, headings and heads of columns', async ({
  workbenchOfOtherNames,
  openWorkbench,
}) => {
  const page = await openWorkbench(workbenchOfOtherNames);
  await page.setViewportSize({ width: 1280, height: 800 });
  for (const [address, ready] of [
    [`${PROJECT}/runs/compare?run=1&with=2&layer=1&head=1`, page.getByRole('region', { name: /^Ranking/ })],
    [`${PROJECT}/heads-of/${MODEL}`, page.getByRole('table', { name: /^Heads of/ })],
    [`${PROJECT}/pairs/2/alignment?model=${MODEL}`, page.getByText('Aligned by edit distance')],
  ] as const) {
    await goTo(page, address);
    await expect(ready.first()).toBeVisible();
    const names = page.locator('main bdi', { hasText: /\p{Script=Hebrew}/u });
    await expect(names.first()).toBeVisible();
    await expect
      .poll(async () => (await startsOf(page.locator('main .clipped bdi'))).filter(({ isSeen }) => !isSeen))
      .toEqual([]);
  }
  // There is one to see that on.
  await goTo(page, `${PROJECT}/heads-of/${MODEL}`);
  await expect(page.getByRole('table', { name: /^Heads of/ })).toBeVisible();
  await expect
    .poll(async () => (await startsOf(page.locator('main .clipped bdi'))).some(({ isCut }) => isCut))
    .toBe(true);
});

/** Of lines of text, px from the left edge of the window to the first Hebrew letter of each, and to the last. */
const endsOf = (lines: Locator) =>
  lines.evaluateAll((all) =>
    all.flatMap((one) => {
      const nodes = document.createTreeWalker(one, NodeFilter.SHOW_TEXT);
      const letters: { node: Node; at: number }[] = [];
      for (let node = nodes.nextNode(); node !== null; node = nodes.nextNode())
        for (const { index } of (node.textContent ?? '').matchAll(/\p{Script=Hebrew}/gu))
          letters.push({ node, at: index });
      const left = ({ node, at }: (typeof letters)[number]) => {
        const range = document.createRange();
        range.setStart(node, at);
        range.setEnd(node, at + 1);
        return range.getBoundingClientRect().left;
      };
      const [first, last] = [letters[0], letters.at(-1)];
      if (first === undefined || last === undefined || first === last) return [];
      return [{ text: one.textContent.trim(), runsLeft: left(first) > left(last) }];
    }),
  );

test('examples of neurons and sequences run from the right, also those that begin with a special token', async ({
  workbenchOfOtherNames,
  openWorkbench,
}) => {
  const page = await openWorkbench(workbenchOfOtherNames);
  await goTo(page, `${PROJECT}/analyses`);
  await page
    .getByRole('link', { name: /^Induction/ })
    .first()
    .click();
  const lists = page.getByRole('region', { name: 'Texts' }).locator('ol bdi');
  await expect(lists.first()).toContainText('<|bos|>');
  // Each begins at the right end of its line, as in the grid of pairs.
  for (const { after } of await placesOf(lists)) expect(after).toBeLessThan(8);
  const sequences = await endsOf(lists);
  expect(sequences.length).toBeGreaterThan(9);
  expect(sequences.filter(({ runsLeft }) => !runsLeft)).toEqual([]);

  await goTo(page, `${PROJECT}/circuits`);
  await page
    .getByRole('link', { name: /^Neurons/ })
    .first()
    .click();
  const examples = page.locator('.examples li .text');
  await expect(examples.first()).toBeVisible();
  const rows = await endsOf(examples);
  expect(rows.some(({ text }) => text.startsWith('<|bos|>'))).toBe(true);
  expect(rows.filter(({ runsLeft }) => !runsLeft)).toEqual([]);
});

test('what a prediction comes from is shown from its start, and brackets of Hebrew open to what they hold', async ({
  workbenchOfOtherNames,
  openWorkbench,
}) => {
  const page = await openWorkbench(workbenchOfOtherNames);
  await page.setViewportSize({ width: 1280, height: 800 });
  await goTo(page, `${PROJECT}/models/${MODEL}?show=predictions&text=${TEXT}&at=5`);
  const source = page.getByRole('region', { name: /^Where .* comes from$/ });
  await expect(source.getByRole('button', { name: 'layer 0' })).toBeVisible();
  await settled(page);
  const place = await source.locator('.content').evaluate(({ scrollLeft, scrollWidth, clientWidth }) => ({
    scrollLeft,
    over: scrollWidth - clientWidth,
  }));
  expect(place).toEqual({ scrollLeft: 0, over: 0 });
  for (const card of [page.getByRole('region', { name: 'Predictions', exact: true }), source]) {
    const brackets = card.locator('svg text', { hasText: /^\u200f?[()]\u200f?$/ });
    await expect(brackets.first()).toBeVisible();
    // The marks around it turn it as the row runs.
    expect(new Set(await brackets.allTextContents())).toEqual(new Set(['\u200f(\u200f', '\u200f)\u200f']));
  }
});

/** Of texts, px between the left edge of each box and its words, and between these and the right edge. */
const placesOf = (boxes: Locator) =>
  boxes.evaluateAll((all) =>
    all.map((box) => {
      const range = document.createRange();
      range.selectNodeContents(box);
      const [words, around] = [range.getBoundingClientRect(), box.getBoundingClientRect()];
      return { before: words.left - around.left, after: around.right - words.right };
    }),
  );

test('texts stand where the interface begins; in a column of sentences they and its heading stand at the right', async ({
  workbenchOfOtherNames,
  openWorkbench,
}) => {
  const page = await openWorkbench(workbenchOfOtherNames);
  await page.setViewportSize({ width: 1280, height: 800 });
  await goTo(page, `${PROJECT}/pairs/1`);
  const sentences = page.getByRole('region', { name: 'Pair 1' }).locator('p.written');
  await expect(sentences.first()).toBeVisible();
  const places = await placesOf(sentences);
  // The note, original, counterfactual and neutral.
  expect(places).toHaveLength(4);
  for (const { before, after } of places) {
    expect(before).toBeLessThan(16);
    expect(after).toBeGreaterThan(64);
  }
  await goTo(page, `${PROJECT}/results/1`);
  const table = page.getByRole('table', { name: 'Results' });
  await expect(table.getByRole('row').nth(1).locator('bdi ins')).toBeVisible();
  const rightOf = async (words: Locator) => {
    const box = await words.boundingBox();
    return (box?.x ?? 0) + (box?.width ?? 0);
  };
  const heading = await rightOf(table.getByText('put in', { exact: true }));
  const [{ after } = { after: NaN }] = await placesOf(table.getByRole('row').nth(1).locator('bdi:has(ins)'));
  const cell = await rightOf(table.getByRole('row').nth(1).locator('bdi:has(ins)'));
  expect(Math.abs(cell - after - heading)).toBeLessThan(8);
});
