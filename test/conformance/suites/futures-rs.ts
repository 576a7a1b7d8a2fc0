/** futures-rs's suites of executors, wakers and combinators, as far as they have a counterpart. */
import * as combined from '../channels/combined.js';
import { type ChannelFlavour, isZero } from '../channels/flavours.js';
import { byDefault, chosen, nested } from '../channels/select-alone.js';
import { mixed } from '../channels/select-together.js';
import { type ChannelCase, onChannels } from '../channels/setting.js';
import { differs, held, played, type Row, type Suite, untranslatable } from '../table/row.js';
import * as executors from '../things/executor-cases.js';
import { contested, readiness, straight } from '../things/lock-cases.js';
import * as tasks from '../things/task-cases.js';

const any = (situation: ChannelCase) => onChannels(situation);
const buffered = (situation: ChannelCase) => onChannels(situation, { flavours: (flavour) => !isZero(flavour) });
const carriesWakers = ({ carrier, capacity }: ChannelFlavour): boolean =>
  capacity === 3 && (carrier === 'anything' || carrier === 'structured');
const ATOMIC_WAKER = 'sync/atomic-waker.test.ts';
const RAW_WAKER = 'core/raw-waker.test.ts';
const WAKE = 'core/wake.test.ts';
const SIZES = 'of sizes in memory and of what its types allow';
const NO_SET =
  'there is no set that futures are pushed to and taken from; all, race and the like are given theirs at once';

const EXECUTOR: readonly Row[] = [
  played('run_until_single_future', 'what it drives runs once', executors.runUntil),
  played('run_until_ignores_spawned', 'whatever else waits', executors.runUntil),
  played('run_until_executes_spawned', 'what it waits for comes of a task', executors.runUntilOfSpawned),
  played('run_returns_if_empty', 'without tasks it returns', executors.empty),
  played('run_executes_spawned', 'tasks spawn tasks', executors.spawned),
  played('run_spawn_many', 'many of them', executors.spawnMany),
  played('try_run_one_returns_if_empty', 'a round without tasks', executors.empty),
  ...differs('try_run_one_executes_one_ready', 'tick() runs one round, of all that is ready by then'),
  played('try_run_one_returns_on_no_progress', 'a round polls what was woken', executors.rounds),
  played('run_until_stalled_returns_if_empty', 'without tasks it returns', executors.empty),
  played('run_until_stalled_returns_multiple_times', 'time and again', executors.stalledRepeatedly),
  played('run_until_stalled_executes_all_ready', 'all that is ready, beside what waits', executors.stalledRepeatedly),
  played('nesting_run', 'another executor in a task', executors.nesting, 'it may run; only the same one is refused'),
  played('nesting_run_run_until_stalled', 'another executor in a task', executors.nesting, 'the same'),
  played('tasks_are_scheduled_fairly', 'two who wake themselves have their turns', executors.fairly),
  played('park_unpark_independence', "a program's own park beside the executor's", executors.parks),
  ...differs(
    'block_on::block_on_cannot_spawn_more',
    'spawn is of an executor, or of the thread, and not of the context',
  ),
];

const FUTURES: readonly Row[] = [
  played('future_join_all::collect_collects', 'values in the order of the futures', any(combined.allOfThree)),
  played('future_join_all::join_all_from_iter', 'values in the order of the futures', any(combined.manyTogether)),
  ...untranslatable('future_join_all::join_all_iter_lifetime future_try_join_all::try_join_all_iter_lifetime', SIZES),
  played('future_try_join_all::collect_collects', 'the first error is that of the whole', any(combined.allWithError)),
  played('future_try_join_all::try_join_all_from_iter', 'more than a few', any(combined.manyTogether)),
  played(
    'future_select_all::smoke',
    'the first that is done',
    any(combined.firstOfThree),
    'the others are dropped, and not handed back',
  ),
  played('future_select_ok::ignore_err', 'the first that answers', any(combined.anyOfThree)),
  played('future_select_ok::last_err', 'all fail', any(combined.anyOfNone), 'all errors, in an AggregateError'),
  ...differs('future_select_ok::is_fair', 'any polls in order; select is fair where it is told to be'),
  held('future_abortable::abortable_works', 'executor/join.test.ts', 'abort_of_a_task_that_was_never_polled'),
  played(
    'future_abortable::abortable_awakens',
    'a task that waits is aborted',
    tasks.cancelDuringRun('never', 'pending'),
  ),
  played('future_abortable::abortable_resolves', 'a task that is over is aborted', tasks.runAndCancel),
  ...differs('future_fuse::fuse', 'a future that is polled again once it has answered throws a PollError'),
  ...differs(
    'future_shared::one_thread future_shared::two_threads future_shared::many_threads future_shared::drop_on_one_task_ok future_shared::drop_in_poll future_shared::peek future_shared::downgrade future_shared::ptr_eq future_shared::dont_clone_in_single_owner_shared_future future_shared::dont_do_unnecessary_clones_on_output future_shared::shared_future_that_wakes_itself_until_pending_is_returned future_shared::panic_while_poll future_shared::poll_while_panic',
    'a future has one waiter; where several wait, they wait for the promise of future.then()',
  ),
  held('recurse::lots', 'coroutine/depth.test.ts', 'recursion_a_hundred_thousand_deep_without_suspending'),
  ...untranslatable(
    'eager_drop::map_ok eager_drop::map_err eager_drop::then_drops_eagerly eager_drop::and_then_drops_eagerly eager_drop::or_else_drops_eagerly',
    'closures have no destructors; what a coroutine has is left by its finally blocks: test/coroutine/drop',
  ),
];

