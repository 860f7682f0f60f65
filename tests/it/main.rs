//! What the program does, seen from outside: arguments and keys in, text out.

mod cli;
mod cli_edges;
mod floors;
mod tables;
mod world;
