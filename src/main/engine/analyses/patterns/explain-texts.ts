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

interface Unseen {
  readonly items: readonly PatternsItem[];
  /** The place of each by its tokens. */
  readonly places: ReadonlyMap<string, number>;
  readonly setMeans: Promise<Float32Array[]>;
}

/** Means over a set take a pass over all of it, once for each plan. */
const known = new WeakMap<readonly PatternsItem[], Unseen>();

function unseenOf(
  model: LoadedModel,
  planned: readonly PatternsItem[],
  signal: AbortSignal | undefined,
): Unseen {
  const made = known.get(planned);
  if (made !== undefined) return made;
  const items = planned.filter(isExplained);
  const unseen = {
    items,
    places: new Map(items.map((item, at) => [item.ids.join(' '), at])),
    setMeans: setMeansOf({ model, maskId: null, signal }, items.map(textOf)),
  };
  known.set(planned, unseen);
  return unseen;
}

/** The next unseen text that shares nothing with it: the other statement of its pair is nearly the same. null: there is none. */
function donorOf({ ids, cluster }: PatternsItem, { items, places }: Unseen): PatternsItem | null {
  const own = places.get(ids.join(' ')) ?? 0;
  for (let step = 1; step < items.length; step++) {
    const other = items[(own + step) % items.length];
    if (other !== undefined && (cluster < 0 || other.cluster !== cluster)) return other;
  }
  return null;
}

/**
 * @param planned all items: the mean of a head is over all unseen texts, and what is resampled comes from the next one that
 *   shares nothing with it
 * @returns of each item [explained, method, place]; null of those that are seen, or have nothing to foretell
 */
export async function explainTexts(
  model: LoadedModel,
  items: readonly PatternsItem[],
  heads: readonly ExplainedHead[],
  options: PatternsOptions,
  planned: readonly PatternsItem[],
  signal: AbortSignal | undefined,
): Promise<(NamedTensor | null)[]> {
  const chosen = items.filter(isExplained);
  if (chosen.length === 0) return items.map(() => null);
  const unseen = unseenOf(model, planned, signal);
  const setMeans = await unseen.setMeans;
  const cells = heads.flatMap(({ layer, head }) =>
    EXPLAINING_METHODS.map((method) => ({ layer, head, method })),
  );
  const others = new Map(chosen.map((item) => [item, donorOf(item, unseen)]));
  const donors = chosen.map((item) => textOf(others.get(item) ?? item));
  const losses = await ablatedTokenLosses({ model, maskId: null, signal }, chosen.map(textOf), cells, {
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
        return EXPLAINING_METHODS.flatMap((name, method) => {
          const own = increases[at * EXPLAINING_METHODS.length + method];
          // Without another text there is nothing to put in.
          const isDefined = own !== undefined && (name !== 'resample' || others.get(item) !== null);
          return costsOf(isDefined ? own : new Float64Array(), positions, fires);
        });
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
