import assert from 'node:assert/strict';
import { test } from 'node:test';
import { sourceLine } from '../../../src/testing/explore/source-line.js';
import { ROOT } from '../../package/fixture.js';

const stack = (...frames: readonly string[]): string =>
  ['Error', ...frames.map((frame) => `    at ${frame}`)].join('\n');

/** Where the module under test takes the package to be: it is bundled to dist/testing, and here it runs from deeper down. */
const PACKAGE = `${ROOT}build/src/`;

test('the_first_frame_that_is_the_program_s', () => {
  const text = stack(
    `add (file://${PACKAGE}src/testing/model/details.ts:19:52)`,
    `${PACKAGE}dist/testing/thread.worker.js:1:2`,
    `record (${PACKAGE}src/testing/history/record.ts:49:14)`,
    'node:internal/process/task_queues:140:7',
    `Parker.park (${PACKAGE}src/park/parker.ts:131:7)`,
    'sleeper (file:///home/me/sleeper.ts:5:3)',
  );
  assert.equal(sourceLine(text, `${PACKAGE}src`), 'park/parker.ts:131 Parker.park');
  assert.equal(sourceLine(text, '/home'), `${PACKAGE}src/park/parker.ts:131 Parker.park`);
});

test('folders_of_the_program_that_are_called_like_the_checker_s', () => {
  const text = stack('lock (file:///home/me/src/platform/lock.ts:5:3)');
  assert.equal(sourceLine(text, '/home/me'), 'src/platform/lock.ts:5 lock');
  assert.equal(sourceLine(text, '/me'), '/home/me/src/platform/lock.ts:5 lock');
});

test('frames_of_all_forms', () => {
  const line = (frame: string): string | undefined => sourceLine(stack(frame), '/home/me');
  assert.equal(line('file:///home/me/a%20b.ts:5:3'), 'a b.ts:5');
  assert.equal(line('/home/me/100%/a.ts:5:3'), '100%/a.ts:5');
  assert.equal(line('file:///home/me/100%/a.ts:5:3'), 'file:///home/me/100%/a.ts:5');
  assert.equal(line('new Lock (/home/me/a.ts:5:3)'), 'a.ts:5 Lock');
  assert.equal(line('async Lock.take [as grab] (/home/me/a.ts:5:3)'), 'a.ts:5 Lock.take [as grab]');
  assert.equal(line('data:text/javascript,x:5:3'), 'data:text/javascript,x:5');
  assert.equal(line('<anonymous>'), undefined);
  assert.equal(sourceLine(undefined, '/'), undefined);
});
