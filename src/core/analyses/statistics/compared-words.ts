/** What was compared with what, and what was left out, in sentences. */
import { type PartOfRun, pairsOfPart } from '../../figures/part-of-run.ts';
import { quoted } from '../../isolated.ts';
import { COVARIATE_WORDS } from './choice-words.ts';
import type { ComparisonDesign, LeftOut } from './comparison-design.ts';
import { countWords } from './count-words.ts';

export interface ComparedInput {
  readonly design: ComparisonDesign;
  readonly set: string;
  readonly controlSet: string | null;
  readonly group: string;
  /** Where the run is not over. */
  readonly part?: PartOfRun | undefined;
}

/** Before what is found of it. */
export function soFarWords(part: PartOfRun): string {
  return `So far, after ${pairsOfPart(part)}: `;
}

/** What tests of a part of a run are worth. @param run as it is called at the start of a sentence */
export function partWords({ done, total }: PartOfRun, run = 'The run'): string {
  return `${run} is not over: ${countWords(done, 'pair')} of ${total} are measured. What is counted as changing now may not be in the end; to stop when it looks right finds more than there is.`;
}

export function comparedWords(input: ComparedInput): string[] {
  const { design } = input;
  return [
    comparison(input),
    ...adjustmentWords(design),
    ...design.leftOut.map((one) => leftOutWords(one, input)),
  ];
}

function comparison({ design, set, controlSet, group, part }: ComparedInput): string {
  const { kind, pairs, compared, comparedControl, controlPairs, strata } = design;
  const name = group === '' ? quoted(set) : `${quoted(set)}, label ${quoted(group)}`;
  const all = `${countWords(pairs, 'pair')}${part === undefined ? '' : ' measured so far'}`;
  const some = compared === pairs && part === undefined ? `All ${all}` : `${compared} of ${all}`;
  const clusters = clusterWords(design);
  switch (kind) {
    case 'paired':
      return `${some} of ${name}${clusters}, each against a neutral change of the same sentence that puts in, takes out and replaces as many tokens.`;
    case 'within':
      return `${some} of ${name}${clusters}, each against the controls (${controlWords(controlSet)}) of its own cluster and of the same shape.`;
    case 'matched':
      return `${some} of ${name}${clusters} against ${comparedControl === controlPairs ? 'all ' : `${comparedControl} of `}${countWords(controlPairs, 'pair')} of ${controlWords(controlSet)} that put in, take out and replace as many tokens (${strata.length === 1 ? 'one stratum' : `${strata.length} strata`}, weighted to the mix of the set).`;
    case 'unadjusted':
      return `${some} of ${name}${clusters} against all ${countWords(controlPairs, 'pair')} of ${controlWords(controlSet)}, whatever the shape of their changes: not adjusted.`;
    case 'none':
      return `${all} of ${name}${clusters}, compared with nothing.`;
  }
}

/** The control by its name, where it has one. */
function controlWords(controlSet: string | null): string {
  return controlSet === null ? 'the control' : quoted(controlSet);
}

function clusterWords({ clusters, kind }: ComparisonDesign): string {
  if (clusters === null) return '';
  const what = clusters.by === 'label' ? ', by label' : '';
  return kind === 'matched' || kind === 'unadjusted'
    ? ` (${countWords(clusters.set, 'cluster')}${what}, ${clusters.control} in the control)`
    : ` (${countWords(clusters.set, 'cluster')}${what})`;
}

/** What is taken into account beside the shape of the changes, and what is not although it was asked for. */
export function adjustmentWords(
  design: Pick<
    ComparisonDesign,
    'kind' | 'covariates' | 'notAdjusted' | 'pairsInThirds' | 'compared' | 'adjustment'
  >,
): string[] {
  const { covariates, notAdjusted, pairsInThirds, compared } = design;
  const namesOf = (list: ComparisonDesign['covariates']) =>
    list.map((name) => COVARIATE_WORDS[name]).join(', ');
  const sentences: string[] = [];
  if (covariates.length > 0)
    sentences.push(
      design.adjustment === 'regression'
        ? `Adjusted by regression for ${namesOf(covariates)}.`
        : `Of ${pairsInThirds} of the ${countWords(compared, 'pair')} thirds of ${namesOf(covariates)} are held apart as well; the others are matched by shape alone.`,
    );
  if (notAdjusted.length > 0)
    sentences.push(`Not adjusted for ${namesOf(notAdjusted)}, as was asked for: ${whyNotAdjusted(design)}.`);
  return sentences;
}

function whyNotAdjusted({ kind }: Pick<ComparisonDesign, 'kind'>): string {
  switch (kind) {
    case 'paired':
      return 'each pair is compared with its own neutral change';
    case 'within':
      return 'each pair is compared with the controls of its own cluster';
    case 'matched':
      return 'this vocabulary is in no order of frequency';
    case 'unadjusted':
    case 'none':
      return 'nothing is adjusted here';
  }
}

function leftOutWords({ reason, side, pairs, shapes }: LeftOut, { set, controlSet }: ComparedInput): string {
  const many = pairs !== 1;
  const who =
    side === 'set'
      ? countWords(pairs, 'pair')
      : `${countWords(pairs, 'pair')} of ${controlWords(controlSet)}`;
  const listed = shapes
    .slice(0, 3)
    .map(({ shape, pairs: count }) => `${count} of ${shape}`)
    .join(', ');
  const which =
    listed === '' ? '' : ` (inserted/deleted/substituted: ${listed}${shapes.length > 3 ? ', …' : ''})`;
  const out = `${many ? 'they are' : 'it is'} left out of the comparison`;
  switch (reason) {
    case 'no-neutral':
      return `${who} of ${quoted(set)} ${many ? 'have' : 'has'} no neutral that was measured; ${out}.`;
    case 'neutral-shape':
      return `The neutral of ${who} has another shape than the counterfactual under this tokenizer${which}; ${out}.`;
    case 'shape':
      return side === 'set'
        ? `${who} of ${quoted(set)} ${many ? 'have' : 'has'} too few controls of ${many ? 'their' : 'its'} shape${which}; ${out}.`
        : `${who} ${many ? 'have' : 'has'} too few counterparts of ${many ? 'their' : 'its'} shape${which}; ${out}.`;
    case 'no-control-in-cluster':
      return `${who} of ${quoted(set)} ${many ? 'have' : 'has'} no control of the same shape in ${many ? 'their' : 'its'} cluster; ${out}.`;
    case 'no-covariate':
      return `${who} ${many ? 'have' : 'has'} no value of what is adjusted for; ${out}.`;
  }
}
