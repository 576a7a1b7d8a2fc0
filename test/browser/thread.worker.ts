import type { Answer, Call } from './remote-thread.js';
import { FUNCTIONS } from './thread-functions.js';

addEventListener('message', async ({ data: { id, name, args } }: MessageEvent<Call>) => {
  try {
    const run: (...args: never[]) => unknown = FUNCTIONS[name];
    answer({ id, value: await run(...(args as never[])) });
  } catch (error) {
    answer({ id, error: String(error) });
  }
});

function answer(message: Answer): void {
  postMessage(message);
}
