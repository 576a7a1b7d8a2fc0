/** crossbeam's suites of selects: by `Select`, by `select!`, and of being ready without doing it. */

import { fairness, fairnessOfSends } from '../channels/fairness.js';
import { type ChannelFlavour, isZero } from '../channels/flavours.js';
import {
  biased,
  byDefault,
  chosen,
  defaultOnly,
  defaultWhenDisconnected,
  duplicates,
  fairWithClocks,
  nested,
  preflight,
  sendRecvSameChannel,
} from '../channels/select-alone.js';
import { alwaysOne, matching, ofAllSorts } from '../channels/select-many.js';
import * as pairs from '../channels/select-together.js';
import { type ChannelCase, onChannels } from '../channels/setting.js';
import { handedOnBySelect } from '../channels/special.js';
import * as together from '../channels/together.js';
import { differs, held, played, type Row, type Suite, untranslatable } from '../table/row.js';

const isBuffered = (flavour: ChannelFlavour): boolean => !isZero(flavour);
const any = (situation: ChannelCase) => onChannels(situation);
const buffered = (situation: ChannelCase) => onChannels(situation, { flavours: isBuffered });
const zero = (situation: ChannelCase) => onChannels(situation, { flavours: isZero });
/** One kind for each carrier, in cases that say themselves how much fits. */
const ofEachKind = (situation: ChannelCase) => onChannels(situation, { flavours: ({ capacity }) => capacity === 3 });
const handsOn = ({ carrier }: ChannelFlavour): boolean => carrier === 'anything' || carrier === 'structured';

const zeroHere = (situation: ChannelCase) => onChannels(situation, { flavours: isZero, places: ['in process'] });

const CHOSEN = buffered(chosen);
const PREFLIGHT = buffered(preflight);
const CLONING = any(pairs.cloning);
/** A select that waits is not committed by another thread: src/channel/shared/zero.ts says why. */
const NOT_PAIRED =
  'not across threads: there a value may be sent to one whose select sends at the same time, and goes to the next one who receives';

/** The tests that both suites have. */
const common: Row[] = [
  played('smoke1', 'the channel that has a value is chosen', CHOSEN),
  played('smoke2', 'of five, the last one', CHOSEN),
  played('disconnected', 'one channel ends while the other goes on', any(pairs.disconnected)),
  played('default', 'a default is for when no branch is ready', buffered(byDefault)),
  played('timeout', 'a limit passes; within the next one a value comes', any(pairs.timeout)),
  played('default_when_disconnected', 'a branch that can only fail is ready', any(defaultWhenDisconnected)),
  played('default_only', 'without a branch that could be ready', ofEachKind(defaultOnly)),
  played('unblocks', 'whoever comes to one of two channels wakes the select', zero(pairs.unblocks)),
  played('both_ready', 'a receive and a send come to pass in turn', zero(pairs.mixed(1))),
  played('loop_try', 'two who only try meet one who waits', zero(pairs.loopTry)),
  played('cloning1', 'a clone that comes and goes wakes nobody', CLONING),
  played('cloning2', 'the same while a select waits', CLONING),
  played('preflight1', 'what is there is taken', PREFLIGHT),
  played('preflight2', 'what the last sender left is taken', PREFLIGHT),
  played('preflight3', 'then it has ended', PREFLIGHT),
  played('duplicate_operations', 'each of equal branches is chosen some time', buffered(duplicates)),
  played('nesting', 'selects in what a select has chosen', buffered(nested)),
  played('stress_recv', 'values come by either channel', buffered(pairs.receiving)),
  played('stress_send', 'values go to whoever waits', zero(pairs.sending)),
  played('stress_mixed', 'a receive and a send, time and again', zero(pairs.mixed(20))),
  played('stress_timeout_two_threads', 'both give up and try again', any(pairs.impatient)),
  played('send_recv_same_channel', 'a select does not meet itself', any(sendRecvSameChannel)),
  played('matching', 'each sends or receives, and all are paired', zeroHere(matching(8)), NOT_PAIRED),
  played('matching_with_leftover', 'the same with one who only sends', zeroHere(matching(9, [9])), NOT_PAIRED),
  played(
    'channel_through_channel',
    'each channel brings the next one',
    onChannels(handedOnBySelect, { flavours: handsOn }),
  ),
  played('linearizable_timeout', 'whoever put something in finds something', buffered(alwaysOne({ timeout: 0 }))),
  played('fairness1', 'two channels, a time and a beat have their turns', buffered(fairWithClocks)),
  played('fairness2', 'channels of all sorts are used', ofEachKind(ofAllSorts)),
];

