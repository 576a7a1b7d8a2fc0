import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { type Context, Executor, Future, type JoinHandle, PENDING, type Poll, SharedWaker, type Waker } from 'reveille';

/** What may happen to an executor between two rounds, and within a poll. Numbers choose a task. */
type Step =
  | { readonly do: 'spawn' | 'tick' | 'snapshot' }
  | { readonly do: 'wake' | 'wakeFromElsewhere' | 'answer' | 'abort'; readonly task: number }
  | {
      readonly do: 'wakeWithinPoll' | 'abortWithinPoll' | 'spawnWithinPoll';
      readonly task: number;
      readonly by: number;
    };

const chosen = fc.nat({ max: 9 });
const step: fc.Arbitrary<Step> = fc.oneof(
  { weight: 3, arbitrary: fc.record({ do: fc.constantFrom('spawn', 'tick', 'tick', 'snapshot') }) },
  {
    weight: 6,
    arbitrary: fc.record({ do: fc.constantFrom('wake', 'wakeFromElsewhere', 'answer', 'abort'), task: chosen }),
  },
  {
    weight: 2,
    arbitrary: fc.record({
      do: fc.constantFrom('wakeWithinPoll', 'abortWithinPoll', 'spawnWithinPoll'),
      task: chosen,
      by: chosen,
    }),
  },
) as fc.Arbitrary<Step>;

/** A task of the real executor, driven by the same script as its model. */
class Scripted extends Future<number> {
  waker: Waker | undefined;
  shared: SharedWaker | undefined;
  answered = false;
  within: (() => void)[] = [];

  constructor(
    readonly index: number,
    readonly log: string[],
  ) {
    super();
  }

  override poll(cx: Context): Poll<number> {
    this.log.push(`poll ${this.index}`);
    this.waker ??= cx.waker.clone();
    this.shared ??= SharedWaker.attach(cx.waker.share());
    for (const act of this.within.splice(0)) act();
    return this.answered ? this.index : PENDING;
  }

  override [Symbol.dispose](): void {
    this.log.push(`drop ${this.index}`);
  }
}

/** What the documentation promises, with plain arrays. */
class Model {
  readonly tasks: { polled: boolean; over: boolean; answered: boolean; running: boolean; aborted: boolean }[] = [];
  readonly within: (() => void)[][] = [];
  readonly log: string[] = [];
  ready: number[] = [];
  elsewhere: number[] = [];

  spawn(): void {
    this.within.push([]);
    this.tasks.push({ polled: false, over: false, answered: false, running: false, aborted: false });
    this.ready.push(this.tasks.length - 1);
  }

  wake(index: number): void {
    const task = this.tasks[index];
    if (task?.polled && !task.over && !this.ready.includes(index) && !this.round.includes(index))
      this.ready.push(index);
  }

  wakeFromElsewhere(index: number): void {
    const task = this.tasks[index];
    if (task?.polled && !task.over && !this.elsewhere.includes(index)) this.elsewhere.push(index);
  }

  abort(index: number): void {
    const task = this.tasks[index];
    if (task === undefined || task.over) return;
    if (task.running) task.aborted = true;
    else this.drop(index);
  }

  drop(index: number): void {
    (this.tasks[index] as { over: boolean }).over = true;
    this.log.push(`drop ${index}`);
  }

  round: number[] = [];

  tick(): void {
    for (const index of this.elsewhere.splice(0)) this.wake(index);
    this.round = this.ready.splice(0);
    for (let index = this.round.shift(); index !== undefined; index = this.round.shift()) {
      const task = this.tasks[index] as (typeof this.tasks)[number];
      if (task.over) continue;
      task.polled = true;
      task.running = true;
      this.log.push(`poll ${index}`);
      for (const act of (this.within[index] as (() => void)[]).splice(0)) act();
      task.running = false;
      if (task.answered) task.over = true;
      else if (task.aborted) this.drop(index);
    }
  }
}

test('an_executor_does_what_its_model_does', () => {
  fc.assert(
    fc.property(fc.array(step, { maxLength: 60 }), (steps) => {
      const executor = new Executor();
      const log: string[] = [];
      const tasks: Scripted[] = [];
      const handles: JoinHandle<number>[] = [];
      const model = new Model();
      const spawn = (): void => {
        const task = new Scripted(tasks.length, log);
        tasks.push(task);
        handles.push(executor.spawn(task));
      };
      const firstId = (): number => handles[0]?.id ?? 0;
      for (const step of steps) {
        const index = 'task' in step && tasks.length > 0 ? step.task % tasks.length : -1;
        const task = tasks[index];
        if (step.do === 'spawn') {
          spawn();
          model.spawn();
        } else if (step.do === 'tick') {
          executor.tick();
          model.tick();
        } else if (step.do === 'snapshot') {
          const { ready, wakeQueue, cachedWakers } = executor.snapshot();
          const live = model.tasks.flatMap((task, i) => (task.over ? [] : [i]));
          assert.deepEqual(
            ready.map(({ id }) => id - firstId()),
            model.ready.filter((i) => !model.tasks[i]?.over),
          );
          assert.deepEqual(
            wakeQueue.map((id) => id - firstId()),
            model.elsewhere.filter((i) => !model.tasks[i]?.over).reverse(),
          );
          assert.deepEqual(
            cachedWakers.map((id) => id - firstId()).toSorted((a, b) => a - b),
            live,
          );
        } else if (task !== undefined) {
          const by = 'by' in step ? step.by % tasks.length : -1;
          const acts: Record<string, () => void> = {
            wake: () => {
              task.waker?.wakeByRef();
              model.wake(index);
            },
            wakeFromElsewhere: () => {
              task.shared?.wake();
              model.wakeFromElsewhere(index);
            },
            answer: () => {
              task.answered = true;
              (model.tasks[index] as { answered: boolean }).answered = true;
              task.waker?.wakeByRef();
              model.wake(index);
            },
            abort: () => {
              handles[index]?.abort();
              model.abort(index);
            },
            wakeWithinPoll: () => {
              tasks[by]?.within.push(() => task.waker?.wakeByRef());
              model.within[by]?.push(() => model.wake(index));
            },
            abortWithinPoll: () => {
              tasks[by]?.within.push(() => handles[index]?.abort());
              model.within[by]?.push(() => model.abort(index));
            },
            spawnWithinPoll: () => {
              tasks[by]?.within.push(spawn);
              model.within[by]?.push(() => model.spawn());
            },
          };
          acts[step.do]?.();
        }
        assert.deepEqual(log, model.log);
      }
      assert.equal(executor.size, model.tasks.filter((task) => !task.over).length);
      assert.deepEqual(
        handles.map((handle) => handle.isFinished),
        model.tasks.map((task) => task.over),
      );
    }),
    { numRuns: 2000 },
  );
});
