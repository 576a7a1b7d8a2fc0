import assert from 'node:assert/strict';
import { test } from 'node:test';
import { blockOn, type Future, select, sleep, TimeoutError, timeout } from 'reveille';
import { bounded, RecvError, shared } from 'reveille/channel';
import { Peer, untilWaiting } from './peer.js';

/** The two ways to wait for a select. */
const WAYS: Record<string, <T>(future: Future<T>) => T | PromiseLike<T>> = {
  block: (future) => blockOn(future),
  await: (future) => future,
};

for (const [name, wait] of Object.entries(WAYS)) {
  test(`what_comes_from_another_thread_is_selected: ${name}`, async () => {
    const [tx, rx] = shared.bounded(1, 'i32');
    const [, local] = bounded<string>(1);
    await using _ = new Peer({ handle: tx.share(), way: 'block', values: [5], end: 'wait' });
    assert.deepEqual(await wait(select({ local: local.recv(), remote: rx.recv() })), { key: 'remote', value: 5 });
    assert.equal(rx.isEmpty, true);
  });

  test(`what_is_there_in_the_process_is_selected: ${name}`, async () => {
    const [tx, rx] = shared.bounded(1, 'i32');
    const [put, local] = bounded<string>(1);
    put.trySend('here');
    const first = await wait(select({ remote: rx.recv(), local: local.recv() }));
    assert.deepEqual(first, { key: 'local', value: 'here' });
    assert.equal(tx.trySend(1), true);
    assert.equal(rx.tryRecv(), 1, 'the branch that lost took nothing');
  });

  test(`of_several_channels_between_threads_each_value_is_selected_once: ${name}`, async () => {
    const channels = { a: shared.bounded(1, 'i32'), b: shared.bounded(1, 'i32'), c: shared.bounded(1, 'i32') };
    const peers = Object.values(channels).map(
      ([tx], n) => new Peer({ handle: tx.share(), way: 'block', values: [n, n, n], end: 'wait' }),
    );
    const { a, b, c } = channels;
    const got: number[] = [];
    while (got.length < 9) got.push((await wait(select({ a: a[1].recv(), b: b[1].recv(), c: c[1].recv() }))).value);
    assert.deepEqual(got.sort(), [0, 0, 0, 1, 1, 1, 2, 2, 2]);
    for (const peer of peers) await peer.worker.terminate();
  });

  test(`a_select_may_have_a_default: ${name}`, async () => {
    const [tx, rx] = shared.bounded(1, 'i32');
    const either = (timeout = 0) => select({ remote: rx.recv() }, { default: 'nothing', timeout });
    assert.deepEqual(await wait(either()), { key: 'default', value: 'nothing' });
    assert.deepEqual(await wait(either(2)), { key: 'default', value: 'nothing' });
    tx.trySend(3);
    assert.deepEqual(await wait(either()), { key: 'remote', value: 3 });
  });

  test(`a_select_may_have_a_time_limit: ${name}`, async () => {
    const [tx, rx] = shared.bounded(0, 'i32');
    const { key } = await wait(select({ remote: rx.recv(), late: sleep(2) }));
    assert.equal(key, 'late');
    assert.equal(tx.trySend(1), false, 'it does not wait any more');
    await assert.rejects(async () => await wait(timeout(select({ remote: rx.recv() }), 2)), TimeoutError);
  });

  test(`a_select_hears_of_the_end: ${name}`, async () => {
    const [tx, rx] = shared.bounded(1, 'i32');
    const [_put, local] = bounded<string>(1);
    await using _ = new Peer({ handle: tx.share(), way: 'block', values: [], end: 'exit' });
    tx[Symbol.dispose]();
    await assert.rejects(async () => await wait(select({ remote: rx.recv(), local: local.recv() })), RecvError);
  });

  test(`of_a_send_and_a_receive_at_one_rendezvous_neither_meets_the_other: ${name}`, async () => {
    const [tx, rx] = shared.bounded(0, 'i32');
    const meeting = select({ sent: tx.send(1), got: rx.recv(), late: sleep(2) });
    assert.equal((await wait(meeting)).key, 'late');
    await using _ = new Peer({ handle: rx.share(), way: 'block', values: [0], end: 'wait' });
    const { key } = await wait(select({ sent: tx.send(1), got: rx.recv() }));
    assert.equal(key, 'sent');
  });
}

test('a_value_for_a_select_that_took_another_branch_goes_to_the_next', async () => {
  const [tx, rx] = shared.bounded(0, 'i32');
  const [put, local] = bounded<string>(1);
  const handle = rx.share();
  const selecting = select({ remote: rx.recv(), local: local.recv() }).then(({ key }) => key);
  await untilWaiting(handle, 1, 1);
  await using peer = new Peer({ handle, way: 'block', values: [0] });
  await untilWaiting(handle, 1, 2);
  assert.equal(tx.trySend(8), true); // for the select, which stands in the row before the peer
  put.trySend('here'); // and both are there when it looks
  if ((await selecting) === 'remote') tx.trySend(8);
  assert.deepEqual((await peer.report).values, [8]);
});
