import { combinePaths, partOfPaths } from '../../../../core/analyses/path-patching/combine.ts';
import { pathPatching } from '../../../../core/analyses/path-patching/definition.ts';
import { pathPatchingIds } from '../../../../core/analyses/path-patching/ids.ts';
import type { PathPatchingOptions } from '../../../../core/analyses/path-patching/options.ts';
import {
  type Path,
  type PathModel,
  pathsBetween,
  receiversOf,
  sendersOf,
  waysOf,
} from '../../../../core/analyses/path-patching/paths.ts';
import { countStates, type PatchState, stateNumber, stateOf } from '../../../../core/analyses/pair-states.ts';
import { type NamedTensors, scalar, scalarOf } from '../../../../core/analyses/named-tensor.ts';
import { blockName } from '../../../../core/architectures/hook-names.ts';
import { storedEffect } from '../../../../core/analyses/stored-effect.ts';
import { PairlensError } from '../../../../shared/errors.ts';
import type { LoadedModel } from '../../models/library.ts';
import type { AnalysisContext, ModelWork } from '../analysis-work.ts';
import { clustersOf, type EffectItem, EffectPairs, type GivenPair } from '../effects/effect-pairs.ts';
import { subjectHashOfPairs } from '../effects/pairs-hash.ts';
import { recordPair, releasePair } from '../effects/patched-pair.ts';
import { checkTokenTypes } from '../../tokenizers/statement-ids.ts';
import { checkPaths } from './check-paths.ts';
import { endsOf, hasMlps, nothingFrozen, patchedPaths, recordedHooks } from './patched-paths.ts';

/** An item is a pair, with all paths patched one after the other. */
export const pathPatchingWork: ModelWork<PathPatchingOptions, EffectItem> = {
  definition: pathPatching,
  usesModel: true,
  subjectHash: (context) => subjectHashOfPairs(context),
  sourceOf: ({ pairId }) => pairId,
  plan(context, options) {
    const { pairs } = plannedOf(context, options);
    return pairs.items;
  },
  itemsPerBatch: () => 1,

  async compute(context, items, options, following) {
    const model = modelOf(context);
    const { pairs, paths } = plannedOf(context, options);
    const parts: NamedTensors[] = [];
    for (const item of items) {
      context.signal?.throwIfAborted();
      const prepared = pairs.prepare(item);
      if (typeof prepared === 'string') {
        parts.push(partOf(prepared, null, paths, model));
        continue;
      }
      const recorded = await recordPair(
        model,
        prepared,
        pairs.effect,
        recordedHooks(model, paths),
        nothingFrozen(model),
      );
      try {
        const reader = recorded.reader(options.direction === 'denoising' ? 'counterfactual' : 'original');
        const ends = endsOf(recorded, prepared.aligned, options.direction);
        const shares =
          reader === null ? null : await patchedPaths(model, ends, paths, reader, following ?? context);
        const alone = ends.base.ids.length - prepared.aligned.length;
        parts.push(partOf(reader === null ? 'not apart' : 'measured', shares, paths, model, alone));
      } finally {
        releasePair(recorded);
      }
    }
    return parts;
  },

  *combine(context, parts, options) {
    const model = modelOf(context);
    const { pairs, paths } = plannedOf(context, options);
    const states: PatchState[] = [];
    let unaligned = 0;
    for (const { part } of parts) {
      states.push(stateOf(scalarOf(part, 'state') ?? 0) ?? 'measured');
      unaligned += scalarOf(part, 'unaligned') ?? 0;
    }
    const result = new Map(
      yield* combinePaths(
        {
          parts,
          paths,
          shape: model.dimensions,
          cluster: clustersOf(context, pairs.items),
          asArrays: context.subject.kind === 'ids',
        },
        options,
      ),
    );
    result.set('paths.states', countStates(states, pairs.items.length));
    result.set('paths.unaligned', scalar(unaligned));
    result.set('paths.noise', scalar(Number(options.direction === 'noising')));
    result.set('paths.key_value_heads', scalar(keyValueHeads(model)));
    result.set('paths.effect', storedEffect(pairs.effect));
    return result;
  },
};

function partOf(
  state: PatchState,
  shares: Float64Array | null,
  paths: readonly Path[],
  { dimensions }: LoadedModel,
  unaligned = 0,
): NamedTensors {
  return new Map([
    ...partOfPaths(shares, paths, dimensions),
    ['state', scalar(stateNumber(state))],
    ['unaligned', scalar(unaligned)],
  ]);
}

interface Planned {
  readonly pairs: EffectPairs;
  readonly paths: readonly Path[];
}

/** All of a context are read once. */
const known = new WeakMap<AnalysisContext, Planned>();

function plannedOf(context: AnalysisContext, options: PathPatchingOptions): Planned {
  const before = known.get(context);
  if (before !== undefined) return before;
  const model = modelOf(context);
  const given = givenPair(context);
  const shape: PathModel = {
    layers: model.dimensions.layers,
    heads: model.dimensions.heads,
    hasMlps: hasMlps(model),
    hasDirect: !model.hooks.includes(`${blockName(0)}.hook_normalized_resid_post`),
  };
  const paths = pathsBetween(
    sendersOf(options.from, shape),
    receiversOf(options.to, shape, given !== null),
    waysOf(options.way, shape),
    { from: options.from.length > 0, to: options.to.length > 0 },
  );
  const planned = { pairs: new EffectPairs(context, model, options, { given }), paths };
  checkPaths(paths, shape, planned.pairs.items.length);
  if (given !== null) checkGiven(planned.pairs);
  known.set(context, planned);
  return planned;
}

/** @throws PairlensError INPUT_INVALID for a pair of token ids of which nothing can be measured */
function checkGiven(pairs: EffectPairs): void {
  const prepared = pairs.prepare(pairs.items[0] as EffectItem);
  if (typeof prepared !== 'string') return;
  const why = {
    same: 'clean and corrupted are the same: there is no way between them, and no share of it',
    'not aligned': 'nothing of clean and corrupted is aligned',
    'too long': 'clean or corrupted is longer than the model takes',
    'no position': 'the position is not in both statements',
    'no token': 'no tokens are named: give metric_ids, or --target and --against',
    'no neutral': 'token ids have no neutral to measure a cosine to',
  } as const;
  throw new PairlensError('INPUT_INVALID', why[prepared]);
}

function givenPair({ subject }: AnalysisContext): GivenPair | null {
  if (subject.kind !== 'ids') return null;
  const {
    clean,
    corrupted,
    token_types: types,
    position,
    metric_ids: ids,
  } = pathPatchingIds.parse(subject.inputs);
  checkTokenTypes(types ?? null, [clean, corrupted]);
  const statement = (own: readonly number[]) => ({
    ids: own,
    ...(types != null && { tokenTypes: types.slice(0, own.length) }),
  });
  return {
    original: statement(clean),
    counterfactual: statement(corrupted),
    position: position ?? null,
    targets: ids ?? [],
  };
}

function keyValueHeads({ axes, dimensions: { heads } }: LoadedModel): number {
  const size = axes.get(`${blockName(0)}.attn.hook_k`)?.[2];
  return typeof size === 'number' ? size : heads;
}

/** @throws PairlensError BAD_REQUEST for a model without heads */
function modelOf({ model }: AnalysisContext): LoadedModel {
  if (model === null) throw new PairlensError('BAD_REQUEST', 'path patching is of a model: name one');
  if (model.dimensions.layers === 0)
    throw new PairlensError('BAD_REQUEST', `${model.name} has no layers, and so no heads`, {
      model: model.name,
    });
  return model;
}
