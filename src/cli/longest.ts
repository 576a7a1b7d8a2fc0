/** A word, and how many letters it has. */
export interface LongWord {
  readonly word: string;
  readonly letters: number;
}

/**
 * The longest words of all that were offered, each once; of equally long ones those that come first in the alphabet, so
 * that the answer does not depend on which file was read first.
 */
export class Longest {
  readonly #keep: number;
  #words: LongWord[] = [];
  /** What a word must reach to be among them. */
  #least = 1;

  /** @param keep - how many words. */
  constructor(keep: number) {
    this.#keep = keep;
  }

  offer(word: string): void {
    if (word.length < this.#least) return; // a letter takes one or two code units, so this turns away nobody wrongly
    const letters = lettersOf(word);
    if (letters < this.#least || this.#words.some((kept) => kept.word === word)) return;
    this.#words.push({ word, letters });
    this.#words = this.#words.sort(longerFirst).slice(0, this.#keep);
    if (this.#words.length === this.#keep) this.#least = this.#words.at(-1)?.letters ?? 1;
  }

  /** Longest first. */
  get words(): readonly LongWord[] {
    return this.#words;
  }
}

function longerFirst(a: LongWord, b: LongWord): number {
  return b.letters - a.letters || (a.word < b.word ? -1 : 1);
}

function lettersOf(word: string): number {
  let letters = 0;
  for (const _ of word) letters += 1;
  return letters;
}
