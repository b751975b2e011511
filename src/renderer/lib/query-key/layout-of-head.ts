/** A head laid out in another way than its analysis has it: an analysis of that head alone, of the same texts. */
import type { Analysis, NewAnalysis } from '../../../shared/analyses.ts';
import { client } from '../engine/client.ts';
import { orpc, queryClient } from '../engine/server-state.ts';

export type LayoutName = 'pca' | 't-sne' | 'umap';

export const LAYOUT_WORDS: Readonly<Record<LayoutName, string>> = {
  pca: 'PCA',
  't-sne': 't-SNE',
  umap: 'UMAP',
};

export interface WantedLayout {
  readonly layout: LayoutName;
  readonly layer: number;
  readonly head: number;
}

function optionsOf(analysis: Analysis, { layout, layer, head }: WantedLayout): Record<string, unknown> {
  return { ...analysis.options, projection: layout, layer, head, alone: 'yes' };
}

/** What it is of, as a request names it; null of token ids, which are given on the command line alone. */
function subjectOf({ subject }: Analysis): Partial<NewAnalysis> | null {
  switch (subject.kind) {
    case 'pairs':
      return {
        setId: subject.set.id,
        ...(subject.controlSet !== null && { controlSetId: subject.controlSet.id }),
      };
    case 'texts':
      return { textSetId: subject.textSet.id };
    default:
      return null;
  }
}

export function canLayOut(analysis: Analysis): boolean {
  return subjectOf(analysis) !== null && analysis.model !== null;
}

/** The analysis that has that layout, done or not: of the same version, model, texts and options. */
export function layoutAmong(
  all: readonly Analysis[],
  analysis: Analysis,
  wanted: WantedLayout,
): Analysis | undefined {
  const options = optionsOf(analysis, wanted);
  const isSame = (other: Analysis) =>
    other.version === analysis.version &&
    other.provenance.weightsHash === analysis.provenance.weightsHash &&
    other.provenance.tokenizerHash === analysis.provenance.tokenizerHash &&
    other.provenance.subjectHash === analysis.provenance.subjectHash &&
    Object.entries(options).every(([name, value]) => other.options[name] === value);
  return all.find(isSame);
}

/** Starts it. */
export async function startLayout(analysis: Analysis, wanted: WantedLayout): Promise<Analysis> {
  const { id } = await client.analyses.create({
    projectId: analysis.projectId,
    kind: analysis.kind,
    model: analysis.model?.name,
    ...subjectOf(analysis),
    options: optionsOf(analysis, wanted),
  });
  const started = await client.analyses.start({ id });
  await queryClient.invalidateQueries({ queryKey: orpc.analyses.key() });
  return started;
}
