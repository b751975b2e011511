import type { Project } from '../../../shared/entities.ts';

type Used = Pick<Project, 'id' | 'lastUsedAt'>;

/** The one in which something was done last comes first; of two at once, the one that was made later. */
export function byLastUse<Each extends Used>(projects: readonly Each[]): Each[] {
  return projects.toSorted((a, b) => Date.parse(b.lastUsedAt) - Date.parse(a.lastUsedAt) || b.id - a.id);
}
