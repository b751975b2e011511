/** The table `alignment_correction`: a person's alignment of a pair, under one tokenizer. */
import { z } from 'zod';
import { prepared, type WritableDatabase } from './handles.ts';
import { fromJson, now } from './rows.ts';

export type PositionPairs = readonly (readonly [original: number, counterfactual: number])[];

const positionPairs = z.array(z.tuple([z.int(), z.int()]));

/** Aligned positions out of a JSON column. */
export function parsePositions(text: string): [number, number][] {
  return fromJson(positionPairs, text, 'an alignment');
}

/** Stores a correction; null takes it back. */
export function writeCorrection(
  database: WritableDatabase,
  pairId: number,
  tokenizerHash: string,
  positions: PositionPairs | null,
): void {
  if (positions === null) {
    prepared(database, 'DELETE FROM alignment_correction WHERE pair_id = ? AND tokenizer_hash = ?').run(
      pairId,
      tokenizerHash,
    );
    return;
  }
  prepared(
    database,
    `INSERT INTO alignment_correction (pair_id, tokenizer_hash, positions, corrected_at) VALUES (?, ?, ?, ?)
     ON CONFLICT (pair_id, tokenizer_hash)
     DO UPDATE SET positions = excluded.positions, corrected_at = excluded.corrected_at`,
  ).run(pairId, tokenizerHash, JSON.stringify(positions), now());
}
