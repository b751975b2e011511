/** Whether what is stored of a run is what was written: what was compared, and how it is said. */
import { z } from 'zod';
import { ROLES } from './entities.ts';

export const runSoundness = z.object({
  /** Whether the pairs of its plan are those that its set hash is of. */
  setIsSame: z.boolean(),
  /** null for a run without a control set */
  controlSetIsSame: z.boolean().nullable(),
  /** Comparisons that are done. */
  done: z.int(),
  /** Of those, the ones that were stored before Pairlens kept hashes. */
  unhashed: z.int(),
  /** Comparisons whose tokens, alignment or metrics are not what was measured. */
  damaged: z.array(z.object({ role: z.enum(ROLES), position: z.int(), pairId: z.int() })),
});
export type RunSoundness = z.infer<typeof runSoundness>;

/** As many as are named one by one. */
const NAMED = 5;

/** What is wrong, a sentence each, and what to do; nothing of a run that is sound. */
export function soundnessWords(runId: number, found: RunSoundness): string[] {
  const words: string[] = [];
  for (const [isSame, of] of [
    [found.setIsSame, 'its set'],
    [found.controlSetIsSame, 'its control set'],
  ] as const)
    if (isSame === false)
      words.push(
        `The stored pairs of run ${runId} are not those that it was made of: the hash of ${of} differs. Its numbers stay those of the pairs of then; a copy of the workspace from before has them.`,
      );
  if (found.damaged.length > 0) {
    const named = found.damaged.slice(0, NAMED).map(({ role, position }) => nameOf(role, position));
    const more = found.damaged.length - named.length;
    const list = more > 0 ? `${named.join(', ')} and ${more} more` : named.join(', ');
    words.push(
      `What is stored of run ${runId} is not what was measured, of ${found.damaged.length} of ${found.done} comparisons (${list}). Measure them again: pairlens runs repair ${runId}`,
    );
  }
  return words;
}

/** How many comparisons cannot be checked, in words; '' where all can. */
export function unhashedWords({ done, unhashed }: RunSoundness): string {
  return unhashed === 0
    ? ''
    : `${unhashed} of ${done} comparisons were stored before Pairlens kept hashes, and cannot be checked`;
}

function nameOf(role: RunSoundness['damaged'][number]['role'], position: number): string {
  const pair = `pair ${position + 1}`;
  return role === 'neutral' ? `the neutral of ${pair}` : `${pair} of the ${role}`;
}
