/** Milliseconds on the machine's clock, which all processes share and nobody sets. */
export function monotonicMilliseconds(): number {
  return Number(process.hrtime.bigint()) / 1e6;
}
