/** The steps of the tour: their words are those of the guide's page `tour`, and where each leads is said here. */
import type { RouteInput } from '../navigation/route.ts';

export interface TourStep {
  /** 'Read a finding' */
  readonly name: string;
  /** What there is to see where it leads. */
  readonly words: string;
}

/** What the steps are shown on: a run that has found something, and its project. */
export interface TourRun {
  readonly projectId: number;
  readonly runId: number;
}

/** Where each step leads, in their order. */
const PLACES: readonly ((run: TourRun) => RouteInput)[] = [
  ({ projectId, runId }) => ({ room: 'runs', projectId, runId }),
  ({ projectId, runId }) => ({ room: 'heads', projectId, runId }),
  ({ projectId, runId }) => ({ room: 'results', projectId, runId }),
  ({ projectId }) => ({ room: 'pairs', projectId }),
  ({ projectId }) => ({ room: 'new-run', projectId }),
];
export const TOUR_STEPS = PLACES.length;

/** @param at from 0; past the last step: null */
export function placeOfStep(at: number, run: TourRun): RouteInput | null {
  return PLACES[at]?.(run) ?? null;
}

/** Whether a screen is the one that a step leads to: that of its project and its run, whatever is chosen there. */
export function isPlace(place: RouteInput, route: RouteInput | null): boolean {
  if (route?.room !== place.room || projectIn(route) !== projectIn(place)) return false;
  const run = runIn(place);
  return run === undefined || runIn(route) === run;
}

const projectIn = (route: RouteInput) => ('projectId' in route ? route.projectId : undefined);
const runIn = (route: RouteInput) => ('runId' in route ? route.runId : undefined);

const STEP = /^\d+\. \*\*(?<name>[^*]+)\.\*\* (?<words>.+)$/gmu;

/** The numbered steps in the text of the guide's page. */
export function stepsOfPage(text: string): TourStep[] {
  return [...text.matchAll(STEP)].map(({ groups }) => ({
    name: groups?.['name'] ?? '',
    words: groups?.['words'] ?? '',
  }));
}
