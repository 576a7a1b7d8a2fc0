/**
 * Packs the package as it would be published, and uses it as strangers do: installed into an empty project, imported
 * from ESM, required from CommonJS, compiled by TypeScript in `nodenext` and `bundler` resolution, bundled by esbuild, and
 * tested by vitest, which comes from the npm registry.
 */
import { execFileSync, spawnSync } from 'node:child_process';
import { cpSync, existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join, resolve } from 'node:path';
import { build } from 'esbuild';

const ROOT = resolve(import.meta.dirname, '..');
const CONSUMER = join(ROOT, 'scripts/consumer');
const { exports, devDependencies } = JSON.parse(readFileSync(join(ROOT, 'package.json'), 'utf8'));
const VITEST = '4.1.12'; // of the last that run on Node 20

/** What programs import: `reveille`, `reveille/queue`, ... */
const SPECIFIERS = Object.keys(exports)
  .filter((path) => path !== './package.json')
  .map((path) => path.replace('.', 'reveille'));

const SHIPPED =
  /^(?:(?:dist|src|docs)(?:\/.*)?|examples(?:\/.*\.(?:ts|html)|\/browser)?|(?:README|CONTRIBUTING)\.md|LICENSE|package\.json)$/;
const KEPT_BACK = /^docs\/api\/|\.tsbuildinfo$|\.test\./;

const project = mkdtempSync(join(tmpdir(), 'reveille-pack-'));
try {
  const tarball = pack();
  run('publint', ['run', tarball, '--strict', '--level', 'suggestion']);
  // The esm-only profile, since `require` of an ES module works on every Node that `engines` allows.
  run('attw', [tarball, '--profile', 'esm-only', '--no-emoji', '--format', 'ascii']);
  install(tarball);
  checkContents(join(project, 'node_modules/reveille'));
  checkNames();
  checkCommand();
  checkExplorer();
  checkEsm();
  checkCommonJs();
  await checkBundler();
  checkVitest(tarball);
  console.log(`pack check: all of ${SPECIFIERS.join(', ')} works in ESM, CommonJS, nodenext and bundler`);
} finally {
  rmSync(project, { recursive: true });
}

/** The path of the tarball, made by `npm pack`, which builds from scratch (see prepack in package.json). */
function pack() {
  execFileSync('npm', ['pack', '--silent', '--pack-destination', project], {
    cwd: ROOT,
    stdio: ['ignore', 'inherit', 'inherit'],
  });
  const [tarball] = readdirSync(project);
  return join(project, tarball);
}

/** The optional packages are there too, from this checkout, with what they depend on. */
function install(tarball) {
  write('package.json', JSON.stringify({ name: 'consumer', private: true, type: 'module' }));
  execFileSync('npm', ['install', '--offline', '--no-audit', '--no-fund', '--silent', tarball], { cwd: project });
  for (const name of ['fast-check', 'pure-rand', 'msgpackr']) {
    cpSync(join(ROOT, 'node_modules', name), join(project, 'node_modules', name), { recursive: true });
  }
}

/**
 * Each entry point has its module and its declarations. All code and all declarations have maps, apart from the entry
 * points' modules, which only re-export, and those of threads, which are one line; and the maps lead to sources that are there.
 */
function checkContents(folder) {
  const files = readdirSync(folder, { recursive: true });
  const entries = Object.values(exports).flatMap((entry) => (typeof entry === 'string' ? [] : Object.values(entry)));
  const expected = ['README.md', 'LICENSE', ...entries.map((path) => path.replace('./', ''))];
  for (const file of files.filter((file) => /^dist\/.*\.(?:js|d\.ts)$/.test(file))) {
    const reexports = /^(?:import|export) .*;$/.test(readFileSync(join(folder, file), 'utf8').trim()); // or the one line of a thread: has no source
    if (file.endsWith('.d.ts') || !(expected.includes(file) || reexports)) expected.push(`${file}.map`);
  }
  const missing = expected.filter((file) => !files.includes(file));
  for (const map of files.filter((file) => file.endsWith('.map'))) {
    const { sources } = JSON.parse(readFileSync(join(folder, map), 'utf8'));
    missing.push(...sources.filter((source) => !existsSync(join(folder, dirname(map), source))));
  }
  const surplus = files.filter((file) => !SHIPPED.test(file) || KEPT_BACK.test(file));
  if (missing.length > 0) throw new Error(`the tarball lacks ${missing.join(', ')}`);
  if (surplus.length > 0) throw new Error(`the tarball should not have ${surplus.join(', ')}`);
}

/** `require` gives the very modules that `import` gives, without a warning. */
function checkNames() {
  cpSync(join(CONSUMER, 'names.cjs'), join(project, 'names.cjs'));
  node('names.cjs', SPECIFIERS);
}

