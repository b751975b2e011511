/** Widths that a person gave columns, kept from one time to the next. */
import { z } from 'zod';
import type { Column } from './columns.ts';

const KEY = 'pairlens.results.widths';
export const LEAST_WIDTH = 40;
const MOST_WIDTH = 2000;

const widths = z.record(z.string(), z.number().min(LEAST_WIDTH).max(MOST_WIDTH));

class ColumnWidths {
  #widths = $state.raw<Readonly<Record<string, number>>>(stored());

  /** px */
  of({ name, width }: Pick<Column, 'name' | 'width'>): number {
    return this.#widths[name] ?? width;
  }

  /** Whether a person gave it; such a column does not grow. */
  isGiven({ name }: Pick<Column, 'name'>): boolean {
    return name in this.#widths;
  }

  give(name: string, width: number): void {
    const bounded = Math.round(Math.min(MOST_WIDTH, Math.max(LEAST_WIDTH, width)));
    this.#keep({ ...this.#widths, [name]: bounded });
  }

  /** As wide as it is by itself. */
  forget(name: string): void {
    this.#keep(Object.fromEntries(Object.entries(this.#widths).filter(([other]) => other !== name)));
  }

  #keep(next: Readonly<Record<string, number>>): void {
    this.#widths = next;
    localStorage.setItem(KEY, JSON.stringify(next));
  }
}

function stored(): Readonly<Record<string, number>> {
  try {
    const parsed = widths.safeParse(JSON.parse(localStorage.getItem(KEY) ?? '{}'));
    return parsed.success ? parsed.data : {};
  } catch (error) {
    // What somebody else wrote there is nobody's widths.
    if (error instanceof SyntaxError) return {};
    throw error;
  }
}

export const columnWidths = new ColumnWidths();

/** grid-template-columns, and the px that all take at least. */
export function gridOf(columns: readonly Column[]): { template: string; leastWidth: number } {
  const parts = columns.map((column) => {
    const width = columnWidths.of(column);
    return column.grows && !columnWidths.isGiven(column) ? `minmax(${width}px, 1fr)` : `${width}px`;
  });
  return {
    template: parts.join(' '),
    leastWidth: columns.reduce((sum, column) => sum + columnWidths.of(column), 0),
  };
}

/** px that a character takes on average. */
const CHARACTER = 6.4;

/** Characters that the one line of text has about room for, in a table of this width in px. */
export function roomForText(columns: readonly Column[], width: number): number {
  const text = columns.find(({ name }) => name === 'text');
  if (text === undefined || width === 0) return Infinity;
  const own = columnWidths.of(text);
  const { leastWidth } = gridOf(columns);
  const left = columnWidths.isGiven(text) ? 0 : Math.max(0, width - leastWidth);
  return Math.floor((own + left) / CHARACTER);
}
