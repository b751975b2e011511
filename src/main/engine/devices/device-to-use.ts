/** The device that a run or an analysis is computed on, when it is begun, gone on with, or looked at. */
import { DEVICE_TITLES, type Device } from '../../../shared/device-names.ts';
import type { DeviceChoice, RanOn } from '../../../shared/devices.ts';
import { PairlensError } from '../../../shared/errors.ts';

export interface DeviceToUse {
  readonly device: DeviceChoice;
  /** What happens where it is not on this machine: another, or an error, with what it is to say. */
  readonly otherwise: 'cpu' | { readonly words: string };
}

interface Computed {
  readonly device: DeviceChoice;
  readonly ranOn: RanOn | null;
}

/** For what is computed again when somebody looks at it: no number of it is stored. */
export function toLookAt({ ranOn }: Computed): DeviceToUse {
  return { device: ranOn?.device ?? 'cpu', otherwise: 'cpu' };
}

/**
 * All numbers of a run are of one device: what was begun goes on where it was begun.
 * @param soFar what its numbers were computed on; null while there are none
 * @param what 'run 3'
 */
export function toGoOn({ device }: Computed, soFar: Device | null, what: string): DeviceToUse {
  if (soFar === null) return { device, otherwise: { words: '' } };
  const words = `${what} was begun on ${DEVICE_TITLES[soFar]}, and its numbers are to be of one device: go on with it where that is, or plan it again. `;
  return { device: soFar, otherwise: { words } };
}

/** @throws PairlensError DEVICE_ABSENT, and what `use` throws */
export async function useOnDevice<Result>(
  { device, otherwise }: DeviceToUse,
  use: (device: DeviceChoice) => Promise<Result>,
): Promise<Result> {
  try {
    return await use(device);
  } catch (error) {
    if (!(error instanceof PairlensError) || error.code !== 'DEVICE_ABSENT') throw error;
    if (otherwise === 'cpu') return use('cpu');
    throw new PairlensError('DEVICE_ABSENT', `${otherwise.words}${error.message}`, error.details, error);
  }
}
