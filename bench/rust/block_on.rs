//! The Rust contenders of the `block_on` scenarios, on `std` alone so that `rustc` is all they need.
//!
//! Four ways to wait for a future on one thread:
//! - `futures`: the design of `futures::executor::block_on`: a waker cached per thread, an atomic token beside
//!   `park`/`unpark`, a guard against nesting;
//! - `executor`: the executor of chapter 12 of *Writing an OS in Rust*, in user space: `VecDeque` of ready tasks,
//!   `BTreeMap` of waiting ones, `BTreeMap` of wakers, and a bounded lock-free wake queue after Dmitry Vyukov, as
//!   crossbeam's `ArrayQueue` is;
//! - `bounded1`: a `bounded(1)` channel, where full means "already woken". The channel is written here:
//!   `std::sync::mpsc::sync_channel(1)`, crossbeam-channel's array flavour since Rust 1.67, was measured at twice its
//!   cost, and a contender deserves its best form;
//! - `again`: polls again and never waits: what no design can beat.
//!
//! usage: block_on <design> <yields> <classes: 1 | 8> <warm-up ms> <sample ms> <samples>

mod measure;

use std::cell::{Cell, UnsafeCell};
use std::collections::{BTreeMap, VecDeque};
use std::future::Future;
use std::hint::black_box;
use std::mem::{ManuallyDrop, MaybeUninit};
use std::pin::{pin, Pin};
use std::rc::Rc;
use std::sync::atomic::{AtomicBool, AtomicU64, AtomicUsize, Ordering};
use std::sync::{Arc, Mutex};
use std::task::{Context, Poll, Wake, Waker};
use std::thread::{self, Thread};

// ---- The futures: each wakes itself and answers pending `left` times ----

