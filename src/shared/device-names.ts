/** What can compute a model, by name: the processor, or a graphics card through one of the ways that ONNX Runtime knows. */
export const DEVICES = ['cpu', 'cuda', 'coreml', 'dml', 'webgpu'] as const;
export type Device = (typeof DEVICES)[number];

export const DEVICE_TITLES: Readonly<Record<Device, string>> = {
  cpu: 'CPU',
  cuda: 'NVIDIA CUDA',
  coreml: 'Apple Core ML',
  dml: 'DirectML',
  webgpu: 'WebGPU',
};
