import { combineInduction } from '../../../../core/analyses/induction/combine.ts';
import { contextsOf } from '../../../../core/analyses/induction/contexts.ts';
import { induction } from '../../../../core/analyses/induction/definition.ts';
import type { InductionOptions } from '../../../../core/analyses/induction/options.ts';
import { uniformScore } from '../../../../core/analyses/induction/scores.ts';
import { trialTokens } from '../../../../core/analyses/induction/trials.ts';
import { inductionIds } from '../../../../core/analyses/induction/ids.ts';
import type { NamedTensors } from '../../../../core/analyses/named-tensor.ts';
import { PairlensError } from '../../../../shared/errors.ts';
import type { LoadedModel } from '../../models/library.ts';
import { idsOf } from '../../tokenizers/statement-ids.ts';
import type { AnalysisContext, ModelWork } from '../analysis-work.ts';
import { itemsOf } from './induction-items.ts';
import type { InductionItem } from './items.ts';
import { measureSequences } from './measure-sequences.ts';
import { measureTexts } from './measure-texts.ts';
import { measureTrials } from './measure-trials.ts';
import { beginningOf } from './token-pool.ts';

/** Items that are stored together; the model computes as many of their rows at a time as memory bears. */
const ITEMS_PER_BATCH = 16;

/** An item is a sequence or a trial, each with its control, or a text. */
export const inductionWork: ModelWork<InductionOptions, InductionItem> = {
  definition: induction,
  usesModel: true,
  sentAhead: 1,
  subjectHash: (context) => beginningOf(modelOf(context)),
  sourceOf: (item) => (item.kind === 'text' ? item.sourceId : null),

  plan: (context, options) => itemsOf(context, modelOf(context), options),

  statementsOf: (context, item) => {
    const model = modelOf(context);
    if (item.kind === 'text')
      return [
        {
          name: 'text',
          text: item.statement.text,
          ids: idsOf(item.statement, model).slice(0, model.dimensions.maxPositions),
        },
      ];
    const [name, ids, marks] =
      item.kind === 'sequence'
        ? ['repeated', item.repeated, []]
        : ['trial', item.ids, [{ positions: [item.masked], as: 'masked', look: 'focus' as const }]];
    return [
      { name, text: null, ids, marks },
      ...(item.control === null ? [] : [{ name: 'control', text: null, ids: item.control, marks }]),
    ];
  },

  itemsPerBatch: () => ITEMS_PER_BATCH,

  async compute(context, items) {
    const model = modelOf(context);
    const parts = new Map<InductionItem, NamedTensors>();
    const of = <Kind extends InductionItem['kind']>(kind: Kind) =>
      items.filter((item): item is Extract<InductionItem, { kind: Kind }> => item.kind === kind);
    const measured = [
      ...(await measureSequences(model, of('sequence'))),
      ...(await measureTrials(model, of('trial'))),
      ...(await measureTexts(model, of('text'))),
    ];
    const inOrder = [...of('sequence'), ...of('trial'), ...of('text')];
    inOrder.forEach((item, at) => parts.set(item, measured[at] as NamedTensors));
    return items.map((item) => parts.get(item) as NamedTensors);
  },

  combine(context, parts, options) {
    const model = modelOf(context);
    const given = context.subject.kind === 'ids' ? inductionIds.parse(context.subject.inputs) : null;
    const length = given?.length ?? options.length;
    const { causal } = model;
    const contexts = contextsOf(options, { maxPositions: model.dimensions.maxPositions, causal });
    const constants = {
      length,
      uniform: causal ? uniformScore(length) : 1 / trialTokens('standard', options.layout, length),
      context_early: given?.icl?.context_early ?? contexts.early,
      context_late: given?.icl?.context_late ?? contexts.late,
    };
    return combineInduction(parts, constants, options);
  },
};

/** @throws PairlensError BAD_REQUEST for a model that has no heads */
function modelOf({ model }: AnalysisContext): LoadedModel {
  if (model === null) throw new PairlensError('BAD_REQUEST', 'induction is of a model: name one');
  if (model.dimensions.layers === 0)
    throw new PairlensError('BAD_REQUEST', `${model.name} has no layers, and so no heads`, {
      model: model.name,
    });
  return model;
}
