import { capitalised } from '../../../core/capitalised.ts';
import { z } from 'zod';
import { id } from '../../../shared/entities.ts';
import { defineAddress } from '../navigation/address.ts';
import { text } from '../navigation/query-parts.ts';
import type { RoomDefinition } from '../navigation/room.ts';

const address = defineAddress({
  room: 'docs',
  schema: z.object({
    /** The project that it was opened from. */
    projectId: id.optional(),
    /** The name of the file without '.md'. */
    page: z.string().regex(/^[a-z0-9-]+$/),
    /** How the heading of the section that is shown begins. */
    section: z.string().optional(),
  }),
  paths: ['projects/:projectId/docs/:page', 'docs/:page'],
  query: { section: text('section') },
});

/** `#/projects/1/docs/science?section=4.`: a page of the documentation. */
export const docsRoom: RoomDefinition<typeof address> = {
  address,
  view: () => import('./DocsView.svelte'),
  commands: ({ projectId }) => [
    {
      heading: 'Go to',
      lines: [
        {
          text: 'User guide',
          to: { room: 'docs', page: 'guide', ...(projectId !== undefined && { projectId }) },
        },
      ],
    },
  ],
  crumbs: ({ page, projectId }) => [
    {
      text: 'Documentation',
      to: { room: 'docs', page: 'guide', ...(projectId !== undefined && { projectId }) },
    },
    { text: capitalised(page.replaceAll('-', ' ')) },
  ],
};
