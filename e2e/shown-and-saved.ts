/** Whether what a figure's menu saves is what its card shows: one way for each way that figures are drawn on the screen. */
import type { Locator, Page } from '@playwright/test';
import { readFile } from 'node:fs/promises';
import { parse } from 'csv-parse/sync';
import { differencesOf, shapesOf, type Shape } from './drawn-shapes.ts';
import { expect } from './workbench.ts';

/** What is closest around a menu and the figure that it saves. */
const CARD = 'section, article, [data-attention], [role=region], figure, form, main, aside';
/** The button of a figure that can be saved. */
export const MENU = 'button[aria-label^="Save or copy"]';
/** Chips, bars of HTML and small multiples of their own, which figures-of-pairs.spec.ts compares one by one. */
const COMPARED_BY_ITSELF = new Set(['Text', 'Balance', 'How metrics lie', 'Tokens in a statement']);

/** What the card of a menu shows, as far as it can be read off the page. */
interface Shown {
  readonly how: 'drawing' | 'table' | 'points' | 'picture' | 'nothing';
  /** Of a drawing: the SVG; of points and pictures: a data URL of what is seen. */
  readonly drawn: string;
  /** What it is called, for who does not see it. */
  readonly label: string;
  /** What stands in words under it. */
  readonly notes: readonly string[];
  /** Of a table: the words of its lines. */
  readonly words: readonly string[];
  /** Of a table: how far along the axis the dots of its lines are, from 0 to 1. */
  readonly dots: readonly number[];
}

/** In words, each way in which a figure of the page is saved as something else than is shown. @param name of the screen */
export async function differencesOn(page: Page, name: string): Promise<string[]> {
  const found: string[] = [];
  // A pointer on a figure shows what no file has.
  await page.mouse.move(2, 2);
  const menus = page.locator('main, aside').locator(MENU);
  const compared = new Set<string>();
  // By their names: one that comes while others are saved moves those after it.
  for (;;) {
    const names = await menus.evaluateAll((all) => all.map((menu) => menu.getAttribute('aria-label') ?? ''));
    const next = names.find((one) => !compared.has(one));
    if (next === undefined)
      return [...found, ...twice(names).map((one) => `${name}: two are called “${one}”`)];
    compared.add(next);
    const menu = page.locator('main, aside').getByRole('button', { name: next, exact: true }).first();
    const title = next.replace('Save or copy: ', '');
    const problems = await differencesOfFigure(page, menu, title);
    found.push(...problems.map((problem) => `${name}, ${title}: ${problem}`));
  }
}

const twice = (names: readonly string[]) => names.filter((name, at) => names.indexOf(name) < at);

async function differencesOfFigure(page: Page, menu: Locator, title: string): Promise<string[]> {
  const numbers = await savedBy(page, menu, 'Save numbers as CSV');
  const rows: string[][] = parse(numbers ?? '', { bom: true });
  const svg = await savedBy(page, menu, 'Save as SVG');
  // A table that is no figure.
  if (svg === null) return rows.length > 1 ? [] : ['the file of its numbers has none'];
  if (COMPARED_BY_ITSELF.has(title)) return [];
  const shown = await shownBy(menu);
  const file = await wordsOf(page, svg);
  const [saved = []] = await shapesOf(page, [svg]);
  switch (shown.how) {
    case 'drawing': {
      const [drawn = []] = await shapesOf(page, [shown.drawn]);
      return [
        ...differencesOf(drawn, saved),
        ...differencesOfWords(shown, file),
        ...differencesOfNumbers(title, drawn, rows),
      ];
    }
    case 'table':
      return differencesOfTable(shown, saved, rows);
    case 'points':
      return differencesOfPoints(page, shown.drawn, svg);
    case 'picture':
      return differencesOfPicture(page, shown.drawn, saved, rows);
    case 'nothing':
      return ['there is a menu, and nothing that it is the menu of'];
  }
}

