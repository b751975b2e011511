/** A folder of parts: whether a part can go there, and whether the one that is there is whole. */
import { constants } from 'node:fs';
import { access } from 'node:fs/promises';
import { join } from 'node:path';
import { z } from 'zod';
import { firstIssue } from '../../../core/schema-issues.ts';
import { PairlensError } from '../../../shared/errors.ts';
import { writeFailure } from '../files/failures.ts';
import { hashFile } from '../files/hash-file.ts';
import { isThere, namesIn, readIfThere } from '../files/if-there.ts';
import { makeFolder } from '../files/make-folder.ts';
import { parseJson } from '../files/parse-json.ts';
import { usersMode } from '../files/private-files.ts';
import type { ShardNumber } from './division.ts';
import { formAdvice } from './compiled-form.ts';
import { hasPassing } from './expect-lasting.ts';
import { recordFile, shardOfFile } from './part-files.ts';
import { aOrAn, type AnyPlan, type AnyRecord, type PartFormat, planDifferences } from './part-format.ts';

/**
 * Makes the folder where there is none, and says before any work is done whether this shard's part can go there.
 * @throws PairlensError FILE_UNWRITABLE, DISK_FULL; PARTS_INVALID for a folder that has parts of another number of shards
 */
export async function preparePartFolder(folder: string, { shard, of }: ShardNumber): Promise<void> {
  try {
    makeFolder(folder, usersMode(0o777));
    await access(folder, constants.W_OK);
  } catch (error) {
    throw writeFailure(folder, error);
  }
  for (const name of await namesIn(folder)) {
    const other = shardOfFile(name);
    if (other === null || other.of === of) continue;
    throw partsRefused(
      folder,
      `it has ${name}, one of ${other.of} shards, and this is shard ${shard} of ${of}: use another folder, or --shard K/${other.of}`,
    );
  }
}

/** Files that are not what a shard wrote. */
export function partsRefused(folder: string, why: string): PairlensError {
  return new PairlensError('PARTS_INVALID', `${folder}: ${why}`, { folder });
}

/** The field that says what a record is of. */
const begun = z.object({ format: z.string() });

/** The `format` of the records in a folder; null where none can be read. */
export async function formatIn(folder: string): Promise<string | null> {
  for (const name of (await namesIn(folder)).toSorted()) {
    const number = shardOfFile(name);
    if (number === null || name !== recordFile(number)) continue;
    const text = await readIfThere(join(folder, name));
    const format = text === null ? null : formatOf(text);
    if (format !== null) return format;
  }
  return null;
}

function formatOf(text: string): string | null {
  try {
    return begun.safeParse(JSON.parse(text)).data?.format ?? null;
  } catch {
    // Whoever reads the record says what is wrong with it.
    return null;
  }
}

/**
 * The record of a part; null where there is none.
 * @throws PairlensError PARTS_INVALID for a file that is no record of this shard; FILE_UNREADABLE
 */
export async function readRecord<Plan extends AnyPlan, Part extends AnyRecord<Plan>>(
  folder: string,
  number: ShardNumber,
  { record, format, of: what }: PartFormat<Plan, Part>,
): Promise<Part | null> {
  const name = recordFile(number);
  const text = await readIfThere(join(folder, name));
  if (text === null) return null;
  const json = parseJson(text, join(folder, name), 'PARTS_INVALID');
  const other = begun.safeParse(json).data?.format;
  if (other !== undefined && other !== format)
    throw partsRefused(folder, `${name} is no part of ${aOrAn(what)}: it is of format ${other}`);
  const parsed = record.safeParse(json);
  if (!parsed.success)
    throw partsRefused(
      folder,
      `${name} is not as this version of Pairlens knows it: ${firstIssue(parsed.error)}`,
    );
  const { shard, of } = parsed.data;
  if (shard !== number.shard || of !== number.of)
    throw partsRefused(folder, `${name} is of shard ${shard} of ${of}: it was renamed, or copied`);
  return parsed.data;
}

/**
 * The part that is there already; null where it is to be computed.
 * @param keepFailures whether one will do in which failures were kept that need not happen again
 * @throws PairlensError PARTS_INVALID where the folder has a part of another run or analysis
 */
export async function wholePart<Plan extends AnyPlan, Part extends AnyRecord<Plan>>(
  folder: string,
  number: ShardNumber,
  plan: Plan,
  format: PartFormat<Plan, Part>,
  keepFailures: boolean,
): Promise<Part | null> {
  const record = await readRecord(folder, number, format);
  if (record === null) return null;
  const differences = planDifferences(record.plan, plan);
  if (differences.length > 0)
    throw partsRefused(
      folder,
      `${recordFile(number)} is of another ${format.of}, with another ${differences.join(', ')}: use another folder, or remove it${formAdvice(plan.model, differences)}`,
    );
  if (!keepFailures && hasPassing(record)) return null;
  return (await wrongFile(folder, record)) === null ? record : null;
}

/** What is wrong with the files that a record names, in words; null where they are those that were written. */
export async function wrongFile(folder: string, { files }: Pick<AnyRecord, 'files'>): Promise<string | null> {
  for (const [name, { bytes, sha256 }] of Object.entries(files)) {
    const path = join(folder, name);
    if (!(await isThere(path))) return `${name} is missing`;
    const there = await hashFile(path);
    if (there.bytes !== bytes) return `${name} has ${there.bytes} bytes instead of ${bytes}`;
    if (there.sha256 !== sha256) return `${name} is not the file that was written: the hashes differ`;
  }
  return null;
}
