/** The induction circuit on a text: what decides, and that what is cut is cut by hand as well. */
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { patternHook, zHook } from '../../src/core/architectures/hook-names.ts';
import type { InductionCircuit } from '../../src/shared/circuits.ts';
import { keysWithoutHead } from '../../src/main/engine/circuits/cut-path.ts';
import { ModelLibrary } from '../../src/main/engine/models/library.ts';
import { runWithInterventions } from '../../src/main/engine/interventions/run.ts';
import { projectRoot } from '../../src/main/engine/paths.ts';
import { goldenFolder } from './parity.ts';
import { openWorkspace, type Workspace } from './workspaces.ts';

const TEXT = 'The old clock struck nine, and the old clock struck ten.';
/** 25 tokens said twice after the first one. */
const TWICE = Array.from({ length: 25 }, (_, at) => 256 + ((at * 37 + 11) % 256));
const IDS = [0, ...TWICE, ...TWICE];
const INDUCTION = { layer: 1, head: 2 };

let workspace: Workspace;
let onText: InductionCircuit;
let onIds: InductionCircuit;
beforeAll(async () => {
  workspace = await openWorkspace();
  const { circuits } = workspace.engine;
  onText = await circuits.induction({ model: 'attn-only-2l', text: TEXT });
  onIds = await circuits.induction({ model: 'attn-only-2l', ids: IDS, receiver: INDUCTION });
});
afterAll(() => workspace.dispose());

const sender = (circuit: InductionCircuit, head: number) =>
  circuit.senders.find((one) => one.layer === 0 && one.head === head) ?? expect.unreachable();

describe('attn-only-2l', () => {
  it('is walked from the previous-token head, not from the one that composes most', () => {
    expect(onText.previousHead).toEqual({ layer: 0, head: 0 });
    expect(onText.inductionHead).toEqual({ layer: 1, head: 3 });
    expect(onText.composingHead).toEqual({ layer: 0, head: 3 });
    expect(onText.repeats.map(({ query }) => query)).toHaveLength(11);
    // Without the path from L0H0 alone little is left; without that from L0H3 nothing is lost.
    const clean = onText.clean.attention ?? 0;
    expect(sender(onText, 0).attentionCut ?? 1).toBeLessThan(clean / 2);
    expect(sender(onText, 3).attentionCut ?? 0).toBeGreaterThan(clean);
  });

  it('has the strongest edge where it works against induction: a score has no sign', () => {
    expect(onIds.strongest).toMatchObject({ from: { layer: 0, head: 3 }, to: INDUCTION });
    expect(sender(onIds, 3).composition).toBeCloseTo(0.157, 3);
    expect(sender(onIds, 0).composition).toBeCloseTo(0.129, 3);
    expect(onIds.random.mean).toBeCloseTo(0.088, 3);
    const clean = onIds.clean.attention ?? 0;
    expect(sender(onIds, 0).attentionCut ?? 1).toBeLessThan(clean / 10);
    expect(sender(onIds, 3).attentionCut ?? 0).toBeGreaterThan(clean + 0.3);
  });

  it('copies: the eigenvalues of OV are positive, and without the head the right token is less likely', () => {
    expect(onText.copying.score).toBeGreaterThan(0.9);
    expect(onText.copying.lossAblated ?? 0).toBeGreaterThan(onText.clean.loss ?? Infinity);
  });
});

it('has no walk on a text that repeats nothing', async () => {
  const none = await workspace.engine.circuits.induction({ model: 'attn-only-2l', text: 'a' });
  expect(none).toMatchObject({ repeats: [], inductionHead: null, senders: [] });
});

it.each([
  ['attn-only-1l', undefined, /has 1 layers/],
  ['char-en', undefined, /more than attention/],
  ['attn-only-2l', { layer: 0, head: 1 }, /no head before it/],
  ['attn-only-2l', { layer: 2, head: 0 }, /has no head 0 in layer 2/],
])('%s with %o is refused in words', async (model, receiver, words) => {
  const request = { model, text: TEXT, receiver };
  await expect(workspace.engine.circuits.induction(request)).rejects.toThrow(words);
});

it('cuts the whole of a head where nobody else reads it: with a normalisation, keys are those of its ablation', async () => {
  const library = new ModelLibrary({
    home: join(workspace.folder, 'cut'),
    resources: join(projectRoot(), 'resources'),
  });
  const model = await library.open(goldenFolder('attention_only'));
  const batch = { inputIds: [[4, 9, 31, 7, 9, 31, 22, 5]] };
  const key = 'blocks.1.attn.hook_k';
  const clean = await model.run(batch, [zHook(0), 'blocks.1.hook_resid_pre', patternHook(1)]);
  const own = await keysWithoutHead(model, clean, { layer: 0, head: 1 }, { layer: 1, head: 2 });
  const ablated = await runWithInterventions(
    model,
    batch,
    [{ hook: zHook(0), heads: [1], value: { kind: 'mean' } }],
    [key],
  );
  const { heads, dHead } = model.dimensions;
  const all = ablated.get(key)?.data ?? [];
  for (let position = 0; position < 8; position++)
    for (let at = 0; at < dHead; at++)
      expect(own.data[position * dHead + at]).toBeCloseTo(all[(position * heads + 2) * dHead + at] ?? NaN, 4);
  await model.close();
});

describe('one token in a circuit', () => {
  it('is found by its text, with or without a space, and says what it was taken for', async () => {
    const request = { model: 'attn-only-2l', most: 3, of: 'bigrams' as const };
    const found = await workspace.engine.circuits.token({ ...request, text: 'the' });
    expect(found.sides.map(({ as }) => as)).toEqual(['first', 'next']);
    expect(found.sides[0]?.largest).toHaveLength(3);
    const again = await workspace.engine.circuits.token({ ...request, id: found.token.id });
    expect(again.sides).toEqual(found.sides);
    const pieces = await workspace.engine.circuits.token({ ...request, text: 'xylophonist' });
    expect(pieces.isWhole).toBe(false);
    expect(pieces.candidates.length).toBeGreaterThan(1);
  });

  it('is the row and the column of the pairs of a head', async () => {
    const request = { model: 'attn-only-2l', most: 1, of: 'ov' as const, layer: 1, head: 2 };
    const { sides } = await workspace.engine.circuits.token({ ...request, id: 300 });
    const [source, output] = sides;
    const top = source?.largest[0] ?? expect.unreachable();
    const back = await workspace.engine.circuits.token({ ...request, most: 100, id: top.id });
    expect(output?.as).toBe('output');
    const same = back.sides[1]?.largest.find(({ id }) => id === 300);
    expect(same?.value).toBeCloseTo(top.value, 4);
  });

  it('of an encoder, and of a head that is not there, is refused in words', async () => {
    const { circuits } = workspace.engine;
    await expect(
      circuits.token({ model: goldenFolder('bert'), most: 1, of: 'bigrams', id: 5 }),
    ).rejects.toThrow(/no decoder/);
    await expect(
      circuits.token({ model: 'attn-only-2l', most: 1, of: 'qk', layer: 2, head: 0, id: 5 }),
    ).rejects.toThrow(/has no head 0 in layer 2/);
  });
});

it('what nobody waits for any more ends cancelled', async () => {
  const { circuits } = workspace.engine;
  const given = AbortSignal.abort();
  const model = 'attn-only-2l';
  await Promise.all(
    [
      circuits.induction({ model, text: TEXT }, given),
      circuits.token({ model, of: 'bigrams', id: 5, most: 3 }, given),
    ].map((asked) => expect(asked).rejects.toMatchObject({ code: 'CANCELLED' })),
  );
});
