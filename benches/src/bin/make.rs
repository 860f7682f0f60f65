//! Makes a database to measure on: `make FILE CASES`.

use std::path::PathBuf;

fn main() {
    let mut arguments = std::env::args_os().skip(1);
    let (file, cases) = (arguments.next().map(PathBuf::from), arguments.next().and_then(|n| n.into_string().ok()?.parse().ok()));
    if let (Some(file), Some(cases)) = (file, cases) {
        warroom_benches::fill(&file, cases);
    }
}
