import assert from 'node:assert/strict';
import { test } from 'node:test';
import { type TraceInput, traceText } from '../../../src/testing/explore/trace-text.js';

type Step = TraceInput['steps'][number];

const step = (thread: number, text: string, at?: string, preempts = false): Step => ({ thread, text, at, preempts });

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
