import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { createServer, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { fileURLToPath } from 'node:url';

/** The checkout: the tests run from build/test/browser. */
const ROOT = new URL('../../../', import.meta.url);

/** The library as it is published, and the compiled tests and example. Nothing else of the checkout is served. */
const SERVED = ['/dist/', '/build/test/browser/', '/build/examples/browser/'];

/** The pages of the documentation. Their modules are those that the compiler has made of the ones next to them. */
const EXAMPLE = '/examples/browser/';
const PAGES: Readonly<Record<string, string>> = { [EXAMPLE]: 'index.html', [`${EXAMPLE}pool.html`]: 'pool.html' };

const PAGE = '<!doctype html><meta charset="utf-8"><title>reveille</title><link rel="icon" href="data:,">';

/** What a page has to be served with to get `SharedArrayBuffer`, and so its workers. */
const ISOLATION = {
  'cross-origin-opener-policy': 'same-origin',
  'cross-origin-embedder-policy': 'require-corp',
};

/**
 * Serves an empty page at `/`, the library, the tests, and the examples of the documentation at `/examples/browser/`, on a free port of 127.0.0.1. `/never` answers never.
 *
 * @param isolated - whether pages become cross-origin isolated.
 */
export class TestServer {
  readonly #server: Server;

  private constructor(server: Server) {
    this.#server = server;
  }

  static async start(isolated: boolean): Promise<TestServer> {
    const headers = isolated ? ISOLATION : {};
    const server = createServer((request, response) => void respond(request.url ?? '/', response, headers));
    await once(server.listen(0, '127.0.0.1'), 'listening');
    return new TestServer(server);
  }

  /** Where the page is. */
  get url(): string {
    return `http://127.0.0.1:${(this.#server.address() as AddressInfo).port}/`;
  }

  close(): void {
    this.#server.close();
    this.#server.closeAllConnections();
  }
}

async function respond(path: string, response: ServerResponse, headers: Record<string, string>): Promise<void> {
  if (path === '/never') return;
  if (path === '/') {
    response.writeHead(200, { ...headers, 'content-type': 'text/html' }).end(PAGE);
    return;
  }
  try {
    const page = PAGES[path];
    const text =
      page === undefined ? await moduleText(path) : await readFile(new URL(`.${EXAMPLE}${page}`, ROOT), 'utf8');
    response
      .writeHead(200, { ...headers, 'content-type': page !== undefined ? 'text/html' : 'text/javascript' })
      .end(text);
  } catch (error) {
    response.writeHead(404, { 'content-type': 'text/plain' }).end(String(error));
  }
}

async function moduleText(path: string): Promise<string> {
  const url = new URL(path.startsWith(EXAMPLE) ? `./build${path}` : `.${path}`, ROOT);
  const folder = SERVED.find((served) => url.pathname.startsWith(new URL(`.${served}`, ROOT).pathname));
  if (folder === undefined || !url.pathname.endsWith('.js')) throw new Error(`${path} is not served`);
  const text = await readFile(fileURLToPath(url), 'utf8');
  return folder === '/dist/' ? text : resolved(text);
}

type Exports = Record<string, { default: string } | string>;

const { exports } = JSON.parse(readFileSync(new URL('package.json', ROOT), 'utf8')) as { exports: Exports };

/**
 * The text of a test with the package's names replaced by its files: what an import map would do, if import maps
 * reached workers. The library itself is served as it is.
 */
function resolved(text: string): string {
  return text.replace(/(?<=\bfrom ')reveille(\/[\w/-]+)?(?=')/g, (name, path = '') => {
    const target = exports[`.${path}`];
    if (typeof target !== 'object') throw new Error(`package.json exports no ${name}`);
    return target.default.slice(1);
  });
}
