/** What axe finds on a page. */
import type { Page } from '@playwright/test';
import type { AxeResults, Result } from 'axe-core';
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';

const AXE = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');

declare global {
  interface Window {
    axe?: { run: (within: Document, options: object) => Promise<AxeResults> };
  }
}

/**
 * The rules that the page breaks. It has no frames, so that axe runs within it alone; a page is given axe once, and going
 * from screen to screen keeps it. Of what passes, thousands of cells, nothing is written up.
 */
export async function violationsOn(page: Page): Promise<Result[]> {
  if (!(await page.evaluate(() => window.axe !== undefined))) await page.evaluate(AXE);
  return page.evaluate(async () => {
    if (window.axe === undefined) throw new Error('axe is not in the page');
    const { violations } = await window.axe.run(document, { resultTypes: ['violations'] });
    return violations;
  });
}
