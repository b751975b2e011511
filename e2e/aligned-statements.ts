/** The tokens of the two statements of a pair, as they are aligned. */
import type { Locator, Page } from '@playwright/test';

/** Tokens of the original and of the counterfactual, counted from 0. */
export function alignedTokens(page: Page): {
  above: (at: number) => Locator;
  below: (at: number) => Locator;
} {
  const chip = (side: string, at: number): Locator =>
    page.getByRole('group', { name: side, exact: true }).getByRole('button').nth(at);
  return { above: (at) => chip('original', at), below: (at) => chip('counterfactual', at) };
}

/** px */
export async function middleOf(chip: Locator): Promise<[number, number]> {
  const box = await chip.boundingBox();
  if (box === null) throw new Error('the token is not on the screen');
  return [box.x + box.width / 2, box.y + box.height / 2];
}
