import type { Prng } from '../../strategy/prng.js';
import type { Scene } from './scene.js';

/** Decides what is done next to a future that is not over. */
export interface Player {
  /** Does one thing; answers false when there is nothing left that could make the future go on. */
  act(scene: Scene<unknown>): boolean;
}

/** Plays a scene from the beginning to the end, or to the first rule that is broken. */
export async function play(scene: Scene<unknown>, player: Player, isEndless: boolean): Promise<void> {
  while (scene.end === undefined && scene.diary.breach === undefined) {
    if (scene.polls >= (isEndless && scene.steps.areDone ? ENOUGH : MOST)) giveUp(scene, isEndless);
    else if (!player.act(scene)) exhaust(scene, isEndless);
    await scene.settle();
  }
  await wrapUp(scene);
}

/** A future that goes on after so many polls is taken for one that never ends. */
const MOST = 10_000;
/** One that is meant to never end is polled so many times. */
const ENOUGH = 100;

/** It wakes itself, or lets itself be woken by timers, again and again. */
function giveUp(scene: Scene<unknown>, isEndless: boolean): void {
  if (!isEndless) scene.diary.break('never-ends', `: it goes on after ${MOST} polls`);
  scene.drop();
}

/** Nothing is left to happen. A poll for nothing tells whether it missed something, or waits for nothing. */
function exhaust(scene: Scene<unknown>, isEndless: boolean): void {
  scene.poll(false);
  if (scene.end !== undefined) return;
  const { unfinished } = scene.steps;
  const hint = unfinished === '' ? '' : ` (${unfinished} is not done: a step must not wait for the host)`;
  if (!isEndless) scene.diary.break('never-ends', hint);
  scene.drop();
}

/** It is over: what it waited for goes on without it, and must not hear of it any more. */
async function wrapUp(scene: Scene<unknown>): Promise<void> {
  for (let turns = 1; !scene.cleanUps.areDone && scene.diary.breach === undefined; turns += 1) {
    if (turns > MOST || (!scene.cleanUps.areDue && !happen(scene))) {
      scene.diary.break('never-ends', ': what it leaves to clean up');
    }
    await scene.settle();
  }
  if (scene.diary.breach === undefined) scene.checkTimers();
  while (scene.diary.breach === undefined && happen(scene)) await scene.settle();
  if (scene.diary.breach === undefined) scene.checkWakers();
  if (scene.diary.breach === undefined) scene.checkFinality();
}

/** The next thing that happens by itself. */
function happen(scene: Scene<unknown>): boolean {
  if (!scene.steps.areDone) {
    scene.step();
  } else if (scene.surroundings.deadline < Number.POSITIVE_INFINITY) {
    scene.pass(0);
    scene.fire();
  } else {
    return false;
  }
  return true;
}

/** One that keeps waking itself is polled so many times in a row; it may wait for something that has to happen meanwhile. */
const PATIENCE = 100;

/** Does what an ordinary executor does: polls when it was woken, and else lets things happen. */
export class Polite implements Player {
  #inARow = 0;
  readonly #dropAt: number | undefined;
  readonly #whenWoken: boolean;

  /**
   * @param dropAt - after how many polls to drop it; never, if undefined.
   * @param whenWoken - whether it is dropped only when it was woken for the next poll.
   */
  constructor(dropAt?: number, whenWoken = false) {
    this.#dropAt = dropAt;
    this.#whenWoken = whenWoken;
  }

  act(scene: Scene<unknown>): boolean {
    const isDue = scene.polls === 0 || scene.isWoken;
    if (scene.polls === this.#dropAt && (isDue || !this.#whenWoken)) {
      scene.drop();
      return true;
    }
    if ((!isDue || this.#inARow >= PATIENCE) && happen(scene)) {
      this.#inARow = 0;
      return true;
    }
    this.#inARow += 1;
    if (isDue) scene.poll(false);
    return isDue;
  }
}

/** After so many actions nothing is done any more that makes no progress. */
const PLAYFUL = 40;

/** Does what the contract allows, drawn from a seed. */
export class Fuzzing implements Player {
  readonly #chance: Prng;
  readonly #drops: boolean;
  #acts = 0;

  constructor(chance: Prng) {
    this.#chance = chance;
    this.#drops = chance.below(3) === 0;
  }

  act(scene: Scene<unknown>): boolean {
    const actions = this.#possible(scene, this.#acts < PLAYFUL);
    this.#acts += 1;
    const total = actions.reduce((sum, [weight]) => sum + weight, 0);
    let draw = this.#chance.below(total);
    for (const [weight, action] of actions) {
      draw -= weight;
      if (draw >= 0) continue;
      action();
      return true;
    }
    return false; // there is none
  }

  /** What can be done, with how often it is to be done. */
  #possible(scene: Scene<unknown>, playful: boolean): [number, () => void][] {
    const { surroundings } = scene;
    const actions: [number, () => void][] = [];
    const isDue = scene.polls === 0 || scene.isWoken;
    const hasTimer = surroundings.deadline < Number.POSITIVE_INFINITY;
    if (isDue) actions.push([6, () => scene.poll(this.#yes())]);
    if (!scene.steps.areDone) actions.push([3, () => scene.step()]);
    if (hasTimer) actions.push([2, () => this.#ring(scene)]);
    if (!playful || actions.length === 0) return actions;
    if (!isDue) actions.push([3, () => this.#storm(scene)]);
    if (hasTimer && !surroundings.isLate) actions.push([1, () => scene.pass(this.#yes() ? -1 : this.#chance.below(5))]);
    if (scene.polls > 0 && !surroundings.moved) actions.push([1, () => scene.move()]);
    if (this.#drops) actions.push([1, () => scene.drop()]);
    return actions;
  }

  #ring(scene: Scene<unknown>): void {
    if (!scene.surroundings.isLate) scene.pass(this.#yes() ? 0 : this.#chance.below(5));
    scene.fire();
  }

  /** Polls for nothing, once or many times. */
  #storm(scene: Scene<unknown>): void {
    const polls = this.#yes() ? 1 : 2 + this.#chance.below(8);
    for (let i = 0; i < polls && scene.end === undefined && !scene.isWoken; i += 1) scene.poll(this.#yes());
  }

  #yes(): boolean {
    return this.#chance.below(2) === 0;
  }
}
