/** A head laid out in another way than its analysis has it: an analysis of that head alone, of the same texts. */
import type { LayoutName } from '../../../core/analyses/query-key/layout-words.ts';
import type { Analysis } from '../../../shared/analyses.ts';
import { startAnother } from '../analyses/analysis-actions.ts';

export interface WantedLayout {
  readonly layout: LayoutName;
  readonly layer: number;
  readonly head: number;
}

function changedFor({ layout, layer, head }: WantedLayout): Record<string, unknown> {
  return { projection: layout, layer, head, alone: 'yes' };
}

/** Token ids are given on the command line alone. */
export function canLayOut({ subject, model }: Analysis): boolean {
  return (subject.kind === 'pairs' || subject.kind === 'texts') && model !== null;
}

/** The analysis that has that layout, done or not: of the same version, model, texts and options. */
export function layoutAmong(
  all: readonly Analysis[],
  analysis: Analysis,
  wanted: WantedLayout,
): Analysis | undefined {
  const options = { ...analysis.options, ...changedFor(wanted) };
  const isSame = (other: Analysis) =>
    other.version === analysis.version &&
    other.provenance.weightsHash === analysis.provenance.weightsHash &&
    other.provenance.tokenizerHash === analysis.provenance.tokenizerHash &&
    other.provenance.subjectHash === analysis.provenance.subjectHash &&
    Object.entries(options).every(([name, value]) => other.options[name] === value);
  return all.find(isSame);
}

/** Starts it. */
export function startLayout(analysis: Analysis, wanted: WantedLayout): Promise<Analysis> {
  return startAnother(analysis, changedFor(wanted));
}
