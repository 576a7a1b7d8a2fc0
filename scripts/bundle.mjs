// Bundles src/ into a few files that load one another, dist/reveille.js first, and a re-exporting file for each entry point.
//
// A few large ones, because V8 loads an imported or exported binding from its cell at each use, where a module's own constant
// is folded into the code: a yield in blockOn and an executor's round are almost twice as fast for it, and one file
// loads sooner than eighty. For the same reason what a file imports or exports goes through constants of its own. Not
// esbuild: it turns top-level constants into variables, which are not folded either.
//
// More than one, because loading them is a large part of a first call, and a worker needs a third of the library only: see
// bundle-layers.mjs.
//
// The main job and its threads, src/cli/main.ts and src/cli/*.worker.ts, become programs in dist/cli, which import the
// library as everybody else does. src/testing and the entry points that need a package are bundled apart: see
// bundle-apart.mjs.
//
// Run after `tsc -b src`, which writes the declarations.
import { existsSync } from 'node:fs';
import { mkdir, readdir, readFile, writeFile } from 'node:fs/promises';
import { basename, dirname } from 'node:path';
import { rolldown } from 'rolldown';
import { bundleAlone, bundleForTests, bundleSynckit, format } from './bundle-apart.mjs';
import { isHot, layersOf, leadOut, mangled, moduleOf, namesOf, noteUsed, root, SRC } from './bundle-layers.mjs';
import { bundleTesting } from './bundle-testing.mjs';

const { exports } = JSON.parse(await readFile(`${root}package.json`, 'utf8'));

const source = (entry) => `${SRC}${entry === '' ? '' : `${entry}/`}index.ts`;
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
/** What the threads run that the library starts: a file each in dist/threads, with the name of the function that it calls. */
const THREADS = { 'answering/thread': 'runThread', 'crew/watcher': 'runWatcher' };

const options = { platform: 'neutral', transform: { target: 'es2022' } };

/** The files of the library, with the modules for whose sake each is there. */
const FILES = {
  'reveille.js': Object.keys(THREADS).map((file) => `${SRC}threads/${file}.ts`),
  'offload.js': [`${SRC}threads/offload.ts`, `${SRC}block-on/block-on.ts`],
  'program.js': [source(''), source('threads')],
  'more.js': entries.map(source),
};
const layers = await layersOf(FILES);
/** What they must export: by its name there the module that has it, and the name it has in it. */
const used = new Map();
/** What each entry point exports, by the name that it has in its file. */
const publicNames = new Map();

const AGAIN = /^export \{([^}]*)\} from '(\.[^']+)';/gm;

/** The module that has what an index, which re-exports by name, calls `name`; and what it is called there. */
async function definitionOf(file, name) {
  for (const [, list, id] of (await readFile(file, 'utf8')).matchAll(AGAIN)) {
    for (const part of list.split(',')) {
      const [from, as = from] = part.trim().split(' as ');
      if (as === name) return definitionOf(moduleOf(id, file), from);
    }
  }
  return { source: file, name };
}

for (const entry of entries) {
  for (const name of await namesOf(source(entry))) {
    const from = await definitionOf(source(entry), name);
    used.set(local(entry, name), from);
    publicNames.set(local(entry, name), { entry, name, file: layers.get(from.source) });
  }
}
for (const [file, name] of Object.entries(THREADS)) {
  const from = { source: `${SRC}threads/${file}.ts`, name };
  used.set(mangled(from.source, name), from);
}
const library = { layers, used };
await bundleTesting(allEntries.filter(isTesting), library);
for (const entry of ALONE) await bundleAlone(entry, library);
if (allEntries.includes(SYNCKIT)) await bundleSynckit(SYNCKIT, library);
for (const module of [
  'camp/sleeper',
  'threads/payload/index',
  'threads/wire/index',
  'threads/answering/idleness',
  'threads/answering/looking',
  'threads/answering/rest',
  'channel/shared/patience',
]) {
  await bundleForTests(module, library);
}

/** The text of a module that exports all that is used of a file. */
function everythingOf(file) {
  const lines = new Map();
  for (const [as, { source, name }] of used) {
    if (layers.get(source) !== file) continue;
    const from = `'${source}'`;
    const own = `own$${mangled(source, name)}`;
    const isOwn = publicNames.has(as) || isHot(source, name);
    if (isOwn) lines.set(own, `import { ${name} as _${own} } from ${from}; const ${own} = _${own};`);
    lines.set(as, isOwn ? `export { ${own} as ${as} };` : `export { ${name} as ${as} } from ${from};`);
  }
  return [...lines.values()].join('\n');
}

/** Each file is written before those that it imports from: until then nobody knows what of it is used. */
for (const file of Object.keys(FILES).reverse()) {
  const names = new Map();
  const bundle = await rolldown({
    ...options,
    input: 'entry-points',
    plugins: [
      {
        name: 'entry-points',
        resolveId: (id) => (id === 'entry-points' ? id : null),
        // An empty map, since nobody has this module's source.
        load: (id) => (id === 'entry-points' ? { code: everythingOf(file), map: { mappings: '' } } : null),
      },
      leadOut((id) => (layers.get(id) === file ? undefined : layers.get(id)), names, true),
    ],
  });
  const { output } = await bundle.write({ ...format, file: `${root}dist/${file}` });
  noteUsed(output[0].code, names, used);
}

for (const entry of entries) {
  const target = `${root}dist/${entry === '' ? '' : `${entry}/`}index.js`;
  const up = entry === '' ? './' : '../'.repeat(entry.split('/').length);
  const own = [...publicNames].filter(([, of]) => of.entry === entry);
  const lines = Object.keys(FILES).map((file) => {
    const names = own.filter(([, of]) => of.file === file).map(([as, { name }]) => `  ${as} as ${name},\n`);
    return names.length === 0 ? '' : `export {\n${names.join('')}} from '${up}${file}';\n`;
  });
  await mkdir(dirname(target), { recursive: true });
  await writeFile(target, lines.join(''));
}

for (const [file, name] of Object.entries(THREADS)) {
  const run = mangled(`${SRC}threads/${file}.ts`, name);
  await writeFile(`${root}dist/threads/${basename(file)}.js`, `import { ${run} } from '../reveille.js'; ${run}();\n`);
}

/** Leads imports of the library's floors to the built library, of which there must be one copy a thread. */
const toEntries = {
  name: 'to-entries',
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
    plugins: [toEntries],
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
