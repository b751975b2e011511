/** The widths of the columns of Results. */
import { GivenWidths } from '../../ui/given-widths.svelte.ts';
import type { Column } from './columns.ts';

export const columnWidths = new GivenWidths('pairlens.results.widths');

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
