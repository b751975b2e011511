/** What taking heads away costs on unseen texts, where their detectors fire and elsewhere. */
import { maskedInTurns } from '../../../../core/analyses/ablation/masked-positions.ts';
import { detectorCells } from '../../../../core/analyses/patterns/cells.ts';
import { ownRange } from '../../../../core/analyses/patterns/combine.ts';
import {
  type ExplainedHead,
  EXPLAINING_METHODS,
  explainedPart,
  firesAt,
} from '../../../../core/analyses/patterns/explanation.ts';
import { patternsIds } from '../../../../core/analyses/patterns/ids.ts';
import type { PatternsOptions } from '../../../../core/analyses/patterns/options.ts';
import { VALIDATION } from '../../../../core/analyses/patterns/part.ts';
import type { NamedTensors } from '../../../../core/analyses/named-tensor.ts';
import { LOGITS } from '../../../../core/architectures/hook-names.ts';
import { randomSource } from '../../../../core/statistics/random.ts';
import { PairlensError } from '../../../../shared/errors.ts';
import type { LoadedModel } from '../../models/library.ts';
import type { AblatedModel, AblatedText } from '../ablation/ablated-text.ts';
import { setMeansOf } from '../ablation/set-means.ts';
import { ablatedTokenLosses } from '../ablation/token-losses.ts';
import type { AnalysisContext } from '../analysis-work.ts';
import type { PatternsItem } from './patterns-work.ts';

/**
 * @throws PairlensError BAD_REQUEST for a model that tells no token, one that masks none and is no decoder, or a head that it does
 *   not have
 */
export function checkExplainable(
  context: AnalysisContext,
  model: LoadedModel,
  heads: readonly ExplainedHead[],
): void {
  const refuse = (message: string, details: Record<string, unknown>) => {
    throw new PairlensError('BAD_REQUEST', message, details);
  };
  const { name, causal, hooks, dimensions } = model;
  if (!hooks.includes(LOGITS))
    refuse(
      `${name} has no language-model head: what taking a head away costs is measured in how well the model tells tokens`,
      { model: name },
    );
  if (!causal && maskIdOf(context, model) === null)
    refuse(`${name} has no mask token: give token ids, with mask_id among them`, { model: name });
  const maskId = maskIdOf(context, model) ?? 0;
  if (maskId >= dimensions.vocabularySize)
    throw new PairlensError(
      'INPUT_INVALID',
      `mask_id is ${maskId}; the vocabulary has ids 0 to ${dimensions.vocabularySize - 1}`,
    );
  const { layers, heads: perLayer } = dimensions;
  const missing = heads.find(({ layer, head }) => layer >= layers || head >= perLayer);
  if (missing !== undefined)
    refuse(
      `${name} has no L${missing.layer}H${missing.head}: it has ${layers} layers of ${perLayer} heads, counted from 0`,
      { ...missing },
    );
}

/** The id that an encoder's tokens are masked with; null for a decoder, or where there is none. */
function maskIdOf({ subject }: AnalysisContext, { causal, tokenizer }: LoadedModel): number | null {
  if (causal) return null;
  const given = subject.kind === 'ids' ? patternsIds.parse(subject.inputs).mask_id : null;
  return given ?? tokenizer?.maskId ?? null;
}

/** An unseen text as the model has to tell it: once by a decoder, in turns by an encoder. */
type Told = readonly AblatedText[];

interface Unseen {
  readonly items: readonly PatternsItem[];
  readonly told: readonly Told[];
  /** The place of each by its tokens. */
  readonly places: ReadonlyMap<string, number>;
  /** Computed once, when it is first asked for: a promise that nobody waits for yet may not be left to reject. */
  readonly setMeans: () => Promise<Float32Array[]>;
}

/** Means over a set take a pass over all of it, once for each plan. */
const known = new WeakMap<readonly PatternsItem[], Unseen>();

