//! The capture line: one line of the meeting's minutes.
