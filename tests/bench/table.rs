//! A table of figures, each beside its floor: the least that the same work can cost, or what the
//! same takes elsewhere. Both are measured in turns in one run, so that a busy machine slows down
//! either. Compare a ratio with that of another run, and no figure with that of another machine.
//!
//! `cargo bench -- WORD` measures the rows with this word alone.

use std::{
    env,
    hint::black_box,
    time::{Duration, Instant},
};

/// How long a row is measured, and how often at least.
const TIME: Duration = Duration::from_secs(2);
const ROUNDS: usize = 5;
/// How often the quicker of the two is measured in a round at most.
const TURNS: usize = 100;

/// Prints the head of the table.
pub fn head() {
    println!(
        "{:>10}  {:>10}  {:>10}  {:>7}  of what, beside what",
        "median", "p99", "floor", "ratio"
    );
}

/// Something to be measured: each call does it once and says how long that took.
pub type Work<'a> = Box<dyn FnMut() -> Duration + 'a>;

/// Work that is measured from its start to its end; what it leaves is dropped behind that.
#[expect(clippy::disallowed_methods, reason = "a bench measures time")]
pub fn timed<'a, T>(mut work: impl FnMut() -> T + 'a) -> Work<'a> {
    Box::new(move || {
        let started = Instant::now();
        let made = black_box(work());
        let took = started.elapsed();
        drop(made);
        took
    })
}

/// Measures one row of the table and prints it: the time of one of so many equal parts of the work.
#[expect(clippy::disallowed_methods, reason = "a bench measures time")]
pub fn row<'a>(name: &str, parts: u32, mut figure: Work<'a>, floor: &str, mut least: Work<'a>) {
    let mut words = env::args().skip(1).filter(|word| !word.starts_with('-')).peekable();
    if words.peek().is_some() && !words.any(|word| name.contains(&word)) {
        return;
    }
    let (mut figures, mut floors) = (Vec::new(), Vec::new());
    let started = Instant::now();
    let mut rounds = 0;
    while started.elapsed() < TIME || rounds < ROUNDS {
        let pair = [figure(), least()];
        figures.push(pair[0]);
        floors.push(pair[1]);
        let longer = pair[0].max(pair[1]);
        for (work, samples) in [(&mut figure, &mut figures), (&mut least, &mut floors)] {
            let mut turn = samples[samples.len() - 1];
            for _ in 1..TURNS {
                if turn >= longer {
                    break;
                }
                let took = work();
                samples.push(took);
                turn += took;
            }
        }
        rounds += 1;
    }
    figures.sort_unstable();
    floors.sort_unstable();
    let at = |samples: &[Duration], percent: usize| {
        samples[samples.len() * percent / 100].as_secs_f64() / f64::from(parts)
    };
    let [median, p99, floor_median] = [at(&figures, 50), at(&figures, 99), at(&floors, 50)];
    println!(
        "{:>10}  {:>10}  {:>10}  {:>6.2}x  {name}, beside {floor}",
        shown(median),
        shown(p99),
        shown(floor_median),
        median / floor_median,
    );
}

/// Seconds in the unit that suits them.
fn shown(seconds: f64) -> String {
    let (number, unit) = match seconds {
        s if s >= 1.0 => (s, "s"),
        s if s >= 1e-3 => (s * 1e3, "ms"),
        s if s >= 1e-6 => (s * 1e6, "µs"),
        s => (s * 1e9, "ns"),
    };
    format!("{number:.2} {unit}")
}