function unseenOf(
  ablated: AblatedModel & { readonly model: LoadedModel },
  planned: readonly PatternsItem[],
  options: PatternsOptions,
): Unseen {
  const made = known.get(planned);
  if (made !== undefined) return made;
  const draws = randomSource(options.seed, 'pattern-masks');
  const unseen = planned
    .filter(({ half }) => half === VALIDATION)
    .map((item) => ({ item, turns: turnsOf(item, ablated.model, options, draws.bits()) }))
    .filter(({ turns }) => turns.length > 0);
  const items = unseen.map(({ item }) => item);
  const told = unseen.map(({ turns }) => turns);
  let setMeans: Promise<Float32Array[]> | undefined;
  const fresh: Unseen = {
    items,
    told,
    places: new Map(items.map((item, at) => [keyOf(item), at])),
    setMeans: () => (setMeans ??= setMeansOf(ablated, told.flat())),
  };
  known.set(planned, fresh);
  return fresh;
}

/** [] where nothing of it can be told. */
function turnsOf({ ids }: PatternsItem, model: LoadedModel, { masked }: PatternsOptions, draw: number): Told {
  const own = Array.from(ids);
  if (model.causal) return own.length > 1 ? [{ ids: own, masked: null }] : [];
  const special = model.tokenizer?.specialIds ?? new Set<number>();
  return maskedInTurns(own, special, masked, randomSource(draw, 'pattern-masks')).map((positions) => ({
    ids: own,
    masked: positions,
  }));
}

const keyOf = ({ ids }: PatternsItem) => ids.join(' ');

/** The next unseen text that shares nothing with it: the other statement of its pair is nearly the same. null: there is none. */
function donorOf(item: PatternsItem, own: number, { items, told }: Unseen): Told | null {
  const { cluster } = item;
  for (let step = 1; step < items.length; step++) {
    const at = (own + step) % items.length;
    const other = items[at];
    if (other === undefined || keyOf(other) === keyOf(item)) continue;
    if (cluster < 0 || other.cluster !== cluster) return told[at] ?? null;
  }
  return null;
}

/**
 * @param planned all items: the mean of a head is over all unseen texts, and what is resampled comes from the next one that
 *   shares nothing with it
 * @returns of each item what {@link explainedPart} makes of it; null of those that are seen, or have nothing to tell
 */
export async function explainTexts(
  context: AnalysisContext,
  model: LoadedModel,
  items: readonly PatternsItem[],
  heads: readonly ExplainedHead[],
  options: PatternsOptions,
  planned: readonly PatternsItem[],
): Promise<(NamedTensors | null)[]> {
  const ablated = { model, maskId: maskIdOf(context, model), signal: context.signal };
  const unseen = unseenOf(ablated, planned, options);
  const chosen = items.flatMap((item, at) => {
    const place = item.half === VALIDATION ? unseen.places.get(keyOf(item)) : undefined;
    const told = place === undefined ? undefined : unseen.told[place];
    if (place === undefined || told === undefined) return [];
    return [{ item, at, told, donor: donorOf(item, place, unseen) }];
  });
  const parts = items.map((): NamedTensors | null => null);
  if (chosen.length === 0) return parts;
  const cells = heads.flatMap(({ layer, head }) =>
    EXPLAINING_METHODS.map((method) => ({ layer, head, method })),
  );
  const losses = await ablatedTokenLosses(
    ablated,
    chosen.flatMap(({ told }) => told),
    cells,
    {
      setMeans: await unseen.setMeans(),
      donors: chosen.flatMap(({ told, donor }) =>
        told.map((own, turn) => donor?.[turn % donor.length] ?? own),
      ),
    },
  );
  let first = 0;
  for (const { item, at, told, donor } of chosen) {
    const own = losses.slice(first, (first += told.length));
    const positions = own.flatMap((turn) => turn.positions);
    const increases = cells.map(({ method }, cell) =>
      // Without another text there is nothing to put in.
      method === 'resample' && donor === null
        ? null
        : own.flatMap((turn) => Array.from(turn.increases[cell] ?? [])),
    );
    const fires = heads.map(({ detector }) =>
      firesAt(detector, item, detectorCells(item, model.causal, [detector], ownRange(options))),
    );
    parts[at] = explainedPart(positions, increases, fires);
  }
  return parts;
}
