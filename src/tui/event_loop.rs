//! The loop: waits, takes everything that waits, draws once if something changed, and ends in order.
//!
//! It wakes for input, for a signal, for the turn of the minute, and a few times a second to look whether others changed the data; when
//! nothing changed nothing is written. Must not know what a screen shows.

use std::panic::{AssertUnwindSafe, catch_unwind};
use std::time::{Duration, Instant};

use super::editor;
use super::input::{Decoder, Event};
use super::keys::Place;
use super::signals;
use super::stage::{Stage, Wish, World};
use super::terminal::{self, Tty, Unfit};
use super::theme::{Role, Theme};
use super::watchdog;

/// How often changes by others are looked for. With the watchdog's one look a second: under five wake-ups a second at rest.
const PULSE: Duration = Duration::from_millis(400);
/// The same while an answer is awaited.
const WAITING: Duration = Duration::from_millis(20);
/// Bytes taken in one turn, so that a flood cannot keep the screen from being drawn.
const TURN: usize = 1 << 18;

/// Runs the screens until somebody leaves and gives the exit code.
///
/// # Errors
/// When there is no terminal that could show screens; nothing was written to it then.
pub fn run<W: World>(world: &mut W, first: Place, mut theme: Theme) -> Result<i32, Unfit> {
    Ok(Seat::take()?.run(world, first, &mut theme))
}

/// The terminal, taken once, and what was typed into it and not used yet: one world may follow another on it.
pub struct Seat {
    tty: Tty,
    decoder: Decoder,
    inputs: Vec<Event>,
}

impl Seat {
    /// Takes the terminal.
    ///
    /// # Errors
    /// When there is no terminal that could show screens; nothing was written to it then.
    pub fn take() -> Result<Self, Unfit> {
        let tty = Tty::open()?;
        terminal::guard_panics();
        Ok(Self { tty, decoder: Decoder::default(), inputs: Vec::new() })
    }

    /// Runs the screens of a world until somebody leaves and gives the exit code; the terminal stays taken.
    pub fn run<W: World>(&mut self, world: &mut W, first: Place, theme: &mut Theme) -> i32 {
        world.stamp();
        let mut stage = Stage::new(world, first, self.tty.size());
        let ended = catch_unwind(AssertUnwindSafe(|| turns(self, &mut stage, world, theme)));
        signals::noticed();
        watchdog::resting();
        // Typed text first: the terminal can wait, the text cannot.
        match (ended, catch_unwind(AssertUnwindSafe(|| stage.keep_unsent(world)))) {
            (Ok(code), Ok(())) => code,
            _ => signals::INTERNAL,
        }
    }
}

fn turns<W: World>(seat: &mut Seat, stage: &mut Stage<W>, world: &mut W, theme: &mut Theme) -> i32 {
    let Seat { tty, decoder, inputs } = seat;
    let mut looked = Instant::now();
    let mut minute = turn_of_minute(world);
    loop {
        if let Some(code) = signals::ending() {
            return code;
        }
        watchdog::computing();
        let flags = signals::take();
        if answer_signals(tty, stage, world, flags).is_err() {
            return ended_or_gone();
        }
        if beside(tty, stage, world).is_err() {
            return ended_or_gone();
        }
        if stage.take_changed() && show(tty, stage, world, theme).is_err() {
            return ended_or_gone();
        }
        watchdog::resting();
        // What was typed before this world began has waited long enough.
        let patience = if inputs.is_empty() { timeout(stage, decoder, looked, minute) } else { Duration::ZERO };
        let ready = match tty.wait(patience) {
            Ok(ready) if ready.gone => return ended_or_gone(),
            Ok(ready) => ready,
            Err(_) => return signals::INTERNAL,
        };
        watchdog::computing();
        world.stamp();
        if ready.input && read(tty, decoder, inputs).is_err() {
            return ended_or_gone();
        }
        decoder.expire(Instant::now(), inputs);
        let mut typed = std::mem::take(inputs).into_iter();
        while let Some(event) = typed.next() {
            match event {
                Event::Typed(input) => stage.input(&input, world),
                Event::Pointed(what, at) => stage.point(what, at, world),
            }
            match grant(tty, stage, world, theme) {
                Err(code) => {
                    // Whoever comes after this world gets what was typed for it.
                    inputs.extend(typed);
                    return code;
                }
                // What came with it was typed for this program no more.
                Ok(Some(Wish::Suspend | Wish::Write(_))) => break,
                Ok(_) => {}
            }
        }
        if looked.elapsed() >= if stage.is_waiting() { WAITING } else { PULSE } {
            stage.pulse(world);
            looked = Instant::now();
            // Keys that waited for an answer may want something too.
            if let Err(code) = grant(tty, stage, world, theme) {
                return code;
            }
        }
        if minute.is_some_and(|at| Instant::now() >= at) {
            minute = turn_of_minute(world);
            stage.minute(world);
        }
    }
}

