//! Keys on a screen.
