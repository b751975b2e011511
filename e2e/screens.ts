/**
 * Looks at screens one after the other, and at each dialog, menu and panel that opens on them (opened.ts): a screen reports no
 * error, has no accessibility problem that axe knows (contrast among them), no chart without a menu that saves it (charts.ts), no
 * Hebrew text that turns what stands around it (isolation.ts), and fits: nothing scrolls sideways unexpectedly, no text is cut.
 * With PAIRLENS_SCREENSHOTS=1 (as `npm run screenshots` has it) they are photographed as well, for people to look at.
 */
import type { Page, TestInfo } from '@playwright/test';
import { join } from 'node:path';
import { violationsOn } from './accessibility.ts';
import { chartsWithoutMenu } from './charts.ts';
import { whatDoesNotFit } from './fits.ts';
import { textsNotApart } from './isolation.ts';
import { closeOpened, OPENED, WITHIN } from './opened.ts';
import { FOR_PEOPLE, picturePath } from './pictures.ts';
import { expect, goTo, settled } from './workbench.ts';

/** By the name that its pictures have: what data it shows, and which screen it is. */
export type Screens = Readonly<Record<string, string>>;

export const SMALL = { width: 1280, height: 800 };
export const LARGE = { width: 1920, height: 1080 };

/** How a screen is seen. */
export interface Look {
  readonly theme: 'light' | 'dark';
  readonly size: typeof SMALL;
}
const LIGHT_SMALL: Look = { theme: 'light', size: SMALL };
const DARK_LARGE: Look = { theme: 'dark', size: LARGE };
export const BOTH: readonly Look[] = [LIGHT_SMALL, DARK_LARGE];
const FOR_PICTURES: readonly Look[] = [
  LIGHT_SMALL,
  { theme: 'light', size: LARGE },
  { theme: 'dark', size: SMALL },
  DARK_LARGE,
];

/** Of svelte-query: an answer that comes while its view is being left is told to that view once more, to no effect. */
const LEFT_BEHIND = '/e/derived_inert';
/** Words in Latin letters within the Hebrew texts, and special tokens. */
const OF_HEBREW_TEXTS = ['Dana', 'bos', 'eos', 'unk', 'pad'];
const IN_README = new Set(['short-pair-view', 'short-heads', 'short-results']);
const WAITS =
  /^(Fetching|Gathering|Counting|Loading|Comparing|Computing|Running|Compiling|Checking|Drawing|Working)/;

export interface Looking {
  /** Both unless told. 'in turn': one each, light and small, then dark and large. */
  readonly looks?: 'both' | 'in turn';
  /** What some of them say besides. */
  readonly said?: Readonly<Record<string, readonly string[]>>;
  /** Those that say first why they have nothing. */
  readonly withAlert?: ReadonlySet<string>;
  /** What a screen may report, being asked for what there is not. */
  readonly mayReport?: RegExp;
}

/** What screens report, what axe finds in them, and what does not fit. */
export async function problemsOf(
  page: Page,
  screens: Screens,
  testInfo: TestInfo,
  { looks = 'both', said = {}, withAlert = new Set(), mayReport }: Looking = {},
): Promise<string[]> {
  const problems: string[] = [];
  let looked = '';
  page.on('pageerror', (error) => problems.push(`${looked}: ${error.message}`));
  page.on('console', (message) => {
    if (message.text().endsWith(LEFT_BEHIND) || mayReport?.test(message.text())) return;
    if (message.type() === 'error' || message.type() === 'warning')
      problems.push(`${looked}: ${message.text()}`);
  });
  for (const [at, [name, address]] of Object.entries(screens).entries()) {
    const drawn = { words: said[name] ?? [], alerts: withAlert.has(name) ? 1 : 0 };
    const own = looks === 'both' ? BOTH : BOTH.slice(at % 2).slice(0, 1);
    await see(page, LIGHT_SMALL);
    await goTo(page, address);
    const opened = Object.entries(OPENED[name] ?? {});
    if (opened.length > 0) await isDrawn(page, drawn);
    for (const [state, open] of opened)
      for (const look of FOR_PEOPLE ? BOTH : own) {
        looked = `${name}, ${state}, ${look.theme}`;
        await see(page, look);
        await open(page);
        problems.push(...(await broken(page, looked, WITHIN)));
        if (FOR_PEOPLE) await page.screenshot({ path: pathOf(testInfo, `${name}-${state}`, look) });
        await closeOpened(page);
      }
    for (const look of FOR_PEOPLE ? FOR_PICTURES : own) {
      looked = `${name}, ${look.theme}, ${look.size.width}`;
      await see(page, look);
      await isDrawn(page, drawn);
      problems.push(...(await broken(page, looked)));
      if (look === (FOR_PEOPLE ? LIGHT_SMALL : own[0]))
        problems.push(...(await stayWithoutMenu(page)).map((words) => `${looked}: ${words}`));
      if (FOR_PEOPLE) await photograph(page, name, look, testInfo);
    }
  }
  return problems;
}

