/** What is asked of the process that tries devices, and what it answers. */
import { z } from 'zod';
import { device } from '../../../shared/devices.ts';
import type { GraphSource } from '../inference/session-messages.ts';

const count = z.int().min(0);

/** A graph: its file; or, where that could not be written, what would be in it. */
export type StoredGraph = Exclude<GraphSource, string>;

/** As StoredGraph has it, the bytes in base64. */
const sentGraph = z.union([
  z.object({ path: z.string(), keepsHalves: z.boolean() }),
  z.object({ bytes: z.base64(), weightsFolder: z.string(), keepsHalves: z.boolean() }),
]);
type SentGraph = z.infer<typeof sentGraph>;

export function toSend(graph: StoredGraph): SentGraph {
  if ('path' in graph) return graph;
  return { ...graph, bytes: Buffer.from(graph.bytes).toString('base64') };
}

export function received(graph: SentGraph): StoredGraph {
  return 'path' in graph ? graph : { ...graph, bytes: Buffer.from(graph.bytes, 'base64') };
}

/** `probe`: a product of two matrices. `compare`: a model on the device and on the CPU. */
export const deviceRequest = z.discriminatedUnion('type', [
  z.object({ type: z.literal('probe'), device }),
  z.object({
    type: z.literal('compare'),
    device,
    graph: sentGraph,
    /** The graph that the CPU computes. */
    reference: sentGraph,
    limits: z.object({ maxPositions: count, vocabularySize: count, tokenTypes: count }),
    /** Hook points of attention patterns, [batch, head, query, key]. */
    patterns: z.array(z.string()),
    /** Hook points that a token has a vector of, [batch, pos, width]: what no pattern depends on any more. */
    vectors: z.array(z.string()),
  }),
]);
export type DeviceRequest = z.infer<typeof deviceRequest>;

export const comparison = z.object({
  /** Of a pattern, absolute; null where the device's values are not finite. */
  largestDifference: z.number().nullable(),
  /** Of a token's vector, as a share of the vector's length; null where the device's values are not finite. */
  relativeDifference: z.number().nullable(),
  /** Of the batch that was tried, once each had run it; milliseconds. */
  cpuMilliseconds: z.number(),
  deviceMilliseconds: z.number(),
});
export type Comparison = z.infer<typeof comparison>;

export const deviceAnswer = z.discriminatedUnion('type', [
  z.object({ type: z.literal('probed'), milliseconds: z.number() }),
  z.object({ type: z.literal('compared'), ...comparison.shape }),
  /** What ONNX Runtime, or the driver, said. */
  z.object({ type: z.literal('failed'), message: z.string() }),
]);
export type DeviceAnswer = z.infer<typeof deviceAnswer>;
export type AnswerTo<Type extends DeviceRequest['type']> = Extract<
  DeviceAnswer,
  { type: Type extends 'probe' ? 'probed' : 'compared' }
>;

/** What the answer's line on standard output begins with: drivers write there, too. */
export const ANSWER = 'PAIRLENS DEVICE ';
