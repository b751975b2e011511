/** What every process knows of the view of one item of an analysis. */
import { z } from 'zod';
import { itemPosition, listOf, MOST, place, rowId } from '../core/bounds.ts';
import type { Token } from './entities.ts';

export const itemRequest = z.object({
  /** Of the analysis. */
  id: rowId,
  /** Of the item in the plan. */
  position: itemPosition,
  layer: place,
  head: place,
});
export type ItemRequest = z.infer<typeof itemRequest>;

/** Tokens of a statement that a kind has something to say of: the cue, what lies in its scope. */
export const itemMark = z.object({
  positions: z.array(z.int()),
  /** What they are: 'cue', 'scope'. */
  as: z.string(),
  /** focus: attention to and from them is drawn; line: they have a line under them. */
  look: z.enum(['focus', 'line']),
});
export type ItemMark = z.infer<typeof itemMark>;

/** The statements of an item, of n tokens each, with the attention of one head. */
export interface ItemAttention {
  readonly statements: readonly {
    readonly name: string;
    readonly tokens: readonly Token[];
    readonly marks: readonly ItemMark[];
    /** [n, n] query, key */
    readonly pattern: Float32Array<ArrayBuffer>;
  }[];
  readonly causal: boolean;
}

export const itemTextsRequest = z.object({
  id: rowId,
  positions: listOf(itemPosition, MOST.items, 'items').min(1),
});

/** An item as a line of text: what it is made of, and each of its statements. */
export const itemTexts = z.object({
  position: z.int(),
  /** Of the text or pair. */
  source: z.int().nullable(),
  statements: z.array(z.object({ name: z.string(), text: z.string() })),
});
export type ItemTexts = z.infer<typeof itemTexts>;
