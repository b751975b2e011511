/** What models are computed on where nothing else is said, a setting of the workspace. */
import { DEFAULT_DEVICE, type DeviceChoice, deviceChoice } from '../../../shared/devices.ts';
import type { ReadableDatabase, WritableDatabase } from './handles.ts';
import { readSetting, writeSetting } from './settings.ts';

const DEVICE = 'device';

/** As a person set it, else the CPU. */
export function readDeviceSetting(database: ReadableDatabase): DeviceChoice {
  const stored = readSetting(database, DEVICE);
  return stored === undefined ? DEFAULT_DEVICE : deviceChoice.parse(stored);
}

export function writeDeviceSetting(database: WritableDatabase, device: DeviceChoice): void {
  writeSetting(database, DEVICE, device);
}
