/**
 * What float16 cannot hold: beyond 65504 its numbers are infinite, where float32 goes on to 3.4e38. So a value that is not finite
 * there is no finding about the model, but a failure of the device, which goes on with float32 or gives way to the CPU.
 */
import { DEVICE_TITLES, type Device } from '../../../shared/device-names.ts';
import { PairlensError } from '../../../shared/errors.ts';
import type { Activation } from '../inference/hooked-session.ts';
import { firstNotFinite } from '../inference/not-finite.ts';
import { release } from '../inference/release.ts';

/**
 * @param outputs that were computed in float16; their memory is given back where a value is not finite
 * @returns null where all are
 */
export function overflowIn(
  device: Device,
  outputs: ReadonlyMap<string, Activation>,
): { readonly why: string; readonly failure: PairlensError } | null {
  const hook = firstNotFinite(outputs);
  if (hook === null) return null;
  release(outputs.values());
  const why = `a value is not finite, first at ${hook}`;
  const message = `${DEVICE_TITLES[device]} failed in float16: ${why}`;
  return { why, failure: new PairlensError('DEVICE_FAILED', message, { device, hook }) };
}
