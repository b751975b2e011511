/** One token in a circuit: what it raises and what raises it, what it is drawn to and what is drawn to it. */
import { headMatrices } from '../../../core/analyses/circuits/head-matrices.ts';
import { product, transposed } from '../../../core/analyses/circuits/products.ts';
import { intoLogits } from '../../../core/analyses/circuits/vocabulary.ts';
import type { TokenCircuit, TokenCircuitRequest } from '../../../shared/circuits.ts';
import { PairlensError } from '../../../shared/errors.ts';
import { readGain, readLayer, versionsOfModel } from '../analyses/circuits/layer-weights.ts';
import { tokensOfDirections } from '../analyses/circuits/over-vocabulary.ts';
import { readTokens, type VocabularyTable } from '../analyses/circuits/vocabulary-blocks.ts';
import type { LoadedModel } from '../models/library.ts';
import type { Following } from '../threads/side-by-side.ts';
import { checkIds } from '../tokenizers/statement-ids.ts';

interface Side {
  readonly as: TokenCircuit['sides'][number]['as'];
  /** [d_model] multiplied with the rows of the table. */
  readonly direction: Float64Array;
  readonly table: VocabularyTable;
}

/**
 * @throws PairlensError BAD_REQUEST for a model whose circuits do not run over tokens; NOT_FOUND for a head that is not there;
 *   TOKENIZER_MISSING, INPUT_INVALID; the signal's reason
 */
export async function tokenInCircuit(
  model: LoadedModel,
  request: TokenCircuitRequest,
  following: Following,
): Promise<TokenCircuit> {
  if (!model.causal || !model.weights.has('W_U'))
    throw new PairlensError(
      'BAD_REQUEST',
      `${model.name} is no decoder with a language-model head: its circuits do not run from token to token`,
      { model: model.name },
    );
  const { id, candidates, isWhole } =
    'id' in request ? givenToken(model, request.id) : meant(model, request.text);
  const sides: TokenCircuit['sides'] = [];
  for (const { as, direction, table } of await sidesOf(model, request, id)) {
    const [found] = await tokensOfDirections(model, table, direction, request.most, following);
    const named = (
      list: { readonly ids: readonly number[]; readonly values: readonly number[] } | undefined,
    ) =>
      (list?.ids ?? []).map((own, at) => ({
        id: own,
        text: textOf(model, own),
        value: list?.values[at] ?? 0,
      }));
    sides.push({ as, largest: named(found?.largest), smallest: named(found?.smallest) });
  }
  return { token: { id, text: textOf(model, id) }, candidates, isWhole, sides };
}

async function sidesOf(model: LoadedModel, request: TokenCircuitRequest, id: number): Promise<Side[]> {
  const { dModel, layers, heads } = model.dimensions;
  const embedding = Float64Array.from(await readTokens(model, 'W_E', [id]));
  const unembedding = Float64Array.from(await readTokens(model, 'W_U', [id]));
  if (request.of === 'bigrams')
    return [
      { as: 'first', direction: embedding, table: 'W_U' },
      { as: 'next', direction: unembedding, table: 'W_E' },
    ];
  const { of, layer, head } = request;
  if (layer >= layers || head >= heads)
    throw new PairlensError(
      'NOT_FOUND',
      `${model.name} has no head ${head} in layer ${layer}: it has ${layers} layers of ${heads} heads, counted from 0`,
      { layer, head },
    );
  const weights = await readLayer(model, layer);
  const version = versionsOfModel(model).at(-1) ?? 'raw';
  const norm = version === 'folded' ? await readGain(model, 'ln_final') : null;
  const d = weights.dHead;
  const { query, key, value, output } = headMatrices(weights, head, version);
  /** x left rightᵀ, left and right [d_model, d]. */
  const through = (x: Float64Array, left: Float64Array, right: Float64Array) =>
    product(product(x, left, 1, dModel, d), transposed(right, dModel, d), 1, d, dModel);
  if (of === 'qk')
    return [
      { as: 'query', direction: through(embedding, query, key), table: 'W_E' },
      { as: 'key', direction: through(embedding, key, query), table: 'W_E' },
    ];
  const written = transposed(intoLogits(output, dModel, norm), d, dModel);
  return [
    { as: 'source', direction: through(embedding, value, written), table: 'W_U' },
    { as: 'output', direction: through(unembedding, written, value), table: 'W_E' },
  ];
}

type Meant = Pick<TokenCircuit, 'candidates' | 'isWhole'> & { readonly id: number };

function givenToken(model: LoadedModel, id: number): Meant {
  checkIds('the token', [id], model.dimensions.vocabularySize);
  return { id, candidates: [], isWhole: true };
}

/** A word is often one token with a space before it, and several without. */
function meant(model: LoadedModel, text: string): Meant {
  const { tokenizer } = model;
  if (tokenizer === null)
    throw new PairlensError('TOKENIZER_MISSING', `${model.name} has no tokenizer; give a token id`, {
      model: model.name,
    });
  const pieces = [text, ` ${text.trimStart()}`, text.trim()].map((one) =>
    tokenizer.encode(one).filter((id) => !tokenizer.specialIds.has(id)),
  );
  const whole = pieces.filter(({ length }) => length === 1).flat();
  const all = [...new Set(whole.length > 0 ? whole : pieces.flat())];
  const [id] = all;
  if (id === undefined) throw new PairlensError('INPUT_INVALID', `“${text}” has no tokens`);
  return {
    id,
    candidates: all.map((own) => ({ id: own, text: textOf(model, own) })),
    isWhole: whole.length > 0,
  };
}

function textOf({ tokenizer }: LoadedModel, id: number): string {
  return tokenizer?.describe(null, [id])[0]?.text ?? `${id}`;
}
