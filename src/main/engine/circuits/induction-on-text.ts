/**
 * The induction circuit of an attention-only model (Elhage et al. 2021) on a text: a head that attends to the token before, whose
 * output the keys of a later head read, which then attends to what followed the same token last time and copies it. Each step has
 * its number; what decides between heads is what is left of the attention when the path from one of them to those keys is cut.
 */
import type { Activation } from '../inference/hooked-session.ts';
import { blockName, patternHook, zHook } from '../../../core/architectures/hook-names.ts';
import type { InductionCircuit, InductionCircuitRequest, PlacedHead } from '../../../shared/circuits.ts';
import { PairlensError } from '../../../shared/errors.ts';
import { circuitThreads } from '../analyses/circuits/circuit-threads.ts';
import { readGain, readLayer, versionsOfModel } from '../analyses/circuits/layer-weights.ts';
import { vocabularyProducts } from '../analyses/circuits/over-vocabulary.ts';
import { nextTokens } from '../inference/targets.ts';
import type { Intervention } from '../interventions/intervention.ts';
import { runSweep } from '../interventions/sweep.ts';
import type { LoadedModel } from '../models/library.ts';
import type { Following } from '../threads/side-by-side.ts';
import { idsAsTokens } from '../tokenizers/id-tokens.ts';
import { checkedIds } from '../tokenizers/statement-ids.ts';
import { keysWithoutHead } from './cut-path.ts';
import { attentionToPrevious, attentionToRepeats, meanAt, repeatsOf } from './repeats.ts';

/** Tokens of a text: patterns are sent whole. */
const LONGEST = 512;
/** Random pairs of matrices beside the composition scores. */
const SAMPLES = 100;

/**
 * @throws PairlensError BAD_REQUEST for another kind of model; TOKENIZER_MISSING, SENTENCE_TOO_LONG, INPUT_INVALID; the signal's reason
 */
export async function inductionOnText(
  model: LoadedModel,
  request: InductionCircuitRequest,
  following: Following,
): Promise<InductionCircuit> {
  checkModel(model, request.receiver);
  const text = 'text' in request ? request.text : null;
  const ids = checkedIds({ text, ids: 'ids' in request ? request.ids : null }, model);
  if (ids.length > LONGEST)
    throw new PairlensError(
      'SENTENCE_TOO_LONG',
      `the text has ${ids.length} tokens; ${LONGEST} are the most here`,
    );
  const { layers, heads } = model.dimensions;
  const n = ids.length;
  const repeats = repeatsOf(ids, model.tokenizer?.specialIds ?? new Set());
  const places = Array.from({ length: layers * heads }, (_, at): PlacedHead => ({
    layer: Math.floor(at / heads),
    head: at % heads,
  }));
  const batch = { inputIds: [ids] };
  const targets = nextTokens(batch);
  const hooks = Array.from({ length: layers }, (_, layer) => [
    patternHook(layer),
    zHook(layer),
    `${blockName(layer)}.hook_resid_pre`,
  ]).flat();
  const clean = await model.runVariant(batch, [...hooks, 'loss'], { targets });
  const patternOf = ({ layer, head }: PlacedHead, from: ReadonlyMap<string, Activation> = clean) =>
    valuesOf(from, patternHook(layer)).subarray(head * n * n, (head + 1) * n * n);
  const right = repeats.filter(({ isRight }) => isRight).map(({ query }) => query);
  const lossOf = (from: ReadonlyMap<string, Activation>) => meanAt(valuesOf(from, 'loss'), right);

  const induction = places.map((place) => ({
    ...place,
    value: attentionToRepeats(patternOf(place), n, repeats),
  }));
  const inductionHead =
    repeats.length === 0 ? null : (request.receiver ?? best(induction.filter(({ layer }) => layer > 0)));
  const before = places.filter(({ layer }) => layer < (inductionHead?.layer ?? layers - 1));
  const previous = before.map((place) => ({ ...place, value: attentionToPrevious(patternOf(place), n) }));
  const previousHead = inductionHead === null ? null : best(previous);
  const empty: InductionCircuit = {
    tokens: model.tokenizer?.describe(text, [...ids]) ?? idsAsTokens(ids),
    repeats,
    previous,
    induction,
    previousHead,
    inductionHead,
    composingHead: null,
    strongest: null,
    random: { mean: 0, sd: 0, samples: 0 },
    senders: [],
    clean: { attention: null, loss: lossOf(clean) },
    copying: { score: null, lossAblated: null },
    patterns: {
      previous: previousHead === null ? [] : [...patternOf(previousHead)],
      induction: inductionHead === null ? [] : [...patternOf(inductionHead)],
    },
  };
  if (inductionHead === null) return empty;

  const { layer, head } = inductionHead;
  const composition = await compositionWith(model, inductionHead, following);
  const cells: Intervention[][] = [];
  for (const sender of before) {
    following.signal.throwIfAborted();
    cells.push([ablated(sender)]);
    cells.push([
      {
        hook: `${blockName(layer)}.attn.hook_k`,
        heads: [head],
        value: { kind: 'tensor', tensor: await keysWithoutHead(model, clean, sender, inductionHead) },
      },
    ]);
  }
  cells.push([ablated(inductionHead)]);
  const swept: { attention: number | null; loss: number | null }[] = [];
  for await (const cell of runSweep(model, batch, cells, [patternHook(layer), 'loss'], { targets })) {
    following.signal.throwIfAborted();
    swept.push({
      attention: attentionToRepeats(patternOf(inductionHead, cell), n, repeats),
      loss: lossOf(cell),
    });
  }
  const senders = before.map((sender, at) => ({
    ...sender,
    composition: composition.scores[at] ?? Number.NaN,
    previous: previous[at]?.value ?? null,
    attentionAblated: swept[2 * at]?.attention ?? null,
    lossAblated: swept[2 * at]?.loss ?? null,
    attentionCut: swept[2 * at + 1]?.attention ?? null,
    lossCut: swept[2 * at + 1]?.loss ?? null,
  }));
  return {
    ...empty,
    composingHead: best(
      senders.map(({ composition: value, ...place }) => ({ layer: place.layer, head: place.head, value })),
    ),
    strongest: await strongestOfAll(model, following),
    random: composition.random,
    senders,
    clean: { ...empty.clean, attention: attentionToRepeats(patternOf(inductionHead), n, repeats) },
    copying: {
      score: await copyingScore(model, inductionHead, following),
      lossAblated: swept.at(-1)?.loss ?? null,
    },
  };
}

