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

/** What is wrong, a sentence each, and the command that mends it; nothing of a run that is sound. */
export function soundnessWords(runId: number, found: RunSoundness): string[] {
  const words = wrongWords(runId, found);
  if (found.damaged.length === 0) return words;
  const them = found.damaged.length === 1 ? 'it' : 'them';
  return [
    ...words.slice(0, -1),
    `${words.at(-1) ?? ''} Measure ${them} again: pairlens runs repair ${runId}`,
  ];
}

/** What is wrong, a sentence each, that of its comparisons last; nothing of a run that is sound. */
export function wrongWords(runId: number, found: RunSoundness): string[] {
  const words: string[] = [];
  for (const [isSame, of] of [
    [found.setIsSame, 'its set'],
    [found.controlSetIsSame, 'its control set'],
  ] as const)
    if (isSame === false)
      words.push(
        `The stored pairs of run ${runId} are not those that it measured: the hash of ${of} differs. Its numbers are those of the pairs as they were; a backup from before has these.`,
      );
  if (found.damaged.length > 0) {
    const named = found.damaged.slice(0, NAMED).map(comparisonName);
    const more = found.damaged.length - named.length;
    const list = more > 0 ? `${named.join(', ')} and ${more} more` : named.join(', ');
    words.push(
      `${found.damaged.length} of ${found.done} comparisons that are stored of run ${runId} ${found.damaged.length === 1 ? 'is' : 'are'} not what was measured (${list}).`,
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

/** 'pair 3 of the set', 'the neutral of pair 5' */
export function comparisonName({
  role,
  position,
}: Pick<RunSoundness['damaged'][number], 'role' | 'position'>): string {
  const pair = `pair ${position + 1}`;
  return role === 'neutral' ? `the neutral of ${pair}` : `${pair} of the ${role}`;
}
