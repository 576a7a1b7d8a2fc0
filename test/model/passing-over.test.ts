/**
 * A pop passes over a push whose thread has died, after some milliseconds. A model knows no milliseconds: it holds a thread that
 * looks in vain. So these are searched in a library that does not wait, but passes at once whatever it may pass.
 */
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { before, test } from 'node:test';
import { type ExploreOptions, explore, type Program, ScheduleError } from 'reveille/testing';
import { ROOT } from '../package/fixture.js';
import { buildMutants, type Mutant } from './build-mutant.js';
import { EVERY, looking, WITH_PLAIN_LOOKS } from './searches.js';

const FILE = 'src/queue/shared-array-queue.ts';
const LATER = 'round >= LATE && ';

/** From where it is decided to pass to where it is done. */
function passing(): string {
  const code = readFileSync(join(ROOT, FILE), 'utf8');
  const start = code.indexOf(LATER);
  return code.slice(start, code.indexOf('#move(head: number)', start));
}

/** @param more - what is wrong with it, beside its haste. */
function hasty(name: string, why: string, ...more: readonly [replace: string, by: string][]): Mutant {
  const replace = passing();
  let by = replace.replace(LATER, '');
  for (const [from, to] of more) {
    assert.ok(by.includes(from), from);
    by = by.replace(from, to);
  }
  return { name: `hasty-${name}`, file: FILE, replace, by, why };
}

const RIGHT = hasty('right', 'a pop that does not wait before it passes over what it may pass over');
const BLIND = hasty('blind', 'passes over whoever has not come to the end', ['pushers.areAlive || ', '']);
const RASH = hasty('rash', 'does not look again whether the push has come to its end', [
  '!isStamped(words, this.#at(at), at)',
  'true',
]);
const MUTE = hasty('mute', 'tells nobody that there is room', ['pushers.passedOver()', 'void 0']);

type Row = Omit<Program, 'module'>;
const row = (threads: string, invariant?: string): Row => ({
  threads: threads.split(' '),
  ...(invariant !== undefined && { invariant }),
});

const SEARCH: ExploreOptions = { ...looking(EVERY), onProgress: () => {} };
const ROWS: readonly Row[] = [
  row('receiverBehind giver', 'gotOne'),
  row('receiverBehind lastSender', 'over'),
  row('senderBehind takerBehind', 'arrived'),
  row('bothBehind takerBehind', 'isShared'),
  row('receiver giver', 'gotOne'),
  row('sender taker', 'madeRoom'),
];

let modules: readonly URL[];
before(async () => {
  modules = await buildMutants([RIGHT, BLIND, RASH, MUTE].map((mutant) => ({ mutant, program: 'passing-over' })));
});

for (const one of ROWS) {
  test(`a_push_is_passed_over_if_its_thread_has_died (I13): ${one.threads.join(' ')}`, async (t) => {
    const found = await explore({ module: modules[0] as URL, ...one }, SEARCH);
    t.diagnostic(found.text);
    assert.equal(found.complete, true);
  });
}

for (const [i, mutant, one] of [
  [1, BLIND, row('receiver giver', 'gotOne')],
  [2, RASH, row('receiver giver', 'gotOne')],
  [3, MUTE, row('senderBehind takerBehind', 'arrived')],
] as const) {
  test(`${mutant.name}: ${mutant.why}`, async (t) => {
    const search: ExploreOptions = { ...looking(WITH_PLAIN_LOOKS), onProgress: () => {} };
    await assert.rejects(explore({ module: modules[i] as URL, ...one }, search), (error) => {
      assert.ok(error instanceof ScheduleError);
      t.diagnostic(`${error.kind} in schedule ${error.runs}`);
      return true;
    });
  });
}
