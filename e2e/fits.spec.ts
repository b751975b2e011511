/** What is told not to fit: a page that is made for it, for on the screens of the workbench there is none. */
import { expect, test } from '@playwright/test';
import { whatDoesNotFit } from './fits.ts';

const LONG = 'Sentences of the second round, with negation by a rule';

function select(label: string, option: string, width: number, more = ''): string {
  return `<select aria-label="${label}" style="width: ${width}px; font: 13px sans-serif; padding: 0 26px 0 8px; ${more}">
    <option>a much longer one that is not chosen</option><option selected>${option}</option></select>`;
}

test('the chosen option of a select that is too narrow for it, also where it ends in …', async ({ page }) => {
  await page.setContent(`<main>
    ${select('Sign', '≥', 40)} ${select('Narrow', 'at least', 60, 'text-overflow: ellipsis')}
    ${select('Wide', 'at least', 120)}
    ${select('Long', LONG, 280, 'text-overflow: ellipsis')} ${select('Long and cut', LONG, 280)}
  </main>`);
  expect(await whatDoesNotFit(page)).toEqual([
    '“≥” is cut by <select “Sign”>',
    '“at least” is cut by <select “Narrow”>',
    `“${LONG}” is cut by <select “Long and cut”>`,
  ]);
});
