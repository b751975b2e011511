/** Downloads one file, from where an earlier try stopped. It is whole only when size and hash are what the Hub says. */
import { open, rm, stat } from 'node:fs/promises';
import { PairlensError } from '../../../shared/errors.ts';
import { isMissingFile, writeFailure } from '../files/failures.ts';
import { hashFile } from '../files/hash-file.ts';
import type { HubAnswer, HubHttp } from './http.ts';
import { hex, type HubFile, type HubRepository } from './repository.ts';
import { type Clock, retrying, TemporaryFailure } from './retry.ts';

/** After so many more bytes, failures are counted anew. */
const PROGRESS_BYTES = 2 ** 20;
const PARTIAL_CONTENT = 206;
const UNSATISFIABLE_RANGE = 416;

export interface Download {
  readonly http: HubHttp;
  readonly clock: Clock;
  readonly repository: Pick<HubRepository, 'id' | 'commit'>;
  readonly file: HubFile;
  /** Where it is written; the download goes on from what an earlier try left there. */
  readonly path: string;
  readonly signal: AbortSignal;
  /** Told how much of the file is here. */
  readonly onBytes: (bytes: number) => void;
}

/**
 * @returns the sha256 of the file, which is then whole, at `path`
 * @throws PairlensError as HubHttp.get; DOWNLOAD_CORRUPT when it is not what the Hub says it is; DISK_FULL,
 *   FILE_UNWRITABLE. What has come stays for the next time, unless it is damaged or the disk is full
 */
export async function downloadFile(download: Download): Promise<string> {
  const { clock, signal, path } = download;
  let expected = download.file;
  try {
    return await retrying(clock, signal, async (gotFurther) => {
      const had = await sizeOf(path, expected.bytes);
      const isWhole = had > 0 && had === expected.bytes;
      if (isWhole) download.onBytes(had);
      const rest = isWhole
        ? { file: expected, begin: had }
        : await fetchRest(download, expected, had, gotFurther);
      expected = rest.file;
      return verify(download, expected, rest.begin > 0);
    });
  } catch (error) {
    const failure = writeFailure(path, error);
    if (failure instanceof PairlensError && failure.code === 'DISK_FULL') await rm(path, { force: true });
    throw failure;
  }
}

/** Bytes that are there already; what is longer than the file is thrown away. */
async function sizeOf(path: string, most: number | null): Promise<number> {
  try {
    const { size } = await stat(path);
    if (most === null || size <= most) return size;
  } catch (error) {
    if (!isMissingFile(error)) throw error;
    return 0;
  }
  await rm(path, { force: true });
  return 0;
}

/** Appends what is missing. @returns the file as the answer completes what is known of it, and where the answer began */
async function fetchRest(
  download: Download,
  known: HubFile,
  had: number,
  gotFurther: () => void,
): Promise<{ file: HubFile; begin: number }> {
  const { http, repository, signal, path, onBytes } = download;
  const answer = await http.get({
    what: nameOf(download),
    path: `/${repository.id}/resolve/${repository.commit}/${encodeURIComponent(known.name)}`,
    headers: had > 0 ? { range: `bytes=${had}-` } : {},
    signal,
  });
  if (answer.status === UNSATISFIABLE_RANGE) {
    for await (const piece of answer.body()) void piece;
    await rm(path, { force: true });
    throw new TemporaryFailure(failed(download, 'the Hub has less of it than was here'), 0);
  }
  const begin = beginOf(answer);
  if (begin !== 0 && begin !== had) {
    await rm(path, { force: true });
    throw new TemporaryFailure(failed(download, `the Hub sent it from byte ${begin} on, not from ${had}`), 0);
  }
  const file = complete(download, known, answer, begin);
  await append(answer, file, { path, begin }, download, (bytes, added) => {
    onBytes(bytes);
    if (added > PROGRESS_BYTES) gotFurther();
  });
  return { file, begin };
}

