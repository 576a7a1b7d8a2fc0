import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join, relative } from 'node:path';
import { test } from 'node:test';
import { LIBRARY, ROOT } from './fixture.js';

const read = (file: string): string => readFileSync(join(ROOT, 'dist', file), 'utf8');

const imports = (file: string): string[] =>
  [...read(file).matchAll(/^import\b[^;'"]*["']([^"']+)["'];/gm)].map((found) => found[1]!);

test('each_file_of_the_library_imports_files_before_it_only', () => {
  for (const [i, file] of LIBRARY.entries()) {
    const before = LIBRARY.slice(0, i).map((one) => `./${one}`);
    assert.deepEqual(
      imports(file).filter((id) => !before.includes(id)),
      [],
      file,
    );
  }
});

test('no_module_is_in_two_files_of_the_library', () => {
  const homes = new Map<string, string>();
  for (const file of LIBRARY) {
    for (const source of (JSON.parse(read(`${file}.map`)) as { sources: string[] }).sources) {
      assert.equal(homes.get(source), undefined, source);
      homes.set(source, file);
    }
  }
});

test('what_a_worker_loads_of_the_library_is_one_file', () => {
  assert.deepEqual(imports('threads/thread.js'), ['../reveille.js']);
  assert.deepEqual(imports('threads/watcher.js'), ['../reveille.js']);
});

test('messagepack_imports_its_package_and_the_one_copy_of_the_library', () => {
  const [packed, ...files] = imports('codec/msgpack/index.js');
  assert.equal(packed, 'msgpackr');
  assert.ok(files.length > 0);
  for (const file of files) {
    assert.ok(LIBRARY.includes(relative(join(ROOT, 'dist'), join(ROOT, 'dist/codec/msgpack', file))), file);
  }
});

test('messagepack_holds_no_copy_of_the_library', () => {
  const { sources } = JSON.parse(read('codec/msgpack/index.js.map')) as { sources: string[] };
  assert.ok(sources.length > 0);
  for (const source of sources) assert.match(source, /\/src\/codec\/msgpack\//);
});