async function see(page: Page, { theme, size }: Look): Promise<void> {
  await page.emulateMedia({ colorScheme: theme, reducedMotion: 'reduce' });
  await page.setViewportSize(size);
}

/** Of each screen, charts that have no menu: a figure gets its own when the last of its numbers has come, within this time. */
async function stayWithoutMenu(page: Page, within = 10_000): Promise<string[]> {
  const until = Date.now() + within;
  let missing = await chartsWithoutMenu(page);
  while (missing.length > 0 && Date.now() < until) {
    await settled(page);
    missing = await chartsWithoutMenu(page);
  }
  return missing;
}

/** The rules that a page breaks, or what is within it, and what has no room there, in words. */
async function broken(page: Page, looked: string, within?: string): Promise<string[]> {
  const rules = (await violationsOn(page, within)).flatMap(({ id, nodes }) =>
    nodes.map((node) => `${id}: ${node.html} ${node.failureSummary}`),
  );
  const apart = await textsNotApart(page, OF_HEBREW_TEXTS);
  return [...rules, ...(await whatDoesNotFit(page, within)), ...apart].map(
    (problem) => `${looked}: ${problem}`,
  );
}

/** Returns when the screen has what it shows, and no error among it. */
export async function isDrawn(
  page: Page,
  { words, alerts }: { readonly words: readonly string[]; readonly alerts: number } = {
    words: [],
    alerts: 0,
  },
): Promise<void> {
  await expect(page.getByRole('main')).toBeVisible();
  await expect(page.getByRole('heading', { level: 1 }).first()).toBeVisible();
  await page.evaluate(() => document.fonts.ready);
  for (const each of words) await expect(page.getByRole('main')).toContainText(each);
  // Figures are drawn in the frames after their data came, and a view that is come to may begin to wait only then.
  await expect(async () => {
    await settled(page);
    expect(await page.getByText(WAITS).count()).toBe(0);
  }).toPass({ timeout: 60_000 });
  await expect(page.getByRole('alert')).toHaveCount(alerts);
}

const pathOf = (testInfo: TestInfo, name: string, { theme, size }: Look) =>
  picturePath(testInfo, `${name}-${theme}-${size.width}`);

/** How many windows of what is below the first are photographed. */
const WINDOWS_BELOW = 3;

async function photograph(page: Page, name: string, look: Look, testInfo: TestInfo): Promise<void> {
  await page.screenshot({ path: pathOf(testInfo, name, look) });
  if (look === LIGHT_SMALL && IN_README.has(name))
    await page.screenshot({
      path: join(import.meta.dirname, '..', 'docs', 'images', `${name.replace('short-', '')}.png`),
    });
  if (!BOTH.includes(look)) return;
  for (let below = 1; below <= WINDOWS_BELOW && (await scrolledOn(page)); below++) {
    await settled(page);
    await page.screenshot({ path: pathOf(testInfo, `${name}-below-${below}`, look) });
  }
  await page.evaluate(() => {
    for (const scrolled of document.querySelectorAll('[data-photographed]')) {
      scrolled.scrollTop = 0;
      scrolled.removeAttribute('data-photographed');
    }
  });
}

/** Scrolls what has most below itself in the view by nearly a window. @returns whether there was anything below */
async function scrolledOn(page: Page): Promise<boolean> {
  return page.evaluate(() => {
    const widest = document.querySelector('main')?.clientWidth ?? 0;
    const [most] = [...document.querySelectorAll<HTMLElement>('main, main *')]
      .filter(
        (element) =>
          element.clientWidth > widest * 0.9 &&
          element.closest('[role=table], [role=grid], [role=treegrid]') === null &&
          element.scrollHeight > element.clientHeight + 40 &&
          /auto|scroll/.test(getComputedStyle(element).overflowY),
      )
      .toSorted((a, b) => b.clientHeight * b.clientWidth - a.clientHeight * a.clientWidth);
    if (most === undefined) return false;
    const before = most.scrollTop;
    most.dataset.photographed = '';
    most.scrollTop += most.clientHeight * 0.9;
    return most.scrollTop > before + 20;
  });
}
