/** What the address of every kind of analysis has; a kind adds what its own view can be asked for. */
import { z } from 'zod';
import { id } from '../../../shared/entities.ts';
import type { Engine, Crumb, Asked } from '../navigation/room.ts';
import { asked } from '../navigation/room.ts';
import { text } from '../navigation/query-parts.ts';
import { type BegunAnalysis, begunAnalysis, begunPart } from './begun-analysis.ts';
import { type AnalysesPart, PART_TITLES } from './parts.ts';

export const ANALYSIS_FIELDS = {
  projectId: id,
  /** Without one: the latest. */
  analysisId: id.optional(),
  /** 'new': the form that starts another one. */
  form: z.enum(['new']).optional(),
  /** What was chosen in that form so far. */
  begun: begunAnalysis.optional(),
};

export const ANALYSIS_QUERY = { form: text('form'), begun: begunPart };

export interface AnalysisRoom {
  readonly projectId: number;
  readonly analysisId?: number | undefined;
  readonly form?: 'new' | undefined;
  readonly begun?: BegunAnalysis | undefined;
}

/** 'Analyses > Induction 3 attn-only-2l', 'Circuits > Patching 4 gpt2' */
export function analysisCrumbs(
  title: string,
  { projectId, analysisId }: AnalysisRoom,
  orpc: Engine,
  part: AnalysesPart = 'analyses',
): (Crumb | Asked<Crumb | null>)[] {
  return [
    { text: PART_TITLES[part], to: { room: part, projectId } },
    analysisId === undefined
      ? { text: title }
      : asked(orpc.analyses.get.queryOptions({ input: { id: analysisId } }), (analysis) => ({
          text: `${title} ${analysisId}`,
          note: analysis?.model?.name,
        })),
  ];
}
