import { ReadStream } from 'node:tty';
import { onMessage, threadData } from '../platform/worker.js';
import { LISTENING } from './keys.js';
import { type MailboxHandle, MailboxSender } from './mailbox.js';

/**
 * The thread that reads the terminal's keys, a byte each, as they are pressed. It has an event loop, which the main thread
 * has not. Told to stop, it gives the terminal its mode back; should the process end sooner, Node does.
 */
function run(): void {
  const sender = new MailboxSender(threadData<MailboxHandle>());
  const terminal = new ReadStream(0);
  terminal.setRawMode(true);
  sender.send(LISTENING);
  terminal.on('error', () => {}); // a terminal that went away sends no more keys
  terminal.on('data', (bytes) => {
    for (const byte of bytes) sender.send(byte);
  });
  onMessage(() => {
    terminal.setRawMode(false);
    terminal.destroy();
  });
}

run();
