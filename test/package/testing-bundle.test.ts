import assert from 'node:assert/strict';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { LIBRARY, ROOT } from './fixture.js';

const read = (file: string): string => readFileSync(join(ROOT, 'dist', file), 'utf8');

/** What a built module imports, by static imports. */
function imports(file: string): string[] {
  return [...read(file).matchAll(/^(?:import|export)\b(?:[^;'"]*\bfrom)? ?["']([^"']+)["'];/gm)].map(
    (found) => found[1]!,
  );
}

const WORKER = 'testing/thread.worker.js';
const modules = readdirSync(join(ROOT, 'dist/testing'), { recursive: true, encoding: 'utf8' })
  .filter((file) => file.endsWith('.js'))
  .map((file) => `testing/${file}`);

test('the_library_holds_no_testing_code', () => {
  const sources = LIBRARY.flatMap((file) => (JSON.parse(read(`${file}.map`)) as { sources: string[] }).sources);
  assert.ok(sources.some((source) => source.endsWith('src/core/future.ts')));
  assert.deepEqual(
    sources.filter((source) => source.includes('src/testing/')),
    [],
  );
});

test('testing_code_holds_no_copy_of_the_library', () => {
  for (const file of modules.filter((file) => file !== WORKER && existsSync(join(ROOT, 'dist', `${file}.map`)))) {
    const { sources } = JSON.parse(read(`${file}.map`)) as { sources: string[] };
    assert.ok(sources.length > 0, file);
    for (const source of sources) assert.match(source, /\/src\/testing\//, file);
  }
});

test('testing_code_loads_in_a_browser', () => {
  const optional: Readonly<Record<string, string>> = { 'testing/fast-check/index.js': 'fast-check' };
  for (const file of modules.filter((file) => file !== WORKER)) {
    const known = [...LIBRARY, 'testing/shared.js'].map((one) => join(ROOT, 'dist', one)).concat(optional[file] ?? []);
    const found = imports(file).map((id) => (id.startsWith('.') ? join(ROOT, 'dist', file, '..', id) : id));
    assert.deepEqual(
      found.filter((id) => !known.includes(id)),
      [],
      file,
    );
  }
});

test('a_checked_thread_loads_nothing_of_the_library_before_its_atomics_are_replaced', (t) => {
  if (!modules.includes(WORKER)) return t.skip('there is no such program yet');
  assert.deepEqual(
    imports(WORKER).filter((id) => !id.startsWith('node:')),
    [],
  );
});
