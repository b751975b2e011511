import { expect, it } from 'vitest';
import { DEVICES } from '../../../shared/device-names.ts';
import { whyAbsent } from './why-absent.ts';

const LINUX = { platform: 'linux', arch: 'x64' } as const;

it.each([
  ['coreml', LINUX, 'is not part of ONNX Runtime'],
  ['dml', { platform: 'darwin', arch: 'arm64' } as const, 'for macOS on arm64; it is for Windows on x64'],
  ['webgpu', { platform: 'linux', arch: 'arm64' } as const, 'for Linux on arm64'],
] as const)('%s is not part of what was built for that platform', (device, platform, words) => {
  expect(whyAbsent(device, 'backend not found', platform)).toContain(words);
});

it.each([
  [
    'cuda',
    'OrtSessionOptionsAppendExecutionProvider_Cuda: Failed to load shared library',
    LINUX,
    'libonnxruntime_providers_cuda.so',
  ],
  ['webgpu', 'Failed to get a WebGPU adapter: No supported adapters', LINUX, 'mesa-vulkan-drivers'],
  ['webgpu', 'Failed to get a WebGPU adapter', { platform: 'win32', arch: 'x64' } as const, 'Direct3D 12'],
  [
    'dml',
    'D3D12CreateDevice failed',
    { platform: 'win32', arch: 'x64' } as const,
    'install the newest driver',
  ],
] as const)('%s lacks something, which is said', (device, said, platform, words) => {
  expect(whyAbsent(device, said, platform)).toContain(words);
});

it('what no missing part explains is told in the library’s words, without its source', () => {
  const said =
    '/src/context.cc:136 Initialize(const Config&) status == Success was false. the queue is gone\nmore';
  expect(whyAbsent('webgpu', said, LINUX)).toBe('WebGPU did not compute: the queue is gone');
});

it('is one line for every device', () => {
  for (const device of DEVICES) expect(whyAbsent(device, 'a\nb', LINUX)).not.toContain('\n');
});
