//! Tests from outside: commands and queries against a real file.

#[cfg(test)]
mod review;
