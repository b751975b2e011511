/** An item of an analysis as the text view shows it: its statements as tokens, with the attention of one head. */
import { z } from 'zod';
import { parseSafetensorsHeader, readSafetensors } from '../../../core/checkpoints/safetensors.ts';
import { token, type Token } from '../../../shared/entities.ts';
import { itemMark, type ItemMark } from '../../../shared/item-view.ts';

export interface ViewedStatement {
  /** 'original', 'neutral', 'text'. */
  readonly name: string;
  readonly tokens: readonly Token[];
  readonly marks: readonly ItemMark[];
  /** [n, n] query, key. */
  readonly pattern: Float32Array;
}

export interface ViewedItem {
  readonly statements: readonly ViewedStatement[];
  readonly causal: boolean;
}

const described = z.array(z.object({ name: z.string(), tokens: z.array(token), marks: z.array(itemMark) }));

/**
 * @param bytes a safetensors file as `analyses.item` gives it
 * @throws Error for anything else
 */
export function readItem(bytes: Uint8Array): ViewedItem {
  const tensors = readSafetensors(bytes);
  const { metadata } = parseSafetensorsHeader(bytes);
  const statements = described.parse(JSON.parse(metadata['statements'] ?? '[]'));
  return {
    causal: metadata['causal'] === 'true',
    statements: statements.map((statement, index) => {
      const pattern = tensors.get(`pattern_${index}`);
      if (pattern?.shape.join() !== [statement.tokens.length, statement.tokens.length].join())
        throw new Error(`the engine sent no pattern of statement ${index}`);
      return { ...statement, pattern: pattern.data };
    }),
  };
}
