/** Sequences, trials and texts that come as token ids. */
import { type InductionIds, inductionIds } from '../../../../core/analyses/induction/ids.ts';
import type { InductionOptions } from '../../../../core/analyses/induction/options.ts';
import { controlOf } from '../../../../core/analyses/induction/sequences.ts';
import { controlOfTrial, type EncoderTrial, SETUPS } from '../../../../core/analyses/induction/trials.ts';
import { randomSource } from '../../../../core/statistics/random.ts';
import { PairlensError } from '../../../../shared/errors.ts';
import type { LoadedModel } from '../../models/library.ts';
import { checkedIds } from '../../tokenizers/statement-ids.ts';
import type { InductionItem, SequenceItem, TextItem, TrialItem } from './items.ts';
import { uniformPool } from './token-pool.ts';

const wrong = (message: string) => new PairlensError('INPUT_INVALID', message);

/** @throws PairlensError INPUT_INVALID, SENTENCE_TOO_LONG naming what is wrong and where */
export function givenItems(inputs: unknown, model: LoadedModel, options: InductionOptions): InductionItem[] {
  const given = inductionIds.parse(inputs);
  const drawn = model.causal ? givenSequences(given, model, options) : givenTrials(given, model, options);
  return [...drawn, ...givenTexts(given, model)];
}

function givenSequences(
  { sequences, length }: InductionIds,
  model: LoadedModel,
  { seed }: InductionOptions,
): SequenceItem[] {
  if (sequences === undefined) throw wrong(`${model.name} is a decoder: sequences is missing`);
  const random = randomSource(seed, 'induction-sequences');
  const pool = uniformPool(model);
  return sequences.map((repeated, at) => {
    checkedIds({ text: null, ids: repeated }, model, `sequences[${at}]`);
    if (repeated.length !== 1 + 2 * length)
      throw wrong(
        `sequences[${at}] has ${repeated.length} tokens; a first token and two copies of ${length} are ${1 + 2 * length}`,
      );
    const other = repeated.findIndex((id, place) => place > length && id !== repeated[place - length]);
    if (other > 0)
      throw wrong(
        `sequences[${at}] has id ${repeated[other]} at position ${other}; the first copy has ${repeated[other - length]} there`,
      );
    return { kind: 'sequence', repeated, control: controlOf(repeated, pool, random), isDrawn: at === 0 };
  });
}

function givenTrials(
  { setups, special, length }: InductionIds,
  model: LoadedModel,
  { seed }: InductionOptions,
): TrialItem[] {
  if (setups?.standard === undefined)
    throw wrong(`${model.name} is no decoder: setups is missing, with trials under standard`);
  const random = randomSource(seed, 'induction-trials');
  const reserved = new Set(Object.values(special ?? {}));
  const { ids: all, accepts = () => true } = uniformPool(model);
  const pool = { ids: all, weights: null, accepts: (id: number) => !reserved.has(id) && accepts(id) };
  const ofAll = SETUPS.flatMap((setup) =>
    (setups[setup] ?? []).map((trial, at) => ({ ...trial, setup, place: `setups.${setup}[${at}]` })),
  );
  return ofAll.map(({ place, setup, ids, masked, token, keys }, at) => {
    checkedIds({ text: null, ids }, model, place);
    if (token !== undefined && token >= model.dimensions.vocabularySize)
      throw wrong(
        `${place} has token ${token}; the vocabulary has ids 0 to ${model.dimensions.vocabularySize - 1}`,
      );
    for (const [name, position] of [['masked', masked] as const, ...Object.entries(keys)])
      if (position >= ids.length)
        throw wrong(`${place} has ${name} at ${position}; it has ${ids.length} tokens`);
    const trial: Omit<EncoderTrial, 'control'> = { setup, ids, masked, token: token ?? null, keys };
    const control = controlOfTrial(trial, length, pool, random);
    return { kind: 'trial', ...trial, control, isDrawn: at === 0 };
  });
}

function givenTexts({ icl, special }: InductionIds, model: LoadedModel): TextItem[] {
  if (icl == null) return [];
  const { texts, masked, context_early: early, context_late: late } = icl;
  if (early >= late) throw wrong(`context_early is ${early}, and context_late ${late}`);
  const needed = model.causal ? late + 1 : late;
  if (needed > model.dimensions.maxPositions)
    throw wrong(`context_late takes ${needed} tokens; ${model.name} takes ${model.dimensions.maxPositions}`);
  if (masked != null && masked.length !== texts.length)
    throw wrong(`icl.masked has ${masked.length} positions, icl.texts ${texts.length} texts`);
  return texts.map((ids, at) => {
    checkedIds({ text: null, ids }, model, `icl.texts[${at}]`);
    const own = masked?.[at];
    if (own !== undefined && own >= early)
      throw wrong(`icl.masked[${at}] is ${own}, outside of the first ${early} tokens`);
    return {
      kind: 'text',
      sourceId: null,
      statement: { text: null, ids },
      early,
      late,
      masked: own,
      maskId: special?.mask,
      draw: at,
    };
  });
}
