import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { ROOT } from './fixture.js';

const read = (file: string): string => readFileSync(join(ROOT, 'dist', file), 'utf8');

const imports = (file: string): string[] =>
  [...read(file).matchAll(/^import\b[^;'"]*["']([^"']+)["'];/gm)].map((found) => found[1]!);

test('the_library_imports_nothing', () => {
  assert.deepEqual(imports('reveille.js'), []);
});

test('messagepack_imports_its_package_and_the_one_copy_of_the_library', () => {
  const [packed, library, ...others] = imports('codec/msgpack/index.js');
  assert.equal(packed, 'msgpackr');
  assert.equal(join(ROOT, 'dist/codec/msgpack', library!), join(ROOT, 'dist/reveille.js'));
  assert.deepEqual(others, []);
});

test('messagepack_holds_no_copy_of_the_library', () => {
  const { sources } = JSON.parse(read('codec/msgpack/index.js.map')) as { sources: string[] };
  assert.ok(sources.length > 0);
  for (const source of sources) assert.match(source, /\/src\/codec\/msgpack\//);
});
