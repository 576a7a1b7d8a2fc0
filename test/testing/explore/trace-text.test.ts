import assert from 'node:assert/strict';
import { test } from 'node:test';
import { type TraceStep, traceText } from '../../../src/testing/explore/trace-text.js';

const step = (thread: number, text: string, at?: string, preempts = false): TraceStep => ({
  thread,
  text,
  touches: text.replace(/ .*/, ''),
  at,
  preempts,
});

/** So many rounds of a loop that counts while it waits. */
const rounds = (times: number): TraceStep[] =>
  Array.from({ length: times }, (_, i) => [
    step(0, 'load word[0] = 0', 'a.ts:1'),
    step(0, `add word[1] ${i} -> ${i + 1}`, 'a.ts:2'),
  ]).flat();

/** The lines of the steps, without those around them. */
const lines = (...steps: TraceStep[]): string[] =>
  traceText({ threads: ['a', 'b'], steps, ends: [] })
    .split('\n')
    .slice(2);

test('what_is_done_again_and_again_is_told_once', () => {
  assert.deepEqual(
    lines(step(1, 'store word[2] = 1', 'b.ts:1'), ...rounds(1_001), step(1, 'load word[2] = 1', 'b.ts:2')),
    [
      '     1  b      store word[2] = 1  b.ts:1',
      '     2  a  load word[0] = 0       a.ts:1',
      '     3     add word[1] 0 -> 1     a.ts:2',
      '   ...  these 2 steps again, 1,000 times',
      '  2004  b      load word[2] = 1   b.ts:2',
    ],
  );
});

test('a_step_that_is_made_again_and_again', () => {
  const looks = Array.from({ length: 30 }, () => step(0, 'load word[0] = 0', 'a.ts:1'));
  assert.deepEqual(lines(...looks), ['    1  a  load word[0] = 0  a.ts:1', '  ...  this step again, 29 times']);
});

test('a_round_that_is_broken_off_is_told_as_far_as_it_went', () => {
  const steps = [...rounds(14), step(0, 'load word[0] = 1', 'a.ts:1'), step(0, 'add word[2] 0 -> 1', 'a.ts:3')];
  assert.deepEqual(lines(...steps).slice(2), [
    '  ...  these 2 steps again, 13 times',
    '   29     load word[0] = 1    a.ts:1',
    '   30     add word[2] 0 -> 1  a.ts:3',
  ]);
});

test('a_few_repetitions_are_told_one_by_one', () => {
  assert.equal(lines(...rounds(12)).length, 24);
});

test('other_places_lines_and_results_are_no_repetitions', () => {
  const variants = [
    (i: number) => step(0, `store word[${i}] = 0`, 'a.ts:1'),
    (i: number) => step(0, 'load word[0] = 0', `a.ts:${i}`),
    (i: number) => step(0, `wait word[0] while 0: ${i % 2 === 1 ? 'sleeps' : 'is 1, goes on'}`, `a.ts:${i >> 1}`),
  ];
  for (const variant of variants) {
    const steps = Array.from({ length: 30 }, (_, i) => ({ ...variant(i), touches: `${i}` }));
    assert.equal(lines(...steps).length, 30);
  }
});

test('a_long_run_without_repetitions_is_told_at_both_ends', () => {
  const told = lines(...Array.from({ length: 1_000 }, (_, i) => step(0, `add${i} word[0] 0 -> 1`, `a.ts:${i}`)));
  assert.equal(told.length, 401);
  assert.equal(told[200], '   ...  600 steps');
});

test('a_lost_wake_up', () => {
  const text = traceText({
    threads: ['sleeper', 'waker'],
    steps: [
      step(0, 'load queue[1] = 0', 'src/queue/shared-array-queue.ts:131 SharedArrayQueue.isEmpty'),
      step(1, 'store queue[1] = 1', 'src/queue/shared-array-queue.ts:88 SharedArrayQueue.push', true),
      step(1, 'or cpu[0] 0 -> 1', 'src/park/cpu.ts:225 Device.raise'),
      step(0, 'exchange cpu[0] 1 -> 0', 'src/park/cpu.ts:91 Cpu.poll'),
      step(0, 'compareExchange cpu[0] 0 -> -2147483648', 'src/park/cpu.ts:135 Cpu.hlt'),
      step(0, 'wait cpu[0] while -2147483648: sleeps', 'src/park/cpu.ts:137 Cpu.hlt'),
    ],
    ends: ['waits for ever', 'is through'],
  });
  assert.equal(
    text,
    `\
6 steps, 1 preemption (>):

    1  sleeper  load queue[1] = 0                        src/queue/shared-array-queue.ts:131 SharedArrayQueue.isEmpty
>   2  waker        store queue[1] = 1                   src/queue/shared-array-queue.ts:88 SharedArrayQueue.push
    3               or cpu[0] 0 -> 1                     src/park/cpu.ts:225 Device.raise
    4  sleeper  exchange cpu[0] 1 -> 0                   src/park/cpu.ts:91 Cpu.poll
    5           compareExchange cpu[0] 0 -> -2147483648  src/park/cpu.ts:135 Cpu.hlt
    6           wait cpu[0] while -2147483648: sleeps    src/park/cpu.ts:137 Cpu.hlt
  end  sleeper  waits for ever                           since step 6
  end  waker        is through                           since step 3`,
  );
});

test('four_threads_stand_side_by_side', () => {
  const threads = ['a', 'bb', 'c', 'd'];
  const text = traceText({
    threads,
    steps: threads.map((_, thread) => step(thread, 'load word[0] = 0', `program.ts:${thread}`)),
    ends: threads.map(() => 'is through'),
  });
  assert.equal(
    text,
    `\
4 steps, 0 preemptions:

    1  a   load word[0] = 0              program.ts:0
    2  bb      load word[0] = 0          program.ts:1
    3  c           load word[0] = 0      program.ts:2
    4  d               load word[0] = 0  program.ts:3
  end  a   is through                    since step 1
  end  bb      is through                since step 2
  end  c           is through            since step 3
  end  d               is through        since step 4`,
  );
});

test('a_step_that_is_longer_than_all_others_moves_only_its_own_line', () => {
  const long = `compareExchange ${'state'.repeat(16)}[0] 0 -> 1`;
  const text = traceText({ threads: ['a'], steps: [step(0, long, 'a.ts:1'), step(0, 'load', 'a.ts:2')], ends: [] });
  assert.deepEqual(text.split('\n').slice(2), [`    1  a  ${long}  a.ts:1`, `    2     load${' '.repeat(56)}a.ts:2`]);
});

test('nobody_made_a_step', () => {
  const text = traceText({ threads: ['a', 'b'], steps: [], ends: ['threw Error: no\nmore of it', 'could go on'] });
  assert.equal(
    text,
    `\
0 steps, 0 preemptions:

  end  a  threw Error: no
  end  b      could go on`,
  );
});

test('a_line_of_the_source_that_is_not_known_leaves_nothing_behind', () => {
  const text = traceText({ threads: ['a'], steps: [step(0, '', undefined)], ends: [] });
  assert.equal(text, '1 step, 0 preemptions:\n\n    1  a');
});
