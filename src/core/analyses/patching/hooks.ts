/** Where activations are taken from one run and put into another. docs/science.md, _Activation patching_. */
import type { BlockPlace } from '../../architectures/hook-names.ts';
import { ROLES } from './roles.ts';
import type { HeadPlace } from './together.ts';

export const PATCH_HOOKS = ['resid_pre', 'attn_out', 'mlp_out', 'z', 'pattern', 'q', 'k', 'v'] as const;
export type PatchHook = (typeof PATCH_HOOKS)[number];

/** 'denoising' puts the clean run into the corrupted one, 'noising' the corrupted into the clean. */
export const PATCH_DIRECTIONS = ['denoising', 'noising'] as const;
export type PatchDirection = (typeof PATCH_DIRECTIONS)[number];

/**
 * What a cell is beside its layer: a position, the others left alone; a head at all positions; of keys and values a key-value
 * head, of which grouped queries share one.
 */
export type PatchAxis = 'position' | 'head' | 'key_value_head';

export const HOOK_PLACES = {
  resid_pre: { place: 'hook_resid_pre', axis: 'position', title: 'Residual stream' },
  attn_out: { place: 'hook_attn_out', axis: 'position', title: 'Attention output' },
  mlp_out: { place: 'hook_mlp_out', axis: 'position', title: 'MLP output' },
  z: { place: 'attn.hook_z', axis: 'head', title: 'Head output' },
  pattern: { place: 'attn.hook_pattern', axis: 'head', title: 'Attention pattern' },
  q: { place: 'attn.hook_q', axis: 'head', title: 'Queries' },
  k: { place: 'attn.hook_k', axis: 'key_value_head', title: 'Keys' },
  v: { place: 'attn.hook_v', axis: 'key_value_head', title: 'Values' },
} as const satisfies Record<
  PatchHook,
  { readonly place: BlockPlace; readonly axis: PatchAxis; readonly title: string }
>;

/** A map of cells: one tensor of the result. */
export interface PatchMap {
  /** 'denoising.z' */
  readonly name: string;
  readonly direction: PatchDirection;
  readonly hook: PatchHook;
  /** Whether heads are also told apart by position. */
  readonly byPosition: boolean;
  /** Lengths by axis: layer and role, layer and head, or layer, head and role; one cell where heads are put in together. */
  readonly sizes: Readonly<Record<string, number>>;
}

export interface PatchedModel {
  readonly layers: number;
  readonly heads: number;
  readonly keyValueHeads: number;
}

export interface PatchChoice {
  readonly hooks: readonly PatchHook[];
  readonly directions: readonly PatchDirection[];
  readonly headPositions: boolean;
  /** Heads that are put in all at once as well; none where that is not asked for. */
  readonly together: readonly HeadPlace[];
}

/** The hook points that cells are of. */
export function hooksOfChoice({ hooks, together }: Pick<PatchChoice, 'hooks' | 'together'>): PatchHook[] {
  return together.length === 0 || hooks.includes('z') ? [...hooks] : [...hooks, 'z'];
}

/** 'denoising.together' */
export function togetherName(direction: PatchDirection): string {
  return `${direction}.together`;
}

/** The maps of a choice, in its order. */
export function patchMaps(
  model: PatchedModel,
  { hooks, directions, headPositions, together }: PatchChoice,
): PatchMap[] {
  return directions.flatMap((direction) => [
    ...hooks.flatMap((hook): PatchMap[] => {
      const heads = headsOf(hook, model);
      const map = (name: string, byPosition: boolean, sizes: PatchMap['sizes']) => ({
        name: `${direction}.${name}`,
        direction,
        hook,
        byPosition,
        sizes: { layer: model.layers, ...sizes },
      });
      if (heads === null) return [map(hook, false, { role: ROLES.length })];
      return [
        map(hook, false, { head: heads }),
        ...(hook === 'z' && headPositions
          ? [map('z_by_position', true, { head: heads, role: ROLES.length })]
          : []),
      ];
    }),
    ...(together.length === 0
      ? []
      : [
          {
            name: togetherName(direction),
            direction,
            hook: 'z' as const,
            byPosition: false,
            sizes: { cell: 1 },
          },
        ]),
  ]);
}

/** null where a hook point is not kept head by head. */
export function headsOf(hook: PatchHook, model: PatchedModel): number | null {
  switch (HOOK_PLACES[hook].axis) {
    case 'position':
      return null;
    case 'head':
      return model.heads;
    case 'key_value_head':
      return model.keyValueHeads;
  }
}
