import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { test } from 'node:test';
import { co, type Future, select, sleep } from 'reveille';
import { after, bounded, never, type Receiver, type Sender, shared, tick } from 'reveille/channel';
import { bytes } from 'reveille/codec';
import { type CheckFutureOptions, checkFuture } from 'reveille/testing';
import { FLAVOURS, type Flavour, LIMITED, SHARED } from './flavours.js';

/** An operation on a channel, and what happens to the channel besides. */
type Case = readonly [
  name: string,
  make: (tx: Sender<number>, rx: Receiver<number>) => Future<unknown>,
  steps?: ((tx: Sender<number>, rx: Receiver<number>) => readonly (() => unknown)[]) | undefined,
  options?: CheckFutureOptions<unknown>,
];

const endless: CheckFutureOptions<unknown> = { endless: true };
const eitherWay: CheckFutureOptions<unknown> = { outcome: () => {} };

/** A value comes, from a sender that waits for its turn where there is no room for it. */
function comes(tx: Sender<number>, value: number): () => unknown {
  return function comes() {
    if (!tx.trySend(value)) void tx.send(value).then(undefined, () => {}); // refused when the run is over
  };
}
const goes = (rx: Receiver<number>) =>
  function goes() {
    void rx.next().then();
  };
const closes = (rx: Receiver<number>) =>
  function closes() {
    rx.close();
  };

const RECEIVING: Case[] = [
  ['recv', (_, rx) => rx.recv(), (tx) => [comes(tx, 1)]],
  ['recv of a closed channel', (_, rx) => rx.recv(), (_, rx) => [closes(rx)]],
  ['recv of an idle channel', (_, rx) => rx.recv(), () => [() => {}], endless],
  ['next', (_, rx) => rx.next(), (_, rx) => [closes(rx)]],
  ['recvMany', (_, rx) => rx.recvMany(2), (tx) => [comes(tx, 1)]],
  ['recvInto', (_, rx) => rx.recvInto([0, 0]), (tx) => [comes(tx, 1)]],
  ['recv with a limit', (_, rx) => rx.recv({ timeout: 5 }), (tx) => [comes(tx, 1)], eitherWay],
  ['recv with a limit that is missed', (_, rx) => rx.recv({ timeout: 5 }), undefined, eitherWay],
  ['select of receives', (_, rx) => select({ a: never().recv(), b: rx.recv() }), (tx) => [comes(tx, 1)]],
  [
    'recv with a signal',
    (_, rx) => {
      controller = new AbortController();
      return rx.recv({ signal: controller.signal });
    },
    (tx) => [() => controller.abort(new Error('enough')), comes(tx, 1)],
    eitherWay,
  ],
  [
    'receives in a coroutine',
    (_, rx) =>
      co(function* () {
        return [yield* rx.recv(), yield* rx.recv()];
      }),
    (tx) => [comes(tx, 1), comes(tx, 2)],
  ],
];
let controller = new AbortController();

const SENDING: Case[] = [
  ['send', (tx) => tx.send(9), (_, rx) => [goes(rx)]],
  ['send to a closed channel', (tx) => tx.send(9), (_, rx) => [closes(rx)]],
  ['send to a full channel', (tx) => tx.send(9), () => [() => {}], endless],
  ['sendMany', (tx) => tx.sendMany([8, 9]), (_, rx) => [goes(rx), goes(rx), goes(rx)]],
  ['sendMany to a closed channel', (tx) => tx.sendMany([8, 9]), (_, rx) => [closes(rx)]],
  ['send with a limit', (tx) => tx.send(9, { timeout: 5 }), (_, rx) => [goes(rx)], eitherWay],
  [
    'select of sends',
    (tx) => select({ a: tx.send(8), b: sleep(1_000), c: bounded(0)[0].send(9) }, { fair: true }),
    (_, rx) => [goes(rx)],
    eitherWay,
  ],
];

async function hold(flavour: Flavour, [, make, steps = () => [], options = {}]: Case, full: boolean): Promise<void> {
  let ends = flavour.make<number>();
  const factory = (): Future<unknown> => {
    ends[1].close(); // a task that waits for another thread keeps the process alive
    ends = flavour.make<number>();
    while (full && ends[0].trySend(0));
    return make(...ends);
  };
  const report = await checkFuture(factory, () => steps(...ends), options);
  assert.ok(report.runs > 0);
  ends[1].close();
}

for (const flavour of [...FLAVOURS, ...SHARED]) {
  for (const one of RECEIVING)
    test(`the contract holds for ${one[0]}: ${flavour.name}`, () => hold(flavour, one, false));
}
for (const flavour of [...LIMITED, ...SHARED]) {
  for (const one of SENDING) test(`the contract holds for ${one[0]}: ${flavour.name}`, () => hold(flavour, one, true));
}

const FRAMES: readonly (readonly [
  string,
  (rx: Receiver<Uint8Array>) => () => unknown,
  CheckFutureOptions<unknown>?,
])[] = [
  ['when there is room', (rx) => () => void rx.next().then()],
  ['of a closed channel', (rx) => () => rx.close()],
  ['of a full channel', () => () => {}, endless],
];

for (const [name, step, options = {}] of FRAMES) {
  test(`the contract holds for reserve ${name}`, async () => {
    let ends = shared.bounded(1, bytes());
    const factory = (): Future<unknown> => {
      ends[1].close();
      ends = shared.bounded(1, bytes());
      ends[0].trySend(Uint8Array.of(1));
      return ends[0].reserve(8);
    };
    const report = await checkFuture(factory, () => [step(ends[1])], options);
    assert.ok(report.runs > 0);
    ends[1].close();
  });
}

const CLOCKS: readonly (readonly [name: string, make: () => Future<unknown>, options?: CheckFutureOptions<unknown>])[] =
  [
    ['after', () => after(5).recv(), eitherWay],
    ['tick', () => tick(5).recv(), eitherWay],
    ['never', () => never().recv(), endless],
    [
      'ticks',
      () =>
        co(function* () {
          const ticks = tick(5);
          const first = yield* ticks.recv();
          return first < (yield* ticks.recv());
        }),
    ],
  ];
for (const [name, make, options] of CLOCKS) {
  test(`the contract holds for recv of ${name}`, async () => void (await checkFuture(make, [], options)));
}

test('no_verb_is_left_out', () => {
  const read = (path: string): string => readFileSync(new URL(`../../../${path}`, import.meta.url), 'utf8');
  const sources = read('src/channel/sender.ts') + read('src/channel/receiver.ts');
  const verbs = [...sources.matchAll(/^ {2}(?:override )?(\w+)\([^)]*\): Future</gm)].map(([, verb = '']) => verb);
  assert.deepEqual(verbs, ['send', 'sendMany', 'reserve', 'recv', 'recvMany', 'recvInto', 'next']);
  const cases = read('test/channel/contract.test.ts');
  for (const verb of verbs) assert.match(cases, new RegExp(`\\.${verb}\\(`), `${verb} is not held to the contract`);
});
