/**
 * Outcomes of runs, read of what the graph gives: two logits, a loss, what leaves the last block. Only KL reads the whole
 * distribution, at one position.
 */
import type { Effect } from '../../../core/effects/effects.ts';
import { cosineOf, klFrom, logProbabilities, type Outcome } from '../../../core/effects/outcomes.ts';
import type { Activation } from '../inference/hooked-session.ts';
import type { Targets } from '../inference/targets.ts';
import { outputOf } from '../runs/measure-batch.ts';

/** A statement whose outcome is read. */
export interface EffectRow {
  /** n tokens, without padding. */
  readonly tokens: number;
  /** Where it is read; null for an effect that is of the whole statement. */
  readonly position: number | null;
  /** Ids of the target and of what it is held against; as many as the effect has. */
  readonly targets: readonly number[];
  /** Of a loss: the tokens that count, as [position, id], none of them the first. */
  readonly counted: readonly (readonly [position: number, id: number])[];
}

/** Hook points, and scores of the logits (core/architectures/logit-names.ts), that {@link rawOutcome} reads. */
export function readsOf({ kind }: Pick<Effect, 'kind'>): string[] {
  switch (kind) {
    case 'logit_difference':
      return ['chosen_logits'];
    case 'log_probability':
    case 'loss':
      return ['loss'];
    case 'kl':
      return ['logits'];
    case 'pooled':
    case 'residual':
    case 'cosine':
      return ['resid_final'];
  }
}

/** Whether a pass with such outcomes holds the logits of the whole vocabulary at every token. */
export function holdsLogits({ kind }: Pick<Effect, 'kind'>): boolean {
  return kind === 'kl' || kind === 'loss' || kind === 'log_probability';
}

/** The ids whose scores are read; undefined for an effect that reads none. */
export function targetsOfRows(
  { kind }: Pick<Effect, 'kind'>,
  rows: readonly EffectRow[],
): Targets | undefined {
  if (kind !== 'logit_difference' && kind !== 'log_probability' && kind !== 'loss') return undefined;
  return rows.map(({ tokens, position, targets, counted }) => {
    const own: number[][] = Array.from({ length: tokens }, () => []);
    if (kind !== 'loss') own[position ?? 0] = [...targets];
    // The loss at a position is that of the token after it.
    else for (const [at, id] of counted) own[at - 1] = [id];
    return own;
  });
}

/**
 * What is read of a row: the outcome itself, but of `kl` the log probabilities and of `cosine` the vector, which
 * {@link outcomeOf} holds against those of another run.
 * @param index of the row in the batch
 */
export function rawOutcome(
  { kind, pooling }: Pick<Effect, 'kind' | 'pooling'>,
  outputs: ReadonlyMap<string, Activation>,
  index: number,
  row: EffectRow,
): Outcome {
  switch (kind) {
    case 'logit_difference': {
      const { data, dims } = outputOf(outputs, 'chosen_logits');
      const from = placeOf(dims, index, row.position ?? 0);
      return Float64Array.of((data[from] as number) - (data[from + 1] as number));
    }
    case 'log_probability': {
      const { data, dims } = outputOf(outputs, 'loss');
      return Float64Array.of(-(data[placeOf(dims, index, row.position ?? 0)] as number));
    }
    case 'loss': {
      const { data, dims } = outputOf(outputs, 'loss');
      const sum = row.counted.reduce(
        (total, [at]) => total + (data[placeOf(dims, index, at - 1)] as number),
        0,
      );
      return Float64Array.of(sum / row.counted.length);
    }
    case 'kl': {
      const { data, dims } = outputOf(outputs, 'logits');
      return logProbabilities(data, placeOf(dims, index, row.position ?? 0), dims[2] ?? 0);
    }
    case 'residual': {
      const { data, dims } = outputOf(outputs, 'resid_final');
      const from = placeOf(dims, index, row.position ?? 0);
      return Float64Array.from(data.subarray(from, from + (dims[2] ?? 0)));
    }
    case 'pooled':
    case 'cosine':
      return pooled(outputOf(outputs, 'resid_final'), index, row.tokens, pooling);
  }
}

/** @param reference what was read of the run that KL and cosine are measured to; other effects have none */
export function outcomeOf({ kind }: Pick<Effect, 'kind'>, raw: Outcome, reference: Outcome | null): Outcome {
  if (kind !== 'kl' && kind !== 'cosine') return raw;
  if (reference === null) return Float64Array.of(Number.NaN);
  return Float64Array.of(kind === 'cosine' ? cosineOf(raw, reference) : klFrom(reference, raw));
}

function placeOf([, length = 0, width = 1]: readonly number[], index: number, position: number): number {
  return (index * length + position) * width;
}

function pooled(
  { data, dims }: Activation,
  index: number,
  tokens: number,
  pooling: Effect['pooling'],
): Outcome {
  const width = dims[2] ?? 0;
  const at = (position: number) => {
    const from = placeOf(dims, index, position);
    return data.subarray(from, from + width);
  };
  if (pooling === 'cls') return Float64Array.from(at(0));
  if (pooling === 'last') return Float64Array.from(at(tokens - 1));
  const vector = new Float64Array(width).fill(pooling === 'max' ? -Infinity : 0);
  for (let position = 0; position < tokens; position++) {
    const own = at(position);
    for (let i = 0; i < width; i++) {
      const value = own[i] as number;
      const before = vector[i] as number;
      vector[i] = pooling === 'max' ? Math.max(before, value) : before + value / tokens;
    }
  }
  return vector;
}
