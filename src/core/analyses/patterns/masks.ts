import { SAME_AS } from './detectors.ts';

/** The masks of the detectors there are: those that say the same as an offset have none of their own. */
export function masksOf(detectors: readonly string[]): string[] {
  return detectors.filter((name) => !Object.hasOwn(SAME_AS, name));
}
