/** Quantities as people read them, on screens and in the terminal. */

/** "438 MB", "1.7 MB", "86 kB": powers of a thousand, as the Hub has them. @param bytes or bytes a second, rounded */
export function formatBytes(bytes: number): string {
  if (bytes >= 999.5e6) return `${(bytes / 1e9).toFixed(2)} GB`;
  if (bytes >= 99.95e6) return `${Math.round(bytes / 1e6)} MB`;
  if (bytes >= 999.5e3) return `${(bytes / 1e6).toFixed(1)} MB`;
  if (bytes >= 999.5) return `${Math.round(bytes / 1e3)} kB`;
  return `${Math.round(bytes)} B`;
}

/** Parameters and the like: "22.7 M". */
export function formatLarge(count: number): string {
  if (count >= 999.95e6) return `${(count / 1e9).toFixed(1)} B`;
  if (count >= 999.95e3) return `${(count / 1e6).toFixed(1)} M`;
  if (count >= 1e3) return `${(count / 1e3).toFixed(1)} k`;
  return String(count);
}
