import assert from 'node:assert/strict';
import { test } from 'node:test';
import { explore, OutsideError, type Program, ScheduleError } from 'reveille/testing';
import { leaveNoWorker } from './alive.js';

leaveNoWorker();

const module = new URL('./programs/outside.js', import.meta.url);

async function endOf(program: Partial<Program>): Promise<unknown> {
  return explore({ module, setup: 'setup', threads: ['add', 'add'], ...program }).catch((error: unknown) => error);
}

/** The first thread is refused, with this message. */
async function refused(program: Partial<Program>, message: RegExp): Promise<void> {
  const error = await endOf(program);
  assert.ok(error instanceof OutsideError, `${program.threads}: ${(error as Error).stack ?? JSON.stringify(error)}`);
  assert.match(error.message, message);
}

const STRANGE =
  /^explore: this shared memory was not made in set-up, or is a second handle of it, which structuredClone,/;

test('a_clone_of_shared_memory_is_a_second_handle_of_it', async () => {
  for (const name of ['clonesWords', 'clonesBuffer', 'waitsOnClone', 'waitsForClone', 'notifiesClone']) {
    await refused({ threads: [name, 'wake'] }, STRANGE);
  }
  for (const name of ['measuresClone', 'growsClone']) {
    await refused({ setup: 'setupThatGrows', threads: [name, 'addTo'] }, STRANGE);
  }
});

test('a_clone_of_shared_memory_that_is_handed_on', async () => {
  for (const program of [{ threads: ['answersClone', 'add'] }, { setup: 'setupOfAClone' }]) {
    const error = await endOf(program);
    assert.ok(error instanceof TypeError);
    assert.match(error.message, /: this SharedArrayBuffer was not made in set-up/);
  }
});

test('a_clone_that_is_read_plainly_and_a_copy', async () => {
  for (const name of ['readsClone', 'copies']) {
    assert.equal(((await endOf({ threads: [name, 'add'] })) as { complete?: boolean }).complete, true);
  }
});

test('memory_that_the_model_has_not_seen_being_made', async () => {
  for (const name of ['usesWebAssembly', 'waitsOnWebAssembly', 'makesWebAssembly', 'usesRealm', 'waitsInRealm']) {
    await refused({ threads: [name, 'add'] }, STRANGE);
  }
});

test('the_atomics_of_another_realm_are_steps', async () => {
  const names = ['NewContext', 'Context', 'Script', 'FreshContext', 'ToArrayOfRealm'].map((where) =>
    where.startsWith('To') ? `adds${where}` : `addsIn${where}`,
  );
  for (const name of [...names, 'hidesAtomics']) {
    const error = await endOf({ threads: [name, name], invariant: 'both' });
    assert.ok(error instanceof ScheduleError, `${name}: ${error}`);
    assert.match(error.message, /a count was lost/);
    assert.match(error.schedule, /^0x1 1x[34] 0x1$/, name);
  }
});
