/** crossbeam's suites of parkers, groups, sharded locks, scoped threads and padding. */
import { differs, held, played, type Suite, untranslatable } from '../table/row.js';
import { tryReadTryWrite, writersAndReader } from '../things/lock-cases.js';
import { unparkBefore, unparkFromOther, unparkNotCalled, waitAndDrop } from '../things/meeting-cases.js';

const SCOPE = 'threads/scope.test.ts';
const FAILURES = 'threads/scope-failures.test.ts';
const NO_VALUE = 'a lock holds no value; it protects what the program keeps in shared memory';

export const UTILS: readonly Suite[] = [
  {
    name: 'crossbeam-utils parker',
    rows: [
      played('park_timeout_unpark_before', 'a token that came before is taken at once', unparkBefore),
      played('park_timeout_unpark_not_called', 'a limit that passes', unparkNotCalled),
      played('park_timeout_unpark_called_other_thread', 'a token from another thread', unparkFromOther),
    ],
  },
  {
    name: 'crossbeam-utils wait_group',
    rows: [
      held('wait', 'lock/meeting.test.ts', 'a_group_is_waited_for'),
      played('wait_and_drop', 'whoever waits goes on when all others are through', waitAndDrop),
    ],
  },
  {
    name: 'crossbeam-utils sharded_lock',
    rows: [
      played('smoke', 'readers share it, a writer has it alone', tryReadTryWrite),
      played('frob', 'readers and writers at random', writersAndReader),
      played('arc', 'writers add, and a reader never sees half of it', writersAndReader),
      played('try_write', 'who tries to write while somebody reads does not get it', tryReadTryWrite),
      held('arc_poison_wr', 'lock/deaths.test.ts', 'a_writer_that_dies_poisons_and_a_reader_does_not (I22)'),
      held('arc_poison_ww', 'lock/deaths.test.ts', 'a_writer_that_dies_poisons_and_a_reader_does_not (I22)'),
      held('arc_no_poison_rr', 'lock/deaths.test.ts', 'a_writer_that_dies_poisons_and_a_reader_does_not (I22)'),
      held('arc_no_poison_sl', 'lock/deaths.test.ts', 'a_writer_that_dies_poisons_and_a_reader_does_not (I22)'),
      ...differs('arc_access_in_unwind', 'an exception that drops a guard poisons nothing: only a death does'),
      ...untranslatable('unsized_type into_inner into_inner_drop into_inner_poison get_mut get_mut_poison', NO_VALUE),
    ],
  },
  {
    name: 'crossbeam-utils thread',
    rows: [
      held('join', SCOPE, 'the_scope_waits_for_children_that_nobody_joins'),
      held('counter', SCOPE, 'ten_thousand_children'),
      ...untranslatable('counter_builder', 'threads have no stack size of their own in this respect'),
      ...differs('counter_panic', 'the first failure of a scope cancels the rest, which run on in crossbeam'),
      held('panic_twice', FAILURES, 'several_failures_are_a_ScopeError_in_the_order_in_which_they_came'),
      held('panic_many', FAILURES, 'several_failures_are_a_ScopeError_in_the_order_in_which_they_came'),
      held('nesting', SCOPE, 'children_spawn_children_while_anything_runs'),
      held('join_nested', SCOPE, 'a_nested_scope_is_a_child'),
      held('scope_returns_ok', SCOPE, 'a_body_may_be_an_async_function_or_answer_a_future'),
      held(
        'test_scoped_threads_drop_result_before_join',
        SCOPE,
        'what_a_child_drops_while_it_runs_is_cleaned_up_before_it_is_over',
      ),
      ...untranslatable('as_pthread_t as_raw_handle', 'threads have no handles of the operating system'),
    ],
  },
  {
    name: 'crossbeam-utils cache_padded',
    rows: untranslatable(
      'default store_u64 store_pair distance different_sizes large debug drops clone runs_custom_clone',
      'values have no place in memory; the words of shared structures that different threads write are 64 bytes apart by their layouts',
    ),
  },
];
