// Bundles what is no part of the library's own files: an entry point that a program should not have to load, or cannot, since
// it imports a package that need not be there.
//
// There must be one copy of the library a thread, or a Future of one would be no Future of the other. So whatever leads out
// of the folder leads to the file of dist/ that holds it (see bundle-layers.mjs), which exports the internal names that are
// used under mangled ones.
import { existsSync } from 'node:fs';
import { readFile, writeFile } from 'node:fs/promises';
import { basename, dirname, relative } from 'node:path';
import { rolldown } from 'rolldown';
import { leadOut, noteUsed, options, root, SRC } from './bundle-layers.mjs';

/** Maps are without the sources, which the package has: a quarter as long, for threads that want their stacks in the sources' lines. */
export const format = {
  format: 'esm',
  sourcemap: true,
  sourcemapExcludeSources: true,
  comments: { jsdoc: false, annotation: true, legal: true },
};

/**
 * @param folder of src, by its whole path, with a slash at the end
 * @param library has `layers`, and gets in `used` what its files must export for it: source and name by mangled name
 * @returns writes a bundle, by rolldown's input and output options
 */
export function apart(folder, { layers, used }) {
  const names = new Map();
  const fileOf = (file) => (file.startsWith(folder) ? undefined : layers.get(file));
  return async (input, output) => {
    const bundle = await rolldown({ ...options, input, plugins: [leadOut(fileOf, names, false)] });
    const written = await bundle.write({ ...format, entryFileNames: '[name].js', ...output });
    for (const { code = '' } of written.output) noteUsed(code, names, used);
  };
}

/** Bundles one entry point alone, such as `codec/msgpack`; `library` as above. */
export async function bundleAlone(entry, library) {
  const write = apart(`${SRC}${entry}/`, library);
  await write({ index: `${SRC}${entry}/index.ts` }, { dir: `${root}dist/${entry}` });
}

/** Puts a module, such as `threads/wire/index`, into build/src, for tests of what is not published; `library` as above. */
export async function bundleForTests(module, library) {
  const source = `${SRC}${module}.ts`;
  if (!existsSync(source)) return;
  const file = `${root}build/src/${module}.js`;
  const [from, dir] = [dirname(source), dirname(file)];
  await apart(`${from}/`, library)({ [basename(module)]: source }, { dir });
  // The bundler's way to the library begins at the source, which is one folder less deep.
  let code = await readFile(file, 'utf8');
  for (const layer of new Set(library.layers.values())) {
    code = code.replaceAll(`"${relative(from, `${root}dist/${layer}`)}"`, `"${relative(dir, `${root}dist/${layer}`)}"`);
  }
  await writeFile(file, code);
}

/**
 * Bundles the entry point whose functions run in a program of their own on another thread. What both have in common is little, and stands in each:
 * one more file would take a thread a millisecond longer to load.
 */
export async function bundleSynckit(entry, library) {
  const write = apart(`${SRC}${entry}/`, library);
  for (const name of ['index', 'host.worker']) {
    await write({ [name]: `${SRC}${entry}/${name}.ts` }, { dir: `${root}dist/${entry}` });
  }
}
