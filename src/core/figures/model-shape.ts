/** How the blocks of a model are put together, as far as a drawing of them needs to know. */

export interface HookPoint {
  /** Its TransformerLens name. */
  readonly name: string;
  /** A size, or the name of an axis whose size the input decides. */
  readonly axes: readonly (string | number)[];
}

export interface DiagramModel {
  readonly architecture: string;
  readonly layers: number;
  readonly dHead: number;
  /** config.json, parsed */
  readonly config: Readonly<Record<string, unknown>>;
  /** In the order of computation. */
  readonly hooks: readonly HookPoint[];
}

export interface ModelShape {
  /** Where a block normalises: what its parts read, what they have added, or nothing. */
  readonly norm: 'none' | 'before' | 'after';
  readonly normName: 'LayerNorm' | 'RMSNorm';
  /** Attention and MLP read the same stream, and what they add is added at once. */
  readonly parallel: boolean;
  readonly hasMlp: boolean;
  /** Of the MLP; '' where the config does not name it. */
  readonly activation: string;
}

const NORMALISE_BEFORE: ReadonlySet<string> = new Set(['gpt2', 'gpt_neox', 'llama']);

/** What the hook points tell, and where they tell nothing, the family and its config. */
export function modelShape({ architecture, config, hooks }: DiagramModel): ModelShape {
  const has = (pattern: RegExp): boolean => hooks.some(({ name }) => pattern.test(name));
  const normalisesBefore =
    has(/\.ln1\.|^ln_final\./) || NORMALISE_BEFORE.has(architecture) || config['normalization'] === 'pre';
  const hasMlp = has(/\.hook_mlp_out$/);
  return {
    norm: has(/\.hook_normalized_resid_(mid|post)$/) ? 'after' : normalisesBefore ? 'before' : 'none',
    normName: architecture === 'llama' ? 'RMSNorm' : 'LayerNorm',
    parallel: hasMlp && !has(/\.hook_resid_mid$/),
    hasMlp,
    activation: activationName(config),
  };
}

/** What families call it in config.json. */
const ACTIVATION_FIELDS = ['hidden_act', 'activation_function', 'activation'] as const;

function activationName(config: DiagramModel['config']): string {
  for (const field of ACTIVATION_FIELDS) {
    const value = config[field];
    if (typeof value === 'string') return value;
  }
  return '';
}
