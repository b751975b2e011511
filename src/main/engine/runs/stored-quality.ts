/** What is to be known of the pairs of a stored run. */
import { PAIR_NOTES } from '../../../core/pairs/pair-notes.ts';
import { ROLES } from '../../../shared/entities.ts';
import type { RunQuality } from '../../../shared/pair-quality.ts';
import type { ReadableDatabase } from '../store/handles.ts';
import { countFailures, countNotes, isNoted, notedPairs } from '../store/pair-notes.ts';
import { countRole } from '../store/item-counts.ts';
import { SHOWN_EXAMPLES } from './quality-tally.ts';

export function qualityOfRun(database: ReadableDatabase, runId: number): RunQuality {
  const counted = isNoted(database, runId);
  const notes = counted ? countNotes(database, runId) : [];
  const failures = countFailures(database, runId);
  return {
    counted,
    roles: ROLES.flatMap((role) => {
      const { total, done } = countRole(database, runId, role);
      if (total === 0) return [];
      return [
        {
          role,
          measured: done,
          noted: PAIR_NOTES.flatMap((note) => {
            const count = notes.find((each) => each.role === role && each.note === note);
            if (count === undefined) return [];
            const examples = notedPairs(database, runId, { role, note, limit: SHOWN_EXAMPLES });
            return [{ note, pairs: count.pairs, tokens: count.tokens, examples }];
          }),
          failed: failures
            .filter((failure) => failure.role === role)
            .map(({ code, pairs, message }) => ({ code, pairs, message })),
        },
      ];
    }),
  };
}
