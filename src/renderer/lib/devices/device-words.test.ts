import { expect, it } from 'vitest';
import { type DeviceListing, ON_CPU } from '../../../shared/devices.ts';
import { absentDevices, deviceHint, deviceOptions, deviceWords } from './device-words.ts';

const FOUND: DeviceListing[] = [
  { device: 'cpu', title: 'CPU', here: true, milliseconds: 1, why: null },
  { device: 'cuda', title: 'NVIDIA CUDA', here: false, milliseconds: null, why: 'CUDA needs a card' },
  { device: 'webgpu', title: 'WebGPU', here: true, milliseconds: 9, why: null },
];

it('offers what is here, and shows what is not without offering it', () => {
  const offered = deviceOptions(FOUND).filter(({ disabled }) => disabled !== true);
  expect(offered.map(({ value }) => value)).toEqual(['cpu', 'auto', 'webgpu']);
  expect(deviceOptions(FOUND).find(({ value }) => value === 'cuda')).toEqual({
    value: 'cuda',
    label: 'NVIDIA CUDA (not on this machine)',
    disabled: true,
  });
  expect(absentDevices(FOUND)).toEqual(['CUDA needs a card']);
});

it('offers the CPU before the others have been tried', () => {
  const options = deviceOptions(undefined);
  expect(options.filter(({ disabled }) => disabled !== true).map(({ value }) => value)).toEqual([
    'cpu',
    'auto',
  ]);
  expect(options.at(-1)?.label).toBe('WebGPU (looking)');
  expect(absentDevices(undefined)).toEqual([]);
});

it('says of the CPU that it is the reference, of the others that they are compared with it', () => {
  expect(deviceHint('cpu')).toContain('reference');
  expect(deviceHint('webgpu')).toContain('Compared with the CPU');
});

it('says what computed, how far it lies from the CPU, and why it is another than was asked for', () => {
  const words = (ranOn: Parameters<typeof deviceWords>[0]['ranOn']) =>
    deviceWords({ device: 'webgpu', ranOn });
  expect(words(null)).toBe('WebGPU');
  expect(words({ ...ON_CPU, device: 'webgpu', largestDifference: 3.1e-6 })).toBe(
    'WebGPU, patterns within 3.1e-6 of the CPU',
  );
  expect(words({ device: 'cuda', precision: 'float16', largestDifference: 4e-4, note: null })).toBe(
    'NVIDIA CUDA in float16, patterns within 4.0e-4 of the CPU',
  );
  expect(words({ ...ON_CPU, note: 'WebGPU was not used: it is lost' })).toBe(
    'CPU. WebGPU was not used: it is lost.',
  );
});
