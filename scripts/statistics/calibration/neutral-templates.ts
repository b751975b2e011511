/** Neutral changes made from templates: what happens to pairs that are alike for one reason more than chance. */

/** {noun} stands in both statements; the changes differ in shape, as they do in sets that people write. */
const TEMPLATES: readonly (readonly [original: string, changed: string])[] = [
  ['The {noun} walked to the station in the morning.', 'The {noun} walked to the station in the evening.'],
  ['The {noun} bought a red car last week.', 'The {noun} bought a blue car last week.'],
  ['We met the {noun} near the river.', 'We met the {noun} near the lake.'],
  ['My brother knows the {noun} from school.', 'My sister knows the {noun} from school.'],
  ['They said that the {noun} would come on Monday.', 'They said that the {noun} would come on Friday.'],
  ['A letter from the {noun} came today.', 'A card from the {noun} came today.'],
  ['The {noun} has a new house.', 'The {noun} now has a new house.'],
  ['The {noun} opened the window.', 'The {noun} also opened the window.'],
  ['The old {noun} lives here.', 'The old {noun} still lives here.'],
  ['The {noun} was talking about the weather.', 'The {noun} was just talking about the weather.'],
  ['I saw the {noun} at the market.', 'I often saw the {noun} at the market.'],
  ['Yesterday the {noun} called the office.', 'Yesterday the {noun} called the main office.'],
  ['The children listened to the {noun}.', 'All the children listened to the {noun}.'],
  ['The {noun} speaks three languages.', 'The {noun} speaks at least three languages.'],
  ['The {noun} works for a small company.', 'The {noun} works for a very small local company.'],
  ['She asked the {noun} for help.', 'She asked the {noun} once more for help.'],
];

const NOUNS = [
  'teacher',
  'doctor',
  'farmer',
  'lawyer',
  'driver',
  'artist',
  'writer',
  'singer',
  'soldier',
  'student',
  'nurse',
  'engineer',
  'manager',
  'professor',
  'captain',
];

/** Every template with every noun, as a file that Pairlens imports. */
export function neutralTemplatesCsv(): string {
  const rows = TEMPLATES.flatMap(([original, changed], template) =>
    NOUNS.map((noun) =>
      [original.replace('{noun}', noun), changed.replace('{noun}', noun), `template ${template}`].join(','),
    ),
  );
  return ['original,counterfactual,cluster', ...rows, ''].join('\n');
}
