import assert from 'node:assert/strict';
import { TimeoutError } from 'reveille';
import { type Pool, ThreadDiedError } from 'reveille/threads';
import type { Operation } from '../../stress/operations.js';
import { DEATHS, type Death } from '../../stress/part.js';

export type Mortal = Pool<typeof import('./mortal.js')>;

/** How long a call waits that is cancelled in the end, in milliseconds. */
const PATIENCE = 10;

type Made = (p: Mortal, call: number, drawn: number) => Promise<void>;

/** Calls that are answered, unless their thread dies of something else, and with which number. */
const CALLS: readonly (readonly [Operation, Made])[] = [
  ['calls', async (p, call) => assert.equal(await p.echo(call), call)],
  [
    'reads a stream',
    async (p, call, drawn) => {
      let expected = 0;
      for await (const number of p.series(call, drawn % 40)) assert.equal(number, expected++);
      assert.equal(expected, drawn % 40, 'a stream ends when it is over');
    },
  ],
  ['is asked', async (p, call, drawn) => assert.equal(await p.ask(call, (n) => n + 1, drawn % 5), drawn % 5)],
  ['is asked', async (p, call, drawn) => assert.equal(await p.ask(call, async (n) => n + 1, drawn % 5), drawn % 5)],
  ['is asked', async (p, call, drawn) => assert.equal(await p.askBlocking(call, (n) => n + 1, drawn % 5), drawn % 5)],
];

export const CALL_WAYS = CALLS.map((_, way) => way);
export const operationOf = (way: number): Operation => CALLS[way]?.[0] as Operation;

/** Makes a call; whether it was answered. If its thread died of another one, or its pool ended, it was not. */
export async function isAnswered(p: Mortal, way: number, call: number, drawn: number): Promise<boolean> {
  try {
    await CALLS[way]?.[1](p, call, drawn);
    return true;
  } catch (error) {
    if (!(error instanceof ThreadDiedError)) throw error;
    return false;
  }
}

/** What a call is about to die of, and of what kind it is. */
export function deathOf(drawn: number): { readonly cause: Death; readonly operation: Operation } {
  const cause = DEATHS[drawn % DEATHS.length] as Death;
  const kind = cause === 'terminate' || cause === 'blocked' ? 0 : Math.floor(drawn / DEATHS.length) % 3;
  return { cause, operation: (['is called', 'yields', 'asks its caller'] as const)[kind] as Operation };
}

/** Makes a call of which the thread dies, and comes back when the caller knows. */
export async function deadly(p: Mortal, call: number, drawn: number): Promise<void> {
  const { cause, operation } = deathOf(drawn);
  const isStubborn = cause === 'terminate' || cause === 'blocked';
  const made = async (): Promise<void> => {
    if (isStubborn) await p.with({ timeout: PATIENCE }).fall(call, cause);
    else if (operation === 'is called') await p.fall(call, cause);
    else if (operation === 'asks its caller') await p.ask(call, (n) => n + 1, drawn % 5, cause);
    else for await (const _ of p.series(call, 40, cause, drawn % 40));
  };
  const error = await made().then(
    () => undefined,
    (error: unknown) => error,
  );
  const isTold = error instanceof ThreadDiedError || (isStubborn && error instanceof TimeoutError);
  assert.ok(isTold, `${operation}, ${cause}: ${String(error)}`);
}
