/** What the Hub says of a model's repository at a revision: its commit, its files, its licence. */
import { z } from 'zod';
import { PairlensError } from '../../../shared/errors.ts';
import type { HubHttp } from './http.ts';
import { isCommit, staysInFolder } from './names.ts';
import { type Clock, retrying } from './retry.ts';

export interface HubFile {
  readonly name: string;
  /** null where the list does not say; then the answer to the download does. */
  readonly bytes: number | null;
  /** Of a file in large file storage. */
  readonly sha256: string | null;
  /** Of any other: git's own hash, a SHA-1 over `blob`, its length and its bytes. */
  readonly gitHash: string | null;
}

export interface HubRepository {
  readonly id: string;
  readonly commit: string;
  readonly licence: string | null;
  readonly files: readonly HubFile[];
}

const size = z.int().min(0);
const answer = z.object({
  sha: z.string().refine(isCommit),
  siblings: z.array(
    z.object({
      rfilename: z.string(),
      size: size.nullish(),
      blobId: z.string().nullish(),
      lfs: z
        .object({ size: size.nullish(), sha256: z.string().nullish(), oid: z.string().nullish() })
        .nullish(),
    }),
  ),
  cardData: z.object({ license: z.string(), license_name: z.string().optional() }).nullish().catch(null),
  tags: z.array(z.string()).optional().catch(undefined),
});

/**
 * @param revision a branch, a tag or a commit
 * @throws PairlensError as HubHttp.get; HUB_FAILED for an answer that is none, or that names a file outside of the
 *   repository
 */
export async function readRepository(
  http: HubHttp,
  clock: Clock,
  { id, revision }: { readonly id: string; readonly revision: string },
  signal: AbortSignal,
): Promise<HubRepository> {
  const path = `/api/models/${id}/revision/${encodeURIComponent(revision)}?blobs=true`;
  const what = revision === 'main' ? `model ${id}` : `model ${id} at ${revision}`;
  const text = await retrying(clock, signal, () => http.text({ what, path, signal }));
  const { sha, siblings, cardData, tags } = parse(what, text);
  for (const { rfilename } of siblings)
    if (!staysInFolder(rfilename))
      throw new PairlensError(
        'HUB_FAILED',
        `the Hub lists a file of ${id} that lies outside of it: ${JSON.stringify(rfilename)}`,
        { id, file: rfilename },
      );
  return {
    id,
    commit: sha,
    licence: licenceOf(cardData?.license ?? licenceTag(tags ?? []), cardData?.license_name),
    files: siblings.map(({ rfilename, size: bytes, blobId, lfs }) => ({
      name: rfilename,
      bytes: lfs?.size ?? bytes ?? null,
      sha256: hex(lfs?.sha256 ?? lfs?.oid, 64),
      gitHash: lfs ? null : hex(blobId, 40),
    })),
  };
}

function parse(what: string, text: string): z.output<typeof answer> {
  try {
    return answer.parse(JSON.parse(text));
  } catch (error) {
    throw new PairlensError(
      'HUB_FAILED',
      `the Hub's answer about ${what} is not what is expected of it`,
      {},
      error,
    );
  }
}

/** The hash, in small letters; null for what is not so many hexadecimal digits. */
export function hex(value: string | null | undefined, digits: number): string | null {
  return value?.length === digits && /^[0-9a-f]+$/i.test(value) ? value.toLowerCase() : null;
}

/** The Hub calls a licence that is not in its list 'other', and gives its name beside that. */
function licenceOf(licence: string | null, name: string | undefined): string | null {
  return licence === 'other' ? (name ?? licence) : licence;
}

function licenceTag(tags: readonly string[]): string | null {
  const tag = tags.find((candidate) => candidate.startsWith('license:'));
  return tag === undefined ? null : tag.slice('license:'.length);
}
