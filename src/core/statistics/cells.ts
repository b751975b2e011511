/**
 * Which values of a column are compared with which: cells, one for each stratum and side, and units, the pairs or whole
 * clusters that are drawn, permuted or flipped as one. docs/science.md, section 3.
 */

/** The least units a cell needs; a stratum with a smaller cell does not count in that column. */
const LEAST_UNITS = 2;

/**
 * One side of a comparison, or a sample by itself (one cell of weight 1). S strata, P pairs, U units, E entries: an entry
 * is the part of a unit that lies in one stratum, so E = U where no cluster crosses strata.
 */
export interface CellSide {
  /** [S] w_s, which sum to 1 */
  readonly weights: Float64Array;
  /** [S] N_s, pairs of the cell */
  readonly sizes: Float64Array;
  /** [P] where the values of the pairs stand in their column, ascending */
  readonly rows: Int32Array;
  /** [P] the entry that each pair belongs to */
  readonly entryOfRow: Int32Array;
  /** U */
  readonly units: number;
  /** [E] ascending */
  readonly unitOfEntry: Int32Array;
  /** [E] place of its stratum */
  readonly stratumOfEntry: Int32Array;
  /** [E] its pairs */
  readonly entrySizes: Float64Array;
  /** [U] the number of each unit's cluster as it was given; the row where each pair is a unit */
  readonly clusterOfUnit: Int32Array;
}

/** Set and control in the strata that both have enough units in; the weights are those of the set, on both sides. */
export interface Cells {
  /** [S] numbers of the strata in use, as they were given, ascending */
  readonly strata: Int32Array;
  readonly set: CellSide;
  readonly control: CellSide;
}

/** The pairs of a column that exist, on one side. */
export interface PresentPairs {
  /** [P] rows of the column with a value, ascending */
  readonly rows: Int32Array;
  /** by row: the pair's stratum, -1 left out */
  readonly stratum: ArrayLike<number>;
  /** by row: the pair's cluster, or null where each pair is a unit */
  readonly cluster: ArrayLike<number> | null;
}

/** Rows of a column with a value that is not NaN. */
export function presentRows(values: Float64Array): Int32Array {
  const rows = new Int32Array(values.length);
  let count = 0;
  values.forEach((value, row) => {
    if (!Number.isNaN(value)) rows[count++] = row;
  });
  return rows.subarray(0, count);
}

/** A sample by itself: one cell. With fewer than two units it has a mean and nothing else. */
export function oneCell(rows: Int32Array, cluster: ArrayLike<number> | null): CellSide {
  return cellSide(rows, () => 0, cluster, Float64Array.of(1));
}

/** Cells of a comparison; null where no stratum has two units on both sides. */
export function comparisonCells(set: PresentPairs, control: PresentPairs): Cells | null {
  const unitsOfSet = unitsByStratum(set);
  const unitsOfControl = unitsByStratum(control);
  const strata = [...unitsOfSet.keys()]
    .filter(
      (stratum) =>
        (unitsOfSet.get(stratum) ?? 0) >= LEAST_UNITS && (unitsOfControl.get(stratum) ?? 0) >= LEAST_UNITS,
    )
    .sort((a, b) => a - b);
  if (strata.length === 0) return null;
  const place = new Map(strata.map((stratum, index) => [stratum, index]));
  const inUse = ({ rows, stratum }: PresentPairs) => rows.filter((row) => place.has(stratum[row] ?? -1));
  const setRows = inUse(set);
  const weights = new Float64Array(strata.length);
  for (const row of setRows) weights[place.get(set.stratum[row]!)!]!++;
  weights.forEach((pairs, s) => (weights[s] = pairs / setRows.length));
  const sideOf = (pairs: PresentPairs, rows: Int32Array) =>
    cellSide(rows, (row) => place.get(pairs.stratum[row]!)!, pairs.cluster, weights);
  return {
    strata: Int32Array.from(strata),
    set: sideOf(set, setRows),
    control: sideOf(control, inUse(control)),
  };
}

function unitsByStratum({ rows, stratum, cluster }: PresentPairs): Map<number, number> {
  const units = new Map<number, Set<number>>();
  for (const row of rows) {
    const own = stratum[row] ?? -1;
    if (own === -1) continue;
    const known = units.get(own) ?? new Set();
    units.set(own, known.add(cluster ? cluster[row]! : row));
  }
  return new Map([...units].map(([key, known]) => [key, known.size]));
}

function cellSide(
  rows: Int32Array,
  stratumOf: (row: number) => number,
  cluster: ArrayLike<number> | null,
  weights: Float64Array,
): CellSide {
  const unitOfCluster = new Map<number, number>();
  const entries = new Map<number, number>();
  const keys: number[] = [];
  const sizes = new Float64Array(weights.length);
  for (const row of rows) {
    const stratum = stratumOf(row);
    sizes[stratum]!++;
    const own = cluster ? cluster[row]! : row;
    const unit = unitOfCluster.get(own) ?? unitOfCluster.size;
    unitOfCluster.set(own, unit);
    keys.push(unit * weights.length + stratum);
  }
  // Entries are numbered unit by unit, so that those of a unit lie side by side.
  for (const key of [...new Set(keys)].sort((a, b) => a - b)) entries.set(key, entries.size);
  const entrySizes = new Float64Array(entries.size);
  const entryOfRow = Int32Array.from(keys, (key) => entries.get(key)!);
  for (const entry of entryOfRow) entrySizes[entry]!++;
  return {
    weights,
    sizes,
    rows,
    entryOfRow,
    units: unitOfCluster.size,
    unitOfEntry: Int32Array.from(entries.keys(), (key) => Math.floor(key / weights.length)),
    stratumOfEntry: Int32Array.from(entries.keys(), (key) => key % weights.length),
    entrySizes,
    clusterOfUnit: Int32Array.from(unitOfCluster.keys()),
  };
}
