/** What every part of a model's drawing needs to know: its columns, and which hook points there are. */
import type { BlockPlace, EdgeHook } from '../architectures/hook-names.ts';
import { NODE_HEIGHT, nodeWidth, type Sheet, wordsWidth } from './diagram-sheet.ts';
import type { DiagramModel, HookPoint, ModelShape } from './model-shape.ts';

export const MARGIN = 8;
export const FRAME_PADDING = { side: 10, top: 24, bottom: 10 } as const;
/** Between columns, and between what stands below each other. */
export const GAP = { x: 18, y: 7 } as const;
/** From one row of nodes to the next. */
export const ROW = NODE_HEIGHT + GAP.y;

/**
 * The hook points that make each column as wide as it is, by the ends of their names. Others stand in rows whose next
 * column is empty, so that they may be wider than their own.
 */
const COLUMNS = {
  stream: [/(^|\.)hook_embed$/, /\.hook_(normalized_)?resid_(pre|mid|post)$/, /^hook_full_embed$/],
  norm: [/\.ln[12]\.hook_/, /^ln_final\.hook_/, /\.hook_(attn|mlp)_out$/, /hook_pos_embed$/],
  project: [/\.attn\.hook_[qkv]$/, /\.mlp\.hook_pre$/, /^resid_final$/],
  rotate: [/\.attn\.hook_rot_[qk]$/],
  scores: [/\.attn\.hook_attn_scores$/, /\.mlp\.hook_post$/, /^logits$/],
  pattern: [/\.attn\.hook_(pattern|z)$/],
} as const satisfies Record<string, readonly RegExp[]>;
type ColumnName = keyof typeof COLUMNS;

interface Column {
  readonly x: number;
  readonly width: number;
}
export function endOf({ x, width }: Column): number {
  return x + width;
}

type Columns = Readonly<Record<ColumnName, Column>>;

export interface Draft {
  readonly sheet: Sheet;
  readonly model: DiagramModel;
  readonly shape: ModelShape;
  readonly columns: Columns;
  /** Middle of the stream, across. */
  readonly streamX: number;
  /** The hook point of the model's edges or of the block that is drawn: `logits`, `attn.hook_q`. */
  readonly find: (name: BlockPlace | EdgeHook) => HookPoint | undefined;
}

/** Px that the nodes inside a normalisation stand away from its sides. */
export const ENCLOSED = { side: 6, gap: 6 } as const;
const SOFTMAX = wordsWidth('softmax') + 18;

/** Columns as wide as what stands in them; one that nothing stands in takes no room. */
export function columnsFor(hooks: readonly HookPoint[], shape: ModelShape): Columns {
  let x = MARGIN + FRAME_PADDING.side;
  const placed = Object.entries(COLUMNS).map(([name, ends]) => {
    const within = name === 'norm' && shape.norm === 'before' ? 2 * ENCLOSED.side : 0;
    const mine = hooks.filter((hook) => ends.some((end) => end.test(hook.name)));
    const least = name === 'norm' && within > 0 ? wordsWidth(shape.normName) + 24 : 0;
    const column = { x, width: Math.max(least, ...mine.map((hook) => nodeWidth(hook) + within)) };
    if (column.width > 0) x += column.width + (name === 'scores' ? SOFTMAX : GAP.x);
    return [name, column] as const;
  });
  return Object.fromEntries(placed) as Columns;
}
