/** What the address of a view says of the item that is open as text: which one, and the token of each statement that was clicked. */
import { z } from 'zod';
import { number, numbers } from '../navigation/query-parts.ts';

const NO_TOKEN = -1;

export const ITEM_FIELDS = {
  /** The place in the plan of the item that is open. */
  item: z.int().min(0).optional(),
  /** The place of the item whose tokens were clicked, and of each of its statements the token, or -1. */
  locked: z.array(z.int().min(NO_TOKEN)).min(2).max(8).optional(),
};

export const ITEM_QUERY = { item: number('item'), locked: numbers('locked') };

export interface ItemPlace {
  readonly item?: number | undefined;
  readonly locked?: number[] | undefined;
}

/** The token of a statement that was clicked; null: none, or one of another item. */
export function lockedToken(
  locked: readonly number[] | undefined,
  position: number,
  statement: number,
): number | null {
  const token = locked?.[0] === position ? locked[statement + 1] : undefined;
  return token === undefined || token === NO_TOKEN ? null : token;
}

/** With another token of a statement clicked, or none; undefined where none is in any. */
export function withLocked(
  locked: readonly number[] | undefined,
  position: number,
  statement: number,
  token: number | null,
): number[] | undefined {
  const tokens = locked?.[0] === position ? locked.slice(1) : [];
  while (tokens.length <= statement) tokens.push(NO_TOKEN);
  tokens[statement] = token ?? NO_TOKEN;
  return tokens.every((one) => one === NO_TOKEN) ? undefined : [position, ...tokens];
}
