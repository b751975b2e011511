/** What the command palette offers from where one is. */
import type { Model, Project, Run, SentenceSet } from '../../../shared/entities.ts';
import { countOf, STATE_WORDS } from '../format/format.ts';
import { navigation } from '../navigation/navigation.svelte.ts';
import type { Route, RouteInput } from '../navigation/route.ts';
import { frame } from './frame.svelte.ts';
import { projectOf, RAIL } from './rooms.ts';
import { theme } from '../../ui/theme.svelte.ts';

export interface Command {
  /** Unique, and what typing is matched against. */
  readonly text: string;
  readonly note?: string;
  readonly run: () => void;
}

export interface CommandGroup {
  readonly heading: string;
  readonly commands: readonly Command[];
}

interface Known {
  readonly projects: readonly Project[];
  /** Of the project that is open. */
  readonly sets: readonly SentenceSet[];
  readonly runs: readonly Run[];
  readonly models: readonly Model[];
}

export function commandGroups(from: Route | null, known: Known): CommandGroup[] {
  const projectId = projectOf(from);
  const groups: CommandGroup[] = [
    { heading: 'Do', commands: [...projectActions(projectId), ...EVERYWHERE] },
    { heading: 'Go to', commands: rooms(from) },
    {
      heading: 'Sentence sets',
      commands: known.sets.map((set) => ({
        text: `Set ${set.name}`,
        note: countOf(set.pairCount, 'pair'),
        run: to({ room: 'pairs', projectId: set.projectId, setId: set.id }),
      })),
    },
    {
      heading: 'Runs',
      commands: known.runs.map((run) => ({
        text: `Run ${run.id}`,
        note: `${run.model.name} · ${run.set.name} · ${STATE_WORDS[run.state]}`,
        run: to({ room: 'runs', projectId: run.projectId, runId: run.id }),
      })),
    },
    {
      heading: 'Models',
      commands: [
        { text: 'Add a model', run: to({ room: 'models', projectId, add: 'hub' }) },
        ...known.models.map((model) => ({
          text: `Model ${model.name}`,
          note: model.architecture,
          run: to({ room: 'model', projectId, name: model.name }),
        })),
      ],
    },
    {
      heading: 'Projects',
      commands: known.projects
        .filter((project) => project.id !== projectId)
        .map((project) => ({
          text: `Project ${project.name}`,
          run: to({ room: 'pairs', projectId: project.id }),
        })),
    },
  ];
  return groups.filter((group) => group.commands.length > 0);
}

function projectActions(projectId: number | undefined): Command[] {
  if (projectId === undefined) return [];
  return [
    { text: 'New run', run: to({ room: 'new-run', projectId }) },
    { text: 'Import pairs from a file', run: to({ room: 'pairs', projectId, add: 'import' }) },
    { text: 'Add a bundled set', run: to({ room: 'pairs', projectId, add: 'bundled' }) },
  ];
}

const EVERYWHERE: readonly Command[] = [
  { text: 'New project', run: to({ room: 'projects', create: true }) },
  { text: 'List the keys', note: '?', run: () => (frame.keysOpen = true) },
  { text: 'Theme: as the system', run: () => theme.choose('system') },
  { text: 'Theme: light', run: () => theme.choose('light') },
  { text: 'Theme: dark', run: () => theme.choose('dark') },
];

function rooms(from: Route | null): Command[] {
  const reachable = RAIL.flatMap(({ word, target }) => {
    const there = target(from);
    return there === null ? [] : [{ text: word, run: to(there) }];
  });
  return [...reachable, { text: 'All projects', run: to({ room: 'projects' }) }];
}

function to(target: RouteInput): () => void {
  return () => navigation.go(target);
}
