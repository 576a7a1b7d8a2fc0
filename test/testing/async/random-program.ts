import {
  all,
  co,
  Executor,
  type Future,
  fromPromise,
  type JoinHandle,
  now,
  race,
  select,
  sleep,
  spawn,
  timeout,
  yieldNow,
} from 'reveille';
import { channel } from 'reveille/executor';
import { Prng } from '../../../src/testing/strategy/prng.js';
import { Mailbox } from './mixed-program.js';

/** What the tasks of a program have in common. */
interface Town {
  readonly chance: Prng;
  readonly log: string[];
  readonly mail: Mailbox<string>;
  readonly handles: JoinHandle<unknown>[];
}

/** What a task may do; each is told by its place in the list. */
const DEEDS: readonly ((town: Town, name: string, depth: number) => Future<unknown>)[] = [
  ({ chance }) => sleep(chance.below(200) / 10),
  () => yieldNow(),
  ({ mail }) => timeout(mail.receive(), 15),
  () => fromPromise(Promise.resolve().then(() => 'promised')),
  ({ chance }) => race([sleep(chance.below(5)), yieldNow()]),
  () => all(Array.from({ length: 12 }, (_, i) => sleep(i % 3))),
  ({ mail }) => select({ mail: mail.receive(), patience: sleep(3) }),
  ({ mail }, name) => {
    mail.send(name);
    return yieldNow();
  },
  (town, name, depth) => {
    if (depth < 3) town.handles.push(spawn(resident(town, `${name}.${depth}`, depth + 1)));
    return yieldNow();
  },
  ({ chance, handles }) => {
    handles[chance.below(handles.length + 1)]?.abort();
    return yieldNow();
  },
  ({ log }) => {
    const inner = new Executor({ idle: channel() }); // whose wakers send signals
    log.push(inner.runUntil(yieldNow()) === undefined ? 'signalled' : '');
    return yieldNow();
  },
];

const resident = (town: Town, name: string, depth: number): Future<void> =>
  co(function* resident() {
    const { chance, log } = town;
    try {
      for (let i = 0; i < 4; i += 1) yield* (DEEDS[chance.below(DEEDS.length)] as (typeof DEEDS)[0])(town, name, depth);
      log.push(`${name} is through`);
    } catch (error) {
      log.push(`${name}: ${error}`);
    } finally {
      log.push(`${name} at ${now()}`);
      yield* sleep(chance.below(3));
    }
  });

/**
 * A program that is drawn from a number: timers, promises, tasks that spawn and abort tasks and clean up, a place for a
 * waker, async functions, an executor inside. Answers what happened, in order.
 */
export async function randomProgram(seed: number): Promise<string[]> {
  const town: Town = { chance: new Prng(seed), log: [], mail: new Mailbox(), handles: [] };
  for (let i = 0; i < 5; i += 1) town.handles.push(spawn(resident(town, `${i}`, 0)));
  const postman = async (ms: number): Promise<void> => {
    await sleep(ms);
    await Promise.resolve();
    town.mail.send(`post ${ms}`);
    for (let i = 0; i < 5; i += 1) await yieldNow();
    await race([town.mail.receive(), sleep(2)]);
    town.log.push(`post ${ms} at ${now()}`);
  };
  await Promise.all([postman(0), postman(1), postman(2)]);
  for (const handle of town.handles.splice(0)) town.log.push(await handle.then(() => 'joined', String));
  return town.log;
}
