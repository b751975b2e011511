/** Forms of frequent English verbs, by which rules find the verb of a sentence. What is not here, a rule does not know. */

export interface VerbForm {
  readonly base: string;
  /** `bare`: sing; `third`: sings; `past`: sang */
  readonly form: 'bare' | 'third' | 'past';
}

/** Regular: their forms follow from spelling. */
const REGULAR =
  'accept act add admire admit agree allow answer appear arrive ask attack avoid bake bark believe belong borrow call carry ' +
  'cause change chase claim clean climb close collect contain cook copy correct count cover cross cry dance decide deliver ' +
  'describe destroy die discover drop enjoy enter escape expect explain fail fix follow greet happen hate help hope hug hunt include ' +
  'invite join jump kick kill kiss knock laugh lack learn lift like listen live look love marry miss move need notice obey offer open ' +
  'order own paint pass phone plan play please point praise prefer prepare produce promise protect pull push reach ' +
  'receive refuse remain remember remove repair require rescue return save scare seem serve shout smile solve sound ' +
  'start stay stop study suggest support surprise talk taste thank touch trust try turn use visit wait walk want warn wash watch ' +
  'water wish work worry';

/** Base, past, and the participle where it is another word. */
const IRREGULAR =
  'beat beat beaten,become became become,begin began begun,bite bit bitten,blow blew blown,break broke broken,bring brought,' +
  'build built,buy bought,catch caught,choose chose chosen,come came come,cost cost,cut cut,dig dug,draw drew drawn,drink drank drunk,' +
  'drive drove driven,eat ate eaten,fall fell fallen,feed fed,feel felt,fight fought,find found,fly flew flown,forget forgot forgotten,' +
  'forgive forgave forgiven,get got,give gave given,go went gone,grow grew grown,hear heard,hide hid hidden,hit hit,hold held,' +
  'hurt hurt,keep kept,know knew known,lead led,leave left,lend lent,let let,lose lost,make made,mean meant,meet met,pay paid,' +
  'put put,read read,ride rode ridden,ring rang rung,rise rose risen,run ran run,say said,see saw seen,sell sold,send sent,set set,' +
  'shake shook shaken,shine shone,shoot shot,show showed shown,shut shut,sing sang sung,sink sank sunk,sit sat,sleep slept,' +
  'speak spoke spoken,spend spent,stand stood,steal stole stolen,swim swam swum,take took taken,teach taught,tell told,think thought,' +
  'throw threw thrown,understand understood,wake woke woken,wear wore worn,win won,write wrote written';

/** Of two syllables and more, only these double their last letter. */
const DOUBLED = new Set(['admit', 'prefer']);

const FORMS = new Map<string, VerbForm[]>();
const PARTICIPLES = new Set(['been', 'had', 'done']);

function add(word: string, form: VerbForm): void {
  FORMS.set(word, [...(FORMS.get(word) ?? []), form]);
}

for (const base of REGULAR.split(' ')) {
  const past = regularPast(base);
  add(base, { base, form: 'bare' });
  add(thirdPerson(base), { base, form: 'third' });
  add(past, { base, form: 'past' });
  PARTICIPLES.add(past);
}
for (const [base = '', past = '', participle = past] of IRREGULAR.split(',').map((verb) => verb.split(' '))) {
  add(base, { base, form: 'bare' });
  add(thirdPerson(base), { base, form: 'third' });
  add(past, { base, form: 'past' });
  PARTICIPLES.add(participle);
}

/** What a word may be as a form of a verb; none where it is not known as one. */
export function verbForms(word: string): readonly VerbForm[] {
  return FORMS.get(word) ?? [];
}

export function isParticiple(word: string): boolean {
  return PARTICIPLES.has(word);
}

function thirdPerson(base: string): string {
  if (/[^aeiou]y$/u.test(base)) return `${base.slice(0, -1)}ies`;
  return /(?:s|x|z|ch|sh|o)$/u.test(base) ? `${base}es` : `${base}s`;
}

function regularPast(base: string): string {
  if (base.endsWith('e')) return `${base}d`;
  if (/[^aeiou]y$/u.test(base)) return `${base.slice(0, -1)}ied`;
  const isShort = /^[^aeiou]*[aeiou][bdgklmnprt]$/u.test(base);
  return isShort || DOUBLED.has(base) ? `${base}${base.slice(-1)}ed` : `${base}ed`;
}
