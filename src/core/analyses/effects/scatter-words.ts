/** What the figure of heads that change and matter says in words. */
import { inSentence } from '../../capitalised.ts';
import { effectWords } from '../../effects/effect-words.ts';
import { EFFECTS } from '../../effects/effects.ts';
import { type Hint, formatValue } from '../../figures/figure.ts';
import type { Axes } from '../../figures/axes.ts';
import { formatEstimate } from '../estimate.ts';
import { partOfCaption } from '../../figures/part-of-run.ts';
import { type AnalysisSource, captionOfAnalysis } from '../head-figures/source.ts';
import type { NamedTensors } from '../named-tensor.ts';
import { effectOf } from '../stored-effect.ts';
import { type Changes, changeTitle } from './changes.ts';
import { CORNER_OF_HEAD, type CorneredHead, countCorners, openWords } from './corners.ts';
import { headsByEffect, undecidedHeads } from './corner-groups.ts';
import { type EffectMethod, METHOD_WORDS } from './methods.ts';
import { type Look, lookOf, nameOf } from './scatter-dots.ts';
import { measuredWith, nOfChanges } from './words.ts';

/** What stands at a head under the pointer. */
export function hintOf(one: CorneredHead, method: EffectMethod, changes: Changes | null): Hint {
  const { effect, change } = one;
  return {
    title: `${nameOf(one)} ${one.corner === 'undecided' ? openWords(one) : CORNER_OF_HEAD[one.corner]}`,
    rows: [
      {
        label: METHOD_WORDS[method].title,
        value: `${formatEstimate(effect)}, n = ${effect.n}, q ${formatValue(effect.q)}`,
      },
      ...(change === null || changes === null
        ? []
        : [
            {
              label: changeTitle(changes),
              value: `${formatEstimate({ ...change, mean: change.value })}, n = ${change.n}, q ${formatValue(change.q)}`,
            },
          ]),
    ],
  };
}

/** 'sentence vector', 'logit difference', 'KL from the clean output' */
export function whatMoves(result: NamedTensors): string {
  const { title } = EFFECTS[effectOf(result, 'effects.effect').kind];
  return inSentence(title);
}

/** How to read it, of what is there. */
export function noteOf(heads: readonly CorneredHead[], missing: number, axes: Axes): string {
  const { undecided } = countCorners(heads);
  // Of no heads nothing can be said to be lacking.
  const isCompared = heads.length === 0 || heads.some((one) => one.isCompared);
  const has = (look: Look) => heads.some((one) => lookOf(one) === look);
  return [
    'Crosses: 95 % intervals.',
    axes === 'root' ? 'Square roots along both axes.' : '',
    has('open') ? 'Open: changes less than its control.' : '',
    isCompared && undecided > 0 ? `Grey outline: undecided ${undecided} (${undecidedWords(heads)}).` : '',
    isCompared ? '' : uncomparedWords(heads),
    littleWords(heads),
    has('neither') ? `Small and grey: ${isCompared ? 'neither' : 'do not matter'}.` : '',
    missing > 0 ? `${missing} of ${heads.length} heads are undefined on an axis.` : '',
  ]
    .filter((sentence) => sentence !== '')
    .join(' ');
}

/** As the table of corners has them: together all that are undecided. */
function undecidedWords(heads: readonly CorneredHead[]): string {
  const { mattering, changing, rest } = undecidedHeads(heads);
  return [
    mattering.length > 0 ? `${mattering.length} ${mattering.length === 1 ? 'matters' : 'matter'}` : '',
    changing.length > 0 ? `${changing.length} ${changing.length === 1 ? 'changes' : 'change'} more` : '',
    rest.length > 0
      ? `${rest.length} neither ${rest.length === 1 ? 'changes more nor matters' : 'change more nor matter'} for sure`
      : '',
  ]
    .filter((part) => part !== '')
    .join(', ');
}

function uncomparedWords(heads: readonly CorneredHead[]): string {
  const open = headsByEffect(heads).open.length;
  return `Nothing was compared with a control: how much heads change is their own mean, and none is in a corner.${open > 0 ? ` Grey outline: undecided whether they matter, ${open}.` : ''}`;
}

/** They may stand on either side of the line at 0, so that the corners of the picture alone do not tell them. */
function littleWords(heads: readonly CorneredHead[]): string {
  const names = heads.filter(({ corner }) => corner === 'matters').map(nameOf);
  if (names.length === 0) return '';
  const [shown, more] = [names.slice(0, NAMED), names.length - NAMED];
  return `Near 0, on either side of it: ${shown.join(', ')}${more > 0 ? ` and ${more} more` : ''}, of which it is shown that the change is too little to count.`;
}

const NAMED = 4;

export function captionOfScatter(
  source: AnalysisSource,
  result: NamedTensors,
  method: EffectMethod,
  changes: Changes | null,
): string {
  const across = changes === null ? '' : ` · across ${nOfChanges(changes)}${partOfCaption(changes.part)}`;
  return `${captionOfAnalysis(source, measuredWith(result, method))}${across} · ${effectWords(effectOf(result, 'effects.effect'))}`;
}
