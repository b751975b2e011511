/** How wide the columns of the grid of pairs are, and how much of a text each has room for. */
import { canvasTextWidth } from '../../charts/canvas-text-width.ts';
import type { Pair } from '../../../shared/entities.ts';
import { cellText, type GridColumn, TOKENS } from './grid-columns.ts';
import { gridWidths } from './grid-widths.ts';

/** px of a cell beside its text, and of a character on average. */
const PADDING = 24;
const CHARACTER = 6.5;
/** px of the boxes to choose a pair by, and of its number. */
const BOX = 32;
const NUMBER = 68;
/** Pairs whose texts say how wide a column is: the first ones, so that it stays while one scrolls. */
const LOOKED_AT = 100;
/** px that a column of labels or names takes at most where sentences are cut, and where they are not. */
const MOST_BESIDE_CUT = 180;
const SHARE_BESIDE_CUT = 0.16; // of the grid
const MOST = 420;

/** px that a column takes at least: as wide as a person made it, or as it is by itself. */
function leastOf({ key, least }: GridColumn): number {
  return gridWidths.of({ name: key, width: least });
}

export class ColumnRoom {
  readonly #columns: () => readonly GridColumn[];
  readonly #width: () => number;
  readonly #measure = canvasTextWidth();
  /** px of each column as it is, by its key: what a person gave it, or what is left over. */
  readonly #widths = $state<Record<string, number>>({});
  #font = $state('');
  /** px of the text that takes most room in a column, by its key. */
  #contents = $state.raw<Readonly<Record<string, number>>>({});

  /** grid-template-columns of all of the grid. */
  readonly template = $derived.by(() =>
    [
      `${BOX}px`,
      `${NUMBER}px`,
      ...this.#columns().map((column) =>
        gridWidths.isGiven({ name: column.key }) ? `${leastOf(column)}px` : this.#widthOf(column),
      ),
    ].join(' '),
  );
  /** px that the grid takes at least. */
  readonly least = $derived.by(() =>
    this.#columns().reduce((sum, column) => sum + leastOf(column), BOX + NUMBER),
  );

  /**
   * Call while a component is being set up.
   * @param columns is read reactively
   * @param pairAt the pair at a place of the view, where it is there; likewise
   * @param width px of the grid; likewise
   */
  constructor(
    columns: () => readonly GridColumn[],
    pairAt: (index: number) => Pair | undefined,
    width: () => number,
  ) {
    this.#columns = columns;
    this.#width = width;
    $effect(() => {
      const first = Array.from({ length: LOOKED_AT }, (_, index) => pairAt(index)).filter(
        (pair) => pair !== undefined,
      );
      // Where they are not in sight any more, columns stay as they were.
      if (this.#font === '' || first.length === 0) return;
      const widest = (key: string) =>
        Math.max(...first.map((pair) => this.#measure(cellText(pair, key), this.#font)));
      this.#contents = Object.fromEntries(columns().map(({ key }) => [key, widest(key) + PADDING]));
    });
    $effect(() => {
      // Their shorthand is empty where ligatures are off.
      const { fontSize, fontFamily } = getComputedStyle(document.body);
      this.#font = `${fontSize} ${fontFamily}`;
    });
  }

  /** grid-template-columns of one: what is no sentence is as wide as what it holds, as far as sentences leave it room. */
  #widthOf({ key, width, least, isSentence }: GridColumn): string {
    const content = this.#contents[key];
    if (isSentence || content === undefined || key === TOKENS) return width;
    return `minmax(${least}px, ${Math.ceil(Math.max(least, Math.min(content, this.#mostOfOther)))}px)`;
  }

  /** px that a column beside the sentences may take. */
  readonly #mostOfOther = $derived.by(() => {
    const all = this.#columns().reduce((sum, { key }) => sum + (this.#contents[key] ?? 0), BOX + NUMBER);
    return all <= this.#width() ? MOST : Math.max(MOST_BESIDE_CUT, SHARE_BESIDE_CUT * this.#width());
  });

  /** @param px that a column turned out to have */
  measured(key: string, px: number): void {
    this.#widths[key] = px;
  }

  /** Characters that a cell of a column has room for; before it is measured, any number. */
  charactersIn(key: string): number {
    const px = this.#widths[key] ?? 0;
    return px === 0 ? Infinity : Math.max(8, Math.floor((px - PADDING) / CHARACTER));
  }

  /** Whether a sentence has room in a column, by its own letters: then nothing of it is cut. */
  fits(key: string, text: string): boolean {
    const px = this.#widths[key] ?? 0;
    return px > 0 && this.#font !== '' && this.#measure(text, this.#font) <= px - PADDING;
  }
}
