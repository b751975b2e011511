/** Whether a device said that its memory is full, in the words of the ways to reach one. */
const WORDS =
  /out of (device |gpu )?memory|OUT_OF_(DEVICE_|HOST_)?MEMORY|E_OUTOFMEMORY|failed to allocate|bad_alloc|CUDA failure 2\b|CUBLAS_STATUS_ALLOC_FAILED|allocation .*failed|exceeds the max buffer size/i;

export function isOutOfMemory(message: string): boolean {
  return WORDS.test(message);
}
