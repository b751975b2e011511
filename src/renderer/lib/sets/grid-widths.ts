import { GivenWidths } from '../../ui/given-widths.svelte.ts';

/** That a person gave the columns of the grid of pairs, by the column's key. */
export const gridWidths = new GivenWidths('pairlens.pairs.widths');
