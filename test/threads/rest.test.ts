import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Waker } from 'reveille';
import type { Attendance } from '../../src/channel/shared/attendance.js';
import type { RingReceiver } from '../../src/channel/shared/ring.js';
import type { Jobs } from '../../src/threads/answering/jobs.js';
import { Rest } from '../../src/threads/answering/rest.js';

const NONE = -1;

/** A queue at which a worker takes its place; something may come in the midst of that. */
class Line {
  begun = 0;
  ended = 0;
  #waker: Waker | null = null;

  /** @param wakes - how often it wakes whoever takes a place. */
  constructor(readonly wakes: number) {}

  attend(waker: Waker): Attendance<number> {
    this.#waker = waker;
    return this as unknown as Attendance<number>;
  }

  begin(): void {
    this.begun += 1;
    if (this.begun <= this.wakes) this.#waker?.wakeByRef();
  }

  end(): void {
    this.ended += 1;
  }
}

/** @param found - what is found each time that it looks; the last one is found again and again. */
function resting(found: readonly number[], ...lines: Line[]): { rest: Rest; awoken: number[]; looks: () => number } {
  let looks = 0;
  const jobs = {
    next: () => {
      looks += 1;
      return found[Math.min(looks, found.length) - 1];
    },
    outside: () => NONE,
  } as unknown as Jobs;
  const awoken: number[] = [];
  const ends = lines as unknown as RingReceiver[];
  const rest = new Rest(jobs, ends, (slot) => void awoken.push(slot));
  return { rest, awoken, looks: () => looks };
}

/** Until what was put off for the end of this turn has been done, several times over. */
async function soon(): Promise<void> {
  for (let turn = 0; turn < 8; turn += 1) await null;
}

test('a_worker_that_is_woken_while_it_lies_down_looks_again_soon_and_lies_down_again_if_that_was_in_vain', async () => {
  const line = new Line(2);
  const { rest, awoken, looks } = resting([NONE, 7], line);
  rest.begin(false);
  assert.equal(looks(), 0);
  await soon();
  assert.equal(looks(), 2);
  assert.deepEqual([line.begun, line.ended], [2, 1]);
  assert.deepEqual(awoken, [7]);
  rest.stop();
});

test('of_several_queues_those_that_have_nothing_are_let_go', async () => {
  const [quiet, prompt] = [new Line(0), new Line(1)];
  const { rest, awoken } = resting([7], prompt, quiet);
  rest.begin(false);
  await soon();
  assert.deepEqual(awoken, [7]);
  assert.deepEqual([quiet.ended, prompt.ended], [1, 1]);
  rest.stop();
});

test('a_worker_that_rests_is_woken_with_what_has_come_and_not_in_the_midst_of_whoever_wakes_it', async () => {
  const { rest, awoken } = resting([7], new Line(0));
  rest.begin(false);
  rest.wakeByRef();
  rest.wakeByRef();
  assert.deepEqual(awoken, []);
  await soon();
  assert.deepEqual(awoken, [7]);
  rest.wakeByRef();
  await soon();
  assert.deepEqual(awoken, [7]); // it does not sleep any more
  rest.stop();
});

test('a_rest_that_has_ended_is_woken_by_nothing', async () => {
  const { rest, awoken, looks } = resting([7], new Line(0));
  rest.begin(false);
  rest.wakeByRef();
  rest.stop();
  await soon();
  assert.deepEqual([awoken, looks()], [[], 0]);
});
