import type { DeviceChoice, RanOn } from '../../../shared/devices.ts';

/** What computed a run or an analysis, for files: plain data. Null values of a device: not computed, or before it was on record. */
export function deviceRecord({
  device,
  ranOn,
}: {
  readonly device: DeviceChoice;
  readonly ranOn: RanOn | null;
}) {
  return {
    asked: device,
    computed_on: ranOn?.device ?? null,
    /** Of products with weights. */
    precision: ranOn?.precision ?? null,
    /** Of attention patterns from the CPU's, on a text that was tried first. */
    largest_difference: ranOn?.largestDifference ?? null,
    note: ranOn?.note ?? null,
  };
}
