/**
 * A drawing of a model: the residual stream runs downward on the left, from the embedding through one block, which
 * stands for all, to the unembedding. What reads from the stream leaves it to the right; what it adds comes back from
 * there. Every value that can be read is a node under its TransformerLens name.
 */
import { placeOf } from '../architectures/hook-names.ts';
import { drawAttention, drawMlp, drawNorm, normHooks, streamEdge } from './diagram-branches.ts';
import { columnsFor, endOf, FRAME_PADDING, GAP, MARGIN, type Draft } from './diagram-draft.ts';
import {
  middleOf,
  NODE_HEIGHT,
  nodeWidth,
  OPERATION_HEIGHT,
  rightOf,
  Sheet,
  SUM_RADIUS,
  wordsWidth,
  type HookNode,
  type ModelDiagram,
} from './diagram-sheet.ts';
import { modelShape, type DiagramModel, type HookPoint } from './model-shape.ts';

/**
 * @param layer the block that is drawn, from 0; of no meaning for a model without blocks
 * @throws RangeError for a layer that the model does not have
 */
export function modelDiagram(model: DiagramModel, layer: number): ModelDiagram {
  if (model.layers > 0 && !(Number.isInteger(layer) && layer >= 0 && layer < model.layers))
    throw new RangeError(`layer: ${layer} of ${model.layers}`);
  const shown = hooksShown(model, layer);
  const byPlace = new Map(shown.map((hook) => [placeOf(hook.name).place, hook]));
  const shape = modelShape(model);
  const columns = columnsFor(shown, shape);
  const sheet = new Sheet();
  const draft: Draft = {
    sheet,
    model,
    shape,
    columns,
    streamX: columns.stream.x + columns.stream.width / 2,
    find: (place) => byPlace.get(place),
  };

  let y = drawEmbedding(draft);
  if (model.layers > 0) {
    y = drawSkipped(draft, y, 0, layer - 1);
    y = drawBlock(draft, y, layer);
    y = drawSkipped(draft, y, layer + 1, model.layers - 1);
  }
  drawHead(draft, y);

  const parts = [...sheet.nodes, ...sheet.operations, ...sheet.frames];
  const drawn = new Set(sheet.nodes.map(({ hook }) => hook));
  return {
    nodes: sheet.nodes,
    operations: sheet.operations,
    sums: sheet.sums,
    wires: sheet.wires,
    labels: sheet.labels,
    frames: sheet.frames,
    width: Math.max(...parts.map(rightOf)) + MARGIN,
    height: Math.max(...parts.map((part) => part.y + part.height)) + MARGIN,
    others: shown.filter((hook) => !drawn.has(hook)),
  };
}

/** The hook points of the model's edges and of one block, in the order of computation. */
export function hooksShown({ hooks }: Pick<DiagramModel, 'hooks'>, layer: number): HookPoint[] {
  return hooks.filter(({ name }) => {
    const { layer: own } = placeOf(name);
    return own === null || own === layer;
  });
}

/** Goes on down the stream to the node of a hook point, if there is one. Returns where the stream is then. */
function along({ sheet, streamX }: Draft, y: number, hook: HookPoint | undefined): number {
  if (hook === undefined) return y;
  const top = y + GAP.y;
  sheet.node(hook, streamX - nodeWidth(hook) / 2, top);
  sheet.arrow([streamX, y], [streamX, top]);
  return top + NODE_HEIGHT;
}

/** The same through a normalisation of the stream itself. */
function alongNorm(draft: Draft, y: number, hook: HookPoint | undefined): number {
  if (hook === undefined) return y;
  const { sheet, streamX, shape } = draft;
  const width = wordsWidth(shape.normName) + 20;
  const top = y + GAP.y;
  sheet.operation(shape.normName, { x: streamX - width / 2, y: top, width, height: OPERATION_HEIGHT });
  sheet.arrow([streamX, y], [streamX, top]);
  return along(draft, top + OPERATION_HEIGHT, hook);
}

/** Adds what comes from the right, at height `back`, to the stream. */
function addBack({ sheet, streamX }: Draft, y: number, back: number): number {
  sheet.sum(streamX, back);
  sheet.arrow([streamX, y], [streamX, back - SUM_RADIUS]);
  return back + SUM_RADIUS;
}

