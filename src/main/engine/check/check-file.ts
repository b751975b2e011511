/** Checks of the workspace's file as SQLite sees it. */
import { allOrphans } from '../store/orphans.ts';
import { damageWords, isDamage } from '../store/sqlite-errors.ts';
import { type Check, damage, type Finding, RESCUE } from './check.ts';

/** As many of one kind as are named. */
const NAMED = 10;

export const pages: Check = {
  name: 'pages',
  title: 'the pages of the file',
  *find({ database, path }) {
    const faults = database.pragma(`integrity_check(${NAMED})`) as { integrity_check: string }[];
    for (const { integrity_check: fault } of faults)
      if (fault !== 'ok') yield damage(`${path}: ${fault.replaceAll('\n', ' ')}`, RESCUE);
  },
};

export const references: Check = {
  name: 'references',
  title: 'what rows refer to',
  *find({ database }): Generator<Finding> {
    for (const { table, parent, rows } of allOrphans(database))
      yield damage(`${rows} rows of ${table} refer to rows of ${parent} that are not there`, RESCUE);
  },
};

/** What goes wrong in a check for the file is damaged is found, too. */
export async function* finding(
  check: Check,
  ...[context]: Parameters<Check['find']>
): AsyncGenerator<Finding> {
  try {
    yield* check.find(context);
  } catch (error) {
    if (!isDamage(error) || !(error instanceof Error)) throw error;
    yield damage(`${check.title} could not be read to their end: ${damageWords(error)}`, RESCUE);
  }
}
