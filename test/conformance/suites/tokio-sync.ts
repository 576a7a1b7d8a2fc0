/** tokio's suites of what it synchronizes by, as far as it is there. */
import * as alone from '../channels/alone.js';
import { batches } from '../channels/batches.js';
import { isArray, isList } from '../channels/flavours.js';
import { closedChan } from '../channels/go.js';
import * as loops from '../channels/loops.js';
import * as many from '../channels/many.js';
import { type ChannelCase, onChannels } from '../channels/setting.js';
import * as small from '../channels/small.js';
import * as together from '../channels/together.js';
import { differs, held, played, type Row, type Suite, untranslatable } from '../table/row.js';
import * as locks from '../things/lock-cases.js';
import * as meetings from '../things/meeting-cases.js';

const array = (situation: ChannelCase) => onChannels(situation, { flavours: isArray });
const list = (situation: ChannelCase) => onChannels(situation, { flavours: isList });
const CONFORMANCE = 'channel/conformance.test.ts';
const RESERVE =
  'room is not reserved apart from its value, but for frames of bytes (test/channel/reserve); a send that waits may be dropped';
const TYPES = 'of what its types allow';
const NO_VALUE = 'a lock holds no value';

const MPSC: readonly Row[] = [
  played('send_recv_with_buffer', 'what was sent comes, then the end', array(small.chanGoneMeanwhile)),
  played('async_send_recv_with_buffer', 'the same between two', array(many.spsc)),
  played('send_recv_stream_with_buffer', 'a loop over what comes', array(loops.nestedIter)),
  played('async_send_recv_many_with_buffer', 'batches come in order', array(batches)),
  held('start_send_past_cap', CONFORMANCE, 'a_send_that_was_woken_and_is_dropped_passes_its_room_on'),
  ...differs('buffer_gteq_one', 'without room it is a rendezvous'),
  played('send_recv_unbounded', 'what was sent comes, then the end', list(small.chanGoneMeanwhile)),
  played('send_recv_many_unbounded', 'batches come in order', list(batches)),
  played('async_send_recv_unbounded', 'the same between two', list(many.spsc)),
  played('send_recv_stream_unbounded', 'a loop over what comes', list(loops.nestedIter)),
  ...untranslatable('no_t_bounds_buffer no_t_bounds_unbounded', TYPES),
  held('send_recv_buffer_limited', CONFORMANCE, 'who_comes_later_does_not_fill_the_room_of_one_who_was_woken'),
  played('recv_close_gets_none_idle', 'a channel is closed', array(closedChan)),
  held('recv_close_gets_none_reserved', CONFORMANCE, 'a_send_whose_room_is_promised_is_refused_after_the_close'),
  played('tx_close_gets_none', 'all senders have gone', array(small.chanGone)),
  played('try_send_fail', 'what does not fit is refused', array(together.trySend)),
  played('try_send_fail_with_try_recv', 'who tries sees each state', array(small.tryRecvStates)),
  ...differs(
    'reserve_disarm try_reserve_fails drop_permit_releases_permit ready_close_cancel_bounded permit_available_not_acquired_close test_tx_capacity',
    RESERVE,
  ),
  played('dropping_rx_closes_channel', 'the receiver has gone', array(alone.sendAfterDisconnect)),
  played('dropping_rx_closes_channel_for_try', 'the receiver has gone', array(small.portGone)),
  played('unconsumed_messages_are_dropped', 'the last receiver leaves an empty channel', array(many.drops)),
  held('blocking_recv', 'channel/shared-threads.test.ts', 'all_that_a_thread_sends_arrives_in_order'),
  held('blocking_send', 'channel/shared-threads.test.ts', 'all_that_a_thread_sends_arrives_in_order'),
  held('blocking_recv_async', CONFORMANCE, 'blocking_on_what_this_thread_alone_could_do_is_an_error'),
  held('blocking_send_async', CONFORMANCE, 'blocking_on_what_this_thread_alone_could_do_is_an_error'),
  played('try_recv_bounded', 'the length follows, around the ring', array(alone.lenAlone)),
  played('try_recv_unbounded', 'the length follows', list(alone.lenAlone)),
  played('try_recv_close_while_empty_bounded', 'it ends while it is empty', array(small.chanGone)),
  played('try_recv_close_while_empty_unbounded', 'it ends while it is empty', list(small.chanGone)),
  played('recv_timeout', 'a send whose limit passes has sent nothing', array(together.sendTimeout)),
  ...differs('recv_timeout_panic', 'a time limit needs no runtime: the thread has timers'),
];