/** The command runs where it was installed, on a file of the project and on its default. */
function checkCommand() {
  write('words.txt', 'several words in one file');
  node('node_modules/.bin/reveille', ['words.txt']);
  node('node_modules/.bin/reveille');
}

/** The checker's threads find their program where it was installed. */
function checkExplorer() {
  cpSync(join(CONSUMER, 'explore.mjs'), join(project, 'explore.mjs'));
  node('explore.mjs');
}

function checkEsm() {
  compile('esm', 'program.ts', { module: 'nodenext', lib: ['es2024'], types: ['node'] });
  node('esm/program.js');
}

function checkCommonJs() {
  compile('commonjs', 'program.cts', { module: 'nodenext', lib: ['es2024'], types: ['node'] });
  if (!readFileSync(join(project, 'commonjs/program.cjs'), 'utf8').includes('require("reveille")')) {
    throw new Error('commonjs: the compiled program does not use require');
  }
  node('commonjs/program.cjs');
}

/** A browser's project: no types of Node's. The bundle runs where no package is installed. */
async function checkBundler() {
  const lib = ['es2024', 'dom', 'esnext.disposable'];
  compile('bundler', 'program.ts', { module: 'esnext', moduleResolution: 'bundler', lib, types: [] });
  const outfile = join(project, 'bundle/program.mjs');
  await build({ entryPoints: [join(project, 'bundler/program.js')], bundle: true, format: 'esm', outfile });
  rmSync(join(project, 'node_modules'), { recursive: true });
  node('bundle/program.mjs');
}

/**
 * Tests in TypeScript, where vitest runs them in processes and where it does in threads; in a project of their own, since
 * npm removes what it has not installed. Before Node 22.18, the checked threads load TypeScript with tsx.
 */
function checkVitest(tarball) {
  const folder = join(project, 'vitest');
  cpSync(join(CONSUMER, 'vitest'), folder, { recursive: true });
  write('vitest/package.json', JSON.stringify({ name: 'tests', private: true, type: 'module' }));
  const packages = [tarball, `vitest@${VITEST}`, `tsx@${devDependencies.tsx}`];
  execFileSync('npm', ['install', '--prefer-offline', '--no-audit', '--no-fund', '--silent', ...packages], {
    cwd: folder,
  });
  for (const POOL of ['forks', 'threads']) {
    const { status, stdout, stderr } = spawnSync('node_modules/.bin/vitest', ['run', `--pool=${POOL}`], {
      cwd: folder,
      encoding: 'utf8',
      env: { ...process.env, POOL, NO_COLOR: '1' },
    });
    if (status !== 0) throw new Error(`vitest in ${POOL}: exit code ${status}\n${stdout}${stderr}`);
    console.log(`vitest in ${POOL}: ${/Tests +(.+)/.exec(stdout)?.[1]}`);
  }
}

/** Compiles the consumer's program as `folder/file`, libraries' declarations included. */
function compile(folder, file, compilerOptions) {
  const source = readFileSync(join(CONSUMER, 'program.ts'), 'utf8');
  // Arbitraries need fast-check, which a program in a browser does not have; `require` and `import` of them are checked.
  const used = (specifier) => source.includes(`from '${specifier}'`) || specifier.endsWith('/fast-check');
  const unused = SPECIFIERS.filter((specifier) => !used(specifier));
  if (unused.length > 0) throw new Error(`scripts/consumer/program.ts does not use ${unused.join(', ')}`);
  const typeRoots = [join(ROOT, 'node_modules/@types')];
  const options = { ...compilerOptions, target: 'es2022', strict: true, skipLibCheck: false, typeRoots };
  write(join(folder, file), source);
  write(join(folder, 'tsconfig.json'), JSON.stringify({ compilerOptions: options, files: [file] }));
  run('tsc', ['-p', join(project, folder)]);
}

function write(file, text) {
  mkdirSync(dirname(join(project, file)), { recursive: true });
  writeFileSync(join(project, file), text);
}

/** Runs one of the repository's own tools; what it printed is only worth reading when it fails. */
function run(tool, args) {
  const path = join(ROOT, 'node_modules/.bin', tool);
  const { status, stdout, stderr } = spawnSync(path, args, { cwd: project, encoding: 'utf8' });
  if (status !== 0) throw new Error(`${tool} ${args.join(' ')}: exit code ${status}\n${stdout}${stderr}`);
  console.log(`${tool}: ok`);
}

/** Runs a program of the project, which must end well and warn of nothing. */
function node(file, args = []) {
  const { status, stdout, stderr } = spawnSync(process.execPath, [file, ...args], { cwd: project, encoding: 'utf8' });
  if (status !== 0 || stderr !== '') throw new Error(`${file}: exit code ${status}\n${stdout}${stderr}`);
  console.log(`${file}: ${stdout.trim().split('\n').at(-1)}`);
}
