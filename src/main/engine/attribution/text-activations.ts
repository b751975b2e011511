/** What of a text's forward pass attribution needs: read once, and good for every position and every token. */
import {
  blockName,
  type HookName,
  patternHook,
  vHook,
  zHook,
} from '../../../core/architectures/hook-names.ts';
import { LOGITS } from '../../../core/architectures/hook-names.ts';
import { PairlensError } from '../../../shared/errors.ts';
import type { Activation } from '../inference/hooked-session.ts';
import { checkFinite } from '../inference/not-finite.ts';
import { release } from '../inference/release.ts';
import type { LoadedModel } from '../models/library.ts';
import { checkPatternsFit } from '../models/patterns-bound.ts';
import { outputOf } from '../runs/measure-batch.ts';

export interface AttributedText {
  readonly ids: readonly number[];
  /** Without them every token is of type 0. */
  readonly tokenTypes?: readonly number[] | undefined;
}

/** Of one text of n tokens: by hook point, [n, …] or, of patterns, [heads, n, n]. */
export interface TextActivations {
  readonly tokens: number;
  readonly of: ReadonlyMap<string, Float32Array>;
}

export type AttributedModel = Pick<
  LoadedModel,
  | 'name'
  | 'architecture'
  | 'config'
  | 'dimensions'
  | 'hooks'
  | 'weights'
  | 'run'
  | 'runVariant'
  | 'tokenizer'
  | 'causal'
>;

/** How a model's blocks stand to their norms: GPT's normalise what a layer reads, BERT's what has been added up. */
export function normOrder({ causal }: Pick<LoadedModel, 'causal'>): 'pre' | 'post' {
  return causal ? 'pre' : 'post';
}

/** @throws PairlensError BAD_REQUEST for a model without logits: nothing can be attributed to them */
export function checkHasLogits({ name, hooks }: Pick<LoadedModel, 'name' | 'hooks'>): void {
  if (hooks.includes(LOGITS)) return;
  throw new PairlensError(
    'BAD_REQUEST',
    `${name} has no language-model head: it foretells no tokens, so there are no logits to read`,
    { model: name },
  );
}

/** @param withNeurons whether what each neuron says is read, too */
function hooksOf(model: AttributedModel, withNeurons: boolean): HookName[] {
  const { layers } = model.dimensions;
  const edge: readonly HookName[] = [
    'hook_embed',
    'hook_pos_embed',
    'embed.hook_embed',
    'embed.hook_pos_embed',
    'embed.hook_token_type_embed',
    'hook_full_embed',
    'resid_final',
  ];
  const wanted = Array.from({ length: layers }, (_, layer) => {
    const block = blockName(layer);
    const own: HookName[] = [patternHook(layer), zHook(layer), vHook(layer), `${block}.hook_mlp_out`];
    if (withNeurons) own.push(`${block}.mlp.hook_post`);
    if (normOrder(model) === 'post')
      own.push(
        `${block}.hook_resid_mid`,
        `${block}.hook_normalized_resid_mid`,
        `${block}.hook_resid_post`,
        `${block}.hook_normalized_resid_post`,
      );
    else if (layer === layers - 1) own.push(`${block}.hook_resid_post`);
    return own;
  }).flat();
  return [...edge, ...wanted].filter((hook) => model.hooks.includes(hook));
}

/**
 * Whether {@link readTexts} can read them, for those who first read something else.
 * @throws PairlensError SENTENCE_TOO_LONG
 */
export function checkReadable(
  { dimensions }: Pick<AttributedModel, 'dimensions'>,
  texts: readonly AttributedText[],
): void {
  for (const { ids } of texts) checkPatternsFit(dimensions, ids.length);
}

/**
 * @param texts that go through the model together
 * @throws PairlensError INPUT_INVALID, SENTENCE_TOO_LONG, INFERENCE_FAILED, ACTIVATION_NOT_FINITE
 */
export async function readTexts(
  model: AttributedModel,
  texts: readonly AttributedText[],
  withNeurons: boolean,
): Promise<TextActivations[]> {
  checkReadable(model, texts);
  const hooks = hooksOf(model, withNeurons);
  const withTypes = texts.some(({ tokenTypes }) => tokenTypes !== undefined);
  const outputs = await model.run(
    {
      inputIds: texts.map(({ ids }) => [...ids]),
      ...(withTypes && {
        tokenTypeIds: texts.map(({ ids, tokenTypes }) => [...(tokenTypes ?? ids.map(() => 0))]),
      }),
    },
    hooks,
  );
  checkFinite('text', new Map([['resid_final', outputOf(outputs, 'resid_final')]]));
  const read = texts.map(({ ids: { length: tokens } }, row) => ({
    tokens,
    of: new Map(hooks.map((hook) => [hook, ofRow(hook, outputOf(outputs, hook), row, tokens)] as const)),
  }));
  release(outputs.values());
  return read;
}

/** One row's values without padding. */
function ofRow(hook: string, { dims, data }: Activation, row: number, tokens: number): Float32Array {
  const size = data.length / (dims[0] ?? 1);
  const own = data.subarray(row * size, (row + 1) * size);
  if (!hook.endsWith('hook_pattern')) return own.slice(0, (size / (dims[1] ?? 1)) * tokens);
  const [, heads = 0, length = 0] = dims;
  const pattern = new Float32Array(heads * tokens * tokens);
  for (let line = 0; line < heads * tokens; line++) {
    const from = (Math.floor(line / tokens) * length + (line % tokens)) * length;
    pattern.set(own.subarray(from, from + tokens), line * tokens);
  }
  return pattern;
}

export function bytesOfActivations({ of }: TextActivations): number {
  return [...of.values()].reduce((bytes, { byteLength }) => bytes + byteLength, 0);
}