macro_rules! yielding {
    ($($name:ident)*) => {$(
        struct $name { left: u32 }
        impl Future for $name {
            type Output = u64;
            fn poll(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<u64> {
                if self.left == 0 { return Poll::Ready(1); }
                self.left -= 1;
                cx.waker().wake_by_ref();
                Poll::Pending
            }
        }
    )*};
}
yielding!(Yield0 Yield1 Yield2 Yield3 Yield4 Yield5 Yield6 Yield7);

// ---- futures: park and unpark, with everything cached per thread ----

struct ThreadToken {
    thread: Thread,
    /// Remembers a wake until the thread looks: `park` alone may be disturbed by foreign code that parks, too.
    woken: AtomicBool,
}

impl Wake for ThreadToken {
    fn wake(self: Arc<Self>) {
        self.wake_by_ref();
    }
    fn wake_by_ref(self: &Arc<Self>) {
        if !self.woken.swap(true, Ordering::Release) {
            self.thread.unpark();
        }
    }
}

thread_local! {
    static TOKEN: Arc<ThreadToken> =
        Arc::new(ThreadToken { thread: thread::current(), woken: AtomicBool::new(false) });
    static ENTERED: Cell<bool> = const { Cell::new(false) };
}

/// Refuses a `block_on` within a `block_on`.
struct Entered;

impl Entered {
    fn new() -> Entered {
        ENTERED.with(|entered| assert!(!entered.replace(true), "block_on within block_on"));
        Entered
    }
}

impl Drop for Entered {
    fn drop(&mut self) {
        ENTERED.with(|entered| entered.set(false));
    }
}

#[inline]
fn block_on_futures<F: Future>(future: F) -> F::Output {
    let mut future = pin!(future);
    let _entered = Entered::new();
    TOKEN.with(|token| {
        // Borrows the cached Arc without counting, as `futures::task::waker_ref` does: never dropped.
        let waker = ManuallyDrop::new(unsafe { Waker::from(Arc::from_raw(Arc::as_ptr(token))) });
        let mut cx = Context::from_waker(&waker);
        loop {
            if let Poll::Ready(answer) = future.as_mut().poll(&mut cx) {
                return answer;
            }
            while !token.woken.swap(false, Ordering::Acquire) {
                thread::park();
            }
        }
    })
}

// ---- executor: chapter 12's four parts ----

/// A bounded queue for many producers and consumers after Dmitry Vyukov: each slot's stamp says whose turn it is.
struct ArrayQueue<T> {
    head: Padded,
    tail: Padded,
    slots: Box<[Slot<T>]>,
    /// The first power of two above the capacity: a stamp is lap * one_lap + index.
    one_lap: usize,
}

#[repr(align(128))]
struct Padded(AtomicUsize);

struct Slot<T> {
    stamp: AtomicUsize,
    value: UnsafeCell<MaybeUninit<T>>,
}

unsafe impl<T: Send> Sync for ArrayQueue<T> {}
unsafe impl<T: Send> Send for ArrayQueue<T> {}

impl<T: Copy> ArrayQueue<T> {
    fn new(capacity: usize) -> Self {
        let slots = (0..capacity)
            .map(|index| Slot { stamp: AtomicUsize::new(index), value: UnsafeCell::new(MaybeUninit::uninit()) })
            .collect();
        ArrayQueue {
            head: Padded(AtomicUsize::new(0)),
            tail: Padded(AtomicUsize::new(0)),
            slots,
            one_lap: (capacity + 1).next_power_of_two(),
        }
    }

    fn next(&self, position: usize) -> usize {
        let index = position & (self.one_lap - 1);
        if index + 1 < self.slots.len() {
            position + 1
        } else {
            (position & !(self.one_lap - 1)).wrapping_add(self.one_lap)
        }
    }

    fn push(&self, value: T) -> Result<(), T> {
        let mut tail = self.tail.0.load(Ordering::Relaxed);
        loop {
            let slot = &self.slots[tail & (self.one_lap - 1)];
            let stamp = slot.stamp.load(Ordering::Acquire);
            if stamp == tail {
                match self.tail.0.compare_exchange_weak(tail, self.next(tail), Ordering::SeqCst, Ordering::Relaxed) {
                    Ok(_) => {
                        unsafe { (*slot.value.get()).write(value) };
                        slot.stamp.store(tail.wrapping_add(1), Ordering::Release);
                        return Ok(());
                    }
                    Err(now) => tail = now,
                }
            } else if stamp.wrapping_add(self.one_lap) == tail.wrapping_add(1) {
                if self.head.0.load(Ordering::SeqCst).wrapping_add(self.one_lap) == tail {
                    return Err(value);
                }
                tail = self.tail.0.load(Ordering::Relaxed);
            } else {
                std::hint::spin_loop();
                tail = self.tail.0.load(Ordering::Relaxed);
            }
        }
    }

    fn pop(&self) -> Option<T> {
        let mut head = self.head.0.load(Ordering::Relaxed);
        loop {
            let slot = &self.slots[head & (self.one_lap - 1)];
            let stamp = slot.stamp.load(Ordering::Acquire);
            if stamp == head.wrapping_add(1) {
                match self.head.0.compare_exchange_weak(head, self.next(head), Ordering::SeqCst, Ordering::Relaxed) {
                    Ok(_) => {
                        let value = unsafe { (*slot.value.get()).assume_init() };
                        slot.stamp.store(head.wrapping_add(self.one_lap), Ordering::Release);
                        return Some(value);
                    }
                    Err(now) => head = now,
                }
            } else if stamp == head {
                if self.tail.0.load(Ordering::SeqCst) == head {
                    return None;
                }
                head = self.head.0.load(Ordering::Relaxed);
            } else {
                std::hint::spin_loop();
                head = self.head.0.load(Ordering::Relaxed);
            }
        }
    }

    fn is_empty(&self) -> bool {
        self.head.0.load(Ordering::SeqCst) == self.tail.0.load(Ordering::SeqCst)
    }
}

#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
struct TaskId(u64);

impl TaskId {
    fn next() -> TaskId {
        static NEXT: AtomicU64 = AtomicU64::new(0);
        TaskId(NEXT.fetch_add(1, Ordering::Relaxed))
    }
}

struct Task {
    id: TaskId,
    future: Pin<Box<dyn Future<Output = ()>>>,
}

struct TaskWaker {
    id: TaskId,
    wake_queue: Arc<ArrayQueue<TaskId>>,
}

impl Wake for TaskWaker {
    fn wake(self: Arc<Self>) {
        self.wake_by_ref();
    }
    fn wake_by_ref(self: &Arc<Self>) {
        assert!(self.wake_queue.push(self.id).is_ok(), "wake_queue full");
    }
}

struct Executor {
    task_queue: VecDeque<Task>,
    waiting_tasks: BTreeMap<TaskId, Task>,
    wake_queue: Arc<ArrayQueue<TaskId>>,
    waker_cache: BTreeMap<TaskId, Waker>,
}

impl Executor {
    fn new() -> Self {
        Executor {
            task_queue: VecDeque::new(),
            waiting_tasks: BTreeMap::new(),
            wake_queue: Arc::new(ArrayQueue::new(100)),
            waker_cache: BTreeMap::new(),
        }
    }

    fn spawn(&mut self, future: impl Future<Output = ()> + 'static) {
        self.task_queue.push_back(Task { id: TaskId::next(), future: Box::pin(future) });
    }

    fn run(&mut self) {
        loop {
            self.wake_tasks();
            self.run_ready_tasks();
            if self.waiting_tasks.is_empty() {
                return;
            }
            if self.wake_queue.is_empty() {
                thread::yield_now(); // the kernel halts the CPU here; no future of this benchmark gets so far
            }
        }
    }

    fn wake_tasks(&mut self) {
        while let Some(id) = self.wake_queue.pop() {
            if let Some(task) = self.waiting_tasks.remove(&id) {
                self.task_queue.push_back(task);
            }
        }
    }

    fn run_ready_tasks(&mut self) {
        while let Some(mut task) = self.task_queue.pop_front() {
            let wake_queue = &self.wake_queue;
            let waker = self.waker_cache.entry(task.id).or_insert_with(|| {
                Waker::from(Arc::new(TaskWaker { id: task.id, wake_queue: wake_queue.clone() }))
            });
            match task.future.as_mut().poll(&mut Context::from_waker(waker)) {
                Poll::Ready(()) => {
                    self.waker_cache.remove(&task.id);
                }
                Poll::Pending => {
                    self.waiting_tasks.insert(task.id, task);
                }
            }
        }
    }
}

fn block_on_executor<F: Future<Output = u64> + 'static>(future: F) -> u64 {
    let answer = Rc::new(Cell::new(None));
    let slot = answer.clone();
    let mut executor = Executor::new();
    executor.spawn(async move { slot.set(Some(future.await)) });
    executor.run();
    answer.get().expect("the task has run")
}

