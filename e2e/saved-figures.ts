/** What figures save, and what is drawn in it. */
import type { Locator, Page } from '@playwright/test';
import { readFile } from 'node:fs/promises';

/** What an entry of a figure's menu saves. */
export async function savedFrom(page: Page, card: Locator, item: string): Promise<string> {
  await card.getByRole('button', { name: /^Save or copy/ }).click();
  const [download] = await Promise.all([
    page.waitForEvent('download'),
    page.getByRole('menuitem', { name: item }).click(),
  ]);
  return readFile(await download.path(), 'utf8');
}

/** Fills of what a figure draws, in its order. */
export function fillsOf(page: Page, svg: string): Promise<string[]> {
  return page.evaluate((text) => {
    const root = new DOMParser().parseFromString(text, 'text/html').querySelector('svg');
    return [...(root?.querySelectorAll('path') ?? [])].map((mark) => mark.getAttribute('fill') ?? '');
  }, svg);
}

/** The pictures in a figure, as data URLs. */
export function picturesOf(page: Page, svg: string): Promise<string[]> {
  return page.evaluate((text) => {
    const root = new DOMParser().parseFromString(text, 'text/html').querySelector('svg');
    return [...(root?.querySelectorAll('image') ?? [])].map(
      (image) => image.getAttribute('href') ?? image.getAttribute('xlink:href') ?? '',
    );
  }, svg);
}

/** What a figure says, word for word, and the fills of what it draws. */
export function saidBy(page: Page, svg: string): Promise<{ words: string[]; fills: string[] }> {
  return page.evaluate((text) => {
    const root = new DOMParser().parseFromString(text, 'text/html').querySelector('svg');
    const of = (name: string) => [...(root?.querySelectorAll(name) ?? [])];
    return {
      words: of('text').map((word) => word.textContent),
      fills: of('path')
        .map((mark) => mark.getAttribute('fill') ?? '')
        .filter((fill) => /^(#|rgb)/.test(fill)),
    };
  }, svg);
}

/** The texts, fills and lines of a figure, in its order. */
export function drawnIn(page: Page, svg: string): Promise<{ words: string; fills: string; lines: string }> {
  return page.evaluate((text) => {
    const root = new DOMParser().parseFromString(text, 'text/html').querySelector('svg');
    const of = (name: string) => [...(root?.querySelectorAll(name) ?? [])];
    const attributes = (...names: readonly string[]) =>
      of('path, circle').flatMap((mark) => {
        const values = names.map((name) => mark.getAttribute(name) ?? '');
        return /^(#|rgb)/.test(values[0] ?? '') ? [values.join(' ')] : [];
      });
    return {
      words: of('text')
        .map((word) => word.textContent)
        .join(' '),
      fills: attributes('fill').join(' '),
      lines: attributes('stroke', 'stroke-width', 'stroke-opacity').join(' '),
    };
  }, svg);
}
