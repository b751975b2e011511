/** Pairs of token ids: what is measured of them, token by token. */
import { bidirectionalScores } from '../../../../core/analyses/negation/cue-attention.ts';
import { cuedStatement } from '../../../../core/analyses/negation/cued-statement.ts';
import { partOfPair } from '../../../../core/analyses/negation/parts.ts';
import { NEGATION_QUANTITIES } from '../../../../core/analyses/negation/quantities.ts';
import { cuesOfTokens, type TokenPair } from '../../../../core/analyses/negation/token-pairs.ts';
import { namedTensor, type NamedTensors } from '../../../../core/analyses/named-tensor.ts';
import { alignedPositions, alignmentFromPositions } from '../../../../core/pairs/align.ts';
import { checkedIds } from '../../tokenizers/statement-ids.ts';
import type { LoadedModel } from '../../models/library.ts';
import { measurePairs } from './measure-pairs.ts';
import type { PreparedNegation } from './prepare-cues.ts';

/** @throws CoreError INPUT_INVALID; PairlensError INPUT_INVALID, SENTENCE_TOO_LONG */
export function prepareTokens(pair: TokenPair, index: number, model: LoadedModel): PreparedNegation {
  const cues = cuesOfTokens(pair, index);
  const [originalIds, ids] = [pair.original, pair.counterfactual].map((own) =>
    checkedIds({ text: null, ids: own }, model, `pairs[${index}]`),
  ) as [readonly number[], readonly number[]];
  const aligned = alignedPositions(alignmentFromPositions(pair.aligned, originalIds.length, ids.length));
  return {
    originalIds,
    statement: { ids, aligned, cues },
    neutral: null,
    neutralState: 'none',
    cueBefore: false,
  };
}

/** As core/analyses/negation/token-pairs.ts wants them: `tokens.KEY` [layer, head, …] beside what every pair has. */
export async function tokenParts(
  model: LoadedModel,
  pairs: readonly PreparedNegation[],
): Promise<NamedTensors[]> {
  const { layers, heads } = model.dimensions;
  const places = layers * heads;
  const statements = pairs.map(({ statement: { cues } }) => cuedStatement(cues, model.causal));
  const buffers = pairs.map(({ statement }, pair) => ({
    from_cue: new Float64Array(places * statement.ids.length),
    to_cue: new Float64Array(places * statement.ids.length),
    delta: new Float64Array(places * statement.aligned.length),
    bidirectional: new Float64Array(places * (statements[pair]?.words.length ?? 0)),
    lift: new Float64Array(places),
    radius: new Float64Array(places),
    radius_without_special: new Float64Array(places),
  }));
  const measured = await measurePairs(model, pairs, (pair, _side, place, values) => {
    const [own, statement] = [buffers[pair], statements[pair]];
    if (own === undefined || statement === undefined) return;
    own.from_cue.set(values.from, place * values.from.length);
    own.to_cue.set(values.to, place * values.to.length);
    own.delta.set(values.delta, place * values.delta.length);
    own.bidirectional.set(bidirectionalScores(values, statement), place * statement.words.length);
    own.lift[place] = liftOf(values.to, statement.tokens, statement.cues, statement.special);
    for (const name of ['radius', 'radius_without_special'] as const)
      own[name][place] = values.values[NEGATION_QUANTITIES.indexOf(name)] ?? Number.NaN;
  });
  return measured.map((pair, index) => {
    const part = new Map(partOfPair(pair, layers, heads));
    for (const [key, data] of Object.entries(buffers[index] ?? {})) {
      const rest = data.length / places;
      const sizes = { layer: layers, head: heads, ...(AXES[key] !== undefined && { [AXES[key]]: rest }) };
      part.set(`tokens.${key}`, namedTensor(sizes, data));
    }
    const distances = statements[index]?.distances ?? new Int32Array();
    part.set('tokens.distances', namedTensor({ token: distances.length }, distances));
    const aligned = Int32Array.from(pair.set.aligned, ([, position]) => distances[position] ?? 0);
    part.set('tokens.aligned_distances', namedTensor({ aligned: aligned.length }, aligned));
    return part;
  });
}

/** Axis of the keys that have one beside layer and head. */
const AXES: Readonly<Record<string, string>> = {
  from_cue: 'token',
  to_cue: 'token',
  delta: 'aligned',
  bidirectional: 'word',
};

/** As the reference analyses have it for every family: over all tokens that are neither cue nor special, of all n. */
function liftOf(
  to: Float64Array,
  tokens: number,
  cues: readonly number[],
  special: readonly number[],
): number {
  const rows = Array.from(to.keys()).filter((row) => !cues.includes(row) && !special.includes(row));
  return rows.reduce((sum, row) => sum + (to[row] ?? 0), 0) / rows.length / (cues.length / tokens);
}
