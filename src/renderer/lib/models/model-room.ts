import { z } from 'zod';
import { id } from '../../../shared/entities.ts';
import { defineAddress } from '../navigation/address.ts';
import { number, numbers, order, searched, text } from '../navigation/query-parts.ts';
import type { RoomDefinition } from '../navigation/room.ts';
import { SHADINGS } from '../../../core/figures/shadings.ts';
import { parameterSort } from './parameters.ts';
import { probeMap } from './probe-map.ts';
import { modelTab } from './tabs.ts';

const index = z.int().min(0);

const address = defineAddress({
  room: 'model',
  schema: z.object({
    projectId: id.optional(),
    name: z.string().min(1),
    show: modelTab.default('blocks'),
    /** The block that is drawn, or the layer of the head that is selected in a probe. */
    layer: index.optional(),
    head: index.optional(),
    /** What is drawn large of that head. */
    map: probeMap.default('attention'),
    /** The hook point that is selected. */
    hook: z.string().optional(),
    /** Of predictions: the token that was clicked, what is explained there, and what the text is shaded by. */
    at: index.optional(),
    target: index.optional(),
    shade: z.enum(SHADINGS).default('contribution'),
    /** Layers that are unfolded into their heads. */
    open: z.array(index).default([]),
    /** What is probed: a text, or token ids. */
    text: z.string().optional(),
    ids: z.array(index).optional(),
    /** Search and order of the table of parameters. */
    search: z.string().default(''),
    order: parameterSort.optional(),
    /** Order of the table of files; without one, as they are read. */
    fileOrder: z
      .object({ by: z.enum(['name', 'bytes', 'sha256']), direction: z.enum(['asc', 'desc']) })
      .optional(),
  }),
  paths: ['projects/:projectId/models/:name', 'models/:name'],
  query: {
    show: text('show'),
    layer: number('layer'),
    head: number('head'),
    map: text('map'),
    hook: text('hook'),
    at: number('at'),
    target: number('target'),
    shade: text('shade'),
    open: numbers('open'),
    text: text('text'),
    ids: numbers('ids'),
    search: searched('search'),
    order: order('order'),
    fileOrder: order('file-order'),
  },
});

/** `#/models/gpt2?show=probe&text=Tom+and+his+dog&layer=3&head=7`: one model, looked at from all sides. */
export const modelRoom: RoomDefinition<typeof address> = {
  address,
  view: () => import('./ModelRoom.svelte'),
  crumbs: ({ projectId, name }) => [
    { text: 'Models', to: { room: 'models', projectId } },
    { text: folderName(name) },
  ],
  rail: 'models',
};

/** Where the name is the path of a folder, the last part of it; else the name. */
function folderName(name: string): string {
  return /^(\/|[A-Za-z]:)/.test(name) ? (name.split(/[/\\]/u).at(-1) ?? name) : name;
}
