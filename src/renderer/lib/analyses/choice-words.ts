/** The values that options of analyses can be chosen from, as a person reads them, and what each does. */
import { METRIC_NAMES, METRICS } from '../../../core/metrics/catalogue.ts';

interface ChoiceWords {
  readonly title: string;
  /** What it does, in a sentence; '' where the title says it. */
  readonly hint: string;
}

type Choices = Readonly<Record<string, ChoiceWords>>;

const words = (title: string, hint = ''): ChoiceWords => ({ title, hint });

const PROJECTION: Choices = {
  none: words('None', 'Nothing is laid out.'),
  pca: words('PCA', 'The two directions in which points differ most: quick, and the same each time.'),
  't-sne': words('t-SNE', 'Neighbours stay neighbours; takes long for all heads.'),
  umap: words('UMAP', 'Neighbours stay neighbours, groups stand apart; takes long for all heads.'),
};

const METRIC: Choices = Object.fromEntries(METRIC_NAMES.map((name) => [name, words(METRICS[name].label)]));

const BY_OPTION: Readonly<Record<string, Choices>> = {
  comparison: {
    auto: words(
      'As the set allows',
      'Neutral changes where the set has them, else controls of the same shape.',
    ),
    paired: words('Neutral changes', 'Each pair against the neutral change of its own original.'),
    matched: words('Controls of the same shape', 'Pairs of the control set whose change has the same shape.'),
    unadjusted: words(
      'All controls',
      'Whatever the shape of their changes: a difference may be one of shape.',
    ),
  },
  clusters: {
    auto: words('By the column Cluster', 'Pairs of a cluster are drawn and permuted together.'),
    labels: words('By label', 'Pairs of a label are drawn and permuted together.'),
    none: words('Single pairs', 'Each pair stands for itself.'),
  },
  lift: {
    uniform: words('Even attention', 'What a head would give if it attended to all tokens alike.'),
    'own-positions': words('Own positions', 'The head’s own mean by relative position.'),
    'sinks-excluded': words('Even, without sinks', 'Even attention, tokens that draw all of it left out.'),
  },
  layout: {
    standard: words('[CLS] R [SEP] R', 'For an encoder: each copy (R) is a sentence of its own.'),
    chen: words('[SEP] R R', 'For an encoder: one copy (R) right after the other.'),
  },
  tokens: {
    uniform: words(
      'Ordinary, equally often',
      'Words and parts of words, each equally likely; no special tokens, no odd bytes.',
    ),
    frequency: words(
      'As often as in the texts',
      'Ordinary tokens, each as likely as it is in the set of texts.',
    ),
    all: words('All, equally often', 'Rare and odd tokens, too; only special tokens are left out.'),
  },
  projection: PROJECTION,
  alone: {
    no: words('All heads', 'The head that is laid out is one of those computed.'),
    yes: words('That head alone', 'Nothing else is computed.'),
  },
  drawnScale: {
    norm: words('Of the norms', 'The scale that the lengths of queries and keys give.'),
    fine: words('Finer search', 'The scale at which distance tells most of attention.'),
    grid: words('Grid', 'The best scale of a coarse grid.'),
  },
  hooks: {
    resid_pre: words('Residual stream', 'Before a layer, by position.'),
    attn_out: words('Attention output', 'Of a whole layer, by position.'),
    mlp_out: words('MLP output', 'Of a layer, by position.'),
    z: words('Head outputs', 'Of each head.'),
    pattern: words('Patterns', 'Where each head attends.'),
    q: words('Queries', 'Of each head.'),
    k: words('Keys', 'Of each head.'),
    v: words('Values', 'Of each head.'),
  },
  methods: {
    patch: words('Put the original in', 'The original’s head put into the counterfactual: what is enough.'),
    noise: words('Put the change in', 'The counterfactual’s head put into the original: what is needed.'),
    resample: words('Another pair’s', 'Taken away: the head as it is on another pair.'),
    mean_set: words('Mean of the set', 'Taken away: its mean over the set.'),
    mean_row: words('Mean of the sentence', 'Taken away: its mean over the sentence.'),
    zero: words('Zero', 'Taken away: nothing in its place.'),
  },
  direction: {
    denoising: words('Original into counterfactual', 'Denoising: shows what is enough.'),
    noising: words('Counterfactual into original', 'Noising: shows what is needed.'),
    both: words('Both ways', 'What is enough, and what is needed.'),
  },
  way: {
    both: words('Both', 'With and without the MLPs between.'),
    direct: words('Residual stream alone', 'Not where blocks end in a norm.'),
    with_mlps: words('With MLPs between', 'MLPs and norms on the way are computed anew.'),
  },
  effect: {
    auto: words(
      'Automatic',
      'The logit difference where tokens are named, else the loss; of a model without a language-model head the pooled vector.',
    ),
    logit_difference: words('Logit difference', 'Of the two tokens that are named.'),
    log_probability: words('Log probability', 'Of the token that is named.'),
    loss: words('Loss', 'Of the tokens that follow.'),
    kl: words('KL divergence', 'Of all that is predicted.'),
    pooled: words('Pooled vector', 'Of the whole sentence.'),
    residual: words('Residual stream', 'At the position below.'),
    cosine: words('Cosine', 'Of the sentence’s vector to another.'),
  },
  position: {
    auto: words('Automatic', 'The mask where there is one, else the last token.'),
    last: words('Last token'),
    mask: words('Mask'),
  },
  pieces: {
    refuse: words('Left out', 'A pair whose answer is several tokens is left out.'),
    first: words('Their first token', 'The first token of a word stands for it.'),
  },
  pooling: {
    auto: words('As the model says', 'As its own settings say, else the mean of its tokens.'),
    mean: words('Mean', 'Of all tokens.'),
    cls: words('[CLS]', 'The first token stands for the sentence.'),
    max: words('Maximum', 'The largest of all tokens, dimension by dimension.'),
    last: words('Last token', 'Stands for the sentence.'),
  },
  toward: { original: words('Original'), neutral: words('Neutral') },
  headPositions: {
    no: words('By head', 'The output of a head is patched at all positions at once.'),
    yes: words('By head and position', 'Position by position as well, which takes far longer.'),
  },
  inserted: {
    leave: words('Keep their value', 'A token without partner is left as it is.'),
    mean: words('Mean of the sentence', 'A token without partner gets the mean over the tokens.'),
  },
  metric: METRIC,
  explained: {
    text: words('The text’s own', 'The token that the text has there.'),
    top: words('The model’s first', 'The token that the model ranks first.'),
    answer: words('The pair’s answer', 'Against its wrong answer where there is one.'),
  },
};

/** null where the option has no such choice. */
export function choiceWords(option: string, value: string): ChoiceWords | null {
  return BY_OPTION[option]?.[value] ?? null;
}
