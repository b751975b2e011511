/** Cuts running text into windows that end where sentences do, piece by piece: the text may be a library. */
import { LONGEST } from '../../../core/bounds.ts';
import type { TextWindows } from '../../../shared/texts.ts';

type WindowSize = Pick<TextWindows, 'unit' | 'size'>;

/** A paragraph that goes on for longer is looked at before it ends. */
const LONGEST_PARAGRAPH = 2 ** 16;
/** The rules are the same for every language but a few; a fixed one makes them the same on every machine. */
const SENTENCES = new Intl.Segmenter('en', { granularity: 'sentence' });
/** What ends with a full stop and is no sentence: "Mr. ", "J. ". */
const ABBREVIATION = /(?:^|[\s"“(])(?:Mr|Mrs|Ms|Dr|St|Prof|Capt|Col|Gen|Rev|Esq|vs|[A-Z])\.\s*$/;

/**
 * The windows of a text whose lines are given one after the other. Lines of a paragraph are joined by spaces, and a blank
 * line ends it, and with it a sentence. A window takes as many whole sentences as fit; a sentence that does not fit into
 * one is cut between words, and a word that does not between characters.
 */
export class WindowCutter {
  readonly #size: WindowSize;
  readonly #onWindow: (text: string, line: number) => void;
  #paragraph = '';
  #paragraphLine = 1;
  /** The window that is being filled, its size, and the line where it begins. */
  #window = '';
  #filled = 0;
  #windowLine = 1;

  constructor(size: WindowSize, onWindow: (text: string, line: number) => void) {
    this.#size = size;
    this.#onWindow = onWindow;
  }

  /** @param line without white space around it */
  push(line: string, number: number): void {
    if (line === '') return this.#endParagraph();
    if (this.#paragraph === '') this.#paragraphLine = number;
    this.#paragraph = this.#paragraph === '' ? line : `${this.#paragraph} ${line}`;
    if (this.#paragraph.length > LONGEST_PARAGRAPH) this.#endParagraph(true);
  }

  end(): void {
    this.#endParagraph();
    this.#flush();
  }

  /** @param goesOn the last sentence may not be all there */
  #endParagraph(goesOn = false): void {
    const sentences = sentencesOf(this.#paragraph);
    const rest = goesOn && sentences.length > 1 ? sentences.pop() : undefined;
    this.#paragraph = rest ?? '';
    for (const sentence of sentences) this.#add(sentence, this.#paragraphLine);
  }

  #add(sentence: string, line: number): void {
    if (this.#fits(sentence)) return this.#append(sentence, line);
    this.#flush();
    if (this.#fits(sentence)) return this.#append(sentence, line);
    for (const word of sentence.split(' ')) {
      if (!this.#fits(word)) this.#flush();
      if (this.#fits(word)) this.#append(word, line);
      else for (const part of this.#partsOf(word)) this.#addPart(part, line);
    }
  }

  #addPart(part: string, line: number): void {
    this.#flush();
    this.#append(part, line);
  }

  /** Of a word that is longer than a window. */
  #partsOf(word: string): string[] {
    const most = this.#size.unit === 'words' ? LONGEST.sentence / 2 : this.#size.size;
    const characters = [...word];
    const count = Math.ceil(characters.length / most);
    return Array.from({ length: count }, (_, part) =>
      characters.slice(part * most, (part + 1) * most).join(''),
    );
  }

  #fits(text: string): boolean {
    const gap = this.#window === '' ? 0 : 1;
    if (this.#window.length + gap + text.length > LONGEST.sentence) return false;
    return this.#filled + this.#sizeOf(text) + (this.#size.unit === 'words' ? 0 : gap) <= this.#size.size;
  }

  #append(text: string, line: number): void {
    const isFirst = this.#window === '';
    if (isFirst) this.#windowLine = line;
    this.#filled += this.#sizeOf(text) + (isFirst || this.#size.unit === 'words' ? 0 : 1);
    this.#window = isFirst ? text : `${this.#window} ${text}`;
  }

  #sizeOf(text: string): number {
    return this.#size.unit === 'words' ? text.split(' ').length : charactersIn(text);
  }

  #flush(): void {
    const window = this.#window;
    this.#window = '';
    this.#filled = 0;
    if (window !== '') this.#onWindow(window, this.#windowLine);
  }
}

/** Unicode characters: a pair of surrogates is one. */
function charactersIn(text: string): number {
  let count = 0;
  for (let at = 0; at < text.length; at++) if ((text.charCodeAt(at) & 0xfc00) !== 0xdc00) count++;
  return count;
}

/** The sentences of a paragraph, with single spaces for its white space. */
function sentencesOf(paragraph: string): string[] {
  const sentences: string[] = [];
  let before = '';
  for (const { segment } of SENTENCES.segment(paragraph.replace(/\s+/g, ' '))) {
    before += segment;
    if (ABBREVIATION.test(before)) continue;
    sentences.push(before);
    before = '';
  }
  return [...sentences, before].map((sentence) => sentence.trim()).filter((sentence) => sentence !== '');
}
