/** Names of what is not whole yet say which process of which machine is at it, so that another knows what was left behind. */
import { readlinkSync } from 'node:fs';
import { hostname } from 'node:os';
import { systemCode } from './failures.ts';
import { sha256 } from './hashing.ts';
import { isRunning } from './is-running.ts';

/** Of this process: '1f0c9a2b-4711'. */
export function processTag(): string {
  return `${hostTag()}-${process.pid}`;
}

/** Whether it is the tag of a process of this machine that has ended. Of other machines and containers nobody here can tell. */
export function isOfEndedProcess(tag: string): boolean {
  const [host, pid] = tag.split('-');
  return host === hostTag() && !isRunning(Number(pid));
}

let numbering: string | undefined;

function hostTag(): string {
  numbering ??= pidNamespace();
  return sha256(`${hostname()} ${numbering}`).slice(0, 8);
}

/** Containers that are called alike may number their processes each for itself: Linux names the numbering, 'pid:[4026531836]'. */
function pidNamespace(): string {
  try {
    return readlinkSync('/proc/self/ns/pid');
  } catch (error) {
    if (systemCode(error) === undefined) throw error;
    return '';
  }
}