/** The first byte that an answer brings. */
function beginOf(answer: HubAnswer): number {
  if (answer.status !== PARTIAL_CONTENT) return 0;
  const match = /^bytes (\d+)-/.exec(answer.header('content-range') ?? '');
  return match ? Number(match[1]) : -1;
}

/**
 * What is known of the file, completed by the answer.
 * @throws PairlensError HUB_FAILED when the answer is about another file or another commit
 */
function complete(download: Download, known: HubFile, answer: HubAnswer, begin: number): HubFile {
  const commit = answer.hubHeader('x-repo-commit');
  if (commit !== null && commit !== download.repository.commit)
    throw failed(download, `the Hub sent it of commit ${commit} instead of ${download.repository.commit}`);
  const tag = answer.hubHeader('x-linked-etag') ?? answer.hubHeader('etag');
  const told = tag?.replace(/^W\//, '').replaceAll('"', '');
  const file = {
    name: known.name,
    bytes: known.bytes ?? sizeIn(answer, begin),
    sha256: known.sha256 ?? (known.gitHash === null ? hex(told, 64) : null),
    gitHash: known.gitHash ?? (known.sha256 === null ? hex(told, 40) : null),
  };
  for (const [ours, theirs] of [
    [file.sha256, hex(told, 64)],
    [file.gitHash, hex(told, 40)],
  ])
    if (ours && theirs && ours !== theirs)
      throw failed(download, `the Hub sent one with hash ${theirs} instead of ${ours}`);
  return file;
}

/** Size of the whole file as the answer has it. */
function sizeIn(answer: HubAnswer, begin: number): number | null {
  const linked = answer.hubHeader('x-linked-size');
  const length = answer.header('content-length');
  if (linked !== null) return Number(linked);
  return length === null ? null : begin + Number(length);
}

async function append(
  answer: HubAnswer,
  { bytes: whole }: HubFile,
  { path, begin }: { readonly path: string; readonly begin: number },
  download: Download,
  onBytes: (bytes: number, added: number) => void,
): Promise<void> {
  let end = begin;
  try {
    await using handle = await open(path, begin > 0 ? 'a' : 'w');
    onBytes(end, 0);
    for await (const piece of answer.body()) {
      end += piece.byteLength;
      if (whole !== null && end > whole) break;
      await handle.writeFile(piece);
      onBytes(end, end - begin);
    }
    await handle.sync();
  } catch (error) {
    throw writeFailure(path, error);
  }
  if (whole !== null && end > whole) {
    await rm(path, { force: true });
    throw corrupt(download, `it goes on after its ${whole} bytes`);
  }
  if (whole !== null && end < whole)
    throw new TemporaryFailure(corrupt(download, `it ends after ${end} of ${whole} bytes`));
}

/** @param isResumed part of it was there before: that may be what is damaged, and a fresh download helps */
async function verify(download: Download, expected: HubFile, isResumed: boolean): Promise<string> {
  const found = await hashFile(download.path);
  const wrong = (['bytes', 'sha256', 'gitHash'] as const).find(
    (what) => expected[what] !== null && expected[what] !== found[what],
  );
  if (wrong === undefined) return found.sha256;
  await rm(download.path, { force: true });
  const names = { bytes: 'size', sha256: 'sha256', gitHash: "git's hash" };
  const error = corrupt(
    download,
    `by the Hub its ${names[wrong]} is ${expected[wrong]}, but it is ${found[wrong]}`,
  );
  throw isResumed ? new TemporaryFailure(error, 0) : error;
}

function nameOf({ file, repository }: Download): string {
  return `${file.name} of ${repository.id}`;
}

function corrupt(download: Download, problem: string): PairlensError {
  const { file, repository } = download;
  return new PairlensError('DOWNLOAD_CORRUPT', `${nameOf(download)} arrived damaged: ${problem}`, {
    id: repository.id,
    file: file.name,
  });
}

function failed(download: Download, problem: string): PairlensError {
  const { file, repository } = download;
  return new PairlensError('HUB_FAILED', `${nameOf(download)}: ${problem}`, {
    id: repository.id,
    file: file.name,
  });
}