export const SELECT: Suite = {
  name: 'crossbeam-channel select',
  rows: [
    ...common,
    played('linearizable_try', 'whoever put something in finds something', buffered(alwaysOne({}))),
    ...differs('reuse', 'a select is a future, made anew for each use: see stress_mixed'),
    ...untranslatable(
      'sync_and_clone send_and_clone',
      'no list of operations is kept that could be cloned: see matching',
    ),
    ...untranslatable(
      'uncompleted_select_unbounded uncompleted_select_bounded uncompleted_select_zero forget_select_unbounded forget_select_bounded forget_select_zero issue_1096',
      'a select does what it chooses; there is no operation that is chosen and not yet done',
    ),
  ],
};

const bySelect = (situation: ChannelCase) => zero({ ...situation, bySelect: true });

export const SELECT_MACRO: Suite = {
  name: 'crossbeam-channel select_macro',
  rows: [
    ...common,
    played('linearizable_default', 'whoever put something in finds something', buffered(alwaysOne({}))),
    played('fairness_recv', 'a fair select takes from both of two channels', buffered(fairness)),
    played('fairness_send', 'a fair select sends to both of two channels', buffered(fairnessOfSends)),
    played('unfairness', 'without fair, in the order of the record', buffered(biased({}))),
    played('unfairness_timeout', 'the same with a limit', buffered(biased({ timeout: 1_000 }))),
    played('unfairness_try', 'the same with a default', buffered(biased({ default: 0 }))),
    played('evaluate', 'a select answers with the branch and its value', CHOSEN),
    played('try_recv', 'who tries finds nothing, a value, the end', bySelect(together.tryRecv)),
    played('recv', 'a receive waits for each value', bySelect(together.recv)),
    played('recv_timeout', 'a receive whose limit passes takes nothing', bySelect(together.recvTimeout)),
    played('try_send', 'a send that tries finds whoever waits', bySelect(together.trySend)),
    played('send', 'sends wait for who takes them', bySelect(together.send)),
    played('send_timeout', 'a send whose limit passes has sent nothing', bySelect(together.sendTimeout)),
    played('disconnect_wakes_sender', 'the last receiver goes', bySelect(together.disconnectWakesSender)),
    played('disconnect_wakes_receiver', 'the last sender goes', bySelect(together.disconnectWakesReceiver)),
    held('result_types', 'combinators/types.test.ts', 'select_answers_a_discriminated_union'),
    ...untranslatable(
      'references case_blocks move_handles infer_types default_syntax same_variable_name handles_on_heap once_blocks once_receiver once_sender parse_nesting deref trailing_comma',
      'of the syntax of a macro; here a select is a call',
    ),
    ...untranslatable('panic_sender panic_receiver', 'arguments are evaluated before the call, by the language'),
  ],
};

export const READY: Suite = {
  name: 'crossbeam-channel ready',
  rows: differs(
    'smoke1 smoke2 disconnected default timeout default_when_disconnected default_only unblocks both_ready cloning1 cloning2 preflight1 preflight2 preflight3 duplicate_operations nesting stress_recv stress_send stress_mixed stress_timeout_two_threads send_recv_same_channel channel_through_channel fairness1 fairness2',
    'nothing tells that an operation would be ready without doing it; a select does it: see the same test of select',
  ),
};
