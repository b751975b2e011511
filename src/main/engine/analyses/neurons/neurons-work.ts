import { readNeurons } from '../../../../core/analyses/neurons/chosen.ts';
import { combineNeurons } from '../../../../core/analyses/neurons/combine.ts';
import { neurons } from '../../../../core/analyses/neurons/definition.ts';
import { neuronsIds } from '../../../../core/analyses/neurons/ids.ts';
import type { NeuronsOptions } from '../../../../core/analyses/neurons/options.ts';
import { type NamedTensors, tensorOf } from '../../../../core/analyses/named-tensor.ts';
import { PairlensError } from '../../../../shared/errors.ts';
import type { LoadedModel } from '../../models/library.ts';
import { checkedIds } from '../../tokenizers/statement-ids.ts';
import type { AnalysisContext, ModelWork } from '../analysis-work.ts';
import { textsOf } from '../subject-items.ts';
import { chosenNeurons, countsOf, tokenOf } from './choose-neurons.ts';
import { measureActivations } from './measure-activations.ts';

/** First what the neurons are and write, and then every text. */
type NeuronsItem =
  | { readonly kind: 'neurons' }
  | {
      readonly kind: 'text';
      readonly name: string;
      readonly text: string | null;
      readonly ids: readonly number[] | null;
      /** null of token ids. */
      readonly sourceId: number | null;
    };

const TEXTS_PER_BATCH = 64;

export const neuronsWork: ModelWork<NeuronsOptions, NeuronsItem> = {
  definition: neurons,
  usesModel: true,
  sentAhead: 1,
  subjectHash: () => '',

  plan(context, options) {
    const model = modelOf(context);
    readNeurons(options.neurons, countsOf(model));
    if (options.token !== '') tokenOf(model, options.token);
    return [{ kind: 'neurons' }, ...textItems(context, model)];
  },

  sourceOf: (item) => (item.kind === 'text' ? item.sourceId : null),

  statementsOf: (context, item) =>
    item.kind === 'text'
      ? [{ name: item.name, text: item.text, ids: checkedIds(item, modelOf(context)) }]
      : [],

  itemsPerBatch: () => TEXTS_PER_BATCH,

  async compute(context, items, options) {
    const model = modelOf(context);
    const chosen = await chosenOf(context, model, options);
    const { data } = tensorOf(chosen, 'neurons');
    const places = Array.from({ length: data.length / 2 }, (_, place) => ({
      layer: data[2 * place] ?? 0,
      neuron: data[2 * place + 1] ?? 0,
    }));
    const texts = items.filter((item) => item.kind === 'text');
    const measured = await measureActivations(
      model,
      texts.map((item) => checkedIds(item, model)),
      places,
      countsOf(model).neurons,
      context.signal,
    );
    let next = 0;
    return items.map((item) => (item.kind === 'neurons' ? chosen : (measured[next++] as NamedTensors)));
  },

  combine(context, parts, options) {
    const { tokenizer } = modelOf(context);
    return combineNeurons(parts, options, (ids) =>
      tokenizer === null ? ids.map((id) => `#${id}`) : tokenizer.describe(null, ids).map(({ text }) => text),
    );
  },
};

/** @throws PairlensError INPUT_INVALID, SENTENCE_TOO_LONG naming the text of token ids that the model cannot take */
function textItems(context: AnalysisContext, model: LoadedModel): NeuronsItem[] {
  const { subject } = context;
  if (subject.kind === 'ids')
    return neuronsIds.parse(subject.inputs).texts.map((given, at) => {
      const ids = checkedIds({ text: null, ids: given }, model, `texts[${at}]`);
      return { kind: 'text', name: 'text', text: null, ids, sourceId: null };
    });
  return textsOf(context).map(({ sourceId, side, text, ids }) => ({
    kind: 'text',
    name: side,
    text,
    ids,
    sourceId,
  }));
}

/** The same for every batch of one execution. */
const chosenOnce = new WeakMap<AnalysisContext, Promise<NamedTensors>>();

function chosenOf(
  context: AnalysisContext,
  model: LoadedModel,
  options: NeuronsOptions,
): Promise<NamedTensors> {
  const known = chosenOnce.get(context) ?? chosenNeurons(model, options, context.signal);
  chosenOnce.set(context, known);
  return known;
}

function modelOf({ model }: AnalysisContext): LoadedModel {
  if (model !== null) return model;
  throw new PairlensError('BAD_REQUEST', 'neurons are of a model: name one');
}
