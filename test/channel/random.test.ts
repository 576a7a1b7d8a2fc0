import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { co, END, type Future, PENDING, type Suspend, select, TimeoutError, yieldNow } from 'reveille';
import { type Receiver, RecvError, SendError, type Sender } from 'reveille/channel';
import { TestExecutor } from 'reveille/testing';
import { FLAVOURS, type Flavour } from './flavours.js';

/** How an item is sent or received; `cancel` gives up when the task had one turn meanwhile, `limit` after a millisecond. */
const WAYS = ['try', 'wait', 'cancel', 'limit', 'many', 'yield'] as const;
type Way = (typeof WAYS)[number];

/** What each task does, and what is done to them. */
interface Script {
  readonly producers: readonly (readonly Way[])[];
  /** Before each goes on to receive to the end. */
  readonly consumers: readonly (readonly Way[])[];
  /** After so many polls the first consumer, and the first producer, are aborted, and the channel is closed. */
  readonly abort: readonly [consumer: number, producer: number];
  readonly close: number;
  readonly seed: number;
}

const ways = fc.array(fc.constantFrom(...WAYS), { maxLength: 8 });
const moment = fc.oneof(fc.constant(1_000), fc.nat(40));
const script: fc.Arbitrary<Script> = fc.record({
  producers: fc.array(ways, { minLength: 1, maxLength: 3 }),
  consumers: fc.array(ways, { minLength: 1, maxLength: 3 }),
  abort: fc.tuple(moment, moment),
  close: moment,
  seed: fc.nat(2 ** 31),
});

type Item = readonly [producer: number, number: number];

/** What a run left behind. */
class Journal {
  readonly sent: string[] = [];
  /** What is being sent: if its sender is aborted, nobody knows. */
  readonly doubtful = new Set<string>();
  readonly received: Item[][] = [];

  /** Every item that was sent arrived once, nothing else did, and each producer's in order at each consumer. */
  check(): void {
    const arrived = this.received.flat().map(String);
    assert.equal(new Set(arrived).size, arrived.length, `twice: ${arrived}`);
    for (const item of this.sent) assert.ok(arrived.includes(item), `${item} was sent, but only ${arrived} arrived`);
    const known = new Set([...this.sent, ...this.doubtful]);
    for (const item of arrived) assert.ok(known.has(item), `${item} arrived, but only ${this.sent} were sent`);
    for (const items of this.received) {
      const last = new Map<number, number>();
      for (const [producer, number] of items) {
        assert.ok(number > (last.get(producer) ?? -1), `out of order: ${items.join('; ')}`);
        last.set(producer, number);
      }
    }
  }
}

/** The future's answer, or undefined when it was given up. */
const within = co.wrap(function* within<T>(future: Future<T>): Generator<Suspend, { value: T } | undefined, unknown> {
  const first = yield* select({ future, gone: yieldNow() });
  return first.key === 'future' ? { value: first.value } : undefined;
});

const sendOne = co.wrap(function* sendOne(tx: Sender<Item>, item: Item, way: Way) {
  if (way === 'try') return tx.trySend(item);
  if (way === 'cancel') return (yield* within(tx.send(item))) !== undefined;
  if (way === 'many') yield* tx.sendMany([item]);
  else yield* tx.send(item, way === 'limit' ? { timeout: 1 } : undefined);
  return true;
});

const produce = co.wrap(function* produce(tx: Sender<Item>, id: number, plan: readonly Way[], journal: Journal) {
  using _ = tx;
  for (const [number, way] of plan.entries()) {
    if (way === 'yield') yield* yieldNow();
    const item = String([id, number]);
    journal.doubtful.add(item);
    try {
      if (yield* sendOne(tx, [id, number], way)) journal.sent.push(item);
    } catch (error) {
      if (error instanceof SendError) journal.doubtful.delete(item);
      else if (!(error instanceof TimeoutError)) throw error;
    }
    journal.doubtful.delete(item);
  }
});

const recvSome = co.wrap(function* recvSome(
  rx: Receiver<Item>,
  way: Way,
): Generator<Suspend, readonly Item[], unknown> {
  if (way === 'many') return yield* rx.recvMany(3);
  if (way === 'cancel') {
    const got = yield* within(rx.recv());
    return got === undefined ? [] : [got.value];
  }
  if (way !== 'try') return [yield* rx.recv(way === 'limit' ? { timeout: 1 } : undefined)];
  const found = rx.tryRecv();
  return found === PENDING ? [] : [found];
});

const consume = co.wrap(function* consume(rx: Receiver<Item>, plan: readonly Way[], mine: Item[]) {
  using _ = rx;
  for (const way of plan) {
    if (way === 'yield') yield* yieldNow();
    try {
      mine.push(...(yield* recvSome(rx, way)));
    } catch (error) {
      if (!(error instanceof TimeoutError) && !(error instanceof RecvError)) throw error;
    }
  }
  for (let item = yield* rx.next(); item !== END; item = yield* rx.next()) mine.push(item);
});

function run({ make }: Flavour, { producers, consumers, abort, close, seed }: Script): void {
  const executor = new TestExecutor({ seed });
  const journal = new Journal();
  const [tx, rx] = make<Item>();
  // One that is never aborted, or what is left in the channel would be dropped with the last receiver.
  const receiving = [...consumers, []].map((plan) => {
    const mine: Item[] = [];
    journal.received.push(mine);
    return executor.spawn(consume(rx.clone(), plan, mine));
  });
  const sending = producers.map((plan, id) => executor.spawn(produce(tx.clone(), id, plan, journal)));
  tx[Symbol.dispose]();
  const tasks = [...receiving, ...sending];
  for (let polls = 0; !tasks.every((task) => task.isFinished); polls += 1) {
    if (polls === abort[0]) receiving[0]?.abort();
    if (polls === abort[1]) sending[0]?.abort();
    if (polls === close) rx.close();
    if (!executor.tick()) executor.advance(1);
    assert.ok(polls < 10_000, 'it hangs');
  }
  journal.check();
}

for (const flavour of FLAVOURS) {
  test(`every_item_arrives_once_and_in_order: ${flavour.name}`, () => {
    fc.assert(
      fc.property(script, (plan) => run(flavour, plan)),
      { numRuns: 500 },
    );
  });
}