const one = (situation: ChannelCase) => onChannels(situation, { flavours: ({ capacity }) => capacity === 1 });

const ONESHOT: readonly Row[] = [
  played('send_recv', 'one value for one who waits', one(small.oneValue)),
  played('async_send_recv', 'one value goes in and comes out', one(alone.smoke)),
  played('close_tx', 'the sender goes while the receiver waits', one(together.disconnectWakesReceiver)),
  played('close_rx', 'the receiver has gone', one(small.portGone)),
  played('explicit_close_poll', 'what was sent before the close is received', one(closedChan)),
  played('explicit_close_try_recv', 'what was sent before the close is received', one(closedChan)),
  ...differs('close_try_recv_poll', 'a channel that has ended says so each time it is asked'),
  played('close_after_recv', 'a close behind the last value', one(closedChan)),
  played('try_recv_after_completion', 'the end is told each time', one(small.chanGone)),
  played('try_recv_after_completion_await', 'the end is told each time', one(small.chanGone)),
  held('drops_tasks', 'channel/contract.test.ts', 'the contract holds for'),
  held('receiver_changes_task', 'channel/contract.test.ts', 'the contract holds for'),
  ...untranslatable(
    'async_rx_closed sender_changes_task',
    'nobody waits for the end of a receiver: a send is told of it, and isClosed tells',
  ),
  ...differs('receiver_is_closed_send', 'a channel for one value is one of capacity 1, and stays open'),
  held('receiver_is_closed_drop', CONFORMANCE, 'the_last_sender_that_goes_lets_receivers_drain_and_then_learn_it'),
  held('receiver_is_closed_rx_close', CONFORMANCE, 'close_from_either_end_lets_receivers_drain_and_refuses_senders'),
  played('receiver_is_empty_send', 'empty before and after', one(alone.lenEmptyFull)),
  played('receiver_is_empty_drop', 'empty, and ended', one(small.chanGone)),
  played('receiver_is_empty_rx_close', 'empty, and closed', one(closedChan)),
];

const NOTIFY_TEST = 'lock/notify.test.ts';

