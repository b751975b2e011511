import { z } from 'zod';
import { quoted } from '../../../core/isolated.ts';
import { defineAddress } from '../navigation/address.ts';
import { order, yes } from '../navigation/query-parts.ts';
import { asked, type RoomDefinition } from '../navigation/room.ts';
import { PROJECT_ORDERS } from './project-order.ts';

const address = defineAddress({
  room: 'projects',
  schema: z.object({
    /** The dialog that makes a project is open. */
    create: z.boolean().default(false),
    sort: z
      .object({ by: z.enum(PROJECT_ORDERS), direction: z.enum(['asc', 'desc']) })
      .default({ by: 'used', direction: 'desc' }),
  }),
  paths: ['projects', ''],
  query: { create: yes('create'), sort: order('sort') },
});

/** `#/projects?sort=name:asc`: the list of projects, where the workbench opens. */
export const projectsRoom: RoomDefinition<typeof address> = {
  address,
  view: () => import('./ProjectsView.svelte'),
  // As the page is headed.
  crumbs: (_route, orpc) => [
    asked(orpc.projects.list.queryOptions(), (projects) => ({
      text: projects?.length === 0 ? 'Start' : 'Projects',
    })),
  ],
  commands: ({ projectId }, orpc) => [
    { heading: 'Do', lines: [{ text: 'New project', to: { room: 'projects', create: true } }] },
    { heading: 'Go to', lines: [{ text: 'All projects', to: { room: 'projects' } }] },
    {
      heading: 'Projects',
      lines: asked(orpc.projects.list.queryOptions(), (projects = []) =>
        projects
          .filter((project) => project.id !== projectId)
          .map(({ id, name }) => ({
            text: `Project ${quoted(name)}`,
            to: { room: 'pairs', projectId: id },
          })),
      ),
    },
  ],
};