/** The mean over the text in the place of what the head reads out. */
function ablated({ layer, head }: PlacedHead): Intervention {
  return { hook: zHook(layer), heads: [head], value: { kind: 'mean' } };
}

function checkModel({ name, architecture, dimensions }: LoadedModel, receiver: PlacedHead | undefined): void {
  const { layers, heads } = dimensions;
  if (architecture === 'attention_only' && layers >= 2) {
    if (receiver === undefined) return;
    if (receiver.layer > 0 && receiver.layer < layers && receiver.head < heads) return;
    throw new PairlensError(
      'BAD_REQUEST',
      receiver.layer === 0
        ? 'a head of layer 0 has no head before it that it can read from'
        : `${name} has no head ${receiver.head} in layer ${receiver.layer}: it has ${layers} layers of ${heads} heads, counted from 0`,
      { ...receiver },
    );
  }
  throw new PairlensError(
    'BAD_REQUEST',
    architecture === 'attention_only'
      ? `${name} has ${dimensions.layers} layers: induction takes two heads, one after the other`
      : `${name} has more than attention in it: this page is of attention-only models; path patching shows what feeds a head of any`,
    { model: name },
  );
}

function valuesOf(from: ReadonlyMap<string, Activation>, name: string): Float32Array {
  const activation = from.get(name);
  if (activation === undefined) throw new PairlensError('INTERNAL', `the model gave no ${name}`);
  return activation.data;
}

function best(heads: readonly (PlacedHead & { readonly value: number | null })[]): PlacedHead | null {
  const [first] = heads
    .filter(({ value }) => value !== null)
    .toSorted((a, b) => (b.value ?? 0) - (a.value ?? 0));
  return first === undefined ? null : { layer: first.layer, head: first.head };
}

/** K-composition of every head of the layers before a layer with each head of it: [sender, receiver]. */
async function compositionInto(model: LoadedModel, layer: number, following: Following): Promise<number[]> {
  const { heads } = model.dimensions;
  const to = await readLayer(model, layer);
  const version = versionsOfModel(model).at(-1) ?? 'raw';
  const requests = await Promise.all(
    Array.from({ length: layer }, async (_, from) => ({
      from: await readLayer(model, from),
      to,
      versions: [version],
    })),
  );
  const pairs = await circuitThreads.compute(
    requests,
    (thread, request) => thread.composition(request),
    following,
  );
  const size = heads * heads;
  return pairs.flatMap(([own]) => [...(own?.[1].subarray(size, 2 * size) ?? [])]);
}

async function strongestOfAll(
  model: LoadedModel,
  following: Following,
): Promise<InductionCircuit['strongest']> {
  const { layers, heads } = model.dimensions;
  let strongest: InductionCircuit['strongest'] = null;
  for (let layer = 1; layer < layers; layer++)
    for (const [at, value] of (await compositionInto(model, layer, following)).entries())
      if (value > (strongest?.value ?? -Infinity)) {
        const sender = Math.floor(at / heads);
        strongest = {
          from: { layer: Math.floor(sender / heads), head: sender % heads },
          to: { layer, head: at % heads },
          value,
        };
      }
  return strongest;
}

async function compositionWith(model: LoadedModel, { layer, head }: PlacedHead, following: Following) {
  const { dModel, dHead, heads } = model.dimensions;
  const scores = (await compositionInto(model, layer, following)).filter((_, at) => at % heads === head);
  const [random = new Float64Array()] = await circuitThreads.compute(
    [{ dModel, dHead, seed: 0, first: 0, count: SAMPLES }],
    (thread, request) => thread.randomCompositions(request),
    following,
  );
  const mean = random.reduce((sum, value) => sum + value, 0) / random.length;
  const squares = random.reduce((sum, value) => sum + (value - mean) ** 2, 0);
  return { scores, random: { mean, sd: Math.sqrt(squares / (random.length - 1)), samples: random.length } };
}

async function copyingScore(
  model: LoadedModel,
  { layer, head }: PlacedHead,
  following: Following,
): Promise<number | null> {
  const weights = await readLayer(model, layer);
  const size = (all: Float32Array) => all.length / weights.heads;
  const own = (all: Float32Array) => all.slice(head * size(all), (head + 1) * size(all));
  const [result] = await circuitThreads.compute(
    [
      {
        weights: {
          ...weights,
          heads: 1,
          keyValueHeads: 1,
          query: own(weights.query),
          key: own(weights.key),
          value: own(weights.value),
          output: own(weights.output),
        },
        versions: versionsOfModel(model),
        vocabulary: await vocabularyProducts(model, following),
        finalNorm: await readGain(model, 'ln_final'),
        directions: 1,
        tokens: null,
      },
    ],
    (thread, request) => thread.circuitsOfHead(request),
    following,
  );
  return result?.circuits.at(-1)?.ov?.score ?? null;
}
