/** The rooms of a project, in the order of the rail, and how one gets from where one is to each. */
import Box from '@lucide/svelte/icons/box';
import ChartColumn from '@lucide/svelte/icons/chart-column';
import LayoutGrid from '@lucide/svelte/icons/layout-grid';
import Play from '@lucide/svelte/icons/play';
import TextAlignStart from '@lucide/svelte/icons/text-align-start';
import { navigation } from '../navigation/navigation.svelte.ts';
import type { Room, Route, RouteInput } from '../navigation/route.ts';

export interface RailRoom {
  readonly word: string;
  readonly icon: typeof Box;
  /** The rooms of the route during which this one is marked. */
  readonly rooms: readonly Room[];
  /** Where the rail leads; null where a project has to be opened first. */
  readonly target: (from: Route | null) => RouteInput | null;
}

export const RAIL: readonly RailRoom[] = [
  {
    word: 'Pairs',
    icon: TextAlignStart,
    rooms: ['pairs'],
    target: inProject((projectId) => ({
      ...(navigation.lastIn('pairs', projectId) ?? { room: 'pairs', projectId }),
      add: undefined,
    })),
  },
  {
    word: 'Runs',
    icon: Play,
    rooms: ['runs', 'new-run'],
    target: inProject((projectId) => ({ room: 'runs', projectId })),
  },
  {
    word: 'Results',
    icon: ChartColumn,
    rooms: ['results', 'pair'],
    target: inProject((projectId, runId) => ofRun('results', projectId, runId)),
  },
  {
    word: 'Heads',
    icon: LayoutGrid,
    rooms: ['heads'],
    target: inProject((projectId, runId) => ofRun('heads', projectId, runId)),
  },
  {
    word: 'Models',
    icon: Box,
    rooms: ['models', 'model'],
    target: (from) => ({ room: 'models', projectId: projectOf(from) }),
  },
];

/** The project that a route is in. */
export function projectOf(from: Route | null): number | undefined {
  return from !== null && 'projectId' in from ? from.projectId : undefined;
}

/** The run that a route shows something of. */
export function runOf(from: Route | null): number | undefined {
  return from !== null && 'runId' in from ? from.runId : undefined;
}

function inProject(target: (projectId: number, runId: number | undefined) => RouteInput): RailRoom['target'] {
  return (from) => {
    const projectId = projectOf(from);
    return projectId === undefined ? null : target(projectId, runOf(from));
  };
}

/** A view of the run that is open, as it was left if it was of the same run; else the run looked at last. */
function ofRun(room: 'results' | 'heads', projectId: number, runId: number | undefined): RouteInput {
  const left = navigation.lastIn(room, projectId);
  if (left !== undefined && (runId === undefined || left.runId === runId)) return left;
  return runId === undefined ? { room, projectId } : { room, projectId, runId };
}
