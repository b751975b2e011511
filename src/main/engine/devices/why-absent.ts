/** Why a device is not here, in a sentence that says what to install. */
import { DEVICE_TITLES, type Device } from '../../../shared/device-names.ts';
import { modelEnvironment } from '../inference/environment.ts';

/** Of the machine. */
export interface Platform {
  readonly platform: NodeJS.Platform;
  readonly arch: string;
}

const ONNX = `ONNX Runtime ${modelEnvironment.ortVersion}`;

/** Which platforms this version of ONNX Runtime has a device for: without it nothing can be installed. */
const BUILT_FOR: Readonly<Record<Device, readonly string[]>> = {
  cpu: [],
  cuda: ['linux x64'],
  coreml: ['darwin x64', 'darwin arm64'],
  dml: ['win32 x64', 'win32 arm64'],
  webgpu: ['win32 x64', 'win32 arm64', 'linux x64', 'darwin x64', 'darwin arm64'],
};

const PLATFORM_NAMES: Readonly<Record<string, string>> = {
  linux: 'Linux',
  darwin: 'macOS',
  win32: 'Windows',
};

/** @param said what ONNX Runtime or the driver said */
export function whyAbsent(device: Device, said: string, { platform, arch }: Platform): string {
  const own = `${platform} ${arch}`;
  if (device !== 'cpu' && !BUILT_FOR[device].includes(own))
    return `${DEVICE_TITLES[device]} is not part of ${ONNX} for ${PLATFORM_NAMES[platform] ?? platform} on ${arch}; it is for ${BUILT_FOR[device].map(readable).join(', ')}`;
  const what = whatToInstall(device, said, platform);
  return what ?? `${DEVICE_TITLES[device]} did not compute: ${firstLine(said)}`;
}

function readable(built: string): string {
  const [platform = '', arch = ''] = built.split(' ');
  return `${PLATFORM_NAMES[platform] ?? platform} on ${arch}`;
}

/** null for a message that no missing part explains. */
function whatToInstall(device: Device, said: string, platform: NodeJS.Platform): string | null {
  if (device === 'cuda' && /load (shared )?library|libcu|CUDA driver|no CUDA-capable/i.test(said))
    return (
      `CUDA needs an NVIDIA card with its driver, CUDA 12 and cuDNN 9, and the files libonnxruntime_providers_shared.so and ` +
      `libonnxruntime_providers_cuda.so of ${ONNX} for GPUs beside libonnxruntime.so.1 of the package onnxruntime-node`
    );
  if (device === 'webgpu' && /adapter|vulkan/i.test(said))
    return `WebGPU found no graphics driver that it can use: ${DRIVERS[platform] ?? DRIVERS.linux}`;
  if (device === 'dml' && /d3d12|dxgi|adapter|DirectML/i.test(said))
    return 'DirectML needs a graphics card for Direct3D 12: install the newest driver of its maker';
  return null;
}

const DRIVERS: Readonly<Partial<Record<NodeJS.Platform, string>>> & { readonly linux: string } = {
  linux:
    'install a Vulkan driver, on Debian and Ubuntu the package mesa-vulkan-drivers (AMD, Intel, or the processor itself; Mesa 24 or newer) or nvidia-driver (NVIDIA)',
  darwin: 'it needs a Mac with Metal',
  win32: 'install the newest driver of the graphics card’s maker, for Direct3D 12',
};

/** Without the source files and functions that a native library names before what it says. */
function firstLine(said: string): string {
  const [line = ''] = said.split('\n', 1);
  return line.replace(/^.*\bwas false\. /, '').slice(0, 300);
}
