/** A run that somebody has saved as a bundle, taken into a project of this workspace. */
import { client } from '../engine/client.ts';
import { orpc, queryClient } from '../engine/server-state.ts';
import { sendFile } from '../sets/send-file.ts';

export interface TakingBundle {
  /** Gives it up: while it is sent, or read. */
  readonly signal: AbortSignal;
  /** Told how many bytes have come. */
  readonly onSent: (bytes: number) => void;
}

/**
 * @param file as a person chose it
 * @returns the run's number here, and how many notes were left out
 * @throws what the engine throws: BUNDLE_INVALID where a hash does not hold; DOMException when `signal` says so
 */
export async function takeBundle(
  file: File,
  projectId: number,
  { signal, onSent }: TakingBundle,
): Promise<{ runId: number; notesLeftOut: number }> {
  const sent = await sendFile({ name: file.name, bytes: file.size, content: file }, signal, onSent);
  const taken = await client.bundles.add({ projectId, file: sent }, { signal });
  for (const key of [orpc.runs.key(), orpc.sets.key(), orpc.models.key(), orpc.marks.key(), orpc.views.key()])
    void queryClient.invalidateQueries({ queryKey: key });
  return taken;
}
