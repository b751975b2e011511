/** How wide the columns of the grid of pairs are, and how much of a text each has room for. */
import { canvasTextWidth } from '../../charts/canvas-text-width.ts';
import type { GridColumn } from './grid-columns.ts';
import { gridWidths } from './grid-widths.ts';

/** px of a cell beside its text, and of a character on average. */
const PADDING = 24;
const CHARACTER = 6.5;
/** px of the boxes to choose a pair by, and of its number. */
const BOX = 32;
const NUMBER = 68;

/** px that a column takes at least: as wide as a person made it, or as it is by itself. */
function leastOf({ key, least }: GridColumn): number {
  return gridWidths.of({ name: key, width: least });
}

export class ColumnRoom {
  readonly #columns: () => readonly GridColumn[];
  readonly #measure = canvasTextWidth();
  /** px of each column as it is, by its key: what a person gave it, or what is left over. */
  readonly #widths = $state<Record<string, number>>({});
  #font = $state('');

  /** grid-template-columns of all of the grid. */
  readonly template = $derived.by(() =>
    [
      `${BOX}px`,
      `${NUMBER}px`,
      ...this.#columns().map((column) =>
        gridWidths.isGiven({ name: column.key }) ? `${leastOf(column)}px` : column.width,
      ),
    ].join(' '),
  );
  /** px that the grid takes at least. */
  readonly least = $derived.by(() =>
    this.#columns().reduce((sum, column) => sum + leastOf(column), BOX + NUMBER),
  );

  /** Call while a component is being set up. @param columns is read reactively */
  constructor(columns: () => readonly GridColumn[]) {
    this.#columns = columns;
    $effect(() => {
      // Their shorthand is empty where ligatures are off.
      const { fontSize, fontFamily } = getComputedStyle(document.body);
      this.#font = `${fontSize} ${fontFamily}`;
    });
  }

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
