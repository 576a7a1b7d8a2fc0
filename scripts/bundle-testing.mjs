// Bundles src/testing, which is no part of dist/reveille.js: a program that tests nothing should not load it.
//
// dist/testing/index.js (and the entry points below it, which share a chunk) imports internals of the library, and there
// must be one copy of the library a thread, or a Future of one would be no Future of the other. So whatever leads out of
// src/testing leads to dist/reveille.js, which exports the internal names that are used under mangled ones.
//
// dist/testing/thread.worker.js imports no module of the library's: it replaces globalThis.Atomics before the library
// loads. What it needs, it holds a copy of.
//
// build/src/testing has the same modules one by one, for tests of what is not published: they import
// '../../../src/testing/strategy/plan.js', which is the source to the compiler and this copy when they run.
import { existsSync } from 'node:fs';
import { readdir } from 'node:fs/promises';
import { dirname, relative, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { rolldown } from 'rolldown';

const root = fileURLToPath(new URL('..', import.meta.url));
const SRC = `${root}src/`;
const TESTING = `${SRC}testing/`;
const WORKER = `${TESTING}model/thread.worker.ts`;
const LIBRARY = 'the built library';
const VIRTUAL = '\0library/';

/** Node's modules and the optional packages are the program's own. */
const options = { platform: 'node', transform: { target: 'es2022' }, external: [/^node:/, 'fast-check'] };

/** What a module exports, types left out. */
export async function namesOf(file) {
  const bundle = await rolldown({ ...options, input: file });
  const { output } = await bundle.generate({ format: 'esm' });
  return output[0].exports.sort();
}

const format = { format: 'esm', sourcemap: true, comments: { jsdoc: false, annotation: true, legal: true } };

const mangled = (file, name) => `internal$${file.replace(/\.ts$/, '').replace(/\W/g, '$')}$${name}`;

/** Puts a re-export of dist/reveille.js in the place of each module outside src/testing; notes its names in `names`. */
const leadOut = (names) => ({
  name: 'lead-out',
  resolveId(id, importer = '') {
    if (id === LIBRARY) return { id: `${root}dist/reveille.js`, external: 'relative' };
    if (!id.startsWith('.')) return null;
    const file = resolve(dirname(importer), id).replace(/\.js$/, '.ts');
    return file.startsWith(TESTING) ? null : `${VIRTUAL}${relative(SRC, file)}`;
  },
  async load(id) {
    if (!id.startsWith(VIRTUAL)) return null;
    const file = id.slice(VIRTUAL.length);
    const list = await namesOf(`${SRC}${file}`);
    for (const name of list) names.set(mangled(file, name), { source: `${SRC}${file}`, name });
    const code = `export { ${list.map((name) => `${mangled(file, name)} as ${name}`)} } from '${LIBRARY}';`;
    return { code, map: { mappings: '' } };
  },
});

/**
 * @param entries entry points, as folders of src: `testing`, `testing/fast-check`
 * @returns what dist/reveille.js must export for it: source and name by mangled name
 */
export async function bundleTesting(entries) {
  const names = new Map();
  const used = new Map();
  const write = async (input, output) => {
    const bundle = await rolldown({ ...options, input, plugins: [leadOut(names)] });
    const written = await bundle.write({ ...format, entryFileNames: '[name].js', ...output });
    const code = written.output.map((file) => file.code ?? '').join('\n');
    for (const [as, from] of names) if (code.includes(as)) used.set(as, from);
  };
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
  return used;
}
