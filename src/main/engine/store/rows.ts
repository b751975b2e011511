/** What every table has in common. */
import { z } from 'zod';
import { PairlensError } from '../../../shared/errors.ts';
import { storeDamaged } from './sqlite-errors.ts';

/** The present moment as the store writes it: ISO 8601, UTC. */
export function now(): string {
  return new Date().toISOString();
}

/** `removed_at` of what is being taken in from elsewhere, or planned: nobody sees it before all of it is there, nor can restore it. */
export const UNSEEN = new Date(0).toISOString();

export function newId(result: { lastInsertRowid: number | bigint }): number {
  return Number(result.lastInsertRowid);
}

/** What people call by their numbers; those of other things only the store knows. */
const NUMBERED = /\b(?:run|analysis)$/;

function notThere(what: string, id: number | string): PairlensError {
  const isCalledSo = typeof id === 'string' || NUMBERED.test(what);
  const words = isCalledSo ? `no ${what} ${id}` : `this ${what.replaceAll('_', ' ')} is not here`;
  return new PairlensError('NOT_FOUND', words, { what, id });
}

/** The row, or NOT_FOUND naming what was looked for. */
export function found<Row>(row: Row | undefined, what: string, id: number | string): Row {
  if (row === undefined) throw notThere(what, id);
  return row;
}

/** Throws NOT_FOUND when an UPDATE met no row. */
export function expectChange(result: { changes: number }, what: string, id: number): void {
  if (result.changes === 0) throw notThere(what, id);
}

/**
 * What a JSON column has.
 * @param what what it is of, for the words
 * @throws PairlensError STORE_DAMAGED for what Pairlens cannot have written
 */
export function fromJson<Content>(schema: z.ZodType<Content>, text: string, what: string): Content {
  try {
    const parsed = schema.safeParse(JSON.parse(text));
    if (parsed.success) return parsed.data;
    throw storeDamaged(`${what} is not what Pairlens stores there`, { what }, parsed.error);
  } catch (error) {
    if (!(error instanceof SyntaxError)) throw error;
    throw storeDamaged(`${what} is not what Pairlens stores there`, { what }, error);
  }
}

const idList = z.array(z.int());

/** Token ids out of a JSON column. */
export function parseIds(text: string): number[] {
  return fromJson(idList, text, 'a list of token ids');
}

/** Token ids out of a JSON column that may be empty. */
export function idsOrNull(text: string | null): number[] | null {
  return text === null ? null : parseIds(text);
}
