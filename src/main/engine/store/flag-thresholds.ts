/** The thresholds of flags, a setting of the workspace. */
import { DEFAULT_FLAG_THRESHOLDS, type FlagThresholds } from '../../../core/metrics/flags.ts';
import { flagThresholds } from '../../../shared/entities.ts';
import type { ReadableDatabase, WritableDatabase } from './handles.ts';
import { readSetting, writeSetting } from './settings.ts';

const FLAG_THRESHOLDS = 'flagThresholds';

/** As a person set them, else the defaults of docs/science.md. */
export function readFlagThresholds(database: ReadableDatabase): FlagThresholds {
  const stored = readSetting(database, FLAG_THRESHOLDS);
  return stored === undefined ? DEFAULT_FLAG_THRESHOLDS : flagThresholds.parse(stored);
}

export function writeFlagThresholds(database: WritableDatabase, thresholds: FlagThresholds): void {
  writeSetting(database, FLAG_THRESHOLDS, thresholds);
}
