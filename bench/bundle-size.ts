import { fileURLToPath } from 'node:url';
import { gzipSync } from 'node:zlib';
import { build } from 'esbuild';

/** The imports that a small program makes. */
const PROGRAM = "export { blockOn, co, Executor, select, sleep } from 'reveille';";

/** How many bytes of the package a browser loads for {@link PROGRAM}: bundled, minified and gzipped. */
export async function bundleSize(): Promise<number> {
  const { outputFiles } = await build({
    stdin: { contents: PROGRAM, resolveDir: fileURLToPath(new URL('../../', import.meta.url)) },
    bundle: true,
    minify: true,
    format: 'esm',
    target: 'es2022',
    write: false,
    logLevel: 'silent',
  });
  return outputFiles.reduce((sum, file) => sum + gzipSync(file.contents, { level: 9 }).length, 0);
}