/// Does what the stage wants from the loop and says what it was; the end comes as the exit code.
fn grant<W: World>(tty: &mut Tty, stage: &mut Stage<W>, world: &mut W, theme: &mut Theme) -> Result<Option<Wish>, i32> {
    let wish = stage.take_wish();
    match &wish {
        Some(Wish::End(code)) => return Err(*code),
        Some(Wish::Redraw) => {
            tty.remeasure().map_err(|_| ended_or_gone())?;
            stage.resize(tty.size(), world);
        }
        Some(Wish::Suspend) => {
            watchdog::resting();
            stage.keep_unsent(world);
            tty.suspend(true).map_err(|_| ended_or_gone())?;
            stage.resize(tty.size(), world);
        }
        Some(Wish::Write(text)) => {
            watchdog::resting();
            stage.keep_unsent(world);
            let written = match (editor::chosen(|name| std::env::var_os(name)), world.scratch()) {
                (Ok(editor), Some(folder)) => {
                    tty.lend(|terminal| editor::write(folder, &editor, text, terminal)).map_err(|_| ended_or_gone())?
                }
                (Ok(_), None) => Err("there is no folder for a text in an editor; it can be written here".to_owned()),
                (Err(why), _) => Err(why),
            };
            stage.resize(tty.size(), world);
            stage.edited(written, world);
        }
        Some(Wish::Theme) => stage.say(theme.turn(), Role::Message),
        None => {}
    }
    Ok(wish)
}

/// Does what signals have asked for; a storm of resizes is one flag and so one frame.
fn answer_signals<W: World>(tty: &mut Tty, stage: &mut Stage<W>, world: &mut W, flags: u8) -> std::io::Result<()> {
    if flags & signals::SUSPEND != 0 {
        stage.keep_unsent(world);
        watchdog::resting();
        tty.suspend(false)?;
    } else if flags & signals::CONTINUED != 0 {
        watchdog::resting();
        tty.resume()?;
    } else if flags & signals::RESIZED != 0 {
        tty.remeasure()?;
    }
    if flags != 0 {
        stage.resize(tty.size(), world);
    }
    Ok(())
}

/// Brings the terminal what is not drawn: whether the mouse is wanted, what was copied, and what came due.
fn beside<W: World>(tty: &mut Tty, stage: &mut Stage<W>, world: &mut W) -> std::io::Result<()> {
    tty.point(stage.wants_mouse())?;
    [stage.take_copied(), world.signal()].into_iter().flatten().try_for_each(|bytes| tty.send(&bytes))
}

/// Draws into memory as computing, and writes as waiting for the terminal.
fn show<W: World>(tty: &mut Tty, stage: &Stage<W>, world: &W, theme: &Theme) -> std::io::Result<()> {
    tty.paint(|frame| stage.draw(frame, theme, world))?;
    watchdog::exempt(|| tty.write_out())
}

fn read(tty: &Tty, decoder: &mut Decoder, inputs: &mut Vec<Event>) -> std::io::Result<()> {
    let mut buffer = [0; 1 << 14];
    let mut taken = 0;
    while taken < TURN {
        match tty.read(&mut buffer)? {
            0 => break,
            count => decoder.feed(&buffer[..count], Instant::now(), inputs),
        }
        taken += buffer.len();
    }
    Ok(())
}

fn timeout<W: World>(stage: &Stage<W>, decoder: &Decoder, looked: Instant, minute: Option<Instant>) -> Duration {
    let now = Instant::now();
    let pulse = looked + if stage.is_waiting() { WAITING } else { PULSE };
    let next = [Some(pulse), decoder.deadline(), minute].into_iter().flatten().min().unwrap_or(pulse);
    next.saturating_duration_since(now)
}

fn turn_of_minute<W: World>(world: &W) -> Option<Instant> {
    // A few milliseconds past the turn, so that the clock has certainly turned when it is read.
    world.minute_left().map(|left| Instant::now() + left + Duration::from_millis(5))
}

/// Gives the code of the signal that ends the program, or that of a hang-up.
fn ended_or_gone() -> i32 {
    signals::ending().unwrap_or(129)
}
