/**
 * The made-up studies of docs/reading-results.md: sets and control sets between which there is no difference of meaning, by
 * construction, and which still come out different where something else than meaning differs.
 */
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { parse } from 'csv-parse/sync';
import { z } from 'zod';
import { csvText } from '../../src/core/csv.ts';
import { datasets } from '../datasets/set-files.ts';

const pair = z.object({
  original: z.string().min(1),
  counterfactual: z.string().min(1),
  label: z.string().min(1),
});
interface NeutralPair extends z.infer<typeof pair> {
  readonly cluster?: string;
}

/** Neutral pairs in two halves: what one calls the set, and what one calls its control. */
interface NullStudy {
  readonly set: readonly NeutralPair[];
  readonly control: readonly NeutralPair[];
}

function nullStudies(): Readonly<Record<'halves' | 'mix' | 'templates', NullStudy>> {
  const controls = readControls();
  return { halves: halves(controls), mix: mix(controls), templates: templates() };
}

/** Writes all of them into a folder, as `NAME-set.csv` and `NAME-control.csv`; gives back how many pairs each file has. */
export function writeNullStudies(folder: string): Record<string, number> {
  mkdirSync(folder, { recursive: true });
  const files = Object.entries(nullStudies()).flatMap(([name, { set, control }]) => [
    [`${name}-set.csv`, set] as const,
    [`${name}-control.csv`, control] as const,
  ]);
  for (const [file, pairs] of files) {
    const rows = pairs.map(({ original, counterfactual, cluster = null, label }) => [
      original,
      counterfactual,
      cluster,
      label,
    ]);
    writeFileSync(join(folder, file), csvText([['original', 'counterfactual', 'cluster', 'label'], ...rows]));
  }
  return Object.fromEntries(files.map(([file, pairs]) => [file, pairs.length]));
}

function readControls(): NeutralPair[] {
  const text = readFileSync(join(datasets, 'negation-control', 'pairs.csv'), 'utf8');
  return z.array(pair).parse(parse(text, { columns: true }));
}

/** The pairs of negation-control, of each label every other one. */
function halves(controls: readonly NeutralPair[]): NullStudy {
  const labels = [...new Set(controls.map(({ label }) => label))];
  const turns = labels.map((label) => alternate(controls.filter((one) => one.label === label)));
  return { set: turns.flatMap(({ set }) => set), control: turns.flatMap(({ control }) => control) };
}

/** Pairs of two kinds, an adverb put in or a word replaced: five insertions to three in the set, three to five in the control. */
function mix(controls: readonly NeutralPair[]): NullStudy {
  const inserted = controls.filter(({ label }) => label === 'neutral-adverb');
  const replaced = controls.filter(({ label }) => label === 'synonym' || label === 'name-for-name');
  const turn = (row: number) => [0, 2, 3, 5, 7].includes(row % 8);
  return {
    set: [
      ...inserted.filter((_, row) => turn(row)),
      ...replaced.slice(0, inserted.length).filter((_, row) => !turn(row)),
    ],
    control: [
      ...inserted.filter((_, row) => !turn(row)),
      ...replaced.slice(0, inserted.length).filter((_, row) => turn(row)),
    ],
  };
}

const NOUNS =
  'dog cat bird horse child doctor teacher farmer king sister lawyer driver painter soldier baker'.split(' ');

/** A sentence with a place for a noun, and one word of it with a neutral replacement of one token. */
const TEMPLATES: readonly (readonly [sentence: string, word: string, replacement: string])[] = [
  ['The * lives near the river.', 'near', 'by'],
  ['The * came back late on Monday.', 'Monday', 'Tuesday'],
  ['We saw the * at the market.', 'saw', 'met'],
  ['A small * stood in the garden.', 'small', 'little'],
  ['I think the * is in the kitchen.', 'think', 'believe'],
  ['The * walked slowly across the bridge.', 'slowly', 'quietly'],
  ['My brother often talks about the *.', 'brother', 'father'],
  ['The * from the village is very old.', 'village', 'town'],
  ['Then the * went out of the house.', 'Then', 'Later'],
  ['There is a * behind the house.', 'house', 'barn'],
  ['Every * needs some rest.', 'Every', 'Each'],
  ['The * that we know has gone home.', 'home', 'away'],
  ['The old * sat down near the fire.', 'old', 'young'],
  ['In summer the * sleeps until noon.', 'summer', 'winter'],
  ['The * ate bread and drank water.', 'water', 'milk'],
  ['The picture of the * hangs on the wall.', 'picture', 'photo'],
];

/** 16 templates of 15 nouns each; every other template is in the set, the others are in the control. */
function templates(): NullStudy {
  const pairsOf = ([sentence, word, replacement]: (typeof TEMPLATES)[number], number: number) =>
    NOUNS.map((noun): NeutralPair => {
      const name = `template ${number + 1}`;
      const original = sentence.replace('*', noun);
      return { original, counterfactual: original.replace(word, replacement), cluster: name, label: name };
    });
  const { set, control } = alternate(TEMPLATES.map(pairsOf));
  return { set: set.flat(), control: control.flat() };
}

function alternate<Item>(items: readonly Item[]): { set: Item[]; control: Item[] } {
  return {
    set: items.filter((_, place) => place % 2 === 0),
    control: items.filter((_, place) => place % 2 === 1),
  };
}
