/** Which of the encodings that the server has of a file a browser is sent (RFC 9110, section 12.5.3). */

/** Of content: as it is, gzip, brotli. */
export type ContentCoding = 'identity' | 'gzip' | 'br';

/** By how much smaller they make a file. */
const PREFERRED: readonly ContentCoding[] = ['br', 'gzip', 'identity'];

/** The weights, 0 to 1, that an Accept-Encoding header gives by coding, in small letters. What cannot be read counts for nothing. */
function weightsOf(header: string): Map<string, number> {
  const weights = new Map<string, number>();
  for (const item of header.toLowerCase().split(',')) {
    const match = /^\s*([\w*.!#$%&'+^`|~-]+)\s*(?:;\s*q=(0(?:\.\d{0,3})?|1(?:\.0{0,3})?)\s*)?$/.exec(item);
    if (match?.[1] !== undefined) weights.set(match[1], Number(match[2] ?? 1));
  }
  return weights;
}

/**
 * The coding to send: of those the browser weighs highest, the one that makes the file smallest. Where it takes none of
 * `available`, and where it says nothing, the file as it is.
 * @param available beside 'identity', which there always is
 */
export function chooseCoding(
  acceptEncoding: string | undefined,
  available: ReadonlySet<ContentCoding>,
): ContentCoding {
  const weights = weightsOf(acceptEncoding ?? '');
  // Content as it is can be had by who does not name it, and then by who takes nothing better.
  const weightOf = (coding: ContentCoding) =>
    weights.get(coding) ?? weights.get('*') ?? (coding === 'identity' ? Number.MIN_VALUE : 0);
  let chosen: ContentCoding = 'identity';
  let highest = 0;
  for (const coding of PREFERRED) {
    if (coding !== 'identity' && !available.has(coding)) continue;
    const weight = weightOf(coding);
    if (weight > highest) [chosen, highest] = [coding, weight];
  }
  return chosen;
}