export const TOKIO: readonly Suite[] = [
  { name: 'tokio sync_mpsc', rows: MPSC },
  { name: 'tokio sync_oneshot', rows: ONESHOT },
  {
    name: 'tokio sync_mutex',
    rows: [
      played('straight_execution', 'locked and unlocked again and again', locks.straight),
      played('readiness', 'a second one waits for the first', locks.readiness),
      played('aborted_future_1', 'a task is dropped that has it', locks.aborted),
      played('aborted_future_2', 'a task is dropped that waits for it', locks.aborted),
      played('try_lock', 'who tries gets it, or does not', locks.tryLock),
      ...untranslatable('debug_format mutex_debug', NO_VALUE),
    ],
  },
  {
    name: 'tokio sync_rwlock',
    rows: [
      ...untranslatable('into_inner', NO_VALUE),
      played('read_shared', 'readers share it', locks.tryReadTryWrite),
      played('write_shared_pending', 'a writer waits for readers', locks.writerAfterReaders),
      played('read_exclusive_pending', 'a reader waits for a writer', locks.tryReadTryWrite),
      ...untranslatable('exhaust_reading', 'there is no limit of readers'),
      played('write_exclusive_pending', 'a writer waits for a writer', locks.tryReadTryWrite),
      played('write_shared_drop', 'the last reader goes', locks.writerAfterReaders),
      held('write_read_shared_pending', 'lock/rw-lock.test.ts', 'a_writer_that_waits_keeps_new_readers_out'),
      held('write_read_shared_drop_pending', 'lock/rw-lock.test.ts', 'a_writer_that_gives_up_lets_readers_in'),
      played('read_uncontested', 'nobody else is there', locks.tryReadTryWrite),
      played('write_uncontested', 'nobody else is there', locks.tryReadTryWrite),
      held('write_order', 'lock/mutex.test.ts', 'tasks_get_it_in_order'),
      played('multithreaded', 'writers add, and a reader never sees half of it', locks.writersAndReader),
      played('try_write', 'who tries to write while somebody reads', locks.writerAfterReaders),
      played('try_read_try_write', 'who tries gets it, or does not', locks.tryReadTryWrite),
    ],
  },
  {
    name: 'tokio sync_semaphore',
    rows: [
      held('no_permits', 'lock/semaphore.test.ts', 'permits_are_added_and_forgotten'),
      played('try_acquire', 'so many permits as there are', locks.tryAcquire),
      played('acquire', 'one that is given back is for one who waits', locks.givenBack),
      played('add_permits', 'one that is added is for one who waits', locks.givenBack),
      played('forget', 'one that is forgotten is not given back', locks.forgotten),
      ...untranslatable('merge merge_unrelated_permits', 'permits are not merged'),
      played('stress_test', 'never more than there are, and in the end all are back', locks.stress),
      ...[
        'add_max_amount_permits',
        'add_more_than_max_amount_permits1',
        'add_more_than_max_amount_permits2',
        'panic_when_exceeds_maxpermits',
        'no_panic_at_maxpermits',
      ].map((elder) => held(elder, 'lock/bad-input.test.ts', 'what_a_lock_is_made_of_is_checked (I17)')),
    ],
  },
  {
    name: 'tokio sync_notify',
    rows: [
      played('notify_notified_one', 'what comes before a wait is kept', meetings.notifyFirst),
      played('notified_one_notify', 'one who waits is notified', meetings.passedOn),
      played('notified_multi_notify', 'one of two who wait is notified', meetings.notifyOfTwo),
      played('notify_notified_multi', 'what is kept is for one', meetings.notifyOfTwo),
      held('notified_drop_notified_notify', NOTIFY_TEST, 'who_has_waited_longest_is_notified'),
      held('notified_multi_notify_drop_one', NOTIFY_TEST, 'what_came_for_one_that_is_dropped_goes_to_another'),
      ...untranslatable('notify_in_drop_after_wake', 'wakers are dropped by those who keep them, not by a lock'),
      held('notify_one_after_dropped_all', NOTIFY_TEST, 'those_who_were_all_notified_leave_what_was_kept'),
      held('test_notify_one_not_enabled', NOTIFY_TEST, 'a_notification_that_nobody_waits_for_is_kept_for_the_next_one'),
      ...untranslatable(
        'test_notify_one_after_enable test_poll_after_enable test_enable_after_poll test_enable_consumes_permit',
        'a wait begins with its first poll; there is no other way to begin it',
      ),
      played('test_waker_update', 'another task takes a wait over', meetings.takenOver),
    ],
  },
  {
    name: 'tokio sync_barrier',
    rows: [
      ...untranslatable('barrier_future_is_send', TYPES),
      ...differs('zero_does_not_block', 'a barrier is for one or more: a count of zero is a RangeError'),
      played('single', 'a barrier for one', meetings.single),
      played('tango', 'two wait for each other, and one leads', meetings.rounds(2)),
      played('lots', 'many, round after round', meetings.rounds(12)),
    ],
  },
  {
    name: 'tokio sync_broadcast, sync_watch, sync_once_cell, sync_set_once',
    rows: untranslatable(
      'sync_broadcast::* sync_watch::* sync_once_cell::* sync_set_once::*',
      'they are not there: a channel for each receiver, or a Notify beside the latest value in shared memory, is; Once runs a job once',
    ),
  },
];
