import assert from 'node:assert/strict';
import { test } from 'node:test';
import { Context, PENDING, pollFn, type Waker, WakerError } from 'reveille';
import { AtomicWaker } from 'reveille/sync';
import {
  countingWaker,
  type PanickingWakerOptions,
  panickingWaker,
  recordingWaker,
  VirtualTimers,
} from 'reveille/testing';

test('a_counting_waker_counts_itself_and_its_clones_together', () => {
  const { waker, counts } = countingWaker();
  const clone = waker.clone();
  const second = clone.clone();
  assert.deepEqual({ ...counts }, { live: 3, clones: 2, wakes: 0, drops: 0 });
  clone.wakeByRef();
  clone.wake();
  assert.deepEqual({ ...counts }, { live: 2, clones: 2, wakes: 2, drops: 0 });
  second[Symbol.dispose]();
  second[Symbol.dispose]();
  waker[Symbol.dispose]();
  assert.deepEqual({ ...counts }, { live: 0, clones: 2, wakes: 2, drops: 2 });
  assert.throws(() => waker.wakeByRef(), WakerError);
});

test('clones_of_a_counting_waker_wake_the_same_and_those_of_another_do_not', () => {
  const [one, other] = [countingWaker().waker, countingWaker().waker];
  assert.equal(one.willWake(one.clone()), true);
  assert.equal(one.willWake(other), false);
});

const uses: [string, (waker: Waker) => unknown, keyof PanickingWakerOptions][] = [
  ['cloned', (waker) => waker.clone(), 'clone'],
  ['woken', (waker) => waker.wake(), 'wake'],
  ['woken', (waker) => waker.wakeByRef(), 'wake'],
  ['dropped', (waker) => waker[Symbol.dispose](), 'drop'],
];

for (const [how, use, option] of uses) {
  test(`a panicking waker throws when it is ${how}, unless it may be (${use})`, () => {
    assert.throws(() => use(panickingWaker()), { message: `panickingWaker: it was ${how}` });
    use(panickingWaker({ [option]: false }));
  });
}

test('clones_of_a_panicking_waker_panic_at_the_same', () => {
  const clone = panickingWaker({ clone: false, drop: false }).clone();
  assert.throws(() => clone.wakeByRef(), /it was woken/);
  clone[Symbol.dispose]();
  assert.throws(
    () => panickingWaker({ waker: false } as PanickingWakerOptions),
    /^TypeError: options.waker: there is no/,
  );
});

test('a_recording_waker_writes_down_who_was_used_and_how', () => {
  const { waker, log } = recordingWaker();
  const first = waker.clone();
  const second = first.clone();
  second.wakeByRef();
  first.wake();
  second[Symbol.dispose]();
  waker.wake();
  assert.throws(() => waker.wake(), WakerError);
  assert.throws(() => first.clone(), WakerError);
  assert.throws(() => first.share(), { name: 'WakerError', message: /already consumed/ });
  assert.deepEqual(log, ['clone 0 as 1', 'clone 1 as 2', 'wakeByRef 2', 'wake 1', 'drop 2', 'wake 0']);
});

test('bad input: a log that is none, options that are none', () => {
  assert.throws(() => recordingWaker(5 as never), { name: 'TypeError', message: 'log: expected an array, got 5' });
  const message = 'options.clone: expected a boolean, got "no"';
  assert.throws(() => panickingWaker({ clone: 'no' as never }), { name: 'TypeError', message });
  assert.throws(() => panickingWaker(null as never), TypeError);
});

test('a_recording_waker_writes_into_the_log_of_others', () => {
  const log: string[] = [];
  const place = new AtomicWaker();
  const { waker } = recordingWaker(log);
  const future = pollFn((cx) => {
    log.push('poll');
    place.register(cx.waker);
    return PENDING;
  });
  const cx = Context.fromWaker(waker);
  future.poll(cx);
  future.poll(cx); // the same waker is not cloned again
  place.wake();
  assert.deepEqual(log, ['poll', 'clone 0 as 1', 'poll', 'wake 1']);
  const other = recordingWaker(log).waker;
  assert.equal(other.willWake(waker), false);
});

test('virtual_timers_stand_still_until_they_are_told', () => {
  const timers = new VirtualTimers(100);
  const { waker, counts } = countingWaker();
  timers.arm(110, waker);
  timers.arm(120, waker);
  assert.equal(timers.advance(9), 0);
  timers.skip(2);
  assert.deepEqual([timers.now(), counts.wakes], [111, 0]);
  assert.equal(timers.fireDue(), 1);
  assert.equal(timers.jump(), true);
  assert.deepEqual([timers.now(), counts.wakes], [120, 1]);
  assert.equal(timers.fireDue(), 1);
  assert.equal(timers.jump(), false);
  assert.equal(timers.now(), 120);
  assert.throws(() => timers.advance(-1), RangeError);
  assert.throws(() => new VirtualTimers(Number.NaN), RangeError);
  assert.throws(() => new VirtualTimers(Number.POSITIVE_INFINITY), { message: /^start: for ever never ends/ });
  timers.advance(Number.MAX_VALUE);
  for (const ms of [Number.MAX_VALUE, Number.POSITIVE_INFINITY]) {
    assert.throws(() => timers.advance(ms), { name: 'RangeError', message: /^ms: for ever never ends/ });
    assert.throws(() => timers.skip(ms), RangeError);
  }
});

test('a_jump_never_goes_back', () => {
  const timers = new VirtualTimers();
  timers.arm(5, countingWaker().waker);
  timers.skip(10);
  assert.equal(timers.jump(), true);
  assert.equal(timers.now(), 10);
});
