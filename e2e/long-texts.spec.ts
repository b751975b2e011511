/** Texts that are wider than their place: what differs stands in the middle, at every width and whatever was open before. */
import type { Page } from '@playwright/test';
import { holdRequests } from './hold-requests.ts';
import { newProject, pasteSet } from './new-set.ts';
import { LARGE, SMALL } from './screens.ts';
import { expect, goTo, settled, test } from './workbench.ts';

const ENGLISH = 'When they came home they sat down by the fire and told each other of all that had been. ';
const HEBREW = 'כאשר הגיעו הביתה אחרי היום הארוך, ישבו סביב האש וסיפרו זה לזה את כל מה שהיה. ';

/** Of each language a pair that changes in the middle of a long text, and one that changes sooner. */
const SETS = [
  {
    name: 'long English',
    model: 'char-en',
    pairs: [`${ENGLISH}She is XX tall. ${ENGLISH}`, `${ENGLISH.slice(0, 40)} XX ${ENGLISH}${ENGLISH}`],
    change: 'not',
  },
  {
    name: 'long Hebrew',
    model: 'char-he',
    pairs: [`${HEBREW}הילד XX אכל. ${HEBREW}`, `${HEBREW.slice(0, 40)} XX ${HEBREW}${HEBREW}`],
    change: 'לא',
  },
];

/** px between the middle of what differs and the middle of the text's place, and how much of the text has no room. */
async function fromTheMiddle(page: Page): Promise<{ readonly away: number; readonly hidden: number }> {
  await settled(page);
  return page.locator('[data-scroller]').evaluate((place) => {
    const chips = [
      ...place.querySelectorAll('[aria-label$=", not aligned"], [aria-label*=", not aligned,"]'),
    ];
    const boxes = chips.map((chip) => chip.getBoundingClientRect());
    const box = place.getBoundingClientRect();
    const middle =
      (Math.min(...boxes.map(({ left }) => left)) + Math.max(...boxes.map(({ right }) => right))) / 2;
    return {
      away: Math.abs(middle - box.left - box.width / 2),
      hidden: place.scrollWidth - place.clientWidth,
    };
  });
}

test('what differs stands in the middle of a long text', async ({ emptyWorkbench, openWorkbench }) => {
  test.slow();
  const page = await openWorkbench(emptyWorkbench);
  await newProject(page, 'long');
  for (const { name, pairs, change, model } of SETS) {
    await pasteSet(
      page,
      name,
      pairs.map((text) => [text.replace('XX ', ''), text.replace('XX', change)]),
    );
    const set = new URL(page.url()).hash.replace(/\?.*/, '');
    const first = page.getByRole('region', { name: 'Statements' }).getByText('Pair 1', { exact: true });
    for (const size of [SMALL, LARGE]) {
      await page.setViewportSize(size);
      await goTo(page, `${set}/alignment?model=${model}`);
      await expect(first).toBeVisible();
      await expect(async () => {
        const { away, hidden } = await fromTheMiddle(page);
        expect(hidden).toBeGreaterThan(0);
        expect(away).toBeLessThan(20);
      }).toPass();
    }
    // Narrower and wider, and after another pair of another change.
    for (const before of ['narrower', 'another pair'] as const) {
      if (before === 'narrower') await page.setViewportSize(SMALL);
      else {
        await page.keyboard.press('j');
        await expect(first).toBeHidden();
        expect((await fromTheMiddle(page)).hidden).toBeGreaterThan(0);
        await page.keyboard.press('k');
        await expect(first).toBeVisible();
      }
      await expect(async () => expect((await fromTheMiddle(page)).away).toBeLessThan(20)).toPass();
    }
  }
});

const LONGEST = '#/projects/1/results/6/pairs/28?layer=1&head=1';

test('a pair of 512 tokens stands in its place before an answer has come, and the whole beside the heads, over large maps', async ({
  workbenchOfOtherTexts,
  openWorkbench,
}) => {
  test.slow();
  test.skip(workbenchOfOtherTexts.url === null, 'Electron asks in another way than through a WebSocket');
  const page = await openWorkbench(workbenchOfOtherTexts);
  await goTo(page, '#/projects/1/results/6');
  await expect(page.getByRole('table', { name: 'Results' }).getByRole('row').nth(1)).toBeVisible();
  const release = await holdRequests(page);
  await page.evaluate((address) => (location.hash = address), LONGEST);
  const place = (name: string) => page.getByRole('region', { name, exact: true });
  for (const name of ['Statements', 'Heads', 'Maps']) await expect(place(name)).toBeVisible();
  await expect(place('Statements')).toContainText('counterfactual');
  await expect(place('Maps')).toContainText('Fetching the pair…');
  const before = await place('Heads').boundingBox();
  await release();
  const whole = place('The whole pair');
  await expect(whole.locator('.picture')).toHaveCount(3, { timeout: 60_000 });
  // What stood there has not moved far, and the maps begin below it, at the left.
  const [heads, beside] = [await place('Heads').boundingBox(), await whole.boundingBox()];
  if (before === null || heads === null || beside === null) throw new Error('no heads are on the screen');
  expect(Math.abs(heads.y - before.y)).toBeLessThan(90);
  expect(beside.y).toBe(heads.y);
  const difference = page.getByRole('region', { name: /^Difference · / });
  const map = await difference.boundingBox();
  expect(map?.x).toBe(heads.x);
  expect(map?.y ?? 0).toBeGreaterThan(heads.y + heads.height);

  // Nothing of it is seen on the whole scale, which is said, with the way to see it.
  await expect(difference).toContainText('Up to 0.031 here: on a scale from −1 to 1 it can hardly be seen.');
  const lines = place('Lines');
  await lines.getByText('Arcs', { exact: true }).click();
  await expect(lines).toContainText('No weight of 0.06 or more here.');
  await lines.getByRole('button', { name: 'Fit the scale to it' }).click();
  await expect(page).toHaveURL(/scale=fit/);
  await expect(lines).not.toContainText('No weight of');
  await expect(difference).not.toContainText('can hardly be seen');
});

test('the window goes to a token that is locked, and stays where it is when another one is', async ({
  workbenchOfOtherTexts,
  openWorkbench,
}) => {
  test.slow();
  const page = await openWorkbench(workbenchOfOtherTexts);
  await goTo(page, `${LONGEST}&token=c9`);
  const statements = page.getByRole('region', { name: 'Statements' });
  const chips = () => statements.locator('[data-chip^=c]').allInnerTexts();
  await expect(statements.locator('[data-chip=c9]')).toHaveAttribute('aria-pressed', 'true', {
    timeout: 60_000,
  });
  await expect(statements).toContainText('“the” (token 9)');
  await expect.poll(async () => (await chips()).length).toBeGreaterThan(6);
  const shown = await chips();
  await statements.locator('[data-chip=c4]').click();
  await expect(page).toHaveURL(/token=c4/);
  await expect(statements.locator('[data-chip=c4]')).toHaveAttribute('aria-pressed', 'true');
  expect(await chips()).toEqual(shown);
});
