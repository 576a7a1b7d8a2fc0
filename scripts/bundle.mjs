// Bundles src/ into one module, dist/reveille.js, and a re-exporting file for each entry point.
//
// One module, because V8 loads an imported or exported binding from its cell at each use, where a module's own constant
// is folded into the code: a yield in blockOn and an executor's round are almost twice as fast for it, and one file
// loads sooner than eighty. For the same reason the public names are exported through constants of their own. Not
// esbuild: it turns top-level constants into variables, which are not folded either.
//
// The main job and its threads, src/cli/main.ts and src/cli/*.worker.ts, become programs in dist/cli, which import the
// library as everybody else does. src/testing and the entry points that need a package are bundled apart: see
// bundle-apart.mjs.
//
// Run after `tsc -b src`, which writes the declarations.
import { existsSync } from 'node:fs';
import { mkdir, readdir, readFile, writeFile } from 'node:fs/promises';
import { basename, dirname } from 'node:path';
import { fileURLToPath } from 'node:url';
import { rolldown } from 'rolldown';
import { bundleAlone, bundleForTests, bundleSynckit, namesOf } from './bundle-apart.mjs';
import { bundleTesting } from './bundle-testing.mjs';

const root = fileURLToPath(new URL('..', import.meta.url));
const { exports } = JSON.parse(await readFile(`${root}package.json`, 'utf8'));

const source = (entry) => `${root}src/${entry === '' ? '' : `${entry}/`}index.ts`;
const local = (entry, name) => (entry === '' ? name : `${entry.replaceAll('/', '$')}$${name}`);

/** Entry points as folders of src, '' for the root. */
const allEntries = Object.keys(exports)
  .filter((path) => !path.endsWith('.json'))
  .map((path) => path.slice(2))
  .filter((entry) => existsSync(source(entry)));
const isTesting = (entry) => /^testing(?:\/|$)/.test(entry);
/** The entry points that import a package, which need not be there. */
const ALONE = ['codec/msgpack'];
/** The entry point that imports modules of Node's, and its worker's program. */
const SYNCKIT = 'synckit';
const entries = allEntries.filter((entry) => !isTesting(entry) && ![...ALONE, SYNCKIT].includes(entry));

const options = { platform: 'neutral', transform: { target: 'es2022' } };

/** What dist/reveille.js exports: by its name there the module that has it, and the name it has in it. */
function exported(names) {
  const found = new Map();
  for (const [entry, list] of names) {
    for (const name of list) found.set(local(entry, name), { source: source(entry), name });
  }
  return found;
}

/** The text of a module that exports all these. */
function everything(found) {
  const lines = [...found].map(
    ([as, { source, name }]) =>
      `import { ${name} as _${as} } from '${source}'; const own$${as} = _${as}; export { own$${as} as ${as} };`,
  );
  return lines.join('\n');
}

const names = new Map();
for (const entry of entries) names.set(entry, await namesOf(source(entry)));
const internals = new Map();
await bundleTesting(allEntries.filter(isTesting), internals);
for (const entry of ALONE) await bundleAlone(entry, internals);
if (allEntries.includes(SYNCKIT)) await bundleSynckit(SYNCKIT, internals);
await bundleForTests('threads/payload', internals);
await bundleForTests('threads/wire', internals);
/** What the threads run that the library starts: a file each in dist/threads, with the name of the function that it calls. */
const THREADS = { 'answering/thread': 'runThread', 'crew/watcher': 'runWatcher' };
for (const [file, name] of Object.entries(THREADS)) {
  internals.set(`internal$${name}`, { source: `${root}src/threads/${file}.ts`, name });
}
const code = everything(new Map([...exported(names), ...internals]));

const bundle = await rolldown({
  ...options,
  input: 'entry-points',
  plugins: [
    {
      name: 'entry-points',
      resolveId: (id) => (id === 'entry-points' ? id : null),
      // An empty map, since nobody has this module's source.
      load: (id) => (id === 'entry-points' ? { code, map: { mappings: '' } } : null),
    },
  ],
});
await bundle.write({
  file: `${root}dist/reveille.js`,
  format: 'esm',
  sourcemap: true,
  comments: { jsdoc: false, annotation: true, legal: true },
});

for (const [entry, list] of names) {
  const file = `${root}dist/${entry === '' ? '' : `${entry}/`}index.js`;
  const up = entry === '' ? './' : '../'.repeat(entry.split('/').length);
  const lines = list.map((name) => `  ${local(entry, name)} as ${name},\n`).join('');
  await mkdir(dirname(file), { recursive: true });
  await writeFile(file, `export {\n${lines}} from '${up}reveille.js';\n`);
}

for (const [file, name] of Object.entries(THREADS)) {
  await writeFile(
    `${root}dist/threads/${basename(file)}.js`,
    `import { internal$${name} } from '../reveille.js'; internal$${name}();\n`,
  );
}

/** Leads imports of the library's floors to the built library, of which there must be one copy a thread. */
const library = {
  name: 'library',
  resolveId(id) {
    const [, floor] = /^\.\.\/([\w-]+)\/index\.js$/.exec(id) ?? [];
    if (floor === undefined) return null;
    return { id: entries.includes(floor) ? `../${floor}/index.js` : '../index.js', external: 'relative' };
  },
};

const programs = existsSync(`${root}src/cli`) ? await readdir(`${root}src/cli`) : [];
const inputs = programs.filter((file) => file === 'main.ts' || file.endsWith('.worker.ts'));
if (inputs.length > 0) {
  const bundle = await rolldown({
    ...options,
    platform: 'node',
    plugins: [library],
    input: Object.fromEntries(inputs.map((file) => [file.replace(/\.ts$/, ''), `${root}src/cli/${file}`])),
  });
  await bundle.write({
    dir: `${root}dist/cli`,
    format: 'esm',
    sourcemap: true,
    entryFileNames: '[name].js',
    chunkFileNames: 'shared.js',
  });
}
