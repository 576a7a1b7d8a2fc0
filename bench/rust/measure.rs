//! Measuring, as bench/measure.ts does.

use std::time::{Duration, Instant};

/// Runs what the command line asks for: `<design> <size> <classes> <warm-up ms> <sample ms> <samples>`. `choose` answers
/// the work by its design, size and classes: a function that does it so many times, and answers how often it has.
/// Each sample is one line of JSON: {"ns":<for one>,"iterations":<how many>}.
pub fn main(choose: impl Fn(&str, u32, u32) -> Box<dyn Fn(u64) -> u64>) {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let number = |index: usize| arguments[index].parse::<u32>().expect("a whole number");
    let milliseconds = |index: usize| Duration::from_millis(number(index).into());
    let batch = choose(&arguments[0], number(1), number(2));
    let iterations = warm_up(&*batch, milliseconds(3), milliseconds(4));
    for _ in 0..number(5) {
        let ns = time(&*batch, iterations).as_nanos() as f64 / iterations as f64;
        println!("{{\"ns\":{ns},\"iterations\":{iterations}}}");
    }
}

fn time(batch: &dyn Fn(u64) -> u64, iterations: u64) -> Duration {
    let start = Instant::now();
    assert_eq!(batch(iterations), iterations, "everything was done, once");
    start.elapsed()
}

/// Warms up, and answers how many iterations a sample needs.
fn warm_up(batch: &dyn Fn(u64) -> u64, warm: Duration, sample: Duration) -> u64 {
    let begin = Instant::now();
    let mut iterations = 1;
    loop {
        let took = time(batch, iterations);
        if took >= sample {
            if begin.elapsed() >= warm {
                return ((iterations as f64) * sample.as_secs_f64() / took.as_secs_f64()).ceil() as u64;
            }
        } else {
            iterations *= 2;
        }
    }
}
