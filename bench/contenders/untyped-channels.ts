/** Packages that bring no types, with those that are used of them. */
import { createRequire } from 'node:module';

interface Channel {
  readonly isClosed?: boolean;
}

/** What an `alts` of js-csp answers. */
export interface Alternative {
  readonly value: unknown;
  readonly channel: Channel;
}

interface Csp {
  chan(capacity: number): Channel;
  put(channel: Channel, value: unknown): unknown;
  take(channel: Channel): unknown;
  alts(channels: readonly Channel[], options: { readonly priority: boolean }): unknown;
  go(body: () => Generator<unknown, void, unknown>): unknown;
}

interface Medium {
  chan(capacity: number): Channel;
  put(channel: Channel, value: unknown): Promise<boolean>;
  take(channel: Channel): Promise<unknown>;
}

const require = createRequire(import.meta.url);

export const csp: Csp = require('js-csp');
export const medium: Medium = require('medium');
