import { END, type Future } from '../core/index.js';
import { co } from '../coroutine/index.js';
import type { FileText } from './file-text.js';
import type { Longest } from './longest.js';
import { WordCounter } from './words.js';

/** How far the counting of a file has come. */
export class FileCount {
  readonly text: FileText;
  readonly counter: WordCounter;
  /** Undefined as long as nothing is known against it. */
  failure: string | undefined;
  finished = false;

  constructor(text: FileText, longest: Longest) {
    this.text = text;
    this.counter = new WordCounter(longest);
  }
}

/** Counts the words of a file as its text comes. A file that cannot be read is told to `complain`, and is no error. */
export const countFile: (count: FileCount, complain: (complaint: string) => void) => Future<void> = co.wrap(
  function* countWords(count, complain) {
    const { text, counter } = count;
    try {
      for (let piece = yield* text.next(); piece !== END; piece = yield* text.next()) counter.add(piece);
    } catch (error) {
      count.failure = withoutCall((error as Error).message);
      complain(`cannot read ${text.path}: ${count.failure}`);
    }
    counter.end();
    count.finished = true;
  },
);

/** Node's message without the system call and path that it ends in. */
function withoutCall(message: string): string {
  return message.replace(/, \w+(?: '.*')?$/s, '');
}
