//! What the program does, seen from outside: arguments, keys and files in, text out.

mod cli;
mod cli_edges;
mod floors;
mod review;
mod tables;
mod world;
