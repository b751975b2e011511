/** Names of what is not whole yet say which process of which machine is at it, so that another knows what was left behind. */
import { hostname } from 'node:os';
import { sha256 } from './hashing.ts';
import { isRunning } from './is-running.ts';

/** Of this process: '1f0c9a2b-4711'. */
export function processTag(): string {
  return `${hostTag()}-${process.pid}`;
}

/** Whether it is the tag of a process of this machine that has ended. Of other machines nobody here can tell. */
export function isOfEndedProcess(tag: string): boolean {
  const [host, pid] = tag.split('-');
  return host === hostTag() && !isRunning(Number(pid));
}

function hostTag(): string {
  return sha256(hostname()).slice(0, 8);
}
