import assert from 'node:assert/strict';
import { test } from 'node:test';
import { type Context, Future, PENDING, type Poll } from 'reveille';
import type { Receiver } from 'reveille/channel';
import { Rest } from '../../src/threads/answering/rest.js';

const NONE = -1;

/** A receive that is woken in the midst of its first polls, as one that takes its place in the row when something has just come. */
class Prompt extends Future<number> {
  isDropped = false;
  polls = 0;
  #isPolled = false;

  constructor(readonly wakes: number) {
    super();
  }

  override poll(cx: Context): Poll<number> {
    assert.equal(this.#isPolled, false, 'polled in the midst of a poll');
    this.#isPolled = true;
    this.polls += 1;
    if (this.polls <= this.wakes) cx.waker.wakeByRef();
    this.#isPolled = false;
    return this.polls <= Math.max(1, this.wakes) ? PENDING : 7;
  }

  override [Symbol.dispose](): void {
    this.isDropped = true;
  }
}

function resting(...receives: Prompt[]): { rest: Rest; awoken: number[] } {
  const jobs = receives.map((receive) => ({ recv: () => receive }) as unknown as Receiver<number>);
  const awoken: number[] = [];
  const rest = new Rest(
    jobs,
    () => NONE,
    (slot) => void awoken.push(slot),
  );
  return { rest, awoken };
}

/** Until what was put off for the end of this turn has been done, several times over. */
async function soon(): Promise<void> {
  for (let turn = 0; turn < 8; turn += 1) await null;
}

test('a_worker_that_is_woken_while_it_lies_down_looks_again_soon', async () => {
  const receive = new Prompt(2);
  const { rest, awoken } = resting(receive);
  assert.equal(rest.begin(), NONE);
  assert.equal(receive.polls, 1);
  await soon();
  assert.equal(receive.polls, 3);
  assert.deepEqual(awoken, [7]);
});

test('of_several_queues_those_that_have_nothing_are_let_go', async () => {
  const [quiet, prompt] = [new Prompt(0), new Prompt(1)];
  const { rest, awoken } = resting(prompt, quiet);
  assert.equal(rest.begin(), NONE);
  await soon();
  assert.deepEqual(awoken, [7]);
  assert.ok(quiet.isDropped && prompt.isDropped);
});

test('a_worker_that_rests_is_woken_with_what_has_come_and_not_in_the_midst_of_whoever_wakes_it', async () => {
  const { rest, awoken } = resting(new Prompt(0));
  assert.equal(rest.begin(), NONE);
  rest.wakeByRef();
  rest.wakeByRef();
  assert.deepEqual(awoken, []);
  await soon();
  assert.deepEqual(awoken, [7]);
});

test('a_rest_that_has_ended_is_woken_by_nothing', async () => {
  const receive = new Prompt(0);
  const { rest, awoken } = resting(receive);
  assert.equal(rest.begin(), NONE);
  rest.wakeByRef();
  rest.end();
  await soon();
  assert.deepEqual([awoken, receive.polls], [[], 1]);
});
