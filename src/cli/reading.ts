import type { Future, WakerHandle } from '../core/index.js';
import { co } from '../coroutine/index.js';
import { Thread, type ThreadHandle } from '../park/index.js';
import type { WorkerThread } from '../platform/worker.js';
import { Chunks, type ChunksHandle } from './chunks.js';
import type { FileRequest } from './file-reader.js';
import { FileText } from './file-text.js';
import { Reply } from './reply.js';

/** How many chunks are on their way at a time, of all files. */
const CHUNKS = 16;

/** What the reactor is started with. */
export interface ReactorData {
  readonly files: readonly FileRequest[];
  readonly chunks: ChunksHandle;
  /** Wakes the task that starts the reactor. */
  readonly starter: WakerHandle;
}

/** The main thread's side of the reactor: a text for each file, and the memory that the chunks travel through. */
export class Reading {
  readonly texts: readonly FileText[];
  readonly #chunks: Chunks;
  #reactor: Thread | undefined;

  /** @param size - how much to read at a time (bytes). */
  constructor(paths: readonly string[], size: number) {
    this.#chunks = Chunks.create(size, CHUNKS);
    const released = (): void => this.#reactor?.unpark();
    this.texts = paths.map((path) => new FileText(path, this.#chunks, CHUNKS, released));
  }

  /** Starts the thread that reads, once a task waits for each of the texts. Disposing the answer ends it. */
  start(): Future<WorkerThread> {
    const { texts } = this;
    const chunks = this.#chunks.share();
    const reactor = new Reply<ThreadHandle>(new URL('./reactor.worker.js', import.meta.url), (starter): ReactorData => {
      return { files: texts.map((text) => ({ path: text.path, mailbox: text.share() })), chunks, starter };
    });
    const started = ({ worker, reply }: { worker: WorkerThread; reply: ThreadHandle }): WorkerThread => {
      this.#reactor = Thread.attach(reply);
      this.#reactor.unpark(); // a chunk may have been given back before
      return worker;
    };
    return co(function* start() {
      return started(yield* reactor);
    });
  }
}
