/**
 * What the package weighs in a browser: each small program is bundled and minified by esbuild and gzipped, and must stay
 * below its limit. The single imports show that tree-shaking works: a limit is passed as soon as a module gets a side
 * effect that keeps it. To esbuild that is also a constant which is computed, `2 ** 31 - 1`, and a property or pattern that
 * is read: such constants are literals, or made by a function that is marked as pure.
 */
import { gzipSync } from 'node:zlib';
import { build } from 'esbuild';

/** Bytes, minified and gzipped: what must not be exceeded, and what is aimed at where that is less. */
const LIMITS = [
  ["export { PENDING } from 'reveille'", 250],
  ["export { ready } from 'reveille'", 2300],
  ["export { ArrayQueue } from 'reveille/queue'", 900],
  ["export { bounded } from 'reveille/channel'", 14_800],
  ["export { json } from 'reveille/codec'", 1900],
  ["export { record } from 'reveille/codec'", 3700],
  ["export { Mutex } from 'reveille/lock'", 15_000],
  ["export { record } from 'reveille/testing'", 300],
  // The aim is 6000. Of what is there, error texts are 1800, threads that know each other 2700 (see docs/performance.md),
  // and 40 are names of constants that two files of dist/ have, as bundlers don't fold these.
  ["export { blockOn, co, Executor, select, sleep } from 'reveille'", 15_100],
];

async function size(program) {
  const { outputFiles } = await build({
    stdin: { contents: program, resolveDir: process.cwd() },
    bundle: true,
    minify: true,
    format: 'esm',
    target: 'es2022',
    write: false,
    logLevel: 'error',
  });
  const [{ contents }] = outputFiles;
  return { minified: contents.length, gzipped: gzipSync(contents, { level: 9 }).length };
}

for (const [program, limit, goal = limit] of LIMITS) {
  const { minified, gzipped } = await size(program);
  const verdict = gzipped > limit ? 'TOO BIG' : gzipped > goal ? `ok, but over the goal of ${goal}` : 'ok';
  console.log(`${program}\n  ${minified} bytes minified, ${gzipped} gzipped, at most ${limit}: ${verdict}`);
  if (gzipped > limit) process.exitCode = 1;
}
