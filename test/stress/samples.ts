import assert from 'node:assert/strict';
import { readdirSync, readlinkSync } from 'node:fs';
import { Camp } from 'reveille/camp';
import { collector } from '../support/collector.js';

/**
 * What is looked at, how a quarter of the samples is summed up, and by how much that may differ in the end: a part of what it was, and so
 * much beside. Of what is counted the least is what stays: threads of a pool that was dropped take a while to end, the longer
 * the busier the machine is, and each has some descriptors until then.
 */
const MEASURES = {
  'heap, MB': { of: median, part: 0.1, beside: 1 },
  'external, MB': { of: median, part: 0.1, beside: 1 },
  'array buffers, MB': { of: median, part: 0.1, beside: 1 },
  'resident, MB': { of: median, part: 0.15, beside: 20 },
  handles: { of: least, part: 0, beside: 1 },
  'file descriptors': { of: least, part: 0, beside: 1 },
  seats: { of: least, part: 0, beside: 0 },
} as const;
type Measure = keyof typeof MEASURES;
type Sample = Readonly<Record<Measure, number>>;

/** The part of all samples that is passed over at first: by then everything is loaded and compiled, and caches are full. */
const WARM_UP = 1 / 6;
/** Fewer samples say nothing. */
const LEAST = 24;
/** Milliseconds between two samples. */
const PAUSE = 2_000;

/** Looks between rounds, when no thread of theirs is left, at all that could grow, and whether it is flat in the end. */
export class Samples {
  readonly #all: Sample[] = [];
  #next = 0;
  readonly #collect = collector();

  /** To be called often. */
  look(): void {
    if (performance.now() < this.#next) return;
    this.#next = performance.now() + PAUSE;
    this.#collect();
    const { heapUsed, external, arrayBuffers, rss } = process.memoryUsage();
    this.#all.push({
      'heap, MB': heapUsed / 1e6,
      'external, MB': external / 1e6,
      'array buffers, MB': arrayBuffers / 1e6,
      'resident, MB': rss / 1e6,
      handles: process.getActiveResourcesInfo().length,
      'file descriptors': descriptors(),
      seats: seats(),
    });
  }

  /** A line for each measure, of the first and last quarter. */
  get table(): string[] {
    return this.#quarters().map(([name, first, last]) => {
      const { part, beside } = MEASURES[name];
      return `  ${name.padEnd(18)} ${first.toFixed(1).padStart(7)} -> ${last.toFixed(1).padStart(7)}  (may be ${bound(first, part, beside).toFixed(1)})`;
    });
  }

  /** @throws AssertionError when something has grown. With few samples it says nothing. */
  check(): void {
    for (const [name, first, last] of this.#quarters()) {
      const { part, beside } = MEASURES[name];
      assert.ok(last <= bound(first, part, beside), `${name} have grown from ${first} to ${last}`);
    }
  }

  #quarters(): [Measure, number, number][] {
    const warm = this.#all.slice(Math.ceil(this.#all.length * WARM_UP));
    if (warm.length < LEAST) return [];
    const quarter = Math.floor(warm.length / 4);
    return (Object.keys(MEASURES) as Measure[]).map((name) => {
      const values = warm.map((sample) => sample[name]);
      const { of } = MEASURES[name];
      return [name, of(values.slice(0, quarter)), of(values.slice(-quarter))];
    });
  }
}

const bound = (first: number, part: number, beside: number): number => first * (1 + part) + beside;

function median(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b);
  return sorted[sorted.length >> 1] as number;
}

function least(values: readonly number[]): number {
  return Math.min(...values);
}

const DESCRIPTORS = '/proc/self/fd';

/**
 * This process', on Linux; the directory that is read is one of them. Not those of modules: Node 20 leaves the file open that a thread
 * was about to load when it was terminated. (1,500 bare workers that are terminated within their first 45 ms leave some 140.)
 */
function descriptors(): number {
  if (process.platform !== 'linux') return 0;
  return readdirSync(DESCRIPTORS).filter((name) => !/\.js$/.test(targetOf(`${DESCRIPTORS}/${name}`))).length;
}

function targetOf(link: string): string {
  try {
    return readlinkSync(link);
  } catch {
    return ''; // that of the directory that was read is closed by now
  }
}

const FIRST = 16;
const BLOCK = 256;

/** How many blocks of the camp belong to a thread. */
function seats(): number {
  const { buffer } = Camp.own().share();
  const words = new Int32Array(buffer, 0, buffer.byteLength >> 2);
  let taken = 0;
  for (let owner = FIRST; owner < words.length; owner += BLOCK) if (Atomics.load(words, owner) !== 0) taken += 1;
  return taken;
}
