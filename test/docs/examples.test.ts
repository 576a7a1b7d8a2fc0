import assert from 'node:assert/strict';
import { existsSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { after, test } from 'node:test';
import { fileURLToPath } from 'node:url';
import { compile } from './compile.js';
import { type Fence, fencesOfMarkdown, fencesOfSource } from './fence.js';
import { problems } from './run.js';

const ROOT = fileURLToPath(new URL('../../../', import.meta.url));

/** Of this process alone, as two runs of the tests may meet in one checkout. */
const FOLDER = join(ROOT, `build/doc-examples-${process.pid}`);
after(() => rmSync(FOLDER, { recursive: true, force: true }));

/** Two at a time: the examples that measure or wait must not fail because all cores are taken. */
const CONCURRENCY = 2;

/** The files of `folder` that end in `ending`, relative to the checkout. */
function files(folder: string, ending: string): string[] {
  if (!existsSync(join(ROOT, folder))) return [];
  const found = readdirSync(join(ROOT, folder), { recursive: true, encoding: 'utf8' });
  return found.filter((path) => path.endsWith(ending)).map((path) => `${folder}/${path}`);
}

function allFences(): Fence[] {
  const read = (file: string): string => readFileSync(join(ROOT, file), 'utf8');
  const pages = ['README.md', ...files('docs', '.md').filter((file) => !file.startsWith('docs/api/'))];
  return [
    ...pages.filter((file) => existsSync(join(ROOT, file))).flatMap((file) => fencesOfMarkdown(file, read(file))),
    ...files('src', '.ts').flatMap((file) => fencesOfSource(file, read(file))),
  ];
}

test('every_documented_example_compiles_runs_and_prints_what_it_says', { concurrency: CONCURRENCY }, async (t) => {
  const examples = compile(allFences(), ROOT, FOLDER);
  assert.ok(examples.length > 0);
  const run = examples.map((example) =>
    t.test(`${example.fence.file}:${example.fence.line}`, async () => {
      const found = await problems(example);
      assert.ok(found.length === 0, found.join('\n'));
    }),
  );
  await Promise.all(run);
});
