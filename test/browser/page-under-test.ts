import { after, before } from 'node:test';
import type { Browser, Page } from 'playwright-core';
import { launch } from './chromium.js';
import { TestServer } from './server.js';

/** A module of scenarios: functions that run in the page and answer what can be sent as JSON. */
type Scenarios<M> = { [K in keyof M]: () => unknown };

/** What a page is made of. */
interface Setting {
  /** Whether the page is cross-origin isolated. */
  readonly isolated: boolean;
}

/** One for all pages: starting it takes longer than all tests. */
let browser: Promise<Browser> | undefined;

after(async () => await (await browser)?.close());

/**
 * A page for the tests of a suite. They run one scenario each and compare what it answers: `run('awaits')` calls the
 * function `awaits` that the page's module exports, there.
 */
export class PageUnderTest<M extends Scenarios<M>> {
  readonly #module: string;
  #server: TestServer | undefined;
  #page: Page | undefined;
  readonly #errors: string[] = [];
  readonly #note = (error: unknown): void => void this.#errors.push(String(error));

  /** @param name - of the module of scenarios, `<name>.page.js`. */
  constructor(name: string, { isolated }: Setting) {
    this.#module = `/build/test/browser/${name}.page.js`;
    before(() => this.#open(isolated));
    after(() => this.#close());
  }

  /** Runs a scenario. Fails with what it throws, and with whatever else went wrong in the page meanwhile. */
  async run<K extends keyof M & string>(scenario: K): Promise<Awaited<ReturnType<M[K]>>> {
    if (this.#page === undefined) throw new Error('the page is not open');
    const result = await this.#page.evaluate(call, [this.#module, scenario] as const).catch(this.#note);
    if (this.#errors.length > 0) throw new Error(this.#errors.splice(0).join('\n'));
    return result as Awaited<ReturnType<M[K]>>;
  }

  async #open(isolated: boolean): Promise<void> {
    this.#server = await TestServer.start(isolated);
    browser ??= launch();
    this.#page = await (await browser).newPage();
    this.#page.on('pageerror', this.#note);
    this.#page.on('response', (response) => {
      if (!response.ok()) this.#note(`${response.status()} ${response.url()}`);
    });
    await this.#page.goto(this.#server.url);
  }

  async #close(): Promise<void> {
    await this.#page?.close();
    this.#server?.close();
  }
}

/** Runs in the page. */
async function call([module, scenario]: readonly [string, string]): Promise<unknown> {
  const scenarios = (await import(module)) as Record<string, () => unknown>;
  return await scenarios[scenario]?.();
}
