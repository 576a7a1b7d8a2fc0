// Bundles what is no part of dist/reveille.js: an entry point that a program should not have to load, or cannot, since it
// imports a package that need not be there.
//
// There must be one copy of the library a thread, or a Future of one would be no Future of the other. So whatever leads out
// of the folder leads to dist/reveille.js, which exports the internal names that are used under mangled ones.
import { existsSync } from 'node:fs';
import { readFile, writeFile } from 'node:fs/promises';
import { dirname, relative, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { rolldown } from 'rolldown';

export const root = fileURLToPath(new URL('..', import.meta.url));
const SRC = `${root}src/`;
const LIBRARY = 'the built library';
const VIRTUAL = '\0library/';

/** Node's modules and the optional packages are the program's own. */
export const options = {
  platform: 'node',
  transform: { target: 'es2022' },
  external: [/^node:/, 'fast-check', 'msgpackr'],
};

export const format = { format: 'esm', sourcemap: true, comments: { jsdoc: false, annotation: true, legal: true } };

/** What a module exports, types left out. */
export async function namesOf(file) {
  const bundle = await rolldown({ ...options, input: file });
  const { output } = await bundle.generate({ format: 'esm' });
  return output[0].exports.sort();
}

const mangled = (file, name) => `internal$${file.replace(/\.ts$/, '').replace(/\W/g, '$')}$${name}`;

/** Puts a re-export of dist/reveille.js in the place of each module outside `folder`; notes its names in `names`. */
const leadOut = (folder, names) => ({
  name: 'lead-out',
  resolveId(id, importer = '') {
    if (id === LIBRARY) return { id: `${root}dist/reveille.js`, external: 'relative' };
    if (!id.startsWith('.')) return null;
    const file = resolve(dirname(importer), id).replace(/\.js$/, '.ts');
    return file.startsWith(folder) ? null : `${VIRTUAL}${relative(SRC, file)}`;
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
 * @param folder of src, by its whole path, with a slash at the end
 * @param used gets what dist/reveille.js must export for it: source and name by mangled name
 * @returns writes a bundle, by rolldown's input and output options
 */
export function apart(folder, used) {
  const names = new Map();
  return async (input, output) => {
    const bundle = await rolldown({ ...options, input, plugins: [leadOut(folder, names)] });
    const written = await bundle.write({ ...format, entryFileNames: '[name].js', ...output });
    const code = written.output.map((file) => file.code ?? '').join('\n');
    for (const [as, from] of names) if (code.includes(as)) used.set(as, from);
  };
}

/** Bundles one entry point alone, such as `codec/msgpack`; `used` as above. */
export async function bundleAlone(entry, used) {
  const write = apart(`${SRC}${entry}/`, used);
  await write({ index: `${SRC}${entry}/index.ts` }, { dir: `${root}dist/${entry}` });
}

/** Puts a folder's index into build/src, for tests of what is not published; `used` as above. */
export async function bundleForTests(folder, used) {
  const index = `${SRC}${folder}/index.ts`;
  if (!existsSync(index)) return;
  const dir = `${root}build/src/${folder}`;
  await apart(`${SRC}${folder}/`, used)({ index }, { dir });
  // The bundler's way to the library begins at the source, which is one folder less deep.
  const code = await readFile(`${dir}/index.js`, 'utf8');
  const found = relative(dirname(index), `${root}dist/reveille.js`);
  await writeFile(`${dir}/index.js`, code.replaceAll(`"${found}"`, `"${relative(dir, `${root}dist/reveille.js`)}"`));
}

/** Bundles the entry point whose functions run in a program of their own on another thread. */
export async function bundleSynckit(entry, used) {
  const write = apart(`${SRC}${entry}/`, used);
  const inputs = { index: `${SRC}${entry}/index.ts`, 'host.worker': `${SRC}${entry}/host.worker.ts` };
  await write(inputs, { dir: `${root}dist/${entry}`, chunkFileNames: 'shared.js' });
}