/** What an entry of a menu saves; null where it has no such entry. */
async function savedBy(page: Page, menu: Locator, item: string): Promise<string | null> {
  await menu.click();
  await expect(page.getByRole('menuitem').first()).toBeVisible();
  const entry = page.getByRole('menuitem', { name: item, exact: true });
  let saved: string | null = null;
  if ((await entry.count()) === 0) await page.keyboard.press('Escape');
  else {
    const [download] = await Promise.all([page.waitForEvent('download'), entry.click()]);
    saved = await readFile(await download.path(), 'utf8');
  }
  await expect(page.getByRole('menu')).toHaveCount(0);
  return saved;
}

function shownBy(menu: Locator): Promise<Shown> {
  return menu.evaluate(
    (button, { card: around, menu: ofMenus }): Shown => {
      const card = button.closest(around);
      if (card === null) throw new Error('the menu has no card');
      const own = <Found extends Element>(what: string) =>
        [...card.querySelectorAll<Found>(what)].filter((one) => one.parentElement?.closest(around) === card);
      const nth = own(ofMenus).indexOf(button);
      // Of a FigureCard: what else stands in a card is about more than its figure.
      const notes = own<HTMLElement>('.content + p').map((one) => one.textContent);
      const shown = { drawn: '', label: '', notes, words: [], dots: [] };
      const drawing = own('[role=img]').filter((one) => one.querySelector(':scope > div > svg') !== null)[
        nth
      ];
      if (drawing !== undefined)
        return {
          ...shown,
          how: 'drawing',
          drawn: drawing.querySelector('svg')?.outerHTML ?? '',
          label: drawing.getAttribute('aria-label') ?? '',
        };
      const [canvas] = own<HTMLCanvasElement>('canvas');
      if (canvas !== undefined) return { ...shown, how: 'points', drawn: canvas.toDataURL() };
      const [picture] = own<HTMLImageElement>('img');
      if (picture !== undefined) return { ...shown, how: 'picture', drawn: picture.src };
      const lines = own<HTMLElement>('[role=row]');
      if (lines.length === 0) return { ...shown, how: 'nothing' };
      /** Without what only a reader of screens is told. */
      const wordsSeen = (line: HTMLElement) => {
        const unseen = [...line.querySelectorAll<HTMLElement>('.visually-hidden')];
        for (const one of unseen) one.style.display = 'none';
        const words = line.innerText;
        for (const one of unseen) one.style.display = '';
        return words;
      };
      return {
        ...shown,
        how: 'table',
        words: lines.map(wordsSeen),
        dots: lines.flatMap((line) => {
          const dot = line.querySelector('circle.set')?.getAttribute('cx');
          return dot === null || dot === undefined ? [] : [Number.parseFloat(dot) / 100];
        }),
      };
    },
    { card: CARD, menu: MENU },
  );
}

interface FileWords {
  readonly title: string;
  /** Sentences, how to read it, and the caption. */
  readonly under: string;
}

function wordsOf(page: Page, svg: string): Promise<FileWords> {
  return page.evaluate((text) => {
    const file = new DOMParser().parseFromString(text, 'image/svg+xml');
    const of = (name: string) => file.querySelector(`svg > ${name}`)?.textContent ?? '';
    return { title: of('title'), under: of('desc') };
  }, svg);
}

/** Without the signs that set texts apart, and with one space where there are several. */
const plain = (text: string) =>
  text
    .replaceAll(/[\u2066-\u2069]/g, '')
    .replaceAll(/\s+/g, ' ')
    .trim();

function differencesOfWords({ label, notes }: Shown, { title, under }: FileWords): string[] {
  const caption = label.startsWith(`${title}. `) ? label.slice(title.length + 2).trim() : null;
  const ofLabel =
    caption !== null && under.endsWith(caption) ? [] : [`“${label}” is saved as “${title}. ${under}”`];
  const unsaid = notes.map(plain).filter((note) => !plain(under).includes(note));
  return [...ofLabel, ...unsaid.map((note) => `the file does not say “${note}”`)];
}

