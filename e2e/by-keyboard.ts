/** A person who has no mouse: goes on with Tab until something has the focus, and presses what it answers to. */
import { expect, type Locator, type Page } from '@playwright/test';

/** Further than this nobody goes with Tab: something before it should take one there. */
const MOST_TABS = 40;

/**
 * Goes on with Tab (back with Shift+Tab) to what `target` finds.
 * @throws when it takes more than {@link MOST_TABS}, or when the focus is not seen there
 */
export async function tabTo(page: Page, target: Locator, key: 'Tab' | 'Shift+Tab' = 'Tab'): Promise<void> {
  const passed: string[] = [];
  const [element] = await Promise.all([target.first().elementHandle(), expect(target.first()).toBeVisible()]);
  for (let tabs = 0; tabs <= MOST_TABS; tabs++) {
    const isThere = await page.evaluate((sought) => {
      const { activeElement } = document;
      if (activeElement === null || sought === null) return null;
      return activeElement === sought
        ? { isSeen: activeElement.matches(':focus-visible'), name: '' }
        : {
            isSeen: null,
            name: activeElement.getAttribute('aria-label') ?? activeElement.textContent.trim(),
          };
    }, element);
    if (isThere?.isSeen === true) return;
    if (isThere?.isSeen === false) throw new Error(`the focus is not seen at ${target.toString()}`);
    passed.push(isThere?.name.slice(0, 30) ?? '');
    await page.keyboard.press(key);
  }
  throw new Error(`${MOST_TABS} times ${key} do not lead to ${target.toString()}: ${passed.join(' | ')}`);
}

/** Goes there with Tab and presses Enter. */
export async function enter(page: Page, target: Locator): Promise<void> {
  await tabTo(page, target);
  await page.keyboard.press('Enter');
}
