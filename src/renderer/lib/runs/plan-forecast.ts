/** What will happen when the ticked runs of a plan are started, in sentences: of all of them together, and of no other. */
import { capitalised } from '../../../core/capitalised.ts';
import { isolated, quoted } from '../../../core/isolated.ts';
import type { PlannedSizes } from '../../../core/analyses/statistics/power-before.ts';
import type { Model, SentenceSet } from '../../../shared/entities.ts';
import { formatBytes } from '../../../shared/quantities.ts';
import { countOf, formatCount } from '../format/format.ts';
import { type PlanCell, sumOf } from './plan.ts';
import { durationWords } from './plan-words.ts';

export interface ForecastRun {
  readonly set: Pick<SentenceSet, 'name' | 'pairCount' | 'neutralCount'>;
  readonly control: Pick<SentenceSet, 'name' | 'pairCount'> | undefined;
  readonly model: Pick<Model, 'name' | 'layers' | 'heads' | 'compiled'>;
  readonly cell: PlanCell;
  /** What will be compared, and how many; null while the pairs are being checked. */
  readonly compared: PlannedSizes | null;
}

export interface ForecastLine {
  readonly words: string;
  readonly isWarning: boolean;
}

/** Runs that are named one by one; of more only how many there are is said. */
const NAMED = 6;

export function forecastLines(runs: readonly ForecastRun[]): ForecastLine[] {
  if (runs.length === 0) return [said('Nothing: no run is ticked.')];
  const rows = runs.reduce((sum, run) => sum + rowsOf(run), 0);
  const uncompiled = [...new Set(runs.filter(({ model }) => !model.compiled).map(({ model }) => model.name))];
  return [
    ...runs.slice(0, NAMED).map((run) => said(throughWords(run))),
    ...(runs.length > NAMED ? [said(`And ${countOf(runs.length - NAMED, 'more run')}.`)] : []),
    said(rowWords(runs, rows)),
    ...withoutRepeats(runs.map(comparedLine)),
    ...(uncompiled.length > 0
      ? [
          said(
            uncompiled.length === 1
              ? `${uncompiled[0]} is compiled first; that is done once.`
              : `${formatCount(uncompiled.length)} models are compiled first; that is done once.`,
          ),
        ]
      : []),
    ...costLines(runs),
    said(
      runs.length === 1
        ? 'It can be cancelled and resumed at any time; the numbers stay the same.'
        : 'Each can be cancelled and resumed at any time; the numbers stay the same.',
    ),
  ];
}

function said(words: string): ForecastLine {
  return { words, isWarning: false };
}

function rowsOf({ set, control, model }: ForecastRun): number {
  return (set.pairCount + (control?.pairCount ?? 0) + set.neutralCount) * model.layers * model.heads;
}

function throughWords({ set, control, model }: ForecastRun): string {
  const controls =
    control === undefined ? '' : ` and ${countOf(control.pairCount, 'pair')} of ${quoted(control.name)}`;
  return `${countOf(set.pairCount, 'pair')} of ${quoted(set.name)}${controls} go through ${isolated(model.name)}.`;
}

function rowWords(runs: readonly ForecastRun[], rows: number): string {
  const [first] = runs;
  if (runs.length > 1 || first === undefined)
    return `All heads are measured on each pair: ${formatCount(rows)} rows of results together.`;
  const { layers, heads } = first.model;
  return `${formatCount(layers * heads)} heads (${countOf(layers, 'layer')} × ${heads}) are measured on each: ${formatCount(rows)} rows of results.`;
}

/** What the pairs of a run are held against; a warning where that is nothing. */
function comparedLine({ set, control, compared }: ForecastRun): ForecastLine {
  const another = control === undefined ? '' : '; the control set is there for another look';
  if (compared === null)
    return said(`What pairs of ${quoted(set.name)} are compared with is known once they are checked.`);
  switch (compared.kind) {
    case 'paired':
      return said(
        compared.set.pairs === set.pairCount
          ? `Each pair of ${quoted(set.name)} is compared with its own neutral, which is measured beside it${another}.`
          : `${countOf(compared.set.pairs, 'pair')} of ${quoted(set.name)} ${compared.set.pairs === 1 ? 'is compared with its own neutral, which is measured beside it' : 'are compared with their own neutrals, which are measured beside them'}${another}.`,
      );
    case 'none':
      return {
        words: `${quoted(set.name)} is compared with nothing: ${set.neutralCount > 0 ? 'too few pairs can be compared with a neutral of the same shape' : 'it has no neutrals'}, and ${control === undefined ? 'there is no control set' : `nothing of ${quoted(control.name)} can be measured`}. No head can be said to respond, for some attention changes when any word does.`,
        isWarning: true,
      };
    case 'unadjusted':
      return said(
        `Heads on ${quoted(set.name)} are compared with all controls, whatever the shape of their change.`,
      );
    default:
      return said(
        `${countOf(compared.set.pairs, 'pair')} of ${quoted(set.name)} ${compared.set.pairs === 1 ? 'is' : 'are'} compared with controls whose change has the same shape.`,
      );
  }
}

/** Of a set that goes through several models the same is said once. */
function withoutRepeats(lines: readonly ForecastLine[]): ForecastLine[] {
  return lines.filter(({ words }, index) => lines.findIndex((other) => other.words === words) === index);
}

function costLines(runs: readonly ForecastRun[]): ForecastLine[] {
  const cells = runs.map(({ cell }) => cell);
  const { duration, bytes } = sumOf(cells);
  const time = durationWords(duration);
  return [
    ...(time !== null
      ? [
          said(
            `${capitalised(time)}, judging by earlier runs of ${
              duration?.isRough === true
                ? 'other models or of far more or fewer tokens'
                : runs.length === 1
                  ? 'this model'
                  : 'these models'
            }.`,
          ),
        ]
      : cells.every(({ isChecked }) => isChecked)
        ? [said('How long it takes is known once a run of this workspace was timed.')]
        : []),
    ...(bytes === null ? [] : [said(`${formatBytes(bytes)} are added to the workspace.`)]),
  ];
}
