/**
 * Migrations that are programs, for where rows need logic that SQL does not have: each a module of this folder,
 * NNNN_name.ts, listed here (a bundle has what is imported, and no folder to look into). They take their numbers from
 * the same row as migrations/NNNN_name.sql. A module stays as it is for ever, so it imports nothing of the store, whose
 * code goes on: docs/decisions/0018-migrations.md.
 */
import type { Migration } from '../migrate.ts';
import { migrate as patchingAsEffects } from './0017_patching_as_effects.ts';

export const MIGRATION_MODULES: readonly Migration[] = [
  { name: '0017_patching_as_effects', migrate: patchingAsEffects },
];
