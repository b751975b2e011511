/** What axe finds on a page. */
import type { Page } from '@playwright/test';
import type { AxeResults, Result } from 'axe-core';
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';

const AXE = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');

declare global {
  interface Window {
    axe?: { run: (within: Document | Element, options: object) => Promise<AxeResults> };
  }
}

/** Beside those that axe looks for by itself: who speaks to a computer says what stands on a button. */
const RULES = { 'label-content-name-mismatch': { enabled: true } };

/**
 * The rules that the page breaks. It has no frames, so that axe runs within it alone; a page is given axe once, and going
 * from screen to screen keeps it. Of what passes, thousands of cells, nothing is written up.
 * @param within a selector: only the last element of it is looked at, which takes a small part of the time
 */
export async function violationsOn(page: Page, within?: string): Promise<Result[]> {
  if (!(await page.evaluate(() => window.axe !== undefined))) await page.evaluate(AXE);
  return page.evaluate(
    async ({ selector, rules }) => {
      const place =
        selector === undefined ? document : [...document.querySelectorAll<HTMLElement>(selector)].at(-1);
      if (window.axe === undefined) throw new Error('axe is not in the page');
      if (place === undefined) throw new Error(`nothing on the page is ${selector}`);
      const { violations } = await window.axe.run(place, { resultTypes: ['violations'], rules });
      return violations;
    },
    { selector: within, rules: RULES },
  );
}

/** The same in words, of the page in both themes; it is as it was then. */
export async function violationsInBothThemes(page: Page, within?: string): Promise<string[]> {
  const found: string[] = [];
  for (const colorScheme of ['light', 'dark'] as const) {
    await page.emulateMedia({ colorScheme, reducedMotion: 'reduce' });
    for (const { id, nodes } of await violationsOn(page, within))
      found.push(...nodes.map((node) => `${colorScheme}: ${id}: ${node.html} ${node.failureSummary}`));
  }
  await page.emulateMedia({ colorScheme: null, reducedMotion: null });
  return found;
}
