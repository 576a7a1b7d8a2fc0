// In which files of dist/ the library's modules go. A thread loads what it needs, and each module is in one file only: there
// must be one copy of the library a thread, or a Future of one would be no Future of the other.
//
// A file holds what its roots import, directly or not, and no file before it holds; so it imports files before it only.
// Loading is what a thread's first call waits for, and most of loading is compiling: some 40 ns a byte, on each thread anew.
import { readFile } from 'node:fs/promises';
import { dirname, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { rolldown } from 'rolldown';

export const root = fileURLToPath(new URL('..', import.meta.url));
export const SRC = `${root}src/`;

/** Node's modules and the optional packages are the program's own. */
export const options = {
  platform: 'node',
  transform: { target: 'es2022' },
  external: [/^node:/, 'fast-check', 'msgpackr'],
};

/** The modules that the given ones import, types left out, and those themselves; but not what is in `known`. */
async function closureOf(files, known) {
  const found = new Set();
  const note = {
    name: 'note',
    resolveId: (id, importer) =>
      importer !== undefined && known.has(moduleOf(id, importer)) ? { id, external: true } : null,
    transform: (_, id) => void found.add(id),
  };
  const bundle = await rolldown({ ...options, input: files, plugins: [note] });
  await bundle.generate({ format: 'esm' });
  return [...found].filter((id) => id.startsWith(SRC));
}

/** The source that is imported as `id`, which has the name of what will be compiled. */
export const moduleOf = (id, importer) => resolve(dirname(importer), id).replace(/\.js$/, '.ts');

/** By its path the file of dist/ that holds a module. `files` has the roots of each file, by its name, the innermost one first. */
export async function layersOf(files) {
  const layers = new Map();
  for (const [file, roots] of Object.entries(files)) {
    for (const id of await closureOf(roots, layers)) if (!layers.has(id)) layers.set(id, file);
  }
  return layers;
}

const known = new Map();

/** What a module exports, types left out. */
export function namesOf(file) {
  if (!known.has(file)) known.set(file, findNames(file));
  return known.get(file);
}

async function findNames(file) {
  const alone = { name: 'alone', resolveId: (id) => (id === file ? null : { id, external: true }) };
  const bundle = await rolldown({ ...options, input: file, plugins: [alone] });
  const { output } = await bundle.generate({ format: 'esm' });
  return output[0].exports.sort();
}

const numbers = new Map();

/** By what name a file of dist/ exports what is no public name. A short one: there are some hundred in each thread's first file. */
export function mangled(file, name) {
  const key = `${file} ${name}`;
  if (!numbers.has(key)) numbers.set(key, numbers.size);
  return `internal$${numbers.get(key)}`;
}

/** Notes in `used` which of these names are used in a code. */
export function noteUsed(code, names, used) {
  for (const [as] of code.matchAll(/\binternal\$\d+/g)) if (names.has(as)) used.set(as, names.get(as));
}

/**
 * What is used in inner loops, on either side: each name that is a constant of its own weighs some bytes, so the others are
 * exported and imported as they are.
 */
const HOT = /^(?:core\/poll|camp\/wait-row|channel\/.*|codec\/(?:bytes|utf8)|queue\/.*)\.ts$/;
const SIGNALS = /^(?:AWAIT|CALL|CALLED|handover|NOTHING|SUSPENDED)$/;
const ATOMICS = /^(?:add|compareExchange|load|store)$/;

/** Whether that name of a module is to be a constant of each file that uses it. */
export function isHot(file, name) {
  const module = file.slice(SRC.length);
  if (module === 'platform/index.ts') return ATOMICS.test(name);
  return module === 'core/suspend.ts' ? SIGNALS.test(name) : HOT.test(module);
}

const VIRTUAL = '\0library/';
const LIBRARY = 'the built library/';

/**
 * Puts an import of a file of dist/ in the place of each module that is outside of what is bundled.
 *
 * @param fileOf - the file of dist/ that holds a module; undefined for what belongs into the bundle.
 * @param names - gets what these files must export for it: source and name by mangled name.
 * @param owns - whether it is one of these files, beside the others; names that matter become constants of its own then, which
 * V8 folds into the code.
 */
export const leadOut = (fileOf, names, owns) => ({
  name: 'lead-out',
  resolveId(id, importer = '') {
    if (id.startsWith(LIBRARY)) {
      const target = id.slice(LIBRARY.length);
      return owns ? { id: `./${target}`, external: true } : { id: `${root}dist/${target}`, external: 'relative' };
    }
    if (!id.startsWith('.')) return null;
    const file = moduleOf(id, importer);
    return fileOf(file) === undefined ? null : `${VIRTUAL}${file}`;
  },
  async load(id) {
    if (!id.startsWith(VIRTUAL)) return null;
    const file = id.slice(VIRTUAL.length);
    const literals = owns ? await literalsOf(file) : new Map();
    const list = (await namesOf(file)).filter((name) => !literals.has(name));
    for (const name of list) names.set(mangled(file, name), { source: file, name });
    const library = `'${LIBRARY}${fileOf(file)}'`;
    const code = list.map((name) => (owns && isHot(file, name) ? ownOf : againOf)(mangled(file, name), name, library));
    return { code: [...code, ...literals.values()].join('\n'), map: { mappings: '' } };
  },
});

const LITERAL = /^export const (\w+)(?:: \w+)? = (-?(?:\d[\d_.]*|0x[\da-f_]+)|'[^'\\]*');$/gm;

/** Constants whose values stand there: these are repeated, so that what is computed from them can be by bundlers. */
async function literalsOf(file) {
  const source = await readFile(file, 'utf8');
  return new Map([...source.matchAll(LITERAL)].map(([, name, value]) => [name, `export const ${name} = ${value};`]));
}

const againOf = (from, name, library) => `export { ${from} as ${name} } from ${library};`;
const ownOf = (from, name, library) =>
  `import { ${from} } from ${library}; const its$${name} = ${from}; export { its$${name} as ${name} };`;
