import assert from 'node:assert/strict';
import { existsSync } from 'node:fs';
import { readFile, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { after, test } from 'node:test';
import { ROOT } from '../package/fixture.js';
import { buildMutants, type Mutant } from './build-mutant.js';
import * as program from './programs/array-queue.js';

/** One too many: what it does can be seen without a checker. */
const roomier: Mutant = {
  name: `roomier-${process.pid}`,
  file: 'src/queue/shared-array-queue.ts',
  replace: "allocateQueue('ring', this.items, capacity, sizeOf(this.items, capacity))",
  by: "allocateQueue('ring', this.items, capacity * 100, sizeOf(this.items, capacity * 100))",
  why: 'for this test alone',
};

const build = async (mutant: Mutant, program: string): Promise<URL> =>
  (await buildMutants([{ mutant, program }]))[0] as URL;

after(() => rm(join(ROOT, `build/mutants/${roomier.name}`), { recursive: true, force: true }));

test('a_program_stands_alone_with_the_mistake_in_it', async () => {
  const module = await build(roomier, 'array-queue');
  const built = (await import(module.href)) as typeof program;
  assert.deepEqual(Object.keys(built).sort(), Object.keys(program).sort());
  assert.ok(built.setupOfTwo().byteLength > 2 * program.setupOfTwo().byteLength);
  built.single(built.setupOfOne());
  const code = await readFile(module, 'utf8');
  assert.deepEqual(code.match(/^import\b.*/gm), null);
  assert.ok(code.includes('capacity * 100'));
});

test('its_source_map_leads_to_the_sources', async () => {
  const module = await build(roomier, 'array-queue');
  const map = JSON.parse(await readFile(new URL(`${module}.map`), 'utf8')) as {
    sources: string[];
    sourcesContent: string[];
  };
  for (const source of map.sources) assert.ok(existsSync(new URL(source, module)), source);
  const i = map.sources.findIndex((source) => source.endsWith(roomier.file));
  assert.ok(map.sourcesContent[i]?.includes(roomier.by));
});

test('two_mutants_of_one_file_do_not_meet', async () => {
  const other: Mutant = { ...roomier, name: `${roomier.name}-still`, by: roomier.by.replaceAll('100', '1_000') };
  const modules = await buildMutants([
    { mutant: roomier, program: 'array-queue' },
    { mutant: other, program: 'array-queue' },
  ]);
  const built = (await Promise.all(modules.map((module) => import(module.href)))) as (typeof program)[];
  const [bytes = 0, more = 0] = built.map(({ setupOfTwo }) => setupOfTwo().byteLength);
  assert.ok(more > 5 * bytes, `${bytes}, ${more}`);
  await rm(join(ROOT, `build/mutants/${other.name}`), { recursive: true });
});

test('a_mutant_that_would_mutate_nothing_or_too_much_is_refused', async () => {
  await assert.rejects(
    build({ ...roomier, replace: 'no such text' }, 'array-queue'),
    /^Error: mutant roomier-\d+: "no such text" stands 0 times in src\/queue\/shared-array-queue\.ts, not once$/,
  );
  await assert.rejects(build({ ...roomier, replace: 'capacity' }, 'array-queue'), /stands \d\d+ times/);
  await assert.rejects(build(roomier, 'hlt'), /: hlt does not use src\/queue\/shared-array-queue\.ts$/);
  await assert.rejects(build(roomier, 'seg-queue'), /: seg-queue does not use /);
});
