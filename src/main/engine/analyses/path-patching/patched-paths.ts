/**
 * Path patching of one pair: what a sender adds reaches one receiver and nobody else. First a run in which the sender is
 * that of the other statement and the rest is frozen, for what the receiver would read; then the plain run with the
 * receiver's queries, keys or values in the place of its own. Senders and paths are rows of batches. docs/science.md,
 * _Path patching_.
 */
import type {
  Path,
  PathRead,
  PathWay,
  Receiver,
  Sender,
} from '../../../../core/analyses/path-patching/paths.ts';
import { receiverName, senderName } from '../../../../core/analyses/path-patching/paths.ts';
import { blockName, type HookName, residPreHook, zHook } from '../../../../core/architectures/hook-names.ts';
import type { Activation } from '../../inference/hooked-session.ts';
import { checkFinite } from '../../inference/not-finite.ts';
import { release } from '../../inference/release.ts';
import { noReplacement, type Replacement } from '../../inference/replacement.ts';
import type { LoadedModel } from '../../models/library.ts';
import { outputOf } from '../../runs/measure-batch.ts';
import { rowsPerPass } from '../passes.ts';
import {
  passLimits,
  type RecordedPair,
  type RecordedStatement,
  type RowReader,
  rowsOfStatement,
} from '../effects/patched-pair.ts';

export type PathPatchingModel = Pick<LoadedModel, 'runVariant' | 'dimensions' | 'hooks'>;

/** One sender on its way. */
interface Sending {
  readonly way: PathWay;
  readonly from: Sender;
  /** Places in the list of paths. */
  readonly paths: readonly number[];
}

/** A pair of which one statement is patched with the other. */
export interface PatchedEnds {
  /** That something is put into. */
  readonly base: RecordedStatement;
  /** That it is taken from. */
  readonly source: RecordedStatement;
  /** [source position, base position]; where the base has no partner it keeps its own. */
  readonly aligned: readonly (readonly [number, number])[];
}

/** The base is the counterfactual unless noise is put into the original. */
export function endsOf(
  { original, counterfactual }: Pick<RecordedPair, 'original' | 'counterfactual'>,
  aligned: readonly (readonly [number, number])[],
  direction: 'denoising' | 'noising',
): PatchedEnds {
  return direction === 'denoising'
    ? { base: counterfactual, source: original, aligned }
    : { base: original, source: counterfactual, aligned: aligned.map(([i, j]) => [j, i] as const) };
}

export interface PathsFollowing {
  readonly signal?: AbortSignal | undefined;
  /** Told the share that is done. */
  readonly onShare?: ((share: number) => void) | undefined;
}

/**
 * @param ends recorded at {@link recordedHooks}
 * @param paths in any order
 * @param reader what is read off the end of a row that runs on the base
 * @returns [path] what the reader reads with that path patched
 * @throws PairlensError ACTIVATION_NOT_FINITE; as LoadedModel.runVariant; the signal's reason
 */
export async function patchedPaths(
  model: PathPatchingModel,
  ends: PatchedEnds,
  paths: readonly Path[],
  reader: RowReader,
  { signal, onShare }: PathsFollowing = {},
): Promise<Float64Array> {
  const values = new Float64Array(paths.length).fill(Number.NaN);
  const frozen: Frozen = { base: ends.base.values, sent: sentValues(model, ends) };
  const sendings = sendingsOf(paths);
  const from = firstReceiver(paths) ?? 0;
  const perPass = rowsPerPass(ends.base.ids.length, model.dimensions, passLimits(reader));
  for (let first = 0; first < sendings.length; first += perPass) {
    const own = sendings.slice(first, first + perPass);
    const wanted = own.flatMap((sending) => sending.paths.map((at) => paths[at] as Path));
    signal?.throwIfAborted();
    onShare?.(first / sendings.length);
    const sent = await sendingRun(model, ends.base, own, wanted, frozen, reader);
    try {
      const open: OpenPath[] = [];
      for (const [row, sending] of own.entries())
        for (const at of sending.paths) {
          const { to } = paths[at] as Path;
          if (to.read === 'output') values[at] = reader.read(sent, row);
          else open.push({ at, row, to });
        }
      await receive(model, ends.base, open, { sent, reader, values, perPass, signal, first: from });
    } finally {
      release(sent.values());
    }
  }
  return values;
}

