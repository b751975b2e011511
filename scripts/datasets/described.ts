/** The README of a set, with its computed parts as its file has them now. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { balanceOf } from './balance.ts';
import { balanceTables, constructionsTable, withBlock } from './readme.ts';
import { datasets, readTriples, type DescribedSetName } from './set-files.ts';
import { byteLevel, hebrewCharacters, multilingual, wordPiece, type BalanceTokenizer } from './tokenizers.ts';

/** Those by which a set is balanced: its neutrals have the shapes of its counterfactuals under each. */
export async function tokenizersOf(name: DescribedSetName): Promise<BalanceTokenizer[]> {
  return name === 'negation-hebrew'
    ? [await hebrewCharacters(), multilingual()]
    : [await wordPiece(), byteLevel()];
}

export function readmePath(name: DescribedSetName): string {
  return join(datasets, name, 'README.md');
}

export interface DescribedSet {
  /** The computed parts alone. */
  readonly constructions: string;
  readonly balance: string;
  /** The README as it should be. */
  readonly readme: string;
}

export async function describeSet(name: DescribedSetName): Promise<DescribedSet> {
  const triples = readTriples(name);
  const constructions = constructionsTable(triples);
  const balance = balanceTables(
    triples,
    (await tokenizersOf(name)).map((tokenizer) => balanceOf(triples, tokenizer)),
  );
  const written = readFileSync(readmePath(name), 'utf8');
  return {
    constructions,
    balance,
    readme: withBlock(withBlock(written, 'constructions', constructions), 'balance', balance),
  };
}
