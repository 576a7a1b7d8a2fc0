import { Worker } from 'node:worker_threads';
import type { Act, Stage } from './act.js';
import { ACTS } from './acts.js';
import { Board } from './board.js';
import { Here, PLANNED } from './here.js';
import type { Party } from './party.worker.js';
import { type Plan, planOf } from './plan.js';
import { Watchdog } from './watchdog.js';

/** What came of a round. */
export interface Result {
  /** Of each act, by its kind. */
  readonly acts: ReadonlyMap<string, number>;
  readonly done: number;
  readonly lost: number;
  readonly deaths: number;
}

/** Plays rounds, under the eyes of one watchdog. */
export class Rounds implements Disposable {
  readonly #board = new Board();
  readonly #watchdog: Watchdog;
  readonly #workers = new Set<Worker>();

  /** @param limit - how long nothing may be got done, in milliseconds. */
  constructor(limit?: number) {
    this.#watchdog = new Watchdog(this.#board, limit);
  }

  /** Plays the plan of a seed, and checks what came of it. @throws Error with the seed and the plan, when it fails. */
  async play(seed: number): Promise<Result> {
    const plan = planOf(seed);
    this.#board.begin(seed);
    try {
      return await Promise.race([this.#playPlan(plan), this.#watchdog.hang]);
    } catch (error) {
      await Promise.all([...this.#workers].map((worker) => worker.terminate()));
      const again = `again: npm run stress -- --seed ${seed} --same`;
      throw new Error(`stress: seed ${seed} failed; ${again}; its plan is ${JSON.stringify(plan)}`, { cause: error });
    }
  }

  [Symbol.dispose](): void {
    this.#watchdog[Symbol.dispose]();
  }

  async #playPlan(plan: Plan): Promise<Result> {
    const here = new Here(this.#board, 0);
    here.at('opens the structures');
    const stages = plan.scenes.map(({ kind, plan: drawn }) => actOf(kind).open(drawn, plan.parts));
    const threads = Promise.all(plan.parts.map((_, thread) => this.#start(plan, stages, thread)));
    const [deaths] = await Promise.all([threads, playAll(stages, here)]);
    const acts = new Map<string, number>();
    let lost = 0;
    for (const [index, stage] of stages.entries()) {
      here.at('checks what arrived');
      const outcome = await stage.check();
      const kind = plan.scenes[index]?.kind as string;
      acts.set(kind, (acts.get(kind) ?? 0) + outcome.done);
      lost += outcome.lost;
    }
    const done = [...acts.values()].reduce((sum, count) => sum + count, 0);
    return { acts, done, lost, deaths: deaths.filter(Boolean).length };
  }

  /** Starts a thread; answers, when it has ended, whether it died. An error that the plan knows nothing of is thrown. */
  async #start(plan: Plan, stages: readonly Stage[], thread: number): Promise<boolean> {
    const place = thread + 1;
    const scenes = plan.scenes.map(({ kind }, index) => ({
      play: actOf(kind).play,
      handle: stages[index]?.handles[thread],
    }));
    const party: Party = { place, part: plan.parts[thread] as Party['part'], board: this.#board.buffer, scenes };
    const worker = new Worker(new URL('./party.worker.js', import.meta.url), { workerData: party });
    this.#workers.add(worker);
    let failure: Error | undefined;
    worker.on('error', (error) => {
      failure = error;
    });
    worker.once('message', () => {
      for (const stage of stages) stage.ending?.(thread);
      void worker.terminate(); // it asks for it, perhaps more than once
    });
    const code = await new Promise<number>((resolve) => worker.on('exit', resolve));
    this.#workers.delete(worker);
    if (code !== 0) this.#board.at(place, 'has died');
    for (const stage of stages) stage.ended?.(thread);
    if (failure !== undefined && failure.message !== PLANNED) throw failure;
    return code !== 0;
  }
}

async function playAll(stages: readonly Stage[], here: Here): Promise<void> {
  for (const [index, stage] of stages.entries()) {
    here.board.enter(0, index);
    await stage.play(here);
  }
  here.at('waits for the threads to end');
}

function actOf(kind: string): Act {
  const act = ACTS.find((act) => act.kind === kind);
  if (act === undefined) throw new Error(`no such act: ${kind}`);
  return act;
}
