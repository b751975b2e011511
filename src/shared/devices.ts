/** What computes a model, as it is asked for, found on a machine, and stored. */
import { z } from 'zod';
import { DEVICE_TITLES, DEVICES } from './device-names.ts';

export const device = z.enum(DEVICES);

/** `auto`: the fastest that computes a model as the CPU does. */
export const DEVICE_CHOICES = ['auto', ...DEVICES] as const;
export const deviceChoice = z.enum(DEVICE_CHOICES);
export type DeviceChoice = z.infer<typeof deviceChoice>;

/** The CPU's numbers are the reference, and the same to the last bit each time. */
export const DEFAULT_DEVICE: DeviceChoice = 'cpu';

/** So far an attention pattern of a device may lie from the CPU's. */
export const LARGEST_PATTERN_DIFFERENCE = 1e-3;

/**
 * So far the final stream and the logits of a token may lie from the CPU's, as a share of their size (Euclidean norms; logits from
 * their mean). A number that is rounded to float16 is off by up to 4.9e-4 of itself, so this is two such roundings.
 */
export const LARGEST_RELATIVE_DIFFERENCE = 1e-3;

/** A device of this machine, or why it is none. */
export const deviceListing = z.object({
  device,
  title: z.string(),
  here: z.boolean(),
  /** That a first small product took, the opening of the device included; null where it is not here. */
  milliseconds: z.number().nullable(),
  /** Why it is not here, and what to install; null where it is. */
  why: z.string().nullable(),
});
export type DeviceListing = z.infer<typeof deviceListing>;

/**
 * What a device keeps a model's weights in, and computes products with them in; all else is float32. `float16-weights`: they are
 * kept in float16, and are cast when their turn comes, which changes no number.
 */
export const PRECISIONS = ['float32', 'float16-weights', 'float16'] as const;
export type Precision = (typeof PRECISIONS)[number];

/** What computed, in the end. */
export const ranOn = z.object({
  device,
  precision: z.enum(PRECISIONS).default('float32'),
  /** Of an attention pattern from the CPU's, on a text that was tried first; null for the CPU itself. */
  largestDifference: z.number().nullable(),
  /** Why it is another device than was asked for, or another precision than would take less memory; null where it is not. */
  note: z.string().nullable(),
});
export type RanOn = z.infer<typeof ranOn>;

/** Whether the CPU computed it: of a run of before devices could be chosen, nothing is noted. */
export function isOnCpu({ ranOn: own }: { readonly ranOn?: RanOn | null | undefined }): boolean {
  return own === undefined || own === null || own.largestDifference === null;
}

export const ON_CPU: RanOn = { device: 'cpu', precision: 'float32', largestDifference: null, note: null };

/** 'WebGPU'; 'WebGPU in float16'. */
export function computedOn({ device: own, precision }: Pick<RanOn, 'device' | 'precision'>): string {
  return precision === 'float16' ? `${DEVICE_TITLES[own]} in float16` : DEVICE_TITLES[own];
}

/** 'WebGPU, patterns within 3.1e-6 of the CPU'. */
export function ranOnWords({ device: own, precision, largestDifference }: RanOn): string {
  const title = computedOn({ device: own, precision });
  return largestDifference === null
    ? title
    : `${title}, patterns within ${largestDifference.toExponential(1)} of the CPU`;
}
