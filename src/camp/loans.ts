import { HandleError } from '../core/errors.js';
import { newShared } from '../core/shared-buffer.js';
import { now, threadId, wait } from '../platform/index.js';
import { home } from './home.js';
import { PostOffice } from './post-office.js';

/** So many memories are kept for those who have not fetched them yet; older ones as long as somebody here uses them. */
const KEPT = 1024;
/** How long a thread waits for the one that lends, milliseconds; and how often it looks meanwhile whether that lives. */
const PATIENCE = 5_000;
const LOOK = 5;

/** A memory, and under which number which thread lends it. */
export interface Loan {
  readonly thread: number;
  readonly id: number;
  readonly memory: SharedArrayBuffer;
}

/**
 * Shared memory on its way to another thread in a form that needs no message: a thread's number and a number under which
 * that thread lends it. Whoever reads them gets the memory itself from there, once.
 *
 * (A broadcast of each memory when it is sent would save the question; but it would pile up at threads that never look, and
 * miss those that start later.)
 */
class Loans {
  /** Told of each loan: those who can hand the memory to a thread before it asks. */
  readonly couriers = new Set<(loan: Loan) => void>();
  /** Called before another thread is asked: those who may have received it, and {@link Loans.receive} it then. */
  readonly arrivals = new Set<() => void>();
  readonly #ids = new WeakMap<SharedArrayBuffer, number>();
  readonly #lent = new Map<number, WeakRef<SharedArrayBuffer>>();
  /** Those that nobody has fetched yet, the one that was sent last at the end. */
  readonly #kept = new Map<number, SharedArrayBuffer>();
  /** What came from others, by thread and number. */
  readonly #borrowed = new Map<string, WeakRef<SharedArrayBuffer>>();
  readonly #ended = new FinalizationRegistry<() => void>((forget) => forget());
  readonly #office = new PostOffice((id) => this.#handOver(id));
  #bed: Int32Array | undefined;
  #count = 0;

  /** Whether threads can hand each other memory here; from then on this one does. */
  open(): boolean {
    if (!this.#office.open()) return false;
    void home.own; // so that it can be found, and woken
    home.onNews(this.#look);
    return true;
  }

  /** The number under which this thread lends that memory. */
  lend(memory: SharedArrayBuffer): number {
    const id = this.#ids.get(memory) ?? this.#enter(memory);
    this.#kept.delete(id); // it becomes the last one
    this.#kept.set(id, memory);
    const [oldest] = this.#kept.keys();
    if (this.#kept.size > KEPT) this.#kept.delete(oldest as number);
    if (this.couriers.size > 0) for (const carry of this.couriers) carry({ thread: threadId(), id, memory });
    return id;
  }

  /** What this thread lends and nobody has fetched. */
  *outstanding(): Generator<Loan> {
    for (const [id, memory] of this.#kept) yield { thread: threadId(), id, memory };
  }

  /** A courier has brought it. */
  receive({ thread, id, memory }: Loan): void {
    this.#keep(thread, [id], [memory]);
  }

  /**
   * The memories that a thread lends under these numbers. Blocks until it has answered, if one of them is new here; it
   * answers when its event loop turns, or in whatever wait of this library it blocks.
   *
   * @throws HandleError when that thread has ended, does not answer, or has let go of one of them.
   */
  borrow(thread: number, ids: readonly number[]): readonly SharedArrayBuffer[] {
    if (thread === threadId()) return ids.map((id) => found(thread, this.#handOver(id)));
    const isMissing = (id: number): boolean => this.#known(thread, id) === undefined;
    if (this.arrivals.size > 0 && ids.some(isMissing)) for (const look of this.arrivals) look();
    const missing = ids.filter(isMissing);
    const fetched = missing.length === 0 ? [] : this.#fetch(thread, missing);
    return ids.map((id) => found(thread, fetched[missing.indexOf(id)] ?? this.#known(thread, id)));
  }

  readonly #look = (): void => this.#office.look();

  #enter(memory: SharedArrayBuffer): number {
    this.#count += 1;
    const id = this.#count;
    this.#ids.set(memory, id);
    this.#lent.set(id, new WeakRef(memory));
    this.#ended.register(memory, () => this.#lent.delete(id));
    return id;
  }

  #handOver(id: number): SharedArrayBuffer | undefined {
    this.#kept.delete(id);
    return this.#lent.get(id)?.deref();
  }

  #known(thread: number, id: number): SharedArrayBuffer | undefined {
    return this.#borrowed.get(keyOf(thread, id))?.deref();
  }

  #fetch(thread: number, ids: readonly number[]): readonly (SharedArrayBuffer | undefined)[] {
    const bed = (this.#bed ??= new Int32Array(newShared(4)));
    bed[0] = 0;
    this.#office.ask(thread, ids, bed);
    const start = now();
    for (;;) {
      const isThere = home.call(thread);
      const answer = this.#office.answer(); // after that look, for it may have been its last deed
      if (answer !== undefined) return this.#keep(thread, ids, answer);
      if (!isThere) throw new HandleError(`handle: thread ${thread}, which sent it, has ended`);
      if (now() - start > PATIENCE) {
        throw new HandleError(`handle: thread ${thread}, which sent it, did not hand it over in ${PATIENCE} ms`);
      }
      wait(bed, 0, 0, LOOK); // no longer: others may ask this thread meanwhile, perhaps the very one that it asks
    }
  }

  #keep(thread: number, ids: readonly number[], answer: readonly (SharedArrayBuffer | undefined)[]): typeof answer {
    for (const [i, id] of ids.entries()) {
      const memory = answer[i];
      if (memory === undefined) continue;
      const key = keyOf(thread, id);
      this.#borrowed.set(key, new WeakRef(memory));
      this.#ended.register(memory, () => {
        if (this.#borrowed.get(key)?.deref() === undefined) this.#borrowed.delete(key);
      });
    }
    return answer;
  }
}

const keyOf = (thread: number, id: number): string => `${thread}:${id}`;

function found(thread: number, memory: SharedArrayBuffer | undefined): SharedArrayBuffer {
  if (memory !== undefined) return memory;
  throw new HandleError(`handle: thread ${thread}, which sent it, has let go of it since`);
}

/** This thread's. */
export const loans = /* @__PURE__ */ new Loans();
