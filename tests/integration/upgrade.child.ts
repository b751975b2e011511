/**
 * Opens the store named first and brings it to the shape of `withLaterOnes`; dies at the moment named second: one
 * of the migrations' own, 'opened' when all is done, or 'backup' as soon as a part of the copy is on the disk.
 */
import { Worker } from 'node:worker_threads';
import { openStore } from '../../src/main/engine/store/database.ts';
import { withLaterOnes } from './later-migrations.ts';

const [, , path = '', moment = '', partial = ''] = process.argv;

if (moment === 'backup') {
  // A thread of its own, for SQLite keeps this one.
  const watching = new Worker(
    `const { existsSync, statSync } = require('node:fs');
     const { parentPort, workerData } = require('node:worker_threads');
     parentPort.postMessage('watching');
     for (;;) if (existsSync(workerData) && statSync(workerData).size > 0) process.kill(process.pid, 'SIGKILL');`,
    { eval: true, workerData: partial },
  );
  await new Promise((resolve) => watching.once('message', resolve));
}

const store = openStore(
  path,
  withLaterOnes((reached) => {
    if (reached === moment) process.kill(process.pid, 'SIGKILL');
    // The thread that watches is about to.
    if (moment === 'backup') for (;;);
  }),
);
if (moment === 'opened') process.kill(process.pid, 'SIGKILL');
store.close();
console.log('not killed');
