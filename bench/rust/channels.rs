//! Numbers between two threads by `std::sync::mpsc::sync_channel`, which is crossbeam-channel's array flavour since Rust
//! 1.67. The counterparts of bench/scenarios/between-threads.ts and round-trips.ts.
//!
//! Designs:
//! - `crossing`: one thread sends, the other receives, one number at a time, through a channel of 1024;
//! - `ping_pong`: a question and its answer, through two channels of eight.
//!
//! usage: channels <design> <size> <classes: both of no matter> <warm-up ms> <sample ms> <samples>

mod measure;

use std::sync::mpsc::{channel, sync_channel};
use std::thread;

type Batch = Box<dyn Fn(u64) -> u64>;

fn crossing(capacity: usize) -> Batch {
    let (tx, rx) = sync_channel::<i32>(capacity);
    let (runs, counts) = channel::<u64>();
    let (over, sums) = channel::<u64>();
    thread::spawn(move || {
        for count in counts {
            let sum = (0..count).map(|_| rx.recv().expect("the sender lives") as u64).sum();
            over.send(sum).expect("the main thread waits");
        }
    });
    Box::new(move |iterations| {
        runs.send(iterations).expect("the receiver lives");
        for _ in 0..iterations {
            tx.send(1).expect("the receiver lives");
        }
        sums.recv().expect("the receiver lives")
    })
}

fn ping_pong() -> Batch {
    let (tx, questions) = sync_channel::<i32>(8);
    let (answers, rx) = sync_channel::<i32>(8);
    thread::spawn(move || {
        for question in questions {
            answers.send(question).expect("the main thread waits");
        }
    });
    Box::new(move |iterations| {
        let ask = |_| {
            tx.send(1).expect("the answering thread lives");
            rx.recv().expect("the answering thread lives") as u64
        };
        (0..iterations).map(ask).sum()
    })
}

fn main() {
    measure::main(|design, _size, _classes| match design {
        "crossing" => crossing(1024),
        "ping_pong" => ping_pong(),
        other => panic!("design: expected crossing or ping_pong, got {other}"),
    });
}
