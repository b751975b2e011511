/** What taking heads away costs on unseen texts, where their detectors fire and elsewhere. */
import { detectorCells } from '../../../../core/analyses/patterns/cells.ts';
import { ownRange } from '../../../../core/analyses/patterns/combine.ts';
import {
  costsOf,
  type ExplainedHead,
  EXPLAINING_METHODS,
  firesAt,
  PLACES_OF_COST,
} from '../../../../core/analyses/patterns/explanation.ts';
import type { PatternsOptions } from '../../../../core/analyses/patterns/options.ts';
import { VALIDATION } from '../../../../core/analyses/patterns/part.ts';
import { type NamedTensor, namedTensor } from '../../../../core/analyses/named-tensor.ts';
import { LOGITS } from '../../../../core/architectures/logits.ts';
import { PairlensError } from '../../../../shared/errors.ts';
import type { LoadedModel } from '../../models/library.ts';
import type { AblatedText } from '../ablation/ablated-text.ts';
import { setMeansOf } from '../ablation/set-means.ts';
import { ablatedTokenLosses } from '../ablation/token-losses.ts';
import type { PatternsItem } from './patterns-work.ts';

/** @throws PairlensError BAD_REQUEST for a model that foretells no next token, or a head that it does not have */
export function checkExplainable(model: LoadedModel, heads: readonly ExplainedHead[]): void {
  if (!model.causal || !model.hooks.includes(LOGITS))
    throw new PairlensError(
      'BAD_REQUEST',
      `${model.name} does not foretell the next token: what taking a head away costs is measured there`,
      { model: model.name },
    );
  const { layers, heads: perLayer } = model.dimensions;
  const missing = heads.find(({ layer, head }) => layer >= layers || head >= perLayer);
  if (missing !== undefined)
    throw new PairlensError(
      'BAD_REQUEST',
      `${model.name} has no L${missing.layer}H${missing.head}: it has ${layers} layers of ${perLayer} heads, counted from 0`,
      { ...missing },
    );
}

/** Means over a set take a pass over all of it, once for each model and plan. */
const means = new WeakMap<LoadedModel, { readonly key: string; readonly values: Promise<Float32Array[]> }>();

/**
 * @param planned all items: the mean of a head is over all unseen texts, and what is resampled comes from the next one
 * @returns of each item [explained, method, place]; null of those that are seen, or have nothing to foretell
 */
export async function explainTexts(
  model: LoadedModel,
  items: readonly PatternsItem[],
  heads: readonly ExplainedHead[],
  options: PatternsOptions,
  planned: readonly PatternsItem[],
): Promise<(NamedTensor | null)[]> {
  const chosen = items.filter(isExplained);
  if (chosen.length === 0) return items.map(() => null);
  const unseen = planned.filter(isExplained);
  const key = `${unseen.length} ${unseen.map(({ ids }) => ids.join(' ')).join('\n')}`;
  let known = means.get(model);
  if (known?.key !== key) {
    known = { key, values: setMeansOf({ model, maskId: null }, unseen.map(textOf)) };
    means.set(model, known);
  }
  const setMeans = await known.values;
  const cells = heads.flatMap(({ layer, head }) =>
    EXPLAINING_METHODS.map((method) => ({ layer, head, method })),
  );
  const places = new Map(unseen.map((item, at) => [item.ids.join(' '), at]));
  const donors = chosen.map(({ ids }) => {
    const own = places.get(ids.join(' ')) ?? 0;
    return textOf(unseen[(own + 1) % unseen.length] ?? unseen[0]!);
  });
  const losses = await ablatedTokenLosses({ model, maskId: null }, chosen.map(textOf), cells, {
    setMeans,
    donors,
  });
  const costs = new Map(
    chosen.map((item, index) => {
      const { positions = [], increases = [] } = losses[index] ?? {};
      const values = heads.flatMap(({ detector }, at) => {
        const fires = firesAt(
          detector,
          item,
          detectorCells(item, model.causal, [detector], ownRange(options)),
        );
        return EXPLAINING_METHODS.flatMap((_, method) =>
          costsOf(increases[at * EXPLAINING_METHODS.length + method] ?? new Float64Array(), positions, fires),
        );
      });
      return [
        item,
        namedTensor(
          { explained: heads.length, method: EXPLAINING_METHODS.length, place: PLACES_OF_COST.length },
          Float64Array.from(values),
        ),
      ] as const;
    }),
  );
  return items.map((item) => costs.get(item) ?? null);
}

function isExplained({ half, ids }: PatternsItem): boolean {
  return half === VALIDATION && ids.length > 1;
}

function textOf({ ids }: PatternsItem): AblatedText {
  return { ids: Array.from(ids), masked: null };
}
