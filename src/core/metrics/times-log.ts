/** x ln x of attention weights, on which most of the time of the metrics goes; 0 ln 0 is 0. */
export function timesLog(x: number): number {
  return x === 0 ? 0 : x * Math.log(x);
}