// ---- bounded1: a channel of one signal; a second signal that does not fit is not needed ----

/// The array flavour of crossbeam-channel, for one receiver: the bounded queue above, and a place to sleep.
struct Bounded {
    signals: ArrayQueue<()>,
    asleep: AtomicBool,
    sleeper: Mutex<Option<Thread>>,
}

impl Bounded {
    fn new() -> Self {
        Bounded { signals: ArrayQueue::new(1), asleep: AtomicBool::new(false), sleeper: Mutex::new(None) }
    }

    #[inline]
    fn try_send(&self) -> Result<(), ()> {
        self.signals.push(())?;
        if self.asleep.load(Ordering::SeqCst) {
            self.notify();
        }
        Ok(())
    }

    #[inline]
    fn recv(&self) {
        while self.signals.pop().is_none() {
            self.sleep();
        }
    }

    #[cold]
    fn notify(&self) {
        if let Some(thread) = self.sleeper.lock().unwrap().take() {
            self.asleep.store(false, Ordering::SeqCst);
            thread.unpark();
        }
    }

    /// Says so first and looks again after, so that a signal sent in between is not slept through.
    #[cold]
    fn sleep(&self) {
        *self.sleeper.lock().unwrap() = Some(thread::current());
        self.asleep.store(true, Ordering::SeqCst);
        if self.signals.is_empty() {
            thread::park();
        }
    }
}

struct Signal(Arc<Bounded>);

impl Wake for Signal {
    fn wake(self: Arc<Self>) {
        self.wake_by_ref();
    }
    fn wake_by_ref(self: &Arc<Self>) {
        let _ = self.0.try_send();
    }
}

fn block_on_bounded1<F: Future>(future: F) -> F::Output {
    let channel = Arc::new(Bounded::new());
    let waker = Waker::from(Arc::new(Signal(channel.clone())));
    let mut cx = Context::from_waker(&waker);
    let mut future = pin!(future);
    loop {
        if let Poll::Ready(answer) = future.as_mut().poll(&mut cx) {
            return answer;
        }
        channel.recv();
    }
}

// ---- again: the lower bound ----

#[inline]
fn block_on_again<F: Future>(future: F) -> F::Output {
    let mut cx = Context::from_waker(Waker::noop());
    let mut future = pin!(future);
    loop {
        // Without black_box the compiler counts down in one step, and measures nothing.
        if let Poll::Ready(answer) = black_box(future.as_mut()).poll(&mut cx) {
            return answer;
        }
    }
}

// ---- The work to be measured ----

macro_rules! batches {
    ($block_on:ident, $yields:expr, $classes:expr) => {{
        let yields: u32 = $yields;
        match $classes {
            1 => Box::new(move |iterations: u64| {
                (0..iterations).map(|_| black_box($block_on(Yield0 { left: black_box(yields) }))).sum()
            }) as Box<dyn Fn(u64) -> u64>,
            _ => Box::new(move |iterations: u64| {
                (0..iterations)
                    .map(|turn| {
                        let left = black_box(yields);
                        black_box(match turn & 7 {
                            0 => $block_on(Yield0 { left }),
                            1 => $block_on(Yield1 { left }),
                            2 => $block_on(Yield2 { left }),
                            3 => $block_on(Yield3 { left }),
                            4 => $block_on(Yield4 { left }),
                            5 => $block_on(Yield5 { left }),
                            6 => $block_on(Yield6 { left }),
                            _ => $block_on(Yield7 { left }),
                        })
                    })
                    .sum()
            }),
        }
    }};
}

fn main() {
    measure::main(|design, yields, classes| match design {
        "futures" => batches!(block_on_futures, yields, classes),
        "executor" => batches!(block_on_executor, yields, classes),
        "bounded1" => batches!(block_on_bounded1, yields, classes),
        "again" => batches!(block_on_again, yields, classes),
        other => panic!("design: expected futures, executor, bounded1 or again, got {other}"),
    });
}
