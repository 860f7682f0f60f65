//! What the mouse says, in the one form the terminal is asked for: SGR reports of presses and of the wheel, cells in decimals.
//!
//! Must not know what lies under the mouse.

use ratatui::layout::Position;

/// Asks for presses of buttons and the wheel, with cells in decimals; not for movement.
pub const ON: &[u8] = b"\x1b[?1000h\x1b[?1006h";
/// Takes that back.
pub const OFF: &[u8] = b"\x1b[?1006l\x1b[?1000l";

/// Says what the mouse did; moving and letting go say nothing.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Pointing {
    /// The left button was pressed.
    Click,
    /// The wheel was turned up.
    Up,
    /// The wheel was turned down.
    Down,
}

/// Reads a report of the mouse, `button;column;row` from 1 on; only a press of the left button and the wheel are anything here.
pub fn report(parameters: &[u8], last: u8) -> Option<(Pointing, Position)> {
    let mut numbers = std::str::from_utf8(parameters).ok()?.split(';').map(|part| part.parse::<u32>().ok());
    let (button, column, row) = (numbers.next()??, numbers.next()??, numbers.next()??);
    // Shift, Alt and Ctrl say nothing more; bit 32 is movement.
    let what = match (last, button & !0b1_1100) {
        (b'M', 0) => Pointing::Click,
        (b'M', 64) => Pointing::Up,
        (b'M', 65) => Pointing::Down,
        _ => return None,
    };
    let cell = |number: u32| u16::try_from(number.checked_sub(1)?).ok();
    numbers.next().is_none().then_some(())?;
    Some((what, Position { x: cell(column)?, y: cell(row)? }))
}

/// Gives how many bytes are the late rest of a report of the mouse: numbers and its last letter, and nothing else before it.
pub fn rest_of_report(bytes: &[u8]) -> usize {
    let end = bytes.iter().position(|b| !matches!(b, b'0'..=b'9' | b';'));
    end.filter(|at| matches!(bytes[*at], b'M' | b'm')).map_or(0, |at| at + 1)
}
