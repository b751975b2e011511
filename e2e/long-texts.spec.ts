/** Texts that are wider than their place: what differs stands in the middle, at every width and whatever was open before. */
import type { Page } from '@playwright/test';
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
    const chips = [...place.querySelectorAll('[aria-label$=", not aligned"], [aria-label*=", not aligned,"]')];
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
