/** What each kind of hook point holds, in words, and what its axes are. */
import { inLayer, placeOf, type BlockPlace, type EdgeHook } from '../../../core/architectures/hook-names.ts';
import type { HookPoint } from '../../../core/figures/model-shape.ts';

type AxisName =
  | 'batch'
  | 'position'
  | 'query'
  | 'key'
  | 'head'
  | 'key-value head'
  | 'd_head'
  | 'd_model'
  | 'd_mlp'
  | 'one number'
  | 'vocabulary';

const STREAM: readonly AxisName[] = ['batch', 'position', 'd_model'];
const PER_HEAD: readonly AxisName[] = ['batch', 'position', 'head', 'd_head'];
const OVER_KEYS: readonly AxisName[] = ['batch', 'head', 'query', 'key'];
const HIDDEN: readonly AxisName[] = ['batch', 'position', 'd_mlp'];

interface HookKind {
  readonly title: string;
  readonly definition: string;
  readonly axes: readonly AxisName[];
}

/** Encoders have their embeddings below `embed.`: those are the same hook points. */
type PlaceOf<Name> = Name extends `embed.${infer Place}` ? Place : Name;
type HookPlace = PlaceOf<BlockPlace | EdgeHook>;

/** By the name without its block. */
const KINDS = {
  hook_embed: kind('Token embedding', 'The vector of each token, looked up in the table of the vocabulary.'),
  hook_pos_embed: kind('Position embedding', 'The vector of each position, which says where a token stands.'),
  hook_token_type_embed: kind(
    'Segment embedding',
    'The vector of the segment that each token belongs to: sentence A or B.',
  ),
  hook_full_embed: kind(
    'Whole embedding',
    'The embeddings added up and normalised: what enters the first block.',
  ),
  hook_resid_pre: kind('Stream into the block', 'The residual stream as the block finds it.'),
  hook_resid_mid: kind('Stream after attention', 'The residual stream with what attention has added.'),
  hook_resid_post: kind(
    'Stream after the block',
    'The residual stream with everything that the block has added.',
  ),
  hook_normalized_resid_mid: kind(
    'Normalised stream after attention',
    'The stream after attention, normalised: what the MLP reads, and what its output is added to.',
  ),
  hook_normalized_resid_post: kind(
    'Normalised stream after the block',
    'The stream after the MLP, normalised: what the next block gets.',
  ),
  hook_attn_out: kind(
    'What attention adds',
    'The outputs of all heads, each through its part of W_O, added up: what goes back into the stream.',
  ),
  hook_mlp_out: kind('What the MLP adds', 'The hidden layer through W_out: what goes back into the stream.'),
  'ln1.hook_scale': scale('attention'),
  'ln2.hook_scale': scale('the MLP'),
  'ln_final.hook_scale': scale('the unembedding'),
  'ln1.hook_normalized': normalised('attention'),
  'ln2.hook_normalized': normalised('the MLP'),
  'ln_final.hook_normalized': normalised('the unembedding'),
  'attn.hook_q': {
    title: 'Queries',
    definition: 'What each position looks for, a vector for each head; before any rotary embedding.',
    axes: PER_HEAD,
  },
  'attn.hook_k': {
    title: 'Keys',
    definition:
      'What each position offers to be found by, a vector for each head; before any rotary embedding.',
    axes: PER_HEAD,
  },
  'attn.hook_v': {
    title: 'Values',
    definition: 'What each position hands on where it is attended to, a vector for each head.',
    axes: PER_HEAD,
  },
  'attn.hook_rot_q': {
    title: 'Queries, turned',
    definition: 'Queries after the rotary embedding has turned them by their position.',
    axes: PER_HEAD,
  },
  'attn.hook_rot_k': {
    title: 'Keys, turned',
    definition: 'Keys after the rotary embedding has turned them by their position.',
    axes: PER_HEAD,
  },
  'attn.hook_attn_scores': {
    title: 'Attention scores',
    definition:
      'How well each query matches each key: q·k, scaled, with the mask added. Keys that are masked out are at about −3.4e38.',
    axes: OVER_KEYS,
  },
  'attn.hook_pattern': {
    title: 'Attention pattern',
    definition:
      'The softmax of the scores over the keys: how much each query takes from each key. Rows sum to 1.',
    axes: OVER_KEYS,
  },
  'attn.hook_z': {
    title: 'Head outputs',
    definition: 'The values weighted by the pattern, for each head, before W_O.',
    axes: PER_HEAD,
  },
  'mlp.hook_pre': {
    title: 'MLP before its activation',
    definition: 'The hidden layer of the MLP as the activation function gets it.',
    axes: HIDDEN,
  },
  'mlp.hook_pre_linear': {
    title: 'MLP, linear half',
    definition:
      'The half of a gated MLP that has no activation function; the other half is multiplied with it.',
    axes: HIDDEN,
  },
  'mlp.hook_post': {
    title: 'MLP after its activation',
    definition: 'The hidden layer of the MLP after the activation function: how strongly each neuron fires.',
    axes: HIDDEN,
  },
  resid_final: kind(
    'Final stream',
    'What the unembedding reads: the stream after the last block, and after the last normalisation where there is one.',
  ),
  logits: {
    title: 'Logits',
    definition: 'A score for each word of the vocabulary; their softmax is the prediction at each position.',
    axes: ['batch', 'position', 'vocabulary'],
  },
} satisfies Record<HookPlace, HookKind>;
const KIND_OF: Readonly<Record<string, HookKind | undefined>> = KINDS;

