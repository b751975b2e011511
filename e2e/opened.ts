/** What can be opened on a screen, by the screen's name in screens.ts: dialogs, menus, panels, bars. */
import type { Page } from '@playwright/test';
import { expect } from './workbench.ts';

/** What was opened: Escape closes each of them. */
export const WITHIN = '[role=dialog], [role=menu], .popover, [role=toolbar][aria-label="Chosen pairs"]';

/** Closes what is open, and returns when it is gone: a key that is pressed before that goes to it. */
export async function closeOpened(page: Page): Promise<void> {
  await page.keyboard.press('Escape');
  await expect(page.locator(WITHIN)).toHaveCount(0);
}

type Open = (page: Page) => Promise<void>;

/** By a button of the view, or of the inspector beside it. */
const button =
  (name: string | RegExp): Open =>
  async (page) => {
    await page.locator('main, aside').getByRole('button', { name }).first().click();
    await isOpen(page);
  };

/** By a key of the view. */
const key =
  (name: string): Open =>
  async (page) => {
    await page.keyboard.press(name);
    await isOpen(page);
  };

/** By an entry of a menu. */
const entry =
  (menu: RegExp, name: string): Open =>
  async (page) => {
    await button(menu)(page);
    await page.getByRole('menuitem', { name }).click();
    await expect(page.getByRole('dialog')).toBeVisible();
  };

/** The command palette, with what is typed into it. */
const palette =
  (typed: string): Open =>
  async (page) => {
    await key('Control+k')(page);
    await page.getByPlaceholder('Search or do anything').fill(typed);
    const dialog = page.getByRole('dialog');
    await expect(
      dialog.getByRole('option').or(dialog.getByText('Nothing is called that.')).first(),
    ).toBeVisible();
  };

async function isOpen(page: Page): Promise<void> {
  await expect(page.locator(WITHIN).last()).toBeVisible();
}

export const OPENED: Readonly<Record<string, Readonly<Record<string, Open>>>> = {
  projects: {
    'new-project': button('New project'),
    menu: button(/^More about/),
  },
  'sentence-sets': {
    'empty-set': button('New empty set'),
    import: button('Import a file'),
    bundled: button(/bundled/),
  },
  'sentence-set': {
    template: key('t'),
    rule: key('r'),
    pair: key('n'),
    replace: key('h'),
    columns: button(/^Columns/),
    menu: button(/^More about/),
    rename: entry(/^More about/, 'Rename…'),
    merge: entry(/^More about/, 'Merge with…'),
    chosen: async (page) => {
      await page.getByRole('grid').getByRole('checkbox').nth(1).check();
      await isOpen(page);
    },
    keys: key('?'),
    palette: palette(''),
    'palette-typed': palette('negation'),
    'palette-nothing': palette('qqqqqq'),
  },
  'text-set': { text: button('Add text'), rename: entry(/^More about/, 'Rename…') },
  'new-run': { preset: button('Save as preset…') },
  run: { menu: button(/^More about run/), note: button(/^Note on/) },
  results: {
    threshold: button(/^Threshold/),
    layers: button(/^Layers/),
    columns: button(/^Columns/),
    views: button('Saved views'),
    set: key('s'),
    export: button('Export rows'),
  },
  'pair-view': {
    menu: button(/^Save or copy/),
    note: button(/^Note on/),
    flags: button(/thresholds of flags/),
  },
  heads: {
    effect: button(/^Smallest effect/),
    menu: button(/^Save or copy/),
  },
  'hebrew-projects': { menu: button(/^More about/), palette: palette('א') },
  'hebrew-sets': { menu: button(/^More about/) },
  'hebrew-set': {
    columns: button(/^Columns/),
    pair: key('n'),
    menu: button(/^More about/),
    merge: entry(/^More about/, 'Merge with…'),
    split: entry(/^More about/, 'Split…'),
    palette: palette('שלילה'),
  },
  'hebrew-results': {
    labels: button(/^Label/),
    columns: button(/^Columns/),
    views: button('Saved views'),
    set: key('s'),
  },
  'hebrew-pair': { menu: button(/^Save or copy/), note: button(/^Note on/) },
};
