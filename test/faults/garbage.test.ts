import { test } from 'node:test';
import { Garbage } from './garbage/garbage.js';
import { SUBJECTS } from './garbage/subjects.js';

test('garbage_in_shared_memory_ends_in_an_answer_an_error_or_a_time_limit (I13)', async (t) => {
  const seed = Math.floor(Math.random() * 2 ** 30);
  const garbage = new Garbage({ writes: 400, seed, cells: 4, kinds: Object.keys(SUBJECTS), limit: 60_000 });
  t.diagnostic(`seeds from ${seed} on`);
  await garbage.play();
  t.diagnostic(garbage.line);
});
