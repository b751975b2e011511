/** What a probe brings back, and what a person types to ask for one. */
import { z } from 'zod';
import { parseSafetensorsHeader, readSafetensors } from '../../../core/checkpoints/safetensors.ts';
import type { PatternStack } from '../../../core/figures/pattern-thumbnails.ts';
import { type ModelProbe, token, type Token } from '../../../shared/entities.ts';
import type { Head, HeadCounts } from '../../charts/heads.ts';
import type { RouteOf } from '../navigation/route.ts';

export interface ProbeResult {
  readonly tokens: readonly Token[];
  readonly patterns: PatternStack;
}

/**
 * @param bytes a safetensors file as `models.probe` gives it
 * @throws Error for anything else
 */
export function readProbe(bytes: Uint8Array): ProbeResult {
  const pattern = readSafetensors(bytes).get('pattern');
  if (pattern === undefined) throw new Error('the engine sent no pattern');
  const [layers = 0, heads = 0, n = 0] = pattern.shape;
  const { metadata } = parseSafetensorsHeader(bytes);
  const described: unknown = JSON.parse(metadata['tokens'] ?? '[]');
  const tokens = z.array(token).parse(described);
  if (tokens.length !== n) throw new Error(`the engine sent ${tokens.length} tokens for a pattern over ${n}`);
  return {
    tokens,
    patterns: { layers, heads, n, values: pattern.data, causal: metadata['causal'] === 'true' },
  };
}

/** What the address asks the model: ids, or a text; null for neither. */
export function probeOf(
  name: string,
  { ids, text }: Pick<RouteOf<'model'>, 'ids' | 'text'>,
): ModelProbe | null {
  if (ids !== undefined && ids.length > 0) return { name, ids };
  return text === undefined || text === '' ? null : { name, text };
}

/** The head that the address has, where the model has it. */
export function headOf(
  { layers, heads }: HeadCounts,
  { layer, head }: Pick<RouteOf<'model'>, 'layer' | 'head'>,
): Head | null {
  if (layer === undefined || head === undefined) return null;
  return layer < layers && head < heads ? { layer, head } : null;
}

/**
 * Token ids as a person types them, separated by spaces or commas.
 * @returns the ids, or what is wrong with them; neither for an empty text
 */
export function parseIds(
  text: string,
  vocabularySize: number,
): { ids: number[]; problem: string | undefined } {
  const parts = text.split(/[\s,]+/u).filter((part) => part !== '');
  const wrong = parts.find((part) => !/^\d+$/.test(part) || Number(part) >= vocabularySize);
  if (wrong !== undefined)
    return {
      ids: [],
      problem: `${wrong} is no token id: they are whole numbers from 0 to ${vocabularySize - 1}.`,
    };
  return { ids: parts.map(Number), problem: undefined };
}