function kind(title: string, definition: string): HookKind {
  return { title, definition, axes: STREAM };
}

function scale(reader: string): HookKind {
  return {
    title: `Scale before ${reader}`,
    definition: `What the normalisation before ${reader} divides by at each position: the stream’s standard deviation, or its root mean square.`,
    axes: ['batch', 'position', 'one number'],
  };
}

function normalised(reader: string): HookKind {
  return kind(`Normalised stream for ${reader}`, `The stream after the normalisation: what ${reader} reads.`);
}

export interface HookDescription {
  readonly title: string;
  readonly definition: string;
  /** `size`: null where the input decides. */
  readonly axes: readonly { readonly name: string; readonly size: number | null }[];
  /** Of the block it is in; null for the edges of the model. */
  readonly layer: number | null;
}

/** @param heads query heads of the model: keys and values may have fewer */
export function describeHook({ name, axes }: HookPoint, heads: number): HookDescription {
  const { layer, place } = placeOf(name);
  const known = KIND_OF[place.replace(/^embed\./, '')];
  return {
    title: known?.title ?? 'Hook point',
    definition: known?.definition ?? 'A value that this family of models has of its own.',
    axes: axes.map((axis, index) => {
      const size = typeof axis === 'number' ? axis : null;
      const called = known?.axes.length === axes.length ? known.axes[index] : undefined;
      const isShared = called === 'head' && size !== null && size !== heads;
      return {
        name: isShared ? 'key-value head' : (called ?? (size === null ? String(axis) : `axis ${index}`)),
        size,
      };
    }),
    layer,
  };
}

/** The same hook point in every layer, separated by commas, as `pairlens probe --hooks` takes them. */
export function inAllLayers(name: string, layers: number): string {
  if (placeOf(name).layer === null) return name;
  return Array.from({ length: layers }, (_, layer) => inLayer(name, layer)).join(',');
}

/** A command line that writes the hook point's activations to a file. */
export function probeCommand(model: string, hook: string): string {
  const quoted = /^[\w./@+-]+$/.test(model) ? model : `'${model.replaceAll("'", String.raw`'\''`)}'`;
  return `pairlens probe --model ${quoted} --text 'A sentence.' --hooks ${hook} --out activations.safetensors`;
}
