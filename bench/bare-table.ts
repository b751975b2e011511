/**
 * What a browser of this machine needs by itself: from a key to the next paint of a page that is one table of text, all of whose
 * cells get other words. No workbench shows its rows sooner; what the machine paints slowly, it paints slowly here as well.
 */
import type { Browser } from 'playwright';
import { type Interactions, interactionsOf, watchInteractions } from './interactions.ts';

/** As many rows and cells of text as Results shows at 1280 x 800. */
const ROWS = 18;
const CELLS = 12;

const TIMES = 40;

/** Longer than a frame takes, as between the keys of a person. */
const PAUSE_MS = 120;

const PAGE = `<!doctype html><meta charset="utf-8"><title>A bare table</title>
<style>body { margin: 0; font: 13px sans-serif } table { width: 100%; border-collapse: collapse } td { height: 36px; border-bottom: 1px solid #ddd }</style>
<table></table>
<script>
  const table = document.querySelector('table');
  for (let row = 0; row < ${ROWS}; row++) {
    const line = table.insertRow();
    for (let cell = 0; cell < ${CELLS}; cell++) line.insertCell().textContent = 'words ' + row + ' ' + cell;
  }
  let turn = 0;
  addEventListener('keydown', () => {
    turn++;
    for (const cell of document.querySelectorAll('td')) cell.textContent = 'words ' + turn + ' ' + cell.cellIndex;
  });
</script>`;

/** Every key changes all cells. */
export async function bareTable(browser: Browser): Promise<Interactions> {
  const page = await browser.newPage({ viewport: { width: 1280, height: 800 } });
  try {
    await watchInteractions(page);
    await page.goto(`data:text/html,${encodeURIComponent(PAGE)}`);
    for (let time = 0; time < TIMES; time++) {
      await page.keyboard.press('ArrowDown', { delay: 20 });
      await page.waitForTimeout(PAUSE_MS);
    }
    return await interactionsOf(page);
  } finally {
    await page.close();
  }
}
