/** What can compute a model: the processor, or a graphics card through one of the ways that ONNX Runtime knows. */
import { z } from 'zod';

export const DEVICES = ['cpu', 'cuda', 'coreml', 'dml', 'webgpu'] as const;
export type Device = (typeof DEVICES)[number];
export const device = z.enum(DEVICES);

/** `auto`: the fastest that computes a model as the CPU does. */
export const DEVICE_CHOICES = ['auto', ...DEVICES] as const;
export const deviceChoice = z.enum(DEVICE_CHOICES);
export type DeviceChoice = z.infer<typeof deviceChoice>;

/** The CPU's numbers are the reference, and the same to the last bit each time. */
export const DEFAULT_DEVICE: DeviceChoice = 'cpu';

export const DEVICE_TITLES: Readonly<Record<Device, string>> = {
  cpu: 'CPU',
  cuda: 'NVIDIA CUDA',
  coreml: 'Apple Core ML',
  dml: 'DirectML',
  webgpu: 'WebGPU',
};

/** So far an attention pattern of a device may lie from the CPU's. */
export const LARGEST_PATTERN_DIFFERENCE = 1e-3;

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

/** What computed, in the end. */
export const ranOn = z.object({
  device,
  /** Of an attention pattern from the CPU's, on a text that was tried first; null for the CPU itself. */
  largestDifference: z.number().nullable(),
  /** Why it is another device than was asked for; null where it is not. */
  note: z.string().nullable(),
});
export type RanOn = z.infer<typeof ranOn>;

export const ON_CPU: RanOn = { device: 'cpu', largestDifference: null, note: null };

/** 'WebGPU, patterns within 3.1e-6 of the CPU'. */
export function ranOnWords({ device: own, largestDifference }: RanOn): string {
  const title = DEVICE_TITLES[own];
  return largestDifference === null
    ? title
    : `${title}, patterns within ${largestDifference.toExponential(1)} of the CPU`;
}