/** Maps of heads and of pairs of tokens, by what their menus call them: a cell for each line of their numbers. */
const A_CELL_EACH =
  /^(Heads$|Run \d|Attention · (original|counterfactual)|Value cosine|Attention to the (cue|previous|same)|Head output|Added to the logit|Loss added|Copying|Best c)/;

/** How many shapes are cells or dots, all of one size: the largest such group. */
function marksOf(shapes: readonly Shape[]): number {
  const sizes = shapes.flatMap(({ look, numbers }) => {
    if (!/ fill (#|rgb)/.test(look)) return [];
    // Middle, radius, and how much it is drawn larger; beginning, then a side to the right and one down.
    if (look.startsWith('circle ')) return [`dot ${numbers.slice(2, 7).join(' ')}`];
    const sides = [numbers[2], numbers[5]].map((side) => Math.round(side ?? 0));
    return /^path Mlll /.test(look) ? [`cell ${sides.join(' ')}`] : [];
  });
  return Math.max(
    0,
    ...Map.groupBy(sizes, (size) => size)
      .values()
      .map((group) => group.length),
  );
}

/** Lines of what no query of a causal model sees, the keys after it: nothing is drawn there, and each has no number or 0. */
function unseenOf([names = [], ...rows]: readonly string[][]): number {
  const [query, key, value] = ['query', 'key', 'value'].map((name) => names.indexOf(name));
  if (query === undefined || query < 0 || key === undefined || value === undefined) return 0;
  const later = rows.filter((row) => Number(row[key]) > Number(row[query]));
  return later.every((row) => Number(row[value]) === 0) ? later.length : 0;
}

function differencesOfNumbers(title: string, drawn: readonly Shape[], rows: readonly string[][]): string[] {
  const lines = rows.length - 1 - unseenOf(rows);
  const marks = marksOf(drawn);
  const isSame = A_CELL_EACH.test(title) ? lines === marks : lines > 0 || marks === 0;
  return isSame ? [] : [`${lines} lines of numbers, and ${marks} marks`];
}

/** The words of a ranking, and where its dots lie, line by line. */
function differencesOfTable(
  { words, dots }: Shown,
  saved: readonly Shape[],
  rows: readonly string[][],
): string[] {
  const texts = saved.flatMap(({ look }) => /^text “(.*)”/s.exec(look)?.[1] ?? []);
  const wordsIn = (parts: readonly string[]) =>
    parts.flatMap((part) => plain(part).split(' ')).filter((word) => word !== '' && word !== '▸');
  const [shownWords, savedWords] = [words, texts].map((of) => Map.groupBy(wordsIn(of), (word) => word));
  const unsaid = [...(shownWords ?? [])].filter(
    ([word, all]) => (savedWords?.get(word)?.length ?? 0) < all.length,
  );
  const heads = (parts: readonly string[]) =>
    plain(parts.join(' '))
      .match(/L\d+ H\d+/g)
      ?.join() ?? '';
  // Dots of the set are painted before those of the control, in the order of the lines.
  const places = saved
    .filter(({ look }) => look.startsWith('circle '))
    .slice(0, dots.length)
    .map(({ numbers }) => (numbers.length < 9 ? numbers[0] : numbers[7]) ?? NaN);
  const along = (of: readonly number[]) => {
    const [least, most] = [Math.min(...of), Math.max(...of)];
    return of.map((place) => (most === least ? 0 : (place - least) / (most - least)));
  };
  const [shownAlong, savedAlong] = [along(dots), along(places)];
  const isMoved = shownAlong.some((place, at) => !(Math.abs(place - (savedAlong[at] ?? NaN)) < 0.01));
  return [
    ...unsaid.map(([word]) => `the file has “${word}” less often than the table`),
    ...(heads(words) === heads(texts) ? [] : ['other heads, or in another order']),
    ...(isMoved || dots.length === 0
      ? [`dots along the axis at ${savedAlong.join(' ')} instead of ${shownAlong.join(' ')}`]
      : []),
    ...(rows.length - 1 < dots.length ? ['fewer lines of numbers than of the table'] : []),
  ];
}

/** Points that are drawn on a canvas on the screen, and as shapes in the file: pixel by pixel. */
async function differencesOfPoints(page: Page, canvas: string, svg: string): Promise<string[]> {
  const { inked, other, far } = await page.evaluate(
    async ({ shown, file }) => {
      const load = async (source: string) => {
        const image = new Image();
        image.src = source;
        await image.decode();
        return image;
      };
      const drawing = new DOMParser().parseFromString(file, 'image/svg+xml').querySelector('svg svg');
      if (drawing === null) throw new Error('it is no SVG');
      for (const [name, value] of [
        ['xmlns', 'http://www.w3.org/2000/svg'],
        ['x', '0'],
        ['y', '0'],
      ] as const)
        drawing.setAttribute(name, value);
      const seen = await load(shown);
      const saved = await load(`data:image/svg+xml,${encodeURIComponent(drawing.outerHTML)}`);
      // The file has a key under the points.
      const pixelsOf = (image: HTMLImageElement) => {
        const context = new OffscreenCanvas(seen.width, seen.height).getContext('2d');
        if (context === null) throw new Error('there is no canvas');
        context.fillStyle = 'white';
        context.fillRect(0, 0, seen.width, seen.height);
        context.drawImage(image, 0, 0);
        return context.getImageData(0, 0, seen.width, seen.height).data;
      };
      const [one, two] = [pixelsOf(seen), pixelsOf(saved)];
      const found = { inked: 0, other: 0, far: 0 };
      for (let at = 0; at < one.length; at += 4) {
        const channels = [at, at + 1, at + 2];
        const distance = Math.max(
          ...channels.map((channel) => Math.abs((one[channel] ?? 0) - (two[channel] ?? 0))),
        );
        if (channels.some((channel) => (one[channel] ?? 0) < 250)) found.inked++;
        if (distance > 24) found.other++;
        if (distance > 96) found.far++;
      }
      return found;
    },
    { shown: canvas, file: svg },
  );
  // Edges are smoothed in two ways: a point that is missing, elsewhere or of another colour is ten pixels that are far off.
  const isSame = inked > 1000 && other < inked / 10 && far < 10;
  return isSame ? [] : [`of ${inked} pixels with ink ${other} are other ones, and ${far} far off`];
}

/** A map as a picture: the colours of its cells, and of those that are saved. */
async function differencesOfPicture(
  page: Page,
  picture: string,
  saved: readonly Shape[],
  rows: readonly string[][],
): Promise<string[]> {
  const cells = rows.length - 1;
  const fills = saved
    .flatMap(({ look }) => /^path Mlll fill rgb\((\d+),(\d+),(\d+)\)/.exec(look)?.slice(1) ?? [])
    .map(Number)
    .slice(0, 3 * cells);
  const colours = await page.evaluate(
    async ({ source, side }) => {
      const image = new Image();
      image.src = source;
      await image.decode();
      const context = new OffscreenCanvas(image.naturalWidth, image.naturalHeight).getContext('2d');
      if (context === null) throw new Error('there is no canvas');
      context.drawImage(image, 0, 0);
      const middle = (at: number) => Math.floor(((at + 0.5) * image.naturalWidth) / side);
      return Array.from({ length: side * side }, (_, at) => [
        ...context.getImageData(middle(at % side), middle(Math.floor(at / side)), 1, 1).data.slice(0, 3),
      ]).flat();
    },
    { source: picture, side: Math.round(Math.sqrt(cells)) },
  );
  const others = colours.filter((channel, at) => !(Math.abs(channel - (fills[at] ?? NaN)) <= 3));
  return others.length === 0 && cells > 0
    ? []
    : [`${others.length} of ${colours.length} channels of colours are others`];
}
