//! The reference of the command line as Markdown, from the same tables the program reads.

/// Writes the reference.
pub fn reference() -> String {
    String::new()
}
