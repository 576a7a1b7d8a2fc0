import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { test } from 'node:test';
import { fileURLToPath } from 'node:url';
import { blockOn, ready } from 'reveille';
import { shared } from 'reveille/channel';

/**
 * Loads, of which each look has three: the first look, that after the ticket, the wake queue and the note beside it, what the seats
 * need, whether another thread has a sender, and whether senders have moved before that look.
 */
const NECESSARY = 18;

/** What a receive that blocks does until it sleeps, in a process of its own, on a channel with that many looks. */
function waited(items: 'i32' | 'json', spin: number): { value: number; looks: number; last: string } {
  const child = fileURLToPath(new URL('./shared-spin.child.js', import.meta.url));
  const { stdout, stderr } = spawnSync(process.execPath, [child, String(spin), items], { encoding: 'utf8' });
  assert.equal(stderr, '');
  return JSON.parse(stdout);
}

test('with_a_spin_of_0_a_thread_looks_no_more_than_it_must_and_sleeps', () => {
  const none = waited('i32', 0);
  assert.deepEqual(none, { value: 7, last: 'wait', looks: NECESSARY });
  assert.deepEqual(waited('i32', 5), none, 'of numbers the looks are plain');
});

test('with_a_spin_of_5_a_thread_looks_5_times_before_it_sleeps', () => {
  const [none, five, ten] = [0, 5, 10].map((spin) => waited('json', spin).looks) as [number, number, number];
  assert.ok(five > none);
  assert.equal((five - none) % 5, 0, 'each look is as many loads');
  assert.equal(ten - five, five - none);
});

test('a_channel_that_never_spins_carries_values_all_the_same', () => {
  const [tx, rx] = shared.unbounded('i32', { spin: 0 });
  tx.sendBlocking(1);
  tx.sendManyBlocking([2, 3]);
  assert.equal(rx.recvBlocking(), 1);
  assert.deepEqual(rx.recvManyBlocking(2), [2, 3]);
});

for (const [spin, error] of [
  [-1, RangeError],
  [1_000_001, RangeError],
  [0.5, RangeError],
  ['0', TypeError],
] as const) {
  test(`bad input: a spin of ${typeof spin} ${spin}`, () => {
    const [tx, rx] = shared.bounded(8, 'i32');
    const handle = rx.share();
    const options = { spin: spin as number };
    const isNamed = (thrown: unknown) => thrown instanceof error && thrown.message.startsWith('options.spin: ');
    assert.throws(() => shared.bounded(8, 'i32', options), isNamed);
    assert.throws(() => shared.unbounded('i32', options), isNamed);
    assert.throws(() => shared.attachReceiver(handle, 'i32', options), isNamed);
    assert.throws(() => shared.attachSender(tx.share(), 'i32', options), isNamed);
    assert.throws(() => blockOn(ready(1), options), isNamed);
    shared.attachReceiver(handle, 'i32')[Symbol.dispose](); // nothing had changed
  });
}
