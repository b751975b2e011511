/** Counts what is to be known of pairs while they are looked at, one after the other. */
import { PAIR_NOTES, type NotedPair, type PairNote } from '../../../core/pairs/pair-notes.ts';
import { ROLES, type Role } from '../../../shared/entities.ts';
import type { NotedPairs, RoleQuality } from '../../../shared/pair-quality.ts';

/** Of each note so many pairs are named. */
export const SHOWN_EXAMPLES = 20;

type Example = NotedPairs['examples'][number];

interface RoleTally {
  measured: number;
  readonly noted: Map<PairNote, { pairs: number; tokens: number; examples: Example[] }>;
  readonly failed: Map<string, { pairs: number; message: string }>;
}

export class QualityTally {
  readonly #roles = new Map<Role, RoleTally>();

  measured(role: Role, { notes, unknownTokens }: NotedPair, example: Example): void {
    const tally = this.#of(role);
    tally.measured++;
    for (const note of notes) {
      const noted = tally.noted.get(note) ?? { pairs: 0, tokens: 0, examples: [] };
      noted.pairs++;
      if (note === 'unknown_tokens') noted.tokens += unknownTokens;
      if (noted.examples.length < SHOWN_EXAMPLES) noted.examples.push(example);
      tally.noted.set(note, noted);
    }
  }

  failed(role: Role, { code, message }: { readonly code: string; readonly message: string }): void {
    const { failed } = this.#of(role);
    const same = failed.get(code);
    if (same === undefined) failed.set(code, { pairs: 1, message });
    else same.pairs++;
  }

  /** As it stands now. */
  roles(): RoleQuality[] {
    return ROLES.flatMap((role) => {
      const tally = this.#roles.get(role);
      if (tally === undefined) return [];
      return [
        {
          role,
          measured: tally.measured,
          noted: PAIR_NOTES.flatMap((note) => {
            const noted = tally.noted.get(note);
            return noted === undefined ? [] : [{ note, ...noted, examples: [...noted.examples] }];
          }),
          failed: [...tally.failed].map(([code, rest]) => ({ code, ...rest })),
        },
      ];
    });
  }

  #of(role: Role): RoleTally {
    let tally = this.#roles.get(role);
    if (tally === undefined) {
      tally = { measured: 0, noted: new Map(), failed: new Map() };
      this.#roles.set(role, tally);
    }
    return tally;
  }
}
