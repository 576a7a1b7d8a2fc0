/** async-task's suites: here a task is of an executor, which schedules it, and has no schedule function of its own. */
import { differs, held, played, type Row, type Suite, untranslatable } from '../table/row.js';
import * as tasks from '../things/task-cases.js';

const NO_SCHEDULE =
  'a task is of an executor, which schedules it; there is no schedule function to call, drop or count';
const BETWEEN_THREADS = 'a task and its handle are of one thread: what would come meanwhile comes from within its poll';

const cancel = (elder: string, wake: 'before' | 'after' | 'never', outcome: 'pending' | 'ready' | 'fails'): Row =>
  played(
    elder,
    `aborted while it runs${wake === 'never' ? '' : `, woken ${wake}`}`,
    tasks.cancelDuringRun(wake, outcome),
    BETWEEN_THREADS,
  );

/** What the suites of the wakers have in common, for futures that go on and for those that fail. */
const wakers = (outcome: 'pending' | 'fails'): Row[] => [
  cancel('cancel_during_run', 'never', outcome),
  cancel('wake_and_cancel_during_run', 'before', outcome),
  cancel('cancel_and_wake_during_run', 'after', outcome),
];

export const ASYNC_TASK: readonly Suite[] = [
  {
    name: 'async-task basic',
    rows: [
      played('drop_and_detach', 'the executor is dropped before the task ran', tasks.dropped),
      played('detach_and_drop', 'the executor is dropped before the task ran', tasks.dropped),
      played('detach_and_run', 'its handle is dropped, and it runs', tasks.detachAndRun),
      played('run_and_detach', 'its handle is dropped when it is over', tasks.runAndDetach),
      played(
        'cancel_and_run',
        'aborted before it ran',
        tasks.cancelAndRun,
        'dropping the handle does not cancel: abort does',
      ),
      played('run_and_cancel', 'aborted when it is over', tasks.runAndCancel),
      played('cancel_join', 'a join is given up, and begun again', tasks.tryJoin),
      played('waker', 'woken by hand, it runs again', tasks.wakes),
      ...untranslatable('schedule schedule_counter schedule_intrusive drop_inside_schedule', NO_SCHEDULE),
    ],
  },
  {
    name: 'async-task join',
    rows: [
      played('cancel_and_join', 'the joiner learns that it was aborted', tasks.cancelAndRun),
      played('run_and_join', 'joined when it is over', tasks.runAndCancel),
      played('drop_handle_and_run', 'its handle is dropped, and it runs', tasks.detachAndRun),
      played('join_twice', 'the second join is told so', tasks.joinTwice, 'by a PollError'),
      held('join_and_cancel', 'executor/join.test.ts', 'abort_of_a_waiting_task_drops_it_at_once'),
      held('join_and_run', 'executor/join.test.ts', 'a_task_joins_another'),
      played('try_join_and_run_and_join', 'a join is given up, and begun again', tasks.tryJoin),
      played('try_join_and_cancel_and_run', 'aborted before it ran', tasks.cancelAndRun),
      played('try_join_and_run_and_cancel', 'aborted when it is over', tasks.runAndCancel),
      played('await_output', "its value is the joiner's", tasks.wakeDuringRun),
    ],
  },
  {
    name: 'async-task cancel, is_cancelled',
    rows: [
      played('cancel::run_and_cancel', 'aborted when it is over', tasks.runAndCancel),
      played('cancel::cancel_and_run', 'aborted before it ran', tasks.cancelAndRun),
      cancel('cancel::cancel_during_run', 'never', 'ready'),
      ...differs('is_cancelled::*', 'isFinished tells of an aborted task, and its CancelledError why'),
    ],
  },
  {
    name: 'async-task ready',
    rows: [
      cancel('cancel_during_run', 'never', 'ready'),
      ...untranslatable('join_during_run try_join_during_run drop_handle_during_run', BETWEEN_THREADS),
    ],
  },
  {
    name: 'async-task pending',
    rows: [cancel('cancel_during_run', 'never', 'pending')],
  },
  {
    name: 'async-task panic',
    rows: [
      cancel('cancel_during_run', 'never', 'fails'),
      played('run_and_join', "its error is the joiner's", tasks.errorToJoiner),
      held(
        'try_join_and_run_and_join',
        'executor/failures.test.ts',
        'an_error_that_was_thrown_already_is_still_the_joiners',
      ),
      played('detach_during_run', 'an error that nobody joins', tasks.errorOfDetached),
      ...untranslatable('join_during_run try_join_during_run', BETWEEN_THREADS),
    ],
  },
  {
    name: 'async-task waker_panic',
    rows: [
      ...wakers('fails'),
      held('wake_during_run', 'executor/failures.test.ts', 'a_failing_task_is_polled_no_more'),
    ],
  },
  {
    name: 'async-task waker_pending',
    rows: [...wakers('pending'), played('wake_during_run', 'woken while it runs, it runs again', tasks.wakeDuringRun)],
  },
  {
    name: 'async-task waker_ready',
    rows: [
      played('wake', 'woken by hand, it runs again', tasks.wakes),
      played('wake_by_ref', 'woken by hand, it runs again', tasks.wakes),
      held('clone', 'executor/join.test.ts', 'a_wake_after_the_abort_does_nothing'),
      held('wake_cancelled', 'executor/join.test.ts', 'a_wake_after_the_abort_does_nothing'),
      held(
        'wake_completed',
        'executor/wake-queue.test.ts',
        'a_waker_of_a_task_that_is_over_is_shared_and_does_nothing',
      ),
    ],
  },
  {
    name: 'async-task metadata, custom_allocator, scope',
    rows: untranslatable(
      'metadata::* custom_allocator::* scope::*',
      "tasks carry no data but their future, and memory is the engine's",
    ),
  },
];
