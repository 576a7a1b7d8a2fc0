// Bundles src/testing, apart from the library's own files (see bundle-apart.mjs): a program that tests nothing should not load it.
// Its entry points share a chunk.
//
// dist/testing/thread.worker.js imports no module of the library's: it replaces globalThis.Atomics before the library
// loads. What it needs, it holds a copy of.
//
// build/src/testing has the same modules one by one, for tests of what is not published: they import
// '../../../src/testing/strategy/plan.js', which is the source to the compiler and this copy when they run.
import { existsSync } from 'node:fs';
import { readdir } from 'node:fs/promises';
import { rolldown } from 'rolldown';
import { apart, format } from './bundle-apart.mjs';
import { options, root, SRC } from './bundle-layers.mjs';

const TESTING = `${SRC}testing/`;
const WORKER = `${TESTING}model/thread.worker.ts`;

/**
 * @param entries entry points, as folders of src: `testing`, `testing/fast-check`
 * @param library as for `apart`
 */
export async function bundleTesting(entries, library) {
  const write = apart(TESTING, library);
  const named = entries.map((entry) => [`${entry.slice('testing/'.length)}/index`.replace(/^\//, ''), entry]);
  await write(Object.fromEntries(named.map(([name, entry]) => [name, `${SRC}${entry}/index.ts`])), {
    dir: `${root}dist/testing`,
    chunkFileNames: 'shared.js',
  });
  const files = (await readdir(TESTING, { recursive: true })).filter((file) =>
    /^(?!.*\.worker\.ts$).*\.ts$/.test(file),
  );
  await write(
    files.map((file) => `${TESTING}${file}`),
    { dir: `${root}build/src`, preserveModules: true, preserveModulesRoot: `${root}src` },
  );
  if (existsSync(WORKER)) {
    const bundle = await rolldown({ ...options, input: WORKER });
    await bundle.write({ file: `${root}dist/testing/thread.worker.js`, ...format });
  }
}
