import { execFile } from 'node:child_process';
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

/** The checkout that is tested: the tests run from build/test/package. */
export const ROOT = fileURLToPath(new URL('../../../', import.meta.url));

/** The files of the library in dist/, each of which may import those before it. */
export const LIBRARY: readonly string[] = ['reveille.js', 'offload.js', 'program.js', 'more.js'];

/** Files by path, with their text. */
export type Tree = Record<string, string>;

/** Calls `use` with a fresh folder that holds `tree`, and deletes it afterwards. */
export async function withTree<T>(tree: Tree, use: (folder: string) => Promise<T>): Promise<T> {
  const folder = await mkdtemp(join(tmpdir(), 'reveille-'));
  try {
    for (const [path, text] of Object.entries(tree)) {
      await mkdir(dirname(join(folder, path)), { recursive: true });
      await writeFile(join(folder, path), text);
    }
    return await use(folder);
  } finally {
    await rm(folder, { recursive: true });
  }
}

/** What a tool printed, whatever it exited with: the checks here look at what it found. */
export function output(tool: string, args: readonly string[], cwd: string): Promise<string> {
  return new Promise((resolve) => {
    execFile(join(ROOT, 'node_modules/.bin', tool), args, { cwd, maxBuffer: 1 << 26 }, (_error, stdout) => {
      resolve(stdout);
    });
  });
}
