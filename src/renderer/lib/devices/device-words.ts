/** Devices, as a form shows them. */
import { DEVICE_TITLES, DEVICES } from '../../../shared/device-names.ts';
import { type DeviceChoice, type DeviceListing, type RanOn, ranOnWords } from '../../../shared/devices.ts';

interface DeviceOption {
  readonly value: DeviceChoice;
  readonly label: string;
  readonly disabled?: boolean;
}

/** @param found undefined while they are tried: only the CPU is known to be there then */
export function deviceOptions(found: readonly DeviceListing[] | undefined): DeviceOption[] {
  const isHere = (device: string) => found?.some((one) => one.device === device && one.here) ?? false;
  return [
    { value: 'cpu', label: DEVICE_TITLES.cpu },
    { value: 'auto', label: 'The fastest that computes as the CPU does' },
    ...DEVICES.filter((device) => device !== 'cpu').map((device) => ({
      value: device,
      label: `${DEVICE_TITLES[device]}${isHere(device) ? '' : found === undefined ? ' (looking)' : ' (not on this machine)'}`,
      disabled: !isHere(device),
    })),
  ];
}

/** Why devices are not on this machine, a sentence each. */
export function absentDevices(found: readonly DeviceListing[] | undefined): string[] {
  return (found ?? []).flatMap(({ why }) => why ?? []);
}

export function deviceHint(device: DeviceChoice): string {
  const scope = 'For the whole workspace, until another is chosen.';
  return device === 'cpu'
    ? `The reference: the same numbers each time. ${scope}`
    : `Compared with the CPU when it first computes a model; where it fails, the CPU computes. ${scope}`;
}

/** What computed a run; before it has, what was asked for. */
export function deviceWords({
  device,
  ranOn,
}: {
  readonly device: DeviceChoice;
  readonly ranOn: RanOn | null;
}): string {
  if (ranOn === null) return device === 'auto' ? 'The fastest' : DEVICE_TITLES[device];
  return ranOn.note === null ? ranOnWords(ranOn) : `${ranOnWords(ranOn)}. ${ranOn.note}.`;
}
