/**
 * The paths of path patching: from a component that writes into the residual stream to a head's queries, keys or values, or
 * to the output. docs/science.md, _Path patching_.
 */
import { CoreError } from '../../errors.ts';

/** What a receiving head is given anew; 'output' is the end of the model. */
export const PATH_READS = ['q', 'k', 'v', 'output'] as const;
export type PathRead = (typeof PATH_READS)[number];

/**
 * How what is sent reaches the receiver.
 *
 *   direct      along the residual stream alone: what heads and MLPs between write stays as it was
 *   with_mlps   the heads between stay as they were; MLPs and norms are computed anew (Wang 2022)
 */
export const PATH_WAYS = ['direct', 'with_mlps'] as const;
export type PathWay = (typeof PATH_WAYS)[number];

/** `head` null: the MLP of the layer. `layer` null: the embeddings, with positions and types. */
export interface Sender {
  readonly layer: number | null;
  readonly head: number | null;
}

/** `layer` null: the output. */
export interface Receiver {
  readonly layer: number | null;
  readonly head: number | null;
  readonly read: PathRead;
}

export interface Path {
  readonly way: PathWay;
  readonly from: Sender;
  readonly to: Receiver;
}

/** What there is of a model to be named. */
export interface PathModel {
  readonly layers: number;
  readonly heads: number;
  readonly hasMlps: boolean;
  /** Whether something passes by the norms and the MLP of a block: not where a block ends in a norm. */
  readonly hasDirect: boolean;
}

/** 'L0H3', 'MLP0', 'embed' */
export const SENDER_NAME = /^(?:L\d{1,5}H\d{1,5}|MLP\d{1,5}|embed|heads|mlps)$/i;
/** 'L1H2', 'L1H2.q', 'output' */
export const RECEIVER_NAME = /^(?:L\d{1,5}H\d{1,5}(?:\.[qkv])?|output|heads)$/i;

export function senderName({ layer, head }: Sender): string {
  if (layer === null) return 'embed';
  return head === null ? `MLP${layer}` : `L${layer}H${head}`;
}

/** 'L1H2.q' */
export function receiverName({ layer, head, read }: Receiver): string {
  return layer === null ? 'output' : `L${layer}H${head}.${read}`;
}

/** Every head, then every MLP, then the embeddings. */
export function allSenders({ layers, heads, hasMlps }: PathModel): Sender[] {
  const every = Array.from({ length: layers }, (_, layer) => layer);
  return [
    ...every.flatMap((layer) => Array.from({ length: heads }, (_, head) => ({ layer, head }))),
    ...(hasMlps ? every.map((layer) => ({ layer, head: null })) : []),
    { layer: null, head: null },
  ];
}

/** @throws CoreError INPUT_INVALID for one that the model does not have */
export function sendersOf(names: readonly string[], model: PathModel): Sender[] {
  const all = allSenders(model);
  if (names.length === 0) return all;
  return unique(
    names.flatMap((name) => {
      if (/^heads$/i.test(name)) return all.filter(({ head }) => head !== null);
      if (/^mlps$/i.test(name)) return all.filter(({ layer, head }) => layer !== null && head === null);
      const found = all.find((one) => senderName(one).toLowerCase() === name.toLowerCase());
      if (found === undefined) throw unknown(name, model);
      return [found];
    }),
    senderName,
  );
}

/**
 * @param names none: the output, and every head where `everyHead` says so
 * @throws CoreError INPUT_INVALID for one that the model does not have
 */
export function receiversOf(names: readonly string[], model: PathModel, everyHead: boolean): Receiver[] {
  const { layers, heads } = model;
  const output: Receiver = { layer: null, head: null, read: 'output' };
  const ofHead = (layer: number, head: number): Receiver[] =>
    (['q', 'k', 'v'] as const).map((read) => ({ layer, head, read }));
  const all = Array.from({ length: layers * heads }, (_, place) =>
    ofHead(Math.floor(place / heads), place % heads),
  ).flat();
  if (names.length === 0) return everyHead ? [...all, output] : [output];
  return unique(
    names.flatMap((name) => {
      if (/^output$/i.test(name)) return [output];
      if (/^heads$/i.test(name)) return all;
      const found = all.filter((one) => {
        const own = receiverName(one).toLowerCase();
        return own === name.toLowerCase() || own.startsWith(`${name.toLowerCase()}.`);
      });
      if (found.length === 0) throw unknown(name, model);
      return found;
    }),
    receiverName,
  );
}

/**
 * Every path from one of the senders to one of the receivers, way by way; those of a sender together.
 * @param named whether senders and receivers were named one by one: then each of them has to have a path
 * @throws CoreError INPUT_INVALID where there is none: a sender writes after its receiver has read
 */
export function pathsBetween(
  senders: readonly Sender[],
  receivers: readonly Receiver[],
  ways: readonly PathWay[],
  named: { readonly from: boolean; readonly to: boolean },
): Path[] {
  const paths = ways.flatMap((way) =>
    senders.flatMap((from) =>
      receivers.filter((to) => comesBefore(from, to)).map((to) => ({ way, from, to })),
    ),
  );
  const alone = [
    ...(named.from
      ? senders.filter((from) => !receivers.some((to) => comesBefore(from, to))).map(senderName)
      : []),
    ...(named.to
      ? receivers.filter((to) => !senders.some((from) => comesBefore(from, to))).map(receiverName)
      : []),
  ];
  if (alone[0] !== undefined || paths.length === 0)
    throw new CoreError(
      'INPUT_INVALID',
      `no path has ${alone[0] ?? 'these ends'} as its end: a head reads what layers before its own have written, so the sender has to lie in an earlier layer than the receiver`,
    );
  return paths;
}

/** A head reads what the layers before its own have written; the output reads all. */
export function comesBefore(from: Sender, to: Receiver): boolean {
  return to.layer === null || from.layer === null || from.layer < to.layer;
}

/** @throws CoreError INPUT_INVALID for `direct` of a model that has no such path */
export function waysOf(way: PathWay | 'both', { hasDirect }: PathModel): PathWay[] {
  if (way === 'direct' && !hasDirect)
    throw new CoreError(
      'INPUT_INVALID',
      'this model has no direct paths: its blocks end in a norm, which nothing passes by. Use with_mlps',
    );
  if (way !== 'both') return [way];
  return hasDirect ? [...PATH_WAYS] : ['with_mlps'];
}

function unknown(name: string, { layers, heads, hasMlps }: PathModel): CoreError {
  return new CoreError(
    'INPUT_INVALID',
    `the model has no ${name}: it has ${layers} layers of ${heads} heads (L0H0 to L${layers - 1}H${heads - 1})${hasMlps ? ` and MLP0 to MLP${layers - 1}` : ' and no MLPs'}`,
    { name },
  );
}

function unique<Thing>(things: readonly Thing[], nameOf: (thing: Thing) => string): Thing[] {
  return [...new Map(things.map((thing) => [nameOf(thing), thing])).values()];
}
