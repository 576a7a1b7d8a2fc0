import { blockOn, co, type END, type Future, now, PENDING, type Poll, select, TimeoutError } from 'reveille';
import type { Receiver, Sender } from 'reveille/channel';
import { type Doing, type Here, LIMIT, type Verbs } from '../stage/here.js';
import { type Carrier, nameOf, unwrap, wrap } from './carrier.js';

/** A limit for those who wait without one, so that what is lost is a failure and not a hang. */
const patient = { timeout: LIMIT };

/** A sender of numbers, whatever it carries, which sends in the grade of the run. */
export class Tx implements Disposable {
  constructor(
    readonly end: Sender<unknown>,
    readonly here: Here,
    readonly carrier: Carrier,
    readonly bySelect = false,
  ) {}

  send(n: number, timeout?: number): Doing<void> {
    const value = wrap(this.carrier, n);
    if (this.bySelect) return this.here.take(selecting<void>(() => this.end.send(value), timeout));
    return this.here.take<void>({
      try: limited(timeout, () => (this.end.trySend(value) ? undefined : PENDING)),
      wait: () => this.end.send(value, timeout === undefined ? undefined : { timeout }),
      block: () => this.end.sendBlocking(value, timeout === undefined ? patient : { timeout }),
    });
  }

  /** Waits, in every grade: for cases in which the other one tries. */
  waitToSend(n: number): Doing<void> {
    const value = wrap(this.carrier, n);
    const wait = () => this.end.send(value);
    return this.here.take<void>(
      { try: () => undefined, wait, block: () => this.end.sendBlocking(value, patient) },
      false,
    );
  }

  sendMany(numbers: readonly number[]): Doing<void> {
    let values = numbers.map((n) => wrap(this.carrier, n));
    return this.here.take<void>({
      try: () => {
        values = values.slice(this.end.trySendMany(values));
        return values.length === 0 ? undefined : PENDING;
      },
      wait: () => this.end.sendMany(values),
      block: () => this.end.sendManyBlocking(values, patient),
    });
  }

  trySend(n: number): boolean {
    return this.end.trySend(wrap(this.carrier, n));
  }

  /** For a select. */
  sending(n: number): Future<void> {
    return this.end.send(wrap(this.carrier, n));
  }

  clone(): Tx {
    return new Tx(this.end.clone(), this.here, this.carrier, this.bySelect);
  }

  [Symbol.dispose](): void {
    this.end[Symbol.dispose]();
  }
}

/** A receiver of numbers, which receives in the grade of the run; of a rendezvous it waits, where it would try. */
export class Rx implements Disposable {
  constructor(
    readonly end: Receiver<unknown>,
    readonly here: Here,
    readonly carrier: Carrier,
    /** Whether two who only try would never meet. */
    readonly isRendezvous: boolean,
    readonly bySelect = false,
  ) {}

  *recv(timeout?: number): Doing<number> {
    const options = timeout === undefined ? undefined : { timeout };
    const verbs = {
      try: limited(timeout, () => this.end.tryRecv()),
      wait: () => this.end.recv(options),
      block: () => this.end.recvBlocking(options ?? patient),
    };
    const chosen = this.bySelect ? selecting<unknown>(() => this.end.recv(), timeout) : verbs;
    const got = yield* this.here.take<unknown>(chosen, this.here.tries && !this.isRendezvous);
    return unwrap(got) as number;
  }

  /** Waits, in every grade: for cases in which the other one tries. */
  *waitToRecv(): Doing<number> {
    const wait = () => this.end.recv();
    const block = () => this.end.recvBlocking(patient);
    return unwrap(yield* this.here.take<unknown>({ try: () => PENDING, wait, block }, false)) as number;
  }

  /** Everything, until it ends. */
  *rest(): Doing<number[]> {
    const all: number[] = [];
    for (let got = yield* told(this.recv()); got !== 'RecvError'; got = yield* told(this.recv())) {
      all.push(got as number);
    }
    return all;
  }

  *recvMany(max: number): Doing<number[]> {
    const got = yield* this.here.take<unknown[]>(
      {
        try: () => {
          const batch = this.end.tryRecvMany(max);
          return batch.length === 0 ? PENDING : batch;
        },
        wait: () => this.end.recvMany(max),
        block: () => this.end.recvManyBlocking(max, patient),
      },
      this.here.tries && !this.isRendezvous,
    );
    return unwrap(got) as number[];
  }

  /** A number, or `PENDING`. */
  tryRecv(): Poll<number> {
    return unwrap(this.end.tryRecv()) as Poll<number>;
  }

  /** All that is there. */
  tryAll(): number[] {
    return unwrap(this.end.tryRecvMany(1_000_000)) as number[];
  }

  /** For a select. */
  receiving(): Future<unknown> {
    return this.end.recv();
  }

  /** For a select, in which the end is an answer. */
  next(): Future<unknown | typeof END> {
    return this.end.next();
  }

  clone(): Rx {
    return new Rx(this.end.clone(), this.here, this.carrier, this.isRendezvous, this.bySelect);
  }

  [Symbol.dispose](): void {
    this.end[Symbol.dispose]();
  }
}

/** What is the only branch of a select. */
function selecting<T>(only: () => Future<T>, timeout?: number): Verbs<T> {
  const wait = () =>
    co(function* () {
      const chosen = yield* select({ only: only() }, timeout === undefined ? {} : { timeout });
      return chosen.value;
    });
  const attempt = () => blockOn(select({ only: only() }, { default: PENDING })).value as Poll<T>;
  return { try: limited(timeout, attempt), wait, block: () => blockOn(wait()) };
}

/** The same with a time limit, for those who try. */
function limited<T>(ms: number | undefined, attempt: () => Poll<T>): () => Poll<T> {
  const end = now() + (ms ?? Number.POSITIVE_INFINITY);
  return () => {
    const got = attempt();
    if (got === PENDING && now() > end) throw new TimeoutError(`tried in vain for ${ms} ms`);
    return got;
  };
}

/** What came of it: the answer, or the error in a word. */
export function* told<T>(doing: Doing<T>): Doing<T | string> {
  try {
    return yield* doing;
  } catch (error) {
    return nameOf(error);
  }
}

/** The same of what answers at once. */
export function toldNow<T>(verb: () => T): T | string {
  try {
    return verb();
  } catch (error) {
    return nameOf(error);
  }
}
