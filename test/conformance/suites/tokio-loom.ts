/** tokio's loom models: of what threads share here, test/model explores the schedules of programs with the same steps. */
import { explored, played, type Row, type Suite, untranslatable } from '../table/row.js';
import { notifyAll } from '../things/meeting-cases.js';

const all = (structures: string, rows: readonly (readonly [elder: string, situation: string])[]): Row[] =>
  rows.map(([elder, situation]) => explored(elder, situation, structures));

export const LOOM: readonly Suite[] = [
  {
    name: 'tokio loom_mpsc, loom_oneshot',
    rows: [
      ...all('channel of two', [
        ['loom_mpsc::closing_tx', 'a value is sent, then the last sender goes, while somebody receives'],
        ['loom_mpsc::closing_bounded_rx', 'the last receiver goes while somebody sends'],
        ['loom_mpsc::closing_and_sending', 'a send, and the receiver goes'],
        ['loom_mpsc::dropping_tx', 'the last sender goes while somebody receives'],
        ['loom_oneshot::smoke', 'one value for one who receives'],
        ['loom_oneshot::changing_rx_task', 'a receive is given up, and another one gets the value'],
        ['loom_oneshot::changing_tx_task', 'a send is given up, and the receiver goes'],
      ]),
      ...all('shared channel', [
        ['loom_mpsc::closing_unbounded_tx', 'the same through a list of segments'],
        ['loom_mpsc::closing_unbounded_rx', 'the last receiver goes while somebody sends'],
        ['loom_mpsc::dropping_unbounded_tx', 'the last sender goes'],
        ['loom_mpsc::try_recv', 'whoever has sent finds a value'],
      ]),
    ],
  },
  {
    name: 'tokio loom_notify',
    rows: [
      ...all('Notify', [
        ['notify_one', 'one waits, one notifies'],
        ['notify_waiters', 'all who wait are notified'],
        ['notify_waiters_and_one', 'both at once'],
        ['notify_multi', 'two who wait, and are notified'],
        ['notify_drop', 'a wait that was notified is given up'],
      ]),
      ...[
        'notify_waiters_poll_consistency',
        'notify_waiters_poll_consistency_many',
        'notify_waiters_is_atomic',
        'notify_waiters_sequential_notified_await',
      ].map((elder) => played(elder, 'all who wait are notified as one, and nobody twice', notifyAll)),
    ],
  },
  {
    name: 'tokio loom_semaphore_batch',
    rows: [
      ...all('Semaphore', [
        ['basic_usage', 'never more than there are permits'],
        ['release', 'one gives back what another one waits for'],
        ['concurrent_cancel', 'waits are given up'],
        ['batch', 'one waits for several permits, another for one'],
        ['release_during_acquire', 'permits come while somebody begins to wait'],
      ]),
      ...untranslatable('basic_closing concurrent_close', 'a semaphore is not closed'),
    ],
  },
  {
    name: 'tokio loom_rwlock',
    rows: [
      ...all('RwLock', [
        ['concurrent_write', 'two write'],
        ['concurrent_read_write', 'two write, and one reads'],
      ]),
      ...untranslatable('downgrade', 'a writer does not become a reader'),
    ],
  },
  {
    name: 'tokio loom_atomic_waker, loom_list, loom_watch, loom_broadcast',
    rows: [
      ...all('wake queue', [
        ['loom_atomic_waker::basic_notification', 'two threads wake a task that looks'],
        ['loom_atomic_waker::test_panicky_waker', 'a thread dies within a wake'],
      ]),
      ...untranslatable('loom_list::*', 'of a list that is not there; the segmented queue is SharedSegQueue'),
      ...untranslatable('loom_watch::* loom_broadcast::* loom_once_cell::* loom_set_once::*', 'they are not there'),
    ],
  },
];
