/** What two versions of a pair do not have in common, part by part. */
import { marksAsText } from '../../../core/negation/marks.ts';
import { extraOf } from '../../../core/pairs/extra-column.ts';
import type { Pair } from '../../../shared/entities.ts';
import { PAIR_FIELDS } from '../../../shared/set-pairs.ts';

export interface PartThatDiffers {
  /** A field of a pair, or `column:` and the name of another column. */
  readonly part: string;
  /** '' where there was none. */
  readonly before: string;
  readonly after: string;
}

const NAMES: Readonly<Record<string, string>> = {
  original: 'Original',
  counterfactual: 'Counterfactual',
  neutral: 'Neutral',
  label: 'Label',
  cluster: 'Cluster',
  answer: 'Answer',
  wrongAnswer: 'Wrong answer',
  originalIds: 'Original',
  counterfactualIds: 'Counterfactual',
  neutralIds: 'Neutral',
  cues: 'Cues',
  scope: 'Scope',
};

export function columnName(part: string): string {
  return NAMES[part] ?? part.replace(/^column:/, '');
}

export function partsThatDiffer(before: Pair, after: Pair): PartThatDiffers[] {
  return [
    ...PAIR_FIELDS.map((part) => ({ part, before: before[part] ?? '', after: after[part] ?? '' })),
    ...(['originalIds', 'counterfactualIds', 'neutralIds'] as const).map((part) => ({
      part,
      before: (before[part] ?? []).join(' '),
      after: (after[part] ?? []).join(' '),
    })),
    ...(['cues', 'scope'] as const).map((part) => ({
      part,
      before: marked(before, part),
      after: marked(after, part),
    })),
    ...[...new Set([...Object.keys(before.extras ?? {}), ...Object.keys(after.extras ?? {})])].map(
      (name) => ({
        part: `column:${name}`,
        before: extraOf(before.extras, name) ?? '',
        after: extraOf(after.extras, name) ?? '',
      }),
    ),
  ].filter((part) => part.before !== part.after);
}

/** The words that are marked in the counterfactual. */
function marked({ counterfactual, ...pair }: Pair, part: 'cues' | 'scope'): string {
  return marksAsText(pair[part], counterfactual);
}
