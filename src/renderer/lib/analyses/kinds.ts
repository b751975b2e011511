/** What the kinds of analyses are called that a person starts, and the way to where each is shown. */
import type { AnalysisName } from '../../../core/analyses/analysis-name.ts';
import { ANALYSIS_NAMES, type AnalysisKind } from '../../../core/registries/analysis-names.ts';
import type { Analysis } from '../../../shared/analyses.ts';
import type { RouteInput } from '../navigation/route.ts';
import type { AnalysisRoom } from './analysis-room.ts';
import type { BegunAnalysis } from './begun-analysis.ts';

type Listed = {
  [Kind in AnalysisKind]: (typeof ANALYSIS_NAMES)[Kind]['listed'] extends true ? Kind : never;
}[AnalysisKind];

export const LISTED_NAMES: readonly AnalysisName[] = Object.values<AnalysisName>(ANALYSIS_NAMES).filter(
  ({ listed }) => listed,
);

/** The room of a kind is called as the kind is: a kind without a room does not compile. */
type RoomOf<Kind extends Listed> = Extract<RouteInput, { room: Kind } & AnalysisRoom>;

/** "Induction 3" */
export function titleOf({ kind, id }: Pick<Analysis, 'kind' | 'id'>): string {
  return `${LISTED_NAMES.find((one) => one.kind === kind)?.title ?? kind} ${id}`;
}

/** Where an analysis is shown; null for a kind that has no room of its own. */
export function targetOf({
  kind,
  projectId,
  id,
}: Pick<Analysis, 'kind' | 'projectId' | 'id'>): RouteInput | null {
  return isListed(kind) ? ({ room: kind, projectId, analysisId: id } satisfies RoomOf<typeof kind>) : null;
}

/** Where those of a kind are, the latest first; null where it has no room of its own. */
export function roomOfKind(kind: string, projectId: number): RouteInput | null {
  return isListed(kind) ? ({ room: kind, projectId } satisfies RoomOf<typeof kind>) : null;
}

/** Where one of this kind is started. @param begun what is chosen in its form already */
export function newOf(kind: string, projectId: number, begun?: BegunAnalysis): RouteInput | null {
  return isListed(kind)
    ? ({ room: kind, projectId, form: 'new', begun } satisfies RoomOf<typeof kind>)
    : null;
}

/** Whether a person starts it, and it has a room of its own. */
export function isListed(kind: string): kind is Listed {
  return LISTED_NAMES.some((one) => one.kind === kind);
}
