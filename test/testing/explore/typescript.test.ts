import assert from 'node:assert/strict';
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import { pathToFileURL } from 'node:url';
import { ReveilleError } from 'reveille';
import { explore } from 'reveille/testing';

/** Node takes the types away itself, from 22.18 on. */
const skip = Boolean((process.features as { typescript?: unknown }).typescript);

const PROGRAM = `
  export const setup = () => new Int32Array(new SharedArrayBuffer(4));
  export const adder = (count) => void Atomics.add(count, 0, 1);
`;

/** Stands in for tsx, of which it has what the checker relies on: an API by that name, which registers a loader. */
const TSX = {
  'package.json': JSON.stringify({
    name: 'tsx',
    exports: {
      './package.json': './package.json',
      '.': './loader.mjs', // does nothing in a worker, as the real one
      './esm/api': { import: { default: './api.mjs' }, require: { default: './api.cjs' } },
    },
  }),
  'loader.mjs': '',
  'api.mjs': `
    import module from 'node:module';
    export const register = () => module.register(new URL('./hooks.mjs', import.meta.url));
  `,
  'hooks.mjs': `
    import { readFile } from 'node:fs/promises';
    export const load = async (url, context, next) =>
      url.endsWith('.ts')
        ? { format: 'module', shortCircuit: true, source: await readFile(new URL(url)) }
        : next(url, context);
  `,
};

let folder: string;
before(async () => {
  folder = await mkdtemp(join(tmpdir(), 'reveille-typescript-'));
  await mkdir(join(folder, 'with/node_modules/tsx'), { recursive: true });
  await mkdir(join(folder, 'without'));
  for (const name of ['with', 'without']) await writeFile(join(folder, name, 'program.ts'), PROGRAM);
  for (const [name, text] of Object.entries(TSX)) await writeFile(join(folder, 'with/node_modules/tsx', name), text);
});
after(() => rm(folder, { recursive: true }));

const programIn = (name: string) => ({
  module: pathToFileURL(join(folder, name, 'program.ts')),
  setup: 'setup',
  threads: ['adder', 'adder'],
});

test('threads_load_typescript_by_the_tsx_beside_it', { skip }, async () => {
  assert.equal((await explore(programIn('with'))).complete, true);
});

test('tsx_is_registered_in_the_threads_although_somebody_names_it', { skip }, async () => {
  const tsx = pathToFileURL(join(folder, 'with/node_modules/tsx/loader.mjs')).href;
  assert.equal((await explore(programIn('with'), { execArgv: ['--import', tsx] })).complete, true);
});

test('without_it_the_error_says_what_to_do', { skip }, async () => {
  await assert.rejects(explore(programIn('without')), (error) => {
    assert.ok(error instanceof ReveilleError);
    assert.match(error.message, /^program\.module: .* Install tsx beside it, name another loader in options\.execArgv/);
    return true;
  });
});
