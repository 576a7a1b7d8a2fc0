import { LAYOUT_VERSION } from '../core/shared-memory.js';
import { type Inbox, notify, openInbox, post, store, threadId } from '../platform/index.js';

/** What a thread asks of another one. */
interface Want {
  /** Who asks. */
  readonly from: number;
  /** Which of its questions this is: the answer to one that it gave up may come late. */
  readonly question: number;
  /** Which memories. */
  readonly wanted: readonly number[];
  /** A word that is raised when the answer is there. */
  readonly bed: Int32Array;
}

/** What it gets: `undefined` for a memory that nobody holds any more. */
interface Answer {
  readonly question: number;
  readonly memories: readonly (SharedArrayBuffer | undefined)[];
}

const nameOf = (thread: number): string => `reveille ${LAYOUT_VERSION} thread ${thread}`;

/**
 * How threads hand each other memory. Shared memory passes between threads in messages only, and a message arrives when the
 * event loop turns, or when the thread looks: so each has an inbox that it looks into when another one wakes it, and a
 * thread that blocks is reached, too.
 *
 * @param lent - what this thread lends under a number.
 */
export class PostOffice {
  readonly #lent: (id: number) => SharedArrayBuffer | undefined;
  #inbox: Inbox | undefined;
  #answer: Answer | undefined;
  #question = 0;

  constructor(lent: (id: number) => SharedArrayBuffer | undefined) {
    this.#lent = lent;
  }

  /** Answers false where threads have no inboxes: in browsers. */
  open(): boolean {
    this.#inbox ??= openInbox(nameOf(threadId()), (message) => this.#take(message as Want | Answer));
    return this.#inbox !== undefined;
  }

  /** Asks another thread; {@link PostOffice.answer} has the answer once the word `bed` is raised. */
  ask(thread: number, wanted: readonly number[], bed: Int32Array): void {
    this.#answer = undefined;
    this.#question += 1;
    const want: Want = { from: threadId(), question: this.#question, wanted, bed };
    post(nameOf(thread), want);
  }

  /** What came; undefined when nothing did yet. */
  answer(): readonly (SharedArrayBuffer | undefined)[] | undefined {
    this.look();
    return this.#answer?.memories;
  }

  /** Answers all who have asked so far. */
  look(): void {
    this.#inbox?.look();
  }

  #take(message: Want | Answer): void {
    if (!('wanted' in message)) {
      if (message.question === this.#question) this.#answer = message;
      return;
    }
    const { from, question, wanted, bed } = message;
    const answer: Answer = { question, memories: wanted.map(this.#lent) };
    post(nameOf(from), answer);
    store(bed, 0, 1); // SYNC: after the post; who sleeps on it finds the answer
    notify(bed, 0);
  }
}
