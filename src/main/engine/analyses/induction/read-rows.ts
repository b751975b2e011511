/** Token ids through the model for their attention and, where it foretells tokens, their losses. */
import { patternHook } from '../../../../core/architectures/hook-names.ts';
import { LOGITS } from '../../../../core/architectures/hook-names.ts';
import type { PatternView } from '../../../../core/analyses/induction/scores.ts';
import { checkFinite } from '../../inference/not-finite.ts';
import { release } from '../../inference/release.ts';
import { lossesOf, nextTokens } from '../../inference/targets.ts';
import type { LoadedModel } from '../../models/library.ts';
import { outputOf } from '../../runs/measure-batch.ts';
import { passesOf } from '../passes.ts';

export interface Row {
  readonly ids: readonly number[];
  /** Of an encoder: what stands at its masked position; null: nothing is told. A decoder tells every token but the first. */
  readonly told: { readonly position: number; readonly id: number } | null;
}

/** What was computed of one row; its patterns are there only while it is looked at. */
export interface ReadRow {
  /** A head's pattern. */
  pattern(layer: number, head: number): PatternView;
  /** Nats: of a decoder those of tokens 1, 2, …; of an encoder that of its masked token; none without a language-model head. */
  readonly losses: readonly number[];
}

const TOKENS_PER_PASS = 1024;

/**
 * @param look what is to be known of a row, by its place in `rows`
 * @throws PairlensError ACTIVATION_NOT_FINITE; as LoadedModel.run
 */
export async function readRows<Seen>(
  model: LoadedModel,
  rows: readonly Row[],
  look: (row: ReadRow, at: number) => Seen,
): Promise<Seen[]> {
  const { layers, heads } = model.dimensions;
  const foretells = model.hooks.includes(LOGITS);
  const hooks = Array.from({ length: layers }, (_, layer) => patternHook(layer));
  const limits = { tokens: TOKENS_PER_PASS, logits: foretells, patterns: true };
  const seen: Seen[] = [];
  for (const pass of passesOf(rows, ({ ids }) => ids.length, model.dimensions, limits)) {
    const inputIds = pass.map(({ ids }) => ids);
    const targets = model.causal ? nextTokens({ inputIds }) : pass.map(toldTargets);
    // The loss is worked out in the graph: the logits of a large vocabulary never leave it.
    const outputs = foretells
      ? await model.runVariant({ inputIds }, [...hooks, 'loss'], { targets })
      : await model.run({ inputIds }, hooks);
    checkFinite('sequence', outputs);
    const patterns = hooks.map((hook) => outputOf(outputs, hook).data);
    const losses = foretells ? lossesOf(outputOf(outputs, 'loss'), targets) : [];
    const length = Math.max(...inputIds.map((ids) => ids.length));
    for (const row of pass.keys())
      seen.push(
        look(
          {
            pattern: (layer, head) => ({
              data: patterns[layer] ?? new Float32Array(),
              offset: (row * heads + head) * length ** 2,
              rowStride: length,
            }),
            losses: losses[row] ?? [],
          },
          seen.length,
        ),
      );
    release(outputs.values());
  }
  return seen;
}

function toldTargets({ ids, told }: Row): number[][] {
  return ids.map((_, position) => (position === told?.position ? [told.id] : []));
}
