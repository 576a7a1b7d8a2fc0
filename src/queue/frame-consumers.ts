import { compareExchange, load } from '../platform/index.js';
import {
  ABORTED,
  COMMITTED,
  cellsOf,
  countOf,
  HEAD,
  kindOf,
  LENGTH,
  POSITION,
  PUSHED,
  RESERVED,
  STATE,
  TAIL,
} from './frame-layout.js';
import type { FrameMemory } from './frame-memory.js';
import type { FrameOwner } from './frame-owner.js';
import { corrupt } from './linger.js';

/** What a look at a position can come to. */
const FOUND = 0;
/** No frame, or one that its owner has not committed yet. */
const NOTHING = 1;
/** A frame that nobody will ever commit. */
const PASSABLE = 2;
/** Nothing that a queue can have there, if `head` is still there. */
const ODD = 3;

type Outcome = typeof FOUND | typeof NOTHING | typeof PASSABLE | typeof ODD;

/** The end of a queue of frames at which they are taken. Without locks: a thread that stops here is in nobody's way. */
export class FrameConsumers {
  readonly #memory: FrameMemory;
  readonly #isAlive: FrameOwner['isAlive'];
  /** Of the frame that was found: where it begins in bytes, how many they are, and the positions of it and the next. */
  from = 0;
  length = 0;
  #head = 0;
  #next = 0;
  /** Where the queue ended when this thread last looked. */
  #tail = 0;

  constructor(memory: FrameMemory, { isAlive }: FrameOwner) {
    this.#memory = memory;
    this.#isAlive = isAlive;
  }

  /**
   * Finds the oldest frame, for {@link FrameConsumers.claim}: its bytes are to be copied in between. False when there is
   * none that could be popped.
   *
   * As long as nobody else takes frames, those that were there at the last look at `tail` are still there. So a thread that
   * finds many does not take that word's cache line from those who push for each one, as FastForward's and Lamport's
   * queues with remembered indices do not either.
   *
   * @throws HandleError when the memory was overwritten.
   */
  find(): boolean {
    const { words } = this.#memory;
    const expected = this.#next;
    // Plain: the claim finds out if it is old.
    if (words[HEAD] === expected && expected !== this.#tail && this.#look(expected) === FOUND) return true;
    for (;;) {
      const head = load(words, HEAD); // SYNC: before the tail, so that what is said of the two held at one moment
      const outcome = this.#lookAnew(head);
      if (outcome === FOUND) return true;
      if (outcome === PASSABLE) this.claim();
      else if (load(words, HEAD) === head) return nothing(outcome);
    }
  }

  /** Takes the frame that was found, unless another thread did: then what was copied is void. */
  claim(): boolean {
    // SYNC: claims the frame against the other pops, and hands its cells to the push that finds `head` moved.
    return compareExchange(this.#memory.words, HEAD, this.#head, this.#next) === this.#head;
  }

  /**
   * Whether a queue whose `head` was that is to be looked at again: because `head` has moved, or was moved here past a frame
   * that nobody will commit.
   *
   * @throws HandleError when the memory was overwritten.
   */
  hasMoved(head: number): boolean {
    const outcome = this.#lookAnew(head);
    if (outcome === PASSABLE) this.claim();
    if (outcome === PASSABLE || load(this.#memory.words, HEAD) !== head) return true;
    return outcome === ODD && nothing(outcome);
  }

  #lookAnew(head: number): Outcome {
    // SYNC: pairs with the store that publishes: all frames before this tail are written, and so is its place.
    this.#tail = load(this.#memory.words, TAIL);
    return this.#look(head);
  }

  /** What there is at `head`, which may be old: then the answer means nothing, and neither a claim. */
  #look(head: number): Outcome {
    const { words, cells, maxFrame } = this.#memory;
    const filled = (this.#tail - head) | 0;
    if (filled === 0) return NOTHING;
    const at = this.#memory.at(head);
    const room = words[at + LENGTH] as number;
    if (filled < 0 || filled > cells || words[at + POSITION] !== head || room < 0 || room > maxFrame) return ODD;
    this.#head = head;
    this.#next = (head + cellsOf(room)) | 0;
    this.from = this.#memory.from(at);
    const state = words[at + STATE] as number;
    if (kindOf(state) !== PUSHED) return this.#lookAtReserved(at, room);
    this.length = countOf(state);
    return this.length === room ? FOUND : ODD;
  }

  /** The same of a frame that was not pushed in one step. */
  #lookAtReserved(at: number, room: number): Outcome {
    const { words } = this.#memory;
    const state = load(words, at + STATE); // SYNC: pairs with the compare-exchange in Frame
    const kind = kindOf(state);
    const count = countOf(state);
    if (kind === COMMITTED && count <= room) {
      this.length = count;
      return FOUND;
    }
    if (kind === ABORTED) return PASSABLE;
    if (kind !== RESERVED) return ODD;
    // SYNC: after the state: if `head` is still there, nobody has overwritten it, and the number is an owner's.
    if (load(words, HEAD) !== this.#head) return ODD;
    const [head, next] = [this.#head, this.#next]; // `isAlive` may use this handle
    if (this.#isAlive(count)) return NOTHING;
    [this.#head, this.#next] = [head, next];
    // Committed before it died, perhaps: after its death nothing changes any more. If not so, not now: see `find`.
    return load(words, at + STATE) === state ? PASSABLE : this.#lookAtReserved(at, room);
  }
}

function nothing(outcome: Outcome): false {
  if (outcome === ODD) throw corrupt();
  return false;
}