/** Those of one sender and way together, in the order in which they first occur. */
function sendingsOf(paths: readonly Path[]): Sending[] {
  const sendings = new Map<string, { way: PathWay; from: Sender; paths: number[] }>();
  paths.forEach(({ way, from }, at) => {
    const key = `${way} ${senderName(from)}`;
    const own = sendings.get(key) ?? { way, from, paths: [] };
    sendings.set(key, own);
    own.paths.push(at);
  });
  return [...sendings.values()];
}

/** Values at {@link frozenHooks}. */
interface Frozen {
  /** Of the base. */
  readonly base: ReadonlyMap<string, Float32Array>;
  /** Of the base, with what the source has at aligned positions. */
  readonly sent: ReadonlyMap<string, Float32Array>;
}

const EMBEDDINGS = residPreHook(0);
const mlpHook = (layer: number): HookName => `${blockName(layer)}.hook_mlp_out`;
const readHook = (layer: number, read: Exclude<PathRead, 'output'>): HookName =>
  `${blockName(layer)}.attn.hook_${read}`;

export function hasMlps({ hooks }: Pick<LoadedModel, 'hooks'>): boolean {
  return hooks.includes(mlpHook(0));
}

/** What is recorded of both statements: where something is frozen or sent, and where runs of receivers begin. */
export function recordedHooks(model: PathPatchingModel, paths: readonly Path[]): string[] {
  const first = firstReceiver(paths) ?? 0;
  return [...frozenHooks(model), ...(first === 0 ? [] : [residPreHook(first)])];
}

function frozenHooks(model: PathPatchingModel): string[] {
  const layers = Array.from({ length: model.dimensions.layers }, (_, layer) => layer);
  return [...layers.map(zHook), ...(hasMlps(model) ? layers.map(mlpHook) : []), EMBEDDINGS];
}

/** All that the graph of the first runs can replace, with nothing replaced. */
export function nothingFrozen(model: PathPatchingModel): Map<string, Replacement> {
  return new Map(
    frozenHooks(model).map((hook) => [hook, noReplacement(hook.endsWith('hook_z') ? 4 : 3)] as const),
  );
}

function sentValues(model: PathPatchingModel, { base, source, aligned }: PatchedEnds) {
  return new Map(
    frozenHooks(model).map((hook) => {
      const values = (base.values.get(hook) as Float32Array).slice();
      const width = values.length / base.ids.length;
      const theirs = source.values.get(hook) as Float32Array;
      for (const [from, to] of aligned)
        values.set(theirs.subarray(from * width, (from + 1) * width), to * width);
      return [hook, values] as const;
    }),
  );
}

/** Each row with its sender as it is in the source: what later heads would read then, and the end of the row. */
async function sendingRun(
  model: PathPatchingModel,
  base: RecordedStatement,
  sendings: readonly Sending[],
  paths: readonly Path[],
  frozen: Frozen,
  reader: RowReader,
): Promise<Map<string, Activation>> {
  // The end is read also where no path leads there: one graph serves all.
  const hooks = new Set<string>(reader.hooks);
  for (const { to } of paths)
    if (to.layer !== null && to.read !== 'output') hooks.add(readHook(to.layer, to.read));
  const replacements = nothingFrozen(model);
  const tokens = base.ids.length;
  const { heads, dHead, layers } = model.dimensions;
  for (let layer = 0; layer < layers; layer++) {
    replacements.set(zHook(layer), frozenHeads(layer, sendings, frozen, { tokens, heads, dHead }));
    if (hasMlps(model)) replacements.set(mlpHook(layer), frozenMlp(layer, sendings, frozen, tokens));
  }
  replacements.set(EMBEDDINGS, sentEmbeddings(sendings, frozen, tokens));
  const outputs = await model.runVariant(rowsOfStatement(base, sendings.length), [...hooks], {
    replacements,
    ...(reader.targets && { targets: sendings.map(() => reader.targets ?? []) }),
  });
  checkFinite('statement', outputs);
  return outputs;
}