/** Token, position and segment embeddings, added up. */
function drawEmbedding(draft: Draft): number {
  const { sheet, columns, find, streamX } = draft;
  const token = find('embed.hook_embed') ?? find('hook_embed');
  let y = MARGIN;
  if (token !== undefined) {
    sheet.node(token, streamX - nodeWidth(token) / 2, MARGIN);
    y += NODE_HEIGHT;
  }
  const added = [
    sheet.node(find('embed.hook_pos_embed') ?? find('hook_pos_embed'), columns.norm.x, MARGIN),
    sheet.node(find('embed.hook_token_type_embed'), columns.project.x, MARGIN),
  ].filter((node): node is HookNode => node !== null);
  if (added.length > 0) {
    const middle = MARGIN + NODE_HEIGHT + GAP.y + SUM_RADIUS;
    y = addBack(draft, y, middle);
    for (const node of added) {
      const x = node.x + node.width / 2;
      sheet.arrow([x, node.y + node.height], [x, middle], [streamX + SUM_RADIUS, middle]);
    }
  }
  return alongNorm(draft, y, find('hook_full_embed'));
}

/** The stream through the blocks that are not drawn. */
function drawSkipped({ sheet, streamX }: Draft, y: number, first: number, last: number): number {
  if (first > last) {
    sheet.line([streamX, y], [streamX, y + 12]);
    return y + 12;
  }
  const words = first === last ? `block ${first}` : `blocks ${first} to ${last}`;
  sheet.dashes([streamX, y], [streamX, y + 24]);
  sheet.label(words, streamX + 12 + wordsWidth(words) / 2, y + 16);
  return y + 24;
}

function drawBlock(draft: Draft, top: number, layer: number): number {
  const { sheet, columns, find, shape, streamX } = draft;
  const entry = top + FRAME_PADDING.top - GAP.y;
  sheet.line([streamX, top], [streamX, entry]);
  let y = along(draft, entry, find('hook_resid_pre'));
  const read = y - NODE_HEIGHT / 2;
  y = addBack(draft, y, drawAttention(draft, { top: y - NODE_HEIGHT, read }));
  y = along(draft, y, find('hook_resid_mid'));
  y = alongNorm(draft, y, find('hook_normalized_resid_mid'));
  if (shape.hasMlp) {
    const branch = shape.parallel
      ? { top: y + GAP.y, read }
      : { top: y - NODE_HEIGHT, read: y - NODE_HEIGHT / 2 };
    y = addBack(draft, y, drawMlp(draft, branch));
  }
  y = along(draft, y, find('hook_resid_post'));
  y = alongNorm(draft, y, find('hook_normalized_resid_post'));

  const end = y + FRAME_PADDING.bottom;
  const left = columns.stream.x - FRAME_PADDING.side;
  const right = endOf(columns.pattern) + FRAME_PADDING.side;
  sheet.frames.push({ title: `Block ${layer}`, x: left, y: top, width: right - left, height: end - top });
  sheet.line([streamX, y], [streamX, end]);
  return end;
}

/** The last normalisation, beside the stream, and the logits. */
function drawHead(draft: Draft, y: number): void {
  const { sheet, columns, shape, find, streamX } = draft;
  const final = find('resid_final');
  const top = y + GAP.y;
  const middle = top + NODE_HEIGHT / 2;
  if (shape.norm === 'before') {
    const box = drawNorm(draft, normHooks(draft, 'ln_final'), middle);
    sheet.arrow([streamX, y], [streamX, middle], [box.x, middle]);
    const node = sheet.node(final, columns.project.x, top);
    if (node) sheet.arrow([rightOf(box), middle], [node.x, middle]);
  } else along(draft, y, final);

  const logits = sheet.node(find('logits'), columns.scores.x, top);
  const before = sheet.nodes.find(({ hook }) => hook === final);
  if (logits === null) return;
  const from = before === undefined ? streamEdge(draft, middle) : rightOf(before);
  sheet.arrow([from, middle], [logits.x, middleOf(logits)]);
  sheet.label('W_U', logits.x + logits.width / 2, logits.y - 5);
}
