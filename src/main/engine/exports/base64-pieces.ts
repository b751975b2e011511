import type { MetricsPiece } from './readings.ts';

/** Pieces of a file as the contract's streams carry them, which know text only. */
export async function* inBase64(pieces: AsyncIterable<MetricsPiece>) {
  for await (const { bytes, done, total } of pieces)
    yield { base64: Buffer.from(bytes).toString('base64'), done, total };
}

/** The same of a file of which nobody knows how long it becomes. */
export async function* piecesInBase64(pieces: AsyncIterable<Uint8Array>) {
  for await (const piece of pieces) yield { base64: Buffer.from(piece).toString('base64') };
}