/** All heads of a layer as they are in the base, but for the sender of a row that is one of them. */
function frozenHeads(
  layer: number,
  sendings: readonly Sending[],
  frozen: Frozen,
  { tokens, heads, dHead }: { readonly tokens: number; readonly heads: number; readonly dHead: number },
): Replacement {
  const base = frozen.base.get(zHook(layer)) as Float32Array;
  const everywhere = { dims: [1, 1, 1, 1], data: Uint8Array.of(1) };
  const isSender = ({ from }: Sending) => from.layer === layer && from.head !== null;
  if (!sendings.some(isSender))
    return { mask: everywhere, values: { dims: [1, tokens, heads, dHead], data: base } };
  const sent = frozen.sent.get(zHook(layer)) as Float32Array;
  const data = new Float32Array(sendings.length * base.length);
  sendings.forEach((sending, row) => {
    data.set(base, row * base.length);
    if (!isSender(sending)) return;
    const head = sending.from.head ?? 0;
    for (let position = 0; position < tokens; position++) {
      const from = (position * heads + head) * dHead;
      data.set(sent.subarray(from, from + dHead), row * base.length + from);
    }
  });
  return { mask: everywhere, values: { dims: [sendings.length, tokens, heads, dHead], data } };
}

/** The MLP of a layer as it is in the base in rows of direct paths, sent where it is the sender, else free. */
function frozenMlp(layer: number, sendings: readonly Sending[], frozen: Frozen, tokens: number): Replacement {
  const base = frozen.base.get(mlpHook(layer)) as Float32Array;
  const isSender = ({ from }: Sending) => from.layer === layer && from.head === null;
  const mask = Uint8Array.from(sendings, (one) => Number(one.way === 'direct' || isSender(one)));
  const width = base.length / tokens;
  const ofRows = { dims: [sendings.length, 1, 1], data: mask };
  if (!sendings.some(isSender)) return { mask: ofRows, values: { dims: [1, tokens, width], data: base } };
  const sent = frozen.sent.get(mlpHook(layer)) as Float32Array;
  const data = new Float32Array(sendings.length * base.length);
  sendings.forEach((one, row) => data.set(isSender(one) ? sent : base, row * base.length));
  return { mask: ofRows, values: { dims: [sendings.length, tokens, width], data } };
}

function sentEmbeddings(sendings: readonly Sending[], frozen: Frozen, tokens: number): Replacement {
  const sent = frozen.sent.get(EMBEDDINGS) as Float32Array;
  const mask = Uint8Array.from(sendings, ({ from }) => Number(from.layer === null));
  return {
    mask: { dims: [sendings.length, 1, 1], data: mask },
    values: { dims: [1, tokens, sent.length / tokens], data: sent },
  };
}

/** A path whose sender's run is there. */
interface OpenPath {
  /** Its place in the list of paths. */
  readonly at: number;
  /** Of the sender's run. */
  readonly row: number;
  readonly to: Receiver;
}

interface Receiving {
  readonly sent: ReadonlyMap<string, Activation>;
  readonly reader: RowReader;
  /** [path] filled in. */
  readonly values: Float64Array;
  readonly perPass: number;
  /** The layer that these runs begin at. */
  readonly first: number;
  readonly signal: AbortSignal | undefined;
}

