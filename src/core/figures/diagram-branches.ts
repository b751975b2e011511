/** What reads from the residual stream of a block and adds to it: attention, and the MLP. */
import type { StreamPlace } from '../architectures/hook-names.ts';
import { ENCLOSED, endOf, GAP, ROW, type Draft } from './diagram-draft.ts';
import {
  middleOf,
  NODE_HEIGHT,
  nodeWidth,
  OPERATION_HEIGHT,
  rightOf,
  SUM_RADIUS,
  wordsWidth,
  type Box,
  type HookNode,
  type Point,
} from './diagram-sheet.ts';
import type { HookPoint } from './model-shape.ts';

interface Branch {
  /** Top of its first row. */
  readonly top: number;
  /** The height at which it reads from the stream. */
  readonly read: number;
}

/** From q, k and v to what attention adds. Returns the height at which that comes back to the stream. */
export function drawAttention(draft: Draft, branch: Branch): number {
  const { sheet, columns, find, model } = draft;
  const { top } = branch;
  const [q = null, k = null, v] = fanOut(draft, readThrough(draft, 'ln1', branch), [
    sheet.node(find('attn.hook_q'), columns.project.x, top),
    sheet.node(find('attn.hook_k'), columns.project.x, top + ROW),
    sheet.node(find('attn.hook_v'), columns.project.x, top + 2 * ROW),
  ]);

  const between = top + ROW / 2;
  const scores = sheet.node(find('attn.hook_attn_scores'), columns.scores.x, between);
  const pattern = sheet.node(find('attn.hook_pattern'), columns.pattern.x, between);
  drawMatch(draft, rotated(draft, q, 'q'), scores);
  drawMatch(draft, rotated(draft, k, 'k'), scores);
  if (scores) {
    sheet.label(`q·k / √${model.dHead}`, scores.x + scores.width / 2, between - 6);
    if (pattern) {
      sheet.arrow([rightOf(scores), middleOf(scores)], [pattern.x, middleOf(pattern)]);
      sheet.label('softmax', (rightOf(scores) + pattern.x) / 2 - 2, middleOf(scores) - 5);
    }
  }

  const z = sheet.node(find('attn.hook_z'), columns.pattern.x, top + 2 * ROW);
  if (v && z) sheet.arrow([rightOf(v), middleOf(v)], [z.x, middleOf(z)]);
  if (pattern && z) {
    const x = pattern.x + Math.min(pattern.width, z.width) / 2;
    sheet.arrow([x, pattern.y + pattern.height], [x, z.y]);
  }
  return comeBack(draft, z, 'W_O', 'hook_attn_out', top + 3 * ROW);
}

/** q or k after the rotary embedding, where there is one. */
function rotated({ sheet, columns, find }: Draft, plain: HookNode | null, name: 'q' | 'k'): HookNode | null {
  const hook = find(`attn.hook_rot_${name}`);
  if (plain === null || hook === undefined) return plain;
  const node = sheet.node(hook, columns.rotate.x, plain.y);
  if (node) sheet.arrow([rightOf(plain), middleOf(plain)], [node.x, middleOf(node)]);
  return node;
}

function drawMatch({ sheet }: Draft, from: HookNode | null, scores: HookNode | null): void {
  if (from === null || scores === null) return;
  const bend = scores.x - GAP.x / 2;
  const [y, to] = [middleOf(from), middleOf(scores)];
  sheet.arrow([rightOf(from), y], [bend, y], [bend, to], [scores.x, to]);
}

/** From the hidden layer to what the MLP adds. Returns the height at which that comes back to the stream. */
export function drawMlp(draft: Draft, branch: Branch): number {
  const { sheet, columns, find, shape } = draft;
  const { top } = branch;
  const [pre, linear] = fanOut(draft, readThrough(draft, 'ln2', branch), [
    sheet.node(find('mlp.hook_pre'), columns.project.x, top),
    sheet.node(find('mlp.hook_pre_linear'), columns.project.x, top + ROW),
  ]);
  const post = sheet.node(find('mlp.hook_post'), columns.scores.x, top);
  if (pre && post) {
    sheet.arrow([rightOf(pre), middleOf(pre)], [post.x, middleOf(post)]);
    sheet.label(shape.activation, post.x + post.width / 2, post.y - 5);
  }
  if (linear && post) {
    const x = post.x + post.width / 4;
    sheet.arrow([rightOf(linear), middleOf(linear)], [x, middleOf(linear)], [x, post.y + post.height]);
    sheet.label('times', (rightOf(linear) + x) / 2, middleOf(linear) - 5);
  }
  const rows = Math.max(linear ? 2 : 1, normHooks(draft, 'ln2').length + 1);
  return comeBack(draft, post, 'W_out', 'hook_mlp_out', top + rows * ROW);
}

