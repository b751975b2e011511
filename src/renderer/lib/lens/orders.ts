/** In which order the streams and the texts of a lens are listed. */
import type { LensStream } from '../../../core/analyses/lens/streams.ts';
import { sortRows } from '../../ui/sort-rows.ts';

export const STREAM_ORDERS = ['stream', 'log_probability', 'difference', 'q', 'first', 'agrees'] as const;
export const LENS_TEXT_ORDERS = ['text', 'last', 'rank'] as const;

interface Sort<By extends string> {
  readonly by: By;
  readonly direction: 'asc' | 'desc';
}
export type StreamSort = Sort<(typeof STREAM_ORDERS)[number]>;
export type LensTextSort = Sort<(typeof LENS_TEXT_ORDERS)[number]>;

/** By the mean of a measure. @param sort null: from the first layer on */
export function sortedStreams(
  streams: readonly LensStream[],
  sort: StreamSort | null,
): readonly LensStream[] {
  if (sort === null) return streams;
  const { by, direction } = sort;
  return sortRows(
    streams,
    ({ stream, q, of }) => (by === 'stream' ? stream : by === 'q' ? q : of[by].mean),
    direction,
  );
}
