import { describe, expect, test } from 'vitest';
import { NAME_FONT_SIZE, type Box } from './diagram-sheet.ts';
import { modelDiagram } from './model-diagram.ts';
import { modelShape, type DiagramModel } from './model-shape.ts';

const STREAM = ['batch', 'pos', 32];
const PER_HEAD = ['batch', 'pos', 4, 8];
const OVER_KEYS = ['batch', 4, 'pos', 'pos'];

const ATTENTION = {
  q: PER_HEAD,
  k: PER_HEAD,
  v: PER_HEAD,
  attn_scores: OVER_KEYS,
  pattern: OVER_KEYS,
  z: PER_HEAD,
};

/** A model of two layers whose blocks have these hook points besides those of attention; edges by their whole name. */
function model(
  architecture: string,
  { before = [], block, rotary = false }: { before?: string[]; block: string[]; rotary?: boolean },
  config: Record<string, unknown> = {},
): DiagramModel {
  const hooks = [
    ...before.map((name) => ({ name, axes: STREAM })),
    ...[0, 1].flatMap((layer) => [
      ...block.map((name) => ({ name: `blocks.${layer}.${name}`, axes: STREAM })),
      ...Object.entries({ ...ATTENTION, ...(rotary && { rot_q: PER_HEAD, rot_k: PER_HEAD }) }).map(
        ([name, axes]) => ({ name: `blocks.${layer}.attn.hook_${name}`, axes }),
      ),
    ]),
    { name: 'resid_final', axes: STREAM },
    { name: 'logits', axes: ['batch', 'pos', 107] },
  ];
  return { architecture, layers: 2, dHead: 8, config, hooks };
}

const SEQUENTIAL = ['hook_resid_pre', 'hook_attn_out', 'hook_resid_mid', 'hook_mlp_out', 'hook_resid_post'];
const MLP = ['mlp.hook_pre', 'mlp.hook_post'];
const NORMS = ['ln1', 'ln2'].flatMap((norm) => [`${norm}.hook_scale`, `${norm}.hook_normalized`]);

const bert = model(
  'bert',
  {
    before: ['embed.hook_embed', 'embed.hook_pos_embed', 'embed.hook_token_type_embed', 'hook_full_embed'],
    block: [...SEQUENTIAL, ...MLP, 'hook_normalized_resid_mid', 'hook_normalized_resid_post'],
  },
  { hidden_act: 'gelu' },
);
const gpt2 = model(
  'gpt2',
  {
    before: ['hook_embed', 'hook_pos_embed', 'ln_final.hook_scale', 'ln_final.hook_normalized'],
    block: [...SEQUENTIAL, ...MLP, ...NORMS],
  },
  { activation_function: 'gelu_new' },
);
const neox = model('gpt_neox', {
  before: ['hook_embed'],
  block: [...SEQUENTIAL.filter((name) => name !== 'hook_resid_mid'), ...MLP, ...NORMS],
  rotary: true,
});
const llama = model('llama', {
  before: ['hook_embed'],
  block: [...SEQUENTIAL, ...MLP, 'mlp.hook_pre_linear', ...NORMS],
  rotary: true,
});
const attentionOnly = model('attention_only', {
  before: ['hook_embed', 'hook_pos_embed'],
  block: ['hook_resid_pre', 'hook_attn_out', 'hook_resid_post'],
});
const families = { bert, gpt2, neox, llama, attentionOnly };

describe('what the hook points tell of a model', () => {
  test.each([
    ['bert', bert, { norm: 'after', parallel: false, hasMlp: true, activation: 'gelu' }],
    ['gpt2', gpt2, { norm: 'before', parallel: false, hasMlp: true, activation: 'gelu_new' }],
    ['gpt_neox', neox, { norm: 'before', parallel: true, hasMlp: true }],
    ['llama', llama, { norm: 'before', normName: 'RMSNorm', parallel: false }],
    ['attention_only', attentionOnly, { norm: 'none', parallel: false, hasMlp: false }],
  ])('%s', (_family, drawn, shape) => {
    expect(modelShape(drawn)).toMatchObject(shape);
  });
});

