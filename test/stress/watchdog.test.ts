import assert from 'node:assert/strict';
import { test } from 'node:test';
import { Board } from './board.js';
import { planOf, STRESS } from './plan.js';
import { Watchdog } from './watchdog.js';

test('a_round_in_which_nothing_is_got_done_fails_with_its_seed_and_where_everybody_stands', async () => {
  const board = new Board();
  board.begin(7);
  board.enter(0, 0);
  board.at(0, 'waits for the threads to end');
  board.done(2, 41);
  board.at(2, 'receive: many');
  using watchdog = new Watchdog(STRESS, board, 40);
  const kind = planOf(7).scenes[0]?.kind;
  await assert.rejects(watchdog.watch(new Promise(() => {})), (error: Error) => {
    assert.match(error.message, /seed 7 hangs: nothing was got done for 0\.04 seconds/);
    assert.match(error.message, /npm run stress -- --seed 7 --same/);
    assert.ok(error.message.includes(`main thread, in ${kind}: waits for the threads to end (1 done)`));
    assert.ok(error.message.includes(`thread 2, in ${kind}: receive: many (41 done)`));
    assert.ok(!error.message.includes('thread 1,'));
    return true;
  });
});

test('a_seed_says_all_of_a_plan', () => {
  for (let seed = 100; seed < 140; seed += 1) assert.deepEqual(planOf(seed), planOf(seed));
});
