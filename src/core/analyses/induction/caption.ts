/** What an induction analysis is of, for the captions of its figures. */
import { z } from 'zod';

/** As they are stored: the limits of today are not those of then. */
const storedOptions = z.object({ length: z.int() });

export interface InductionSource {
  readonly analysis: number;
  readonly model: string;
  /** That could be measured. */
  readonly sequences: number;
  /** Tokens of one copy. */
  readonly length: number;
}

/** @param analysis of this kind, as the store has it */
export function inductionSource(analysis: {
  readonly id: number;
  readonly model: { readonly name: string } | null;
  readonly done: number;
  readonly options: Readonly<Record<string, unknown>>;
}): InductionSource {
  const { length } = storedOptions.parse(analysis.options);
  return { analysis: analysis.id, model: analysis.model?.name ?? '', sequences: analysis.done, length };
}

/** 'Induction 3 · attn-only-2l · n = 100 sequences of 2 × 25 tokens, each with its control' */
export function captionOfInduction({ analysis, model, sequences, length }: InductionSource): string {
  return `Induction ${analysis} · ${model} · n = ${sequences} sequences of 2 × ${length} tokens, each with its control`;
}
