/**
 * The names of the set `ioi`, women's and men's in turn. Each is one token after a space to GPT-2 (r50k_base), to Pythia (the
 * tokenizer of GPT-NeoX-20B), to SmolLM2 and to BERT's WordPiece; pythia-ids.json has what Pythia's makes of them.
 */
const WOMEN =
  'Mary Alice Anna Sarah Emma Laura Jane Lucy Kate Susan Rachel Amy Julia Maria Linda Karen Nancy Helen Grace Carol Diana ' +
  'Claire Sophie Lisa Hannah Ellen Rose Barbara Margaret Jessica Emily Martha';
const MEN =
  'John Tom Mark Paul David Peter James Simon Daniel Robert Michael Kevin Brian Steven Jack Henry George Edward Frank Martin ' +
  'Ryan Adam Luke Oliver Eric Andrew Thomas Joseph Scott Richard William Patrick';

const men = MEN.split(' ');
/** [64] */
export const NAMES: readonly string[] = WOMEN.split(' ').flatMap((woman, index) => [woman, men[index] ?? '']);
