/** The table `alignment_correction`: a person's alignment of a pair, under one tokenizer. */
import { z } from 'zod';
import { prepared, type ReadableDatabase, type WritableDatabase } from './handles.ts';
import { fromJson, now } from './rows.ts';

export type PositionPairs = readonly (readonly [original: number, counterfactual: number])[];

const positionPairs = z.array(z.tuple([z.int(), z.int()]));

/** Aligned positions out of a JSON column. */
export function parsePositions(text: string): [number, number][] {
  return fromJson(positionPairs, text, 'an alignment');
}

export interface CorrectedPair {
  readonly pairId: number;
  /** Its place in the set, from 0. */
  readonly place: number;
  /** As it is stored. */
  readonly positions: string;
  readonly aligned: PositionPairs;
  readonly isRemoved: boolean;
}

/** A person's alignments of a set's pairs under a tokenizer, those of removed pairs among them, by the pairs' ids. */
export function correctionsOfSet(
  database: ReadableDatabase,
  setId: number,
  tokenizerHash: string,
): CorrectedPair[] {
  return prepared<{ pairId: number; place: number; positions: string; isRemoved: number }>(
    database,
    `SELECT correction.pair_id AS pairId, pair.position AS place, correction.positions, pair.removed_at IS NOT NULL AS isRemoved
     FROM alignment_correction AS correction
     JOIN pair ON pair.id = correction.pair_id
     WHERE pair.set_id = ? AND correction.tokenizer_hash = ? ORDER BY pair.id`,
  )
    .all(setId, tokenizerHash)
    .map(({ pairId, place, positions, isRemoved }) => ({
      pairId,
      place,
      positions,
      aligned: parsePositions(positions),
      isRemoved: isRemoved === 1,
    }));
}

/** A person's alignment of a pair under a tokenizer; null where nobody corrected it. */
export function readCorrection(
  database: ReadableDatabase,
  pairId: number,
  tokenizerHash: string,
): [number, number][] | null {
  const row = prepared<{ positions: string }>(
    database,
    'SELECT positions FROM alignment_correction WHERE pair_id = ? AND tokenizer_hash = ?',
  ).get(pairId, tokenizerHash);
  return row === undefined ? null : parsePositions(row.positions);
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

/** What a person has aligned of a pair, under whichever tokenizer, holds for another of the same statements too. */
export function copyCorrections(database: WritableDatabase, from: number, to: number): void {
  prepared(
    database,
    `INSERT INTO alignment_correction (pair_id, tokenizer_hash, positions, corrected_at)
     SELECT ?, tokenizer_hash, positions, corrected_at FROM alignment_correction WHERE pair_id = ?`,
  ).run(to, from);
}
