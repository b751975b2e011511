/**
 * What positions of different pairs have in common: each position of a statement has one role. The changed tokens come before
 * all else, then what a person has marked, the first token, the last, special tokens; the others are told apart by how far they
 * stand from the nearest changed token, as in section 6 of docs/science.md.
 */

/** Tokens away from the change that are told apart. */
export const FARTHEST = 6;

const DISTANCES = Array.from({ length: 2 * FARTHEST + 1 }, (_, at) => at - FARTHEST);

export const ROLES = [
  'first',
  'before',
  ...DISTANCES.map((distance) => (distance === 0 ? 'changed' : `${distance > 0 ? '+' : ''}${distance}`)),
  'after',
  'delimiter',
  'last',
  'marked',
] as const;
const ROLE_PLACES: ReadonlyMap<string, number> = new Map(ROLES.map((role, place) => [role, place]));

export interface StatementForRoles {
  readonly tokens: number;
  /** Ascending: tokens without partner, or with another one. */
  readonly changed: readonly number[];
  /** Before which position its partner has tokens that it lacks: gaps count as changes where nothing here has changed. */
  readonly gaps: readonly number[];
  readonly special: readonly number[];
  readonly marked: readonly number[];
}

/** @returns [tokens] places in {@link ROLES} */
export function rolesOf({ tokens, changed, gaps, special, marked }: StatementForRoles): Int32Array {
  return Int32Array.from({ length: tokens }, (_, position) =>
    placeOfRole(
      changed.includes(position)
        ? 'changed'
        : marked.includes(position)
          ? 'marked'
          : position === 0
            ? 'first'
            : position === tokens - 1
              ? 'last'
              : special.includes(position)
                ? 'delimiter'
                : byDistance(signedDistance(position, changed, gaps)),
    ),
  );
}

export function placeOfRole(role: string): number {
  const place = ROLE_PLACES.get(role);
  if (place === undefined) throw new RangeError(`no role is called ${role}`);
  return place;
}

/** 'first token', '3 tokens before the change' */
export function roleWords(role: string): string {
  const known: Readonly<Record<string, string>> = {
    first: 'the first token',
    before: `further than ${FARTHEST} before the change`,
    changed: 'the changed token',
    after: `further than ${FARTHEST} after the change`,
    delimiter: 'special tokens in between',
    last: 'the last token',
    marked: 'marked tokens',
  };
  const own = known[role];
  if (own !== undefined) return own;
  const distance = Number(role);
  const count = Math.abs(distance);
  return `${count} ${count === 1 ? 'token' : 'tokens'} ${distance < 0 ? 'before' : 'after'} the change`;
}

/**
 * From the nearest change; on a tie from the one before. A gap lies between two positions: it is 1 from either.
 * @returns null where nothing has changed
 */
function signedDistance(
  position: number,
  changed: readonly number[],
  gaps: readonly number[],
): number | null {
  const distances = [
    ...changed.map((at) => position - at),
    ...gaps.map((gap) => (position >= gap ? position - gap + 1 : position - gap)),
  ];
  const [nearest] = distances.toSorted((a, b) => Math.abs(a) - Math.abs(b) || b - a);
  return nearest ?? null;
}

function byDistance(distance: number | null): string {
  if (distance === null || distance > FARTHEST) return 'after';
  if (distance < -FARTHEST) return 'before';
  return `${distance > 0 ? '+' : ''}${distance}`;
}

/**
 * Means over the positions of each role.
 * @param values [rows, tokens] row-major; NaN where a position was not patched
 * @returns [rows, role], NaN where the statement has none of that role
 */
export function meanByRole(values: Float64Array, rows: number, roles: Int32Array): Float64Array {
  const tokens = roles.length;
  const sums = new Float64Array(rows * ROLES.length);
  const counts = new Int32Array(rows * ROLES.length);
  for (let row = 0; row < rows; row++)
    for (let position = 0; position < tokens; position++) {
      const value = values[row * tokens + position] as number;
      if (Number.isNaN(value)) continue;
      const at = row * ROLES.length + (roles[position] as number);
      sums[at] = (sums[at] as number) + value;
      counts[at] = (counts[at] as number) + 1;
    }
  return sums.map((sum, at) => (counts[at] === 0 ? Number.NaN : sum / (counts[at] as number)));
}
