/** In which order projects are listed. */
import type { Project } from '../../../shared/entities.ts';
import { sortRows } from '../../ui/sort-rows.ts';
import { byLastUse } from './by-last-use.ts';

export const PROJECT_ORDERS = ['name', 'model', 'sets', 'runs', 'used'] as const;
export type ProjectOrder = (typeof PROJECT_ORDERS)[number];

export interface ProjectSort {
  readonly by: ProjectOrder;
  readonly direction: 'asc' | 'desc';
}

type Listed = Pick<Project, 'id' | 'name' | 'setCount' | 'runCount' | 'lastUsedAt'>;

/**
 * Those that are equal, the one in which something was done last first.
 * @param modelOf what its latest run is of; null: it has none
 */
export function sortedProjects<Each extends Listed>(
  projects: readonly Each[],
  { by, direction }: ProjectSort,
  modelOf: (project: Each) => string | null,
): Each[] {
  const valueOf = (project: Each): string | number | null => {
    switch (by) {
      case 'name':
        return project.name;
      case 'model':
        return modelOf(project);
      case 'sets':
        return project.setCount;
      case 'runs':
        return project.runCount;
      case 'used':
        return Date.parse(project.lastUsedAt);
    }
  };
  return sortRows(byLastUse(projects), valueOf, direction);
}