const MACROS: readonly Row[] = [
  played('poll_and_pending', 'polled by hand, in steps', any(combined.inSteps)),
  played('join', 'a tuple, in order', any(combined.joinOfTwo)),
  played('select', 'the branch that is ready', buffered(chosen)),
  played('select_biased', 'the branch that is ready', buffered(chosen)),
  played('select_streams', 'streams that end, beside a default', buffered(byDefault)),
  played(
    'select_can_move_uncompleted_futures',
    'what did not win is awaited afterwards',
    onChannels(mixed(3), { flavours: isZero }),
  ),
  played('select_nested', 'selects in what a select has chosen', buffered(nested)),
  played('select_can_be_used_as_expression', 'a select has an answer', buffered(chosen)),
  played('select_with_default_can_be_used_as_expression', 'the default is one', buffered(byDefault)),
  ...untranslatable(
    'select_with_complete_can_be_used_as_expression',
    'a select of nothing is a TypeError; a future that is over cannot be given to it',
  ),
  ...untranslatable(
    'select_size select_on_non_unpin_expressions select_on_non_unpin_expressions_with_default select_on_non_unpin_size select_on_mutable_borrowing_future_with_same_borrow_in_block select_on_mutable_borrowing_future_with_same_borrow_in_block_and_default join_size try_join_size join_doesnt_require_unpin try_join_doesnt_require_unpin',
    SIZES,
  ),
];

const UNORDERED: readonly Row[] = [
  played('works_1', 'as they are done, and then the end', any(combined.asTheyCome)),
  played('works_2', 'one of them is of two', any(combined.withOneOfTwo)),
  played('from_iterator', 'more than a few', any(combined.manyTogether)),
  held('finished_future', 'combinators/many.test.ts', 'any_wakes_lead_to_polls_of_exactly_those_branches_in_order'),
  held('polled_only_once_at_most_per_iteration', 'combinators/many.test.ts', 'only_woken_branches_are_polled'),
  held('iter_mut_cancel', 'combinators/many.test.ts', 'error_drops_the_rest_in_order'),
  held('into_iter_cancel', 'combinators/many.test.ts', 'error_drops_the_rest_in_order'),
  played('clear', 'the whole is dropped before it is done', any(combined.droppedTogether)),
  played('clear_in_loop', 'the whole is dropped while others wake it', any(combined.firstOfThree)),
  ...untranslatable('futures_not_moved_after_poll', 'objects do not move'),
  ...untranslatable(
    'is_terminated iter_mut_len iter_cancel iter_len into_iter_len into_iter_partial len_valid_during_out_of_order_completion',
    NO_SET,
  ),
  played('ready_queue::basic_usage', 'as they are done', any(combined.asTheyCome)),
  played('ready_queue::resolving_errors', 'some of them fail', any(combined.settled)),
  played('ready_queue::dropping_ready_queue', 'the whole is dropped', any(combined.droppedTogether)),
  played('ready_queue::stress', 'other threads bring the values', any(combined.manyTogether)),
  held(
    'ready_queue::panicking_future_dropped',
    'combinators/combinators.test.ts',
    'first_error_drops_the_rest_in_order',
  ),
];

export const FUTURES_RS: readonly Suite[] = [
  { name: 'futures-rs executor', rows: EXECUTOR },
  {
    name: 'futures-rs wakers',
    rows: [
      played(
        'task_atomic_waker::basic',
        'one waits until another one has woken it',
        onChannels(combined.sharedWaker, { flavours: carriesWakers }),
        'AtomicWaker is of one thread; what another one wakes is a shared waker',
      ),
      held('task_arc_wake::create_from_arc', WAKE, 'wake_of_an_arc_wake_wakes_by_reference_and_drops'),
      held('task_arc_wake::ref_wake_same', WAKE, 'wakers_of_one_object_wake_the_same'),
      held('task_arc_wake::proper_refcount_on_wake_panic', WAKE, 'an_arc_wake_that_throws_is_dropped_all_the_same'),
    ],
  },
  { name: 'futures-rs combinators', rows: FUTURES },
  { name: 'futures-rs async_await_macros', rows: MACROS },
  { name: 'futures-rs futures_unordered', rows: UNORDERED },
  {
    name: 'futures-rs lock_mutex',
    rows: [
      played('mutex_acquire_uncontested', 'locked and unlocked again and again', straight),
      played('mutex_wakes_waiters', 'a second one waits for the first', readiness),
      played('mutex_contested', 'many who add', contested),
      ...untranslatable('quadratic_performance_test', 'a measurement: npm run bench'),
    ],
  },
  {
    name: 'tokio atomic_waker',
    rows: [
      held('basic_usage', ATOMIC_WAKER, 'wake_uses_the_registered_waker_up'),
      held('wake_without_register', ATOMIC_WAKER, 'wake_before_register_does_nothing'),
      held('atomic_waker_panic_safe', RAW_WAKER, 'a_vtable_that_throws_in_clone_leaves_the_waker'),
    ],
  },
];