function overlap(a: Box, b: Box): boolean {
  return a.x < b.x + b.width && b.x < a.x + a.width && a.y < b.y + b.height && b.y < a.y + a.height;
}

describe.each(Object.entries(families))('%s', (_family, drawn) => {
  const diagram = modelDiagram(drawn, 1);

  test('every hook point of the block and of the edges is drawn once', () => {
    const names = diagram.nodes.map(({ hook }) => hook.name);
    expect(names.toSorted()).toEqual(
      drawn.hooks
        .map(({ name }) => name)
        .filter((name) => !name.startsWith('blocks.0.'))
        .toSorted(),
    );
    expect(diagram.others).toEqual([]);
  });

  test('nothing lies on anything else or outside', () => {
    const steps = diagram.operations.filter(({ encloses }) => !encloses);
    const boxes = [...diagram.nodes, ...steps];
    for (const [index, box] of boxes.entries()) {
      expect(box.x).toBeGreaterThanOrEqual(0);
      expect(box.x + box.width).toBeLessThanOrEqual(diagram.width);
      expect(box.y + box.height).toBeLessThanOrEqual(diagram.height);
      for (const other of boxes.slice(index + 1)) expect(overlap(box, other)).toBe(false);
    }
  });

  test('names are still 11 px high where it is made to fit a window of 1280 px with the inspector open', () => {
    // 1280 - 72 (rail) - 304 (inspector) - 2 * 16 (margins) = 872
    expect(NAME_FONT_SIZE * Math.min(1, 872 / diagram.width)).toBeGreaterThanOrEqual(11);
  });
});

/** Names of the nodes on the stream, from the top. */
function alongStream({ nodes, sums }: ReturnType<typeof modelDiagram>): string[] {
  const x = sums[0]?.x ?? 0;
  return nodes
    .filter((node) => node.x <= x && x <= node.x + node.width)
    .toSorted((a, b) => a.y - b.y)
    .map(({ label }) => label);
}

test('a block of BERT normalises what its parts have added', () => {
  expect(alongStream(modelDiagram(bert, 0))).toEqual([
    'hook_embed',
    'hook_full_embed',
    'hook_resid_pre',
    'hook_resid_mid',
    'hook_normalized_resid_mid',
    'hook_resid_post',
    'hook_normalized_resid_post',
    'resid_final',
  ]);
});

test('in parallel blocks nothing is read between what attention and MLP add', () => {
  const diagram = modelDiagram(neox, 0);
  expect(alongStream(diagram)).toEqual(['hook_embed', 'hook_resid_pre', 'hook_resid_post']);
  expect(diagram.sums).toHaveLength(2);
});

test('blocks that are not drawn are named', () => {
  const words = (layer: number) =>
    modelDiagram({ ...gpt2, layers: 12 }, layer)
      .labels.map(({ text }) => text)
      .filter((text) => text.startsWith('block'));
  expect(words(0)).toEqual(['blocks 1 to 11']);
  expect(words(1)).toEqual(['block 0', 'blocks 2 to 11']);
  expect(words(11)).toEqual(['blocks 0 to 10']);
});

test('a model without blocks goes from the embedding to the logits', () => {
  const none = {
    ...attentionOnly,
    layers: 0,
    hooks: attentionOnly.hooks.filter(({ name }) => !name.startsWith('blocks.')),
  };
  const diagram = modelDiagram(none, 0);
  expect(diagram.nodes.map(({ label }) => label)).toEqual([
    'hook_embed',
    'hook_pos_embed',
    'resid_final',
    'logits',
  ]);
  expect(diagram.frames).toEqual([]);
});

test('a hook point that has no place in the drawing is listed', () => {
  const hook = { name: 'blocks.1.mlp.hook_router', axes: ['batch', 'pos', 8] };
  expect(modelDiagram({ ...llama, hooks: [...llama.hooks, hook] }, 1).others).toEqual([hook]);
});

test.each([-1, 2, 0.5])('layer %s of two is refused', (layer) => {
  expect(() => modelDiagram(gpt2, layer)).toThrow(`layer: ${layer} of 2`);
});
