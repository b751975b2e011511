import type { Activation } from './hooked-session.ts';

/**
 * Gives the memory of outputs back at once. They lie outside of JavaScript's heap, by the hundred megabytes after a long
 * text, and a program that has become idle collects no garbage. Whoever asked the model for them is their only owner, and
 * finds them empty afterwards.
 */
export function release(outputs: Iterable<Pick<Activation, 'data'>>): void {
  for (const { data } of outputs)
    if (data.buffer instanceof ArrayBuffer && !data.buffer.detached) data.buffer.transfer(0);
}
