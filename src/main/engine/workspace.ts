/** What can be asked of the workspace itself: the procedures of `contract.workspace`. */
import { DEFAULT_FLAG_THRESHOLDS, type FlagThresholds } from '../../core/metrics/flags.ts';
import { flagThresholds } from '../../shared/entities.ts';
import { modelEnvironment } from './models/environment.ts';
import { pairlensVersion } from './paths.ts';
import type { Store } from './store/database.ts';
import type { ReadableDatabase } from './store/handles.ts';
import { readSetting, writeSetting } from './store/settings.ts';

export type Shell = 'electron' | 'browser' | 'cli';

export interface WorkspaceInfo {
  readonly storePath: string;
  readonly home: string;
  readonly pairlensVersion: string;
  readonly ortVersion: string;
  readonly shell: Shell;
  readonly offline: boolean;
}

const FLAG_THRESHOLDS = 'flagThresholds';

/** As a person set them, else the defaults of docs/science.md. */
export function readFlagThresholds(database: ReadableDatabase): FlagThresholds {
  const stored = readSetting(database, FLAG_THRESHOLDS);
  return stored === undefined ? DEFAULT_FLAG_THRESHOLDS : flagThresholds.parse(stored);
}

export class WorkspaceService {
  readonly #store: Store;
  readonly #about: Pick<WorkspaceInfo, 'home' | 'shell' | 'offline'>;

  constructor(store: Store, about: Pick<WorkspaceInfo, 'home' | 'shell' | 'offline'>) {
    this.#store = store;
    this.#about = about;
  }

  info(): WorkspaceInfo {
    return {
      ...this.#about,
      storePath: this.#store.path,
      pairlensVersion: pairlensVersion(),
      ortVersion: modelEnvironment.ortVersion,
    };
  }

  flagThresholds(): FlagThresholds {
    return readFlagThresholds(this.#store.database);
  }

  setFlagThresholds(thresholds: FlagThresholds): FlagThresholds {
    this.#store.write((database) => writeSetting(database, FLAG_THRESHOLDS, thresholds));
    return this.flagThresholds();
  }
}
