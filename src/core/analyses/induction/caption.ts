/** What an induction analysis is of, for the captions of its figures. */
import { type NamedTensors, scalarOf } from '../named-tensor.ts';
import { isOfDecoder } from './measures.ts';
import { sequencesOf } from './words.ts';

export interface InductionSource {
  readonly analysis: number;
  readonly model: string;
  /** Sequences, or trials of a set-up, that could be measured. */
  readonly sequences: number;
  /** Tokens of one copy. */
  readonly length: number;
  readonly isDecoder: boolean;
}

/** @param analysis of this kind, as the store has it */
export function inductionSource(
  analysis: { readonly id: number; readonly model: { readonly name: string } | null },
  result: NamedTensors,
): InductionSource {
  return {
    analysis: analysis.id,
    model: analysis.model?.name ?? '',
    sequences: sequencesOf(result),
    length: scalarOf(result, 'induction.length') ?? 0,
    isDecoder: isOfDecoder(result),
  };
}

/** 'Induction 3 · attn-only-2l · n = 100 sequences of 2 × 25 tokens, each with its control' */
export function captionOfInduction({
  analysis,
  model,
  sequences,
  length,
  isDecoder,
}: InductionSource): string {
  const what = isDecoder ? `sequences of 2 × ${length} tokens` : `trials of copies of ${length} tokens`;
  return `Induction ${analysis} · ${model} · n = ${sequences} ${what}, each with its control`;
}
