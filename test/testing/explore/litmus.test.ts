import assert from 'node:assert/strict';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import { type Exploration, type ExploreOptions, explore, type Program, ScheduleError } from 'reveille/testing';
import { COUNTING, LITMUS, type Litmus, type Operation } from '../litmus.js';
import { Survey } from '../strategy/survey.js';
import type { MachineOptions } from '../strategy/toy-machine.js';
import { limited } from './programs/litmus.js';

let folder: string;
before(async () => {
  folder = await mkdtemp(join(tmpdir(), 'reveille-litmus-'));
});
after(() => rm(folder, { recursive: true }));

let files = 0;

interface Found {
  readonly exploration: Exploration;
  /** With the words' last values. */
  readonly endings: readonly string[];
}

async function found(litmus: Pick<Litmus, 'program'>, withLimits: boolean, options: ExploreOptions): Promise<Found> {
  files += 1;
  const file = join(folder, `${files}`);
  const program = programOf(litmus, withLimits, file);
  const exploration = await explore({ ...program, invariant: 'note' }, options);
  const text = await readFile(file, 'utf8');
  return { exploration, endings: text.trimEnd().split('\n').sort() };
}

function programOf({ program }: Pick<Litmus, 'program'>, withLimits: boolean, file = ''): Program {
  const module = new URL('./programs/litmus.js', import.meta.url);
  const index = [...LITMUS, ...COUNTING].findIndex((litmus) => litmus.program === program);
  module.search = `${new URLSearchParams({ program: `${index}`, limited: `${withLimits}`, file })}`;
  return { module, setup: 'setup', threads: program.map((_, thread) => `thread${thread}`) };
}

/** A machine that has the checker's rules. */
const rules = (afterWrites: boolean): MachineOptions => ({ afterWrites, looks: 3 });

const has = ({ program }: Litmus, matches: (operation: Operation) => boolean): boolean => program.flat().some(matches);

/** Some runs of it do not come to an end. */
const fails = ({ outcomes }: Litmus): boolean => outcomes.some((outcome) => /(^| )-( |$)|failed/.test(outcome));

/** It has no other runs, not even with time limits. */
const neverEnds = ({ outcomes }: Litmus): boolean => outcomes.length === 1 && outcomes[0] === '- | ';

for (const litmus of LITMUS) {
  if (fails(litmus)) {
    test(`${litmus.name}: fails`, async () => {
      for (const strategy of [{ bound: Number.POSITIVE_INFINITY }, { strategy: 'dpor' } as const]) {
        await assert.rejects(explore(programOf(litmus, false), { ...strategy, afterWrites: false }), ScheduleError);
      }
    });
  }
  if (neverEnds(litmus)) continue;
  for (const afterWrites of [false, true]) {
    test(`${litmus.name}${afterWrites ? ', interrupted after writes' : ''}`, () => assertOutcomes(litmus, afterWrites));
  }
}

for (const { name, program } of COUNTING) {
  test(`${name}: dpor and depth-first find the same`, async () => {
    const { outcomes } = new Survey(program, rules(false));
    for (const strategy of [{ bound: Number.POSITIVE_INFINITY }, { strategy: 'dpor' } as const]) {
      const { endings } = await found({ program }, false, { ...strategy, afterWrites: false });
      assert.deepEqual(endings, outcomes);
    }
  });
}

async function assertOutcomes(litmus: Litmus, afterWrites: boolean): Promise<void> {
  const survey = new Survey(limited(litmus.program), rules(afterWrites));
  const all = await found(litmus, true, { bound: Number.POSITIVE_INFINITY, afterWrites });
  const reduced = await found(litmus, true, { strategy: 'dpor', afterWrites });
  for (const { exploration, endings } of [all, reduced]) {
    assert.deepEqual(endings, survey.outcomes);
    assert.deepEqual(answersOf(exploration), answersIn(survey.outcomes));
    assert.equal(exploration.complete, true);
    assert.equal(exploration.bound, Number.POSITIVE_INFINITY);
  }
  // Looks of a thread that spins while nobody else can go are no steps on real threads.
  const countsLooks = has(litmus, (operation) => operation.do === 'spin' && operation.bounded);
  if (!countsLooks) assert.equal(all.exploration.runs, survey.allSchedules);
  if (!fails(litmus) && !has(litmus, (operation) => operation.do === 'wait')) {
    const known = litmus.memory === true ? all.endings : answersOf(all.exploration);
    assert.deepEqual(known, [...litmus.outcomes].sort());
  }
}

const answersOf = ({ outcomes }: Exploration): string[] =>
  outcomes.map(({ answers }) => answers.map((list) => (list as string[]).join(' ')).join(' | ')).sort();

const answersIn = (endings: readonly string[]): string[] =>
  [...new Set(endings.map((ending) => ending.replace(/ ;.*/, '')))].sort();
