/** The first honest thread of a cell: opens what the rogue writes into, and uses it together with the second one. */
import { parentPort, Worker, workerData } from 'node:worker_threads';
import { Chance } from './chance.js';
import { Controls } from './controls.js';
import type { Task } from './guest.worker.js';
import { isTyped, type Outcomes, operate } from './operate.js';
import { SUBJECTS } from './subjects.js';

/** What is to be done with one subject. */
export interface Session {
  readonly kind: string;
  readonly seed: number;
  /** Words that the rogue may write at most. */
  readonly writes: number;
}

/** What a cell tells: the memory that is there now, that it waits for a word, or that it is through. */
export type Message =
  | { readonly memory: readonly SharedArrayBuffer[] }
  | 'write'
  | { readonly outcomes: Outcomes; readonly failure?: string };

/** What the second thread tells. */
interface Told {
  readonly outcomes?: Outcomes;
  readonly failure?: string;
}

/** How many operations each thread does after a write. */
const STEPS = 6;

const controls = new Controls(workerData as SharedArrayBuffer);
const port = parentPort as NonNullable<typeof parentPort>;
const say = (message: Message): void => port.postMessage(message);
const guest = new Worker(new URL('./guest.worker.js', import.meta.url), { workerData: controls.buffer });
/** What an innocent thread dies of when it finds, in its event loop, that its memory was overwritten. */
let died: unknown;
guest.on('error', (error) => {
  died = error;
});
/** Whoever waits for what the second thread tells, be it by its end: then Node takes the listeners to messages off before. */
let tell: (told: Told) => void = () => {};
guest.on('message', (told: Told) => tell(told));
guest.on('exit', () => tell({}));

port.on('message', (session: Session) => void play(session).then(say));

async function play({ kind, seed, writes }: Session): Promise<Message> {
  const chance = new Chance(seed);
  const outcomes: Outcomes = {};
  try {
    await playWith(kind, writes, chance, outcomes);
  } catch (error) {
    return { outcomes, failure: textOf(error) };
  }
  return { outcomes };
}

async function playWith(kind: string, writes: number, chance: Chance, outcomes: Outcomes): Promise<void> {
  const subject = SUBJECTS[kind] as (typeof SUBJECTS)[string];
  const opened = subject.open(chance);
  say({ memory: opened.memory });
  const task: Task = { kind, handle: opened.handle, seed: chance.below(2 ** 31), count: 0 };
  for (let left = writes, isBroken = false; left > 0 && !isBroken; left -= 1) {
    const known = controls.written;
    const others = ask({ ...task, count: STEPS, ...(left === writes ? {} : { handle: undefined }) });
    say('write');
    controls.awaitWrite(known);
    isBroken = await operate(opened, 0, STEPS, chance, controls, outcomes);
    const there = await others;
    for (const [name, count] of Object.entries(there)) outcomes[name] = (outcomes[name] ?? 0) + count;
    if (died !== undefined) {
      if (!isTyped(died)) throw died;
      outcomes['uncaught'] = (outcomes['uncaught'] ?? 0) + 1;
      return;
    }
  }
  try {
    opened.drop();
  } catch (error) {
    if (!isTyped(error)) throw error;
  }
}

/** Has the second thread do something; answers what came of it. */
async function ask(task: Task): Promise<Outcomes> {
  if (died !== undefined) return {};
  const told = new Promise<Told>((resolve) => {
    tell = resolve;
  });
  guest.postMessage(task);
  const { outcomes = {}, failure } = await told;
  if (failure !== undefined) throw new Error(`on the second thread: ${failure}`);
  return outcomes;
}

function textOf(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  return error.cause === undefined ? `${error.stack}` : `${error.message}: ${textOf(error.cause)}`;
}
