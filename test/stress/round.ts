import { Worker } from 'node:worker_threads';
import type { Act, Dead, Stage } from './act.js';
import { Board } from './board.js';
import type { Harness } from './harness.js';
import { Here, PLANNED, TERMINATE } from './here.js';
import { type Death, isDeath, type Part } from './part.js';
import type { Party } from './party.worker.js';
import { type Plan, STRESS } from './plan.js';
import { Watchdog } from './watchdog.js';

/** What came of a round. */
export interface Result {
  /** Of each act, by its kind. */
  readonly acts: ReadonlyMap<string, number>;
  readonly done: number;
  readonly lost: number;
  readonly deaths: readonly Dead[];
  /** Of acts in which a push was left unfinished, how many there were. */
  readonly broken: number;
}

/** Megabytes of heap of a thread that is to die for want of memory: it takes half of it to begin with. */
const resourceLimits = { maxOldGenerationSizeMb: 16, maxYoungGenerationSizeMb: 2 };

/** Plays rounds, under the eyes of one watchdog. */
export class Rounds implements Disposable {
  readonly #board = new Board();
  readonly #watchdog: Watchdog;
  readonly #workers = new Set<Worker>();
  readonly #harness: Harness;

  constructor(harness: Harness = STRESS) {
    this.#harness = harness;
    this.#watchdog = new Watchdog(harness, this.#board);
  }

  /** Plays the plan of a seed, and checks what came of it. @throws Error with the seed and the plan, when it fails. */
  async play(seed: number): Promise<Result> {
    const { name, planOf } = this.#harness;
    const plan = planOf(seed);
    this.#board.begin(seed);
    try {
      const result = await this.#watchdog.watch(this.#playPlan(plan));
      this.#board.end();
      return result;
    } catch (error) {
      await Promise.all([...this.#workers].map((worker) => worker.terminate()));
      const again = `again: npm run ${name} -- --seed ${seed} --same`;
      throw new Error(`${name}: seed ${seed} failed; ${again}; its plan is ${JSON.stringify(plan)}`, { cause: error });
    }
  }

  [Symbol.dispose](): void {
    this.#watchdog[Symbol.dispose]();
  }

  async #playPlan(plan: Plan): Promise<Result> {
    const here = new Here(this.#board, 0);
    here.at('opens the structures');
    const stages = await Promise.all(
      plan.scenes.map(({ kind, plan: drawn }) => this.#actOf(kind).open(drawn, plan.parts)),
    );
    const threads = Promise.all(plan.parts.map((_, thread) => this.#start(plan, stages, thread)));
    const [ends] = await Promise.all([threads, playAll(stages, here)]);
    const deaths = ends.filter((end) => end !== undefined);
    const acts = new Map<string, number>();
    let [lost, broken] = [0, 0];
    for (const [index, stage] of stages.entries()) {
      here.at('checks what arrived');
      const outcome = await stage.check();
      const kind = plan.scenes[index]?.kind as string;
      acts.set(kind, (acts.get(kind) ?? 0) + outcome.done);
      lost += outcome.lost;
      if (outcome.isBroken === true) broken += 1;
      deaths.push(...(outcome.deaths ?? []));
    }
    const done = [...acts.values()].reduce((sum, count) => sum + count, 0);
    return { acts, done, lost, deaths, broken };
  }

  /** Starts a thread; answers, when it has ended, of what it died, if so. What the plan knows nothing of is thrown. */
  async #start(plan: Plan, stages: readonly Stage[], thread: number): Promise<Dead | undefined> {
    const place = thread + 1;
    const part = plan.parts[thread] as Part;
    const scenes = plan.scenes.map(({ kind }, index) => ({
      play: this.#actOf(kind).play,
      handle: stages[index]?.handles[thread],
    }));
    const workerData: Party = { place, part, board: this.#board.buffer, scenes };
    const limits = part.end === 'memory' ? { resourceLimits } : {};
    const worker = new Worker(new URL('./party.worker.js', import.meta.url), { workerData, ...limits });
    this.#workers.add(worker);
    let failure: Error | undefined;
    worker.on('error', (error) => {
      failure = error;
    });
    worker.on('message', (message) => {
      if (message === TERMINATE) void endSoon(worker, part, stages, thread);
      else for (const stage of stages) stage.heard?.(thread, message);
    });
    const code = await new Promise<number>((resolve) => worker.on('exit', resolve));
    this.#workers.delete(worker);
    const { operation } = this.#board.standing(place);
    if (code !== 0) this.#board.at(place, 'has died');
    for (const stage of stages) stage.ended?.(thread);
    if (failure !== undefined && !isPlanned(failure, part)) throw failure;
    return code === 0 ? undefined : { cause: causeOf(part), operation };
  }

  #actOf(kind: string): Act {
    const act = this.#harness.acts.find((act) => act.kind === kind);
    if (act === undefined) throw new Error(`no such act: ${kind}`);
    return act;
  }
}

/** A thread that is to be terminated while it waits gets some milliseconds to come to that. */
async function endSoon(worker: Worker, { end, after }: Part, stages: readonly Stage[], thread: number): Promise<void> {
  if (end === 'blocked') await new Promise((resolve) => setTimeout(resolve, 1 + (after % 15)));
  if (worker.threadId < 0) return; // it is through by now
  for (const stage of stages) stage.ending?.(thread);
  await worker.terminate();
}

function isPlanned(failure: Error & { readonly code?: string }, { end }: Part): boolean {
  if (end === 'memory') return failure.code === 'ERR_WORKER_OUT_OF_MEMORY';
  return failure.message === PLANNED;
}

function causeOf({ end }: Part): Death {
  if (isDeath(end)) return end;
  throw new Error(`a thread has died, which was to end as: ${end}`);
}

async function playAll(stages: readonly Stage[], here: Here): Promise<void> {
  for (const [index, stage] of stages.entries()) {
    here.board.enter(0, index);
    await stage.play(here);
  }
  here.at('waits for the threads to end');
}
