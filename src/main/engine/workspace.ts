/** What can be asked of the workspace itself: the procedures of `contract.workspace`. */
import { randomUUID } from 'node:crypto';
import type { FlagThresholds } from '../../core/metrics/flags.ts';
import type { DeviceChoice } from '../../shared/devices.ts';
import { modelEnvironment } from './inference/environment.ts';
import { pairlensVersion } from './paths.ts';
import type { Store } from './store/database.ts';
import { readDeviceSetting, writeDeviceSetting } from './store/device-setting.ts';
import { readFlagThresholds, writeFlagThresholds } from './store/flag-thresholds.ts';

export type Shell = 'electron' | 'browser' | 'cli';

export interface WorkspaceInfo {
  readonly storePath: string;
  readonly home: string;
  readonly pairlensVersion: string;
  readonly ortVersion: string;
  readonly shell: Shell;
  readonly offline: boolean;
  readonly engineId: string;
}

export class WorkspaceService {
  readonly #store: Store;
  readonly #engineId = randomUUID();
  readonly #about: Pick<WorkspaceInfo, 'home' | 'shell' | 'offline'>;

  constructor(store: Store, about: Pick<WorkspaceInfo, 'home' | 'shell' | 'offline'>) {
    this.#store = store;
    this.#about = about;
  }

  info(): WorkspaceInfo {
    return {
      ...this.#about,
      engineId: this.#engineId,
      storePath: this.#store.path,
      pairlensVersion: pairlensVersion(),
      ortVersion: modelEnvironment.ortVersion,
    };
  }

  flagThresholds(): FlagThresholds {
    return readFlagThresholds(this.#store.database);
  }

  setFlagThresholds(thresholds: FlagThresholds): FlagThresholds {
    this.#store.write((database) => writeFlagThresholds(database, thresholds));
    return this.flagThresholds();
  }

  device(): { device: DeviceChoice } {
    return { device: readDeviceSetting(this.#store.database) };
  }

  setDevice({ device }: { readonly device: DeviceChoice }): { device: DeviceChoice } {
    this.#store.write((database) => writeDeviceSetting(database, device));
    return this.device();
  }
}
