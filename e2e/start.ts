/** The first screen. */
import type { Page } from '@playwright/test';
import { expect, goTo } from './workbench.ts';

/** The screen, once what run 1 found is known: somebody has to have asked for it. */
export async function startWithFinding(page: Page): Promise<void> {
  await goTo(page, '#/projects/1/runs/1');
  await expect(page.getByText(/heads change more than/).first()).toBeVisible({ timeout: 60_000 });
  await goTo(page, '#/projects');
}