/** The base with one receiver's queries, keys or values in the place of its own, row by row. */
async function receive(
  model: PathPatchingModel,
  base: RecordedStatement,
  paths: readonly OpenPath[],
  { sent, reader, values, perPass, first, signal }: Receiving,
): Promise<void> {
  const { heads, layers, dModel } = model.dimensions;
  // Heads that share keys and values are given them together: what is put in is put in once.
  const ownHead = ({ layer, head, read }: Receiver) => {
    if (read === 'output') return 0;
    const [, , own = heads] = outputOf(sent, readHook(layer ?? 0, read)).dims;
    return Math.floor((head ?? 0) / (heads / own));
  };
  const rows = new Map<string, { readonly path: OpenPath; readonly places: number[] }>();
  for (const path of paths.toSorted((a, b) => (a.to.layer ?? 0) - (b.to.layer ?? 0))) {
    const key = `${path.row} ${receiverName({ ...path.to, head: ownHead(path.to) })}`;
    const known = rows.get(key);
    if (known === undefined) rows.set(key, { path, places: [path.at] });
    else known.places.push(path.at);
  }
  const all = [...rows.values()];
  for (let from = 0; from < all.length; from += perPass) {
    signal?.throwIfAborted();
    const own = all.slice(from, from + perPass);
    const replacements = new Map<string, Replacement>(nothingRead(first, layers));
    const hooks = new Set(
      own.map(({ path: { to } }) => readHook(to.layer ?? 0, to.read as Exclude<PathRead, 'output'>)),
    );
    for (const hook of hooks)
      replacements.set(
        hook,
        receivedAt(
          hook,
          own.map(({ path: { row, to } }) => ({
            row: readHook(to.layer ?? 0, to.read as Exclude<PathRead, 'output'>) === hook ? row : null,
            head: ownHead(to),
          })),
          outputOf(sent, hook),
        ),
      );
    const outputs = await model.runVariant(rowsOfStatement(base, own.length), [...reader.hooks], {
      replacements,
      ...startOf(base, first, own.length, dModel),
      ...(reader.targets && { targets: own.map(() => reader.targets ?? []) }),
    });
    checkFinite('statement', outputs);
    own.forEach(({ places }, row) => {
      const value = reader.read(outputs, row);
      for (const at of places) values[at] = value;
    });
    release(outputs.values());
  }
}

/** @param first the layer that runs begin at: nothing before it is replaced */
function nothingRead(first: number, layers: number): [string, Replacement][] {
  return Array.from({ length: layers - first }, (_, at) =>
    (['q', 'k', 'v'] as const).map((read): [string, Replacement] => [
      readHook(first + at, read),
      noReplacement(4),
    ]),
  ).flat();
}

/** The first layer that receives something; null where no head does. What comes before is computed once. */
export function firstReceiver(paths: readonly Path[]): number | null {
  const layers = paths.flatMap(({ to }) => to.layer ?? []);
  return layers.length === 0 ? null : Math.min(...layers);
}

/** The stream as it enters the layer that runs of receivers begin at, once for each row. */
function startOf(base: RecordedStatement, first: number, rows: number, dModel: number) {
  const stream = first === 0 ? undefined : base.values.get(residPreHook(first));
  if (stream === undefined) return {};
  const data = new Float32Array(rows * stream.length);
  for (let row = 0; row < rows; row++) data.set(stream, row * stream.length);
  const values = { dims: [rows, base.ids.length, dModel], data };
  return { start: { hook: residPreHook(first), values } };
}

/**
 * @param rows of each row of this run the row of the sender's run whose values it is given at this hook point, null for none
 * @param sent [sender, position, head, dHead]
 */
function receivedAt(
  hook: string,
  rows: readonly { readonly row: number | null; readonly head: number }[],
  { dims: [, tokens = 0, heads = 0, dHead = 0], data: sent }: Activation,
): Replacement {
  const mask = new Uint8Array(rows.length * heads);
  const data = new Float32Array(rows.length * tokens * dHead);
  rows.forEach(({ row, head }, own) => {
    if (row === null) return;
    if (head >= heads) throw new RangeError(`${hook} has ${heads} heads, not ${head}`);
    mask[own * heads + head] = 1;
    for (let position = 0; position < tokens; position++) {
      const from = ((row * tokens + position) * heads + head) * dHead;
      data.set(sent.subarray(from, from + dHead), (own * tokens + position) * dHead);
    }
  });
  return {
    mask: { dims: [rows.length, 1, heads, 1], data: mask },
    values: { dims: [rows.length, tokens, 1, dHead], data },
  };
}
