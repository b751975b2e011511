/** On what a command computes a model. */
import { Option } from 'commander';
import { DEVICE_CHOICES, type DeviceChoice, type RanOn, ranOnWords } from '../../shared/devices.ts';
import { note } from './output.ts';

export interface DeviceOptions {
  readonly device?: DeviceChoice;
}

/** @param otherwise what computes where the option is not given */
export function deviceOption(otherwise = 'as the workspace has it, at first the CPU'): Option {
  return new Option(
    '--device <device>',
    `what computes the model; auto: the fastest that computes it as the CPU does (default: ${otherwise})`,
  ).choices(DEVICE_CHOICES);
}

/** Says what computed, where it was not simply the CPU. */
export function noteDevice(ranOn: RanOn | null): void {
  if (ranOn === null) return;
  if (ranOn.note !== null) note(`${ranOn.note}.`);
  if (ranOn.device !== 'cpu') note(`Computed on ${ranOnWords(ranOn)}.`);
}
