/** What will happen when an analysis is started, in sentences. */
import { capitalised } from '../../../core/capitalised.ts';
import { isolated, quoted } from '../../../core/isolated.ts';
import type { AnalysisDefinition } from '../../../core/analyses/analysis.ts';
import { LEAST_PAIRED } from '../../../core/bounds.ts';
import type { AnalysisForecast } from '../../../shared/analysis-costs.ts';
import type { Model, SentenceSet } from '../../../shared/entities.ts';
import { formatBytes } from '../../../shared/quantities.ts';
import { countOf, formatCount } from '../format/format.ts';
import { durationWords } from '../runs/plan-words.ts';

type PairSet = Pick<SentenceSet, 'name' | 'pairCount' | 'neutralCount'>;

/** What it is to be of, as far as it is known by now. */
export type ForecastSubject =
  | { readonly kind: 'pairs'; readonly set: PairSet; readonly control: PairSet | undefined }
  | { readonly kind: 'texts'; readonly name: string; readonly texts: number }
  | { readonly kind: 'run'; readonly id: number; readonly pairs: number; readonly set: string }
  | { readonly kind: 'model' };

type Kind = Pick<AnalysisDefinition, 'unit' | 'comparesWithControl' | 'ofHeads' | 'reads'>;
type Through = Pick<Model, 'name' | 'layers' | 'heads' | 'compiled'>;

/** What goes through which model, and what is compared with what. */
export function whatHappens(
  definition: Kind,
  subject: ForecastSubject,
  model: Through | undefined,
  options: Readonly<Record<string, unknown>> | null,
): string[] {
  const name = model?.name ?? 'the model';
  return [
    whatIsRead(definition, subject, name, options),
    ...(definition.ofHeads !== undefined && model !== undefined && model.layers > 0
      ? [
          `${formatCount(model.layers * model.heads)} heads (${countOf(model.layers, 'layer')} × ${model.heads}) get their numbers.`,
        ]
      : []),
    ...(definition.comparesWithControl === true && subject.kind === 'pairs'
      ? [comparedWith(subject, options)]
      : []),
    ...(model?.compiled === false ? ['The model is compiled first; that is done once.'] : []),
  ];
}

function whatIsRead(
  { unit, reads }: Kind,
  subject: ForecastSubject,
  model: string,
  options: Readonly<Record<string, unknown>> | null,
): string {
  const its = isolated(model);
  const throughModel = (given: string) =>
    reads === undefined ? `${given} go through ${its}.` : reads(given, its, options);
  switch (subject.kind) {
    case 'pairs': {
      const { set, control } = subject;
      const beside =
        control === undefined ? '' : ` and ${countOf(control.pairCount, 'pair')} of ${quoted(control.name)}`;
      return throughModel(`${countOf(set.pairCount, 'pair')} of ${quoted(set.name)}${beside}`);
    }
    case 'texts':
      return throughModel(`${countOf(subject.texts, 'text')} of ${quoted(subject.name)}`);
    case 'run':
      return `${countOf(subject.pairs, 'pair')} of run ${subject.id} (${quoted(subject.set)}) go through its model again.`;
    case 'model': {
      const drawn = options?.[unit];
      return typeof drawn === 'number'
        ? `${formatCount(drawn)} ${unit} are drawn and go through ${its}.`
        : `The weights of ${its} are read; no sentence goes through it.`;
    }
  }
}

/** As designComparison chooses, by what is known before the pairs are made into tokens. */
function comparedWith(
  { set, control }: Extract<ForecastSubject, { kind: 'pairs' }>,
  options: Readonly<Record<string, unknown>> | null,
): string {
  const asked = options?.['comparison'] ?? 'auto';
  const takesNeutrals = asked === 'paired' || asked === 'auto';
  if (takesNeutrals && set.neutralCount >= LEAST_PAIRED)
    return set.neutralCount === set.pairCount
      ? 'Each pair is compared with its own neutral.'
      : `${countOf(set.neutralCount, 'pair')} of ${quoted(set.name)} are compared with their own neutrals.`;
  const tooFew =
    takesNeutrals && set.neutralCount > 0
      ? `${quoted(set.name)} has ${countOf(set.neutralCount, 'neutral')}, and ${LEAST_PAIRED} are wanted: `
      : '';
  if (control !== undefined) {
    const all = asked === 'unadjusted' ? 'all ' : '';
    return `${tooFew}${tooFew === '' ? 'Pairs' : 'pairs'} are compared with ${all}those of ${quoted(control.name)}.`;
  }
  const nothing = 'nothing can be said to go beyond what any change does.';
  if (tooFew !== '') return `${tooFew}without a control set, ${nothing}`;
  return takesNeutrals
    ? `Without neutrals and without a control set, ${nothing}`
    : `Without a control set, ${nothing}`;
}

const UNLIKE = {
  model: ', which had another model',
  options: ', which had other options',
  size: ', which was of far more or far fewer',
} as const satisfies Record<NonNullable<AnalysisForecast['unlike']>, string>;

/**
 * Time and disk, and what they are judged by; time counts from the first start to the end, however long it was stopped.
 * @param forecast null where nothing is known yet
 */
export function whatItTakes(forecast: AnalysisForecast | null): string[] {
  const time = forecast === null ? null : durationWords(forecast.duration);
  if (forecast === null || time === null)
    return ['How long it takes is known once one of this kind has come to its end on this device.'];
  const { bytes, judgedBy, unlike } = forecast;
  return [
    `${capitalised(time)}, judging by the time that analysis ${judgedBy} was at work${unlike === null ? '' : UNLIKE[unlike]}.`,
    ...(bytes === null
      ? []
      : [`${unlike === null ? 'About' : 'Very roughly'} ${formatBytes(bytes)} are added to the workspace.`]),
  ];
}