/** Wires from one point to each of the nodes. */
function fanOut(
  { sheet }: Draft,
  [x, y]: readonly [number, number],
  nodes: readonly (HookNode | null)[],
): readonly (HookNode | null)[] {
  for (const node of nodes) if (node) sheet.arrow([x, y], [x, middleOf(node)], [node.x, middleOf(node)]);
  return nodes;
}

/** From the stream to the row at `top`, through a normalisation where blocks have one there. Returns where that ends. */
function readThrough(draft: Draft, norm: 'ln1' | 'ln2', { top, read }: Branch): readonly [number, number] {
  const { sheet, columns, shape } = draft;
  const y = top + NODE_HEIGHT / 2;
  const end = columns.project.x - GAP.x / 2;
  const bend = endOf(columns.stream) + GAP.x / 2;
  const left = streamEdge(draft, read);
  const start: Point[] =
    read === y
      ? [[left, y]]
      : [
          [left, read],
          [bend, read],
          [bend, y],
        ];
  if (shape.norm !== 'before') {
    sheet.line(...start, [end, y]);
    return [end, y];
  }
  const box = drawNorm(draft, normHooks(draft, norm), y);
  sheet.arrow(...start, [box.x, y]);
  sheet.line([rightOf(box), y], [end, y]);
  return [end, y];
}

/** The hook points of a normalisation. */
export function normHooks({ find }: Draft, norm: 'ln1' | 'ln2' | 'ln_final'): HookPoint[] {
  return (['hook_scale', 'hook_normalized'] as const)
    .map((name) => find(`${norm}.${name}`))
    .filter((hook) => hook !== undefined);
}

/** A normalisation beside the stream, its first line at height `y`, with its hook points inside. */
export function drawNorm({ sheet, columns, shape }: Draft, hooks: readonly HookPoint[], y: number): Box {
  const step = NODE_HEIGHT + ENCLOSED.gap;
  const box = {
    x: columns.norm.x,
    y: y - OPERATION_HEIGHT / 2,
    width: columns.norm.width,
    height: OPERATION_HEIGHT + hooks.length * step,
  };
  sheet.operation(shape.normName, box, hooks.length > 0);
  hooks.forEach((hook, index) => {
    sheet.node(hook, box.x + (box.width - nodeWidth(hook)) / 2, box.y + OPERATION_HEIGHT + index * step);
  });
  return box;
}

/** Right edge of the node of the stream at this height; the stream itself, where there is none. */
export function streamEdge({ sheet, streamX }: Draft, y: number): number {
  const node = sheet.nodes.find((candidate) => middleOf(candidate) === y && candidate.x < streamX);
  return node === undefined ? streamX : rightOf(node);
}

/** From `last` to the row at `y` and along it to the stream, through a projection. Returns its height. */
function comeBack(
  { sheet, columns, find, streamX }: Draft,
  last: Box | null,
  projection: string,
  hook: StreamPlace,
  y: number,
): number {
  const middle = y + NODE_HEIGHT / 2;
  const box = sheet.operation(projection, {
    x: columns.project.x,
    y: middle - OPERATION_HEIGHT / 2,
    width: wordsWidth(projection) + 20,
    height: OPERATION_HEIGHT,
  });
  if (last !== null) {
    const x = last.x + last.width / 2;
    sheet.arrow([x, last.y + last.height], [x, middle], [rightOf(box), middle]);
  }
  const out = sheet.node(find(hook), columns.norm.x, y);
  if (out !== null) sheet.arrow([box.x, middle], [rightOf(out), middle]);
  sheet.arrow([out?.x ?? box.x, middle], [streamX + SUM_RADIUS, middle]);
  return middle;
}
