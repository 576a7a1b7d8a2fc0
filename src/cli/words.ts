import type { Longest } from './longest.js';

/** Letters with their marks, digits, and apostrophes, which count inside of a word only. */
const RUN = /[\p{L}\p{M}\p{N}'’]+/gu;

/**
 * Counts the words of a text that comes in pieces, cut anywhere between two characters. A word is a run of letters, marks
 * and digits; an apostrophe joins (`don't` is one word). Scripts without spaces are counted by the run: finding words in
 * those takes a dictionary, and `Intl.Segmenter` fifty times as long.
 */
export class WordCounter {
  words = 0;
  readonly #longest: Longest;
  /** The run that the text so far ends in: it may go on in the next piece. */
  #open = '';

  constructor(longest: Longest) {
    this.#longest = longest;
  }

  add(piece: string): void {
    if (piece === '') return;
    const runs = piece.match(RUN) ?? [];
    const [first] = runs;
    const last = runs.at(-1);
    const goesOn = last !== undefined && piece.endsWith(last);
    if (first === undefined || !piece.startsWith(first)) this.end();
    else {
      runs[0] = this.#open + first;
      this.#open = '';
    }
    if (goesOn) this.#open = runs.pop() as string;
    for (const run of runs) this.#count(run);
  }

  /** The text ends here, and with it the word that it ends in. */
  end(): void {
    const run = this.#open;
    this.#open = '';
    this.#count(run);
  }

  #count(run: string): void {
    const word = withoutOuterApostrophes(run);
    if (word === '') return;
    this.words += 1;
    this.#longest.offer(word);
  }
}

/** By hand, since a regular expression that looks for the end takes quadratic time on a line of apostrophes. */
function withoutOuterApostrophes(run: string): string {
  let start = 0;
  let end = run.length;
  while (start < end && isApostrophe(run, start)) start += 1;
  while (end > start && isApostrophe(run, end - 1)) end -= 1;
  return end - start === run.length ? run : run.slice(start, end);
}

function isApostrophe(text: string, index: number): boolean {
  const code = text.charCodeAt(index);
  return code === 0x27 || code === 0x2019;
}
