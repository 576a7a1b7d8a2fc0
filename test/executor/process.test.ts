import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { test } from 'node:test';
import { fileURLToPath } from 'node:url';

const CHILD = fileURLToPath(new URL('./process.child.js', import.meta.url));

/** Runs one of the child's programs in a process of its own. */
function child(program: string): { lines: string[]; status: number | null; stderr: string } {
  const { stdout, stderr, status, error } = spawnSync(process.execPath, [CHILD, program], {
    encoding: 'utf8',
    timeout: 60_000,
  });
  if (error !== undefined) throw error; // it hung
  return { lines: stdout.trim().split('\n'), status, stderr };
}

test('a_process_exits_when_its_executor_is_idle', () => {
  const { lines, status, stderr } = child('idle');
  assert.deepEqual([lines, status], [['done'], 0], stderr);
});

test('a_process_exits_although_a_task_waits_for_nothing_in_the_world', () => {
  const { lines, status, stderr } = child('pending');
  assert.deepEqual([lines, status], [['spawned'], 0], stderr);
});

test('a_process_stays_alive_while_a_task_waits_for_a_timer', () => {
  const { lines, status, stderr } = child('timer');
  assert.deepEqual([lines, status], [['spawned', 'slept'], 0], stderr);
});

test('a_process_stays_alive_while_a_task_waits_for_another_thread', () => {
  const { lines, status, stderr } = child('thread');
  assert.deepEqual([lines, status], [['spawned', 'woken'], 0], stderr);
});

test('a_process_exits_after_tasks_that_shared_their_wakers_are_over', () => {
  const { lines, status, stderr } = child('shared');
  assert.deepEqual([lines, status], [['over'], 0], stderr);
});

test('a_process_exits_when_the_executor_that_waits_is_dropped', () => {
  const { lines, status, stderr } = child('dropped');
  assert.deepEqual([lines, status], [['dropped'], 0], stderr);
});

test('an_error_that_nobody_joins_is_an_unhandled_rejection', () => {
  const { lines, status, stderr } = child('failing');
  assert.deepEqual([lines, status], [['spawned'], 1]);
  assert.match(stderr, /nobody joined me/);
});

test('errors_that_nobody_joins_are_told_one_by_one_and_once', () => {
  const { lines, status, stderr } = child('told');
  assert.deepEqual(
    [lines, status],
    [['unhandled: Error: first', 'unhandled: Error: dropped handle', 'unhandled: Error: gave up'], 0],
    stderr,
  );
});

test('an_error_that_somebody_joins_is_no_unhandled_rejection', () => {
  const { lines, status, stderr } = child('joined');
  assert.deepEqual([lines, status], [['caught: nobody joined me'], 0], stderr);
});

test('an_error_of_a_task_on_a_thread_that_blocks_ends_the_process', () => {
  const { status, stderr } = child('blocking');
  assert.equal(status, 1);
  assert.match(stderr, /nobody joined me/);
});
