//! What one logged line costs, durable: rows, journal, chain, search index and one sync.

use criterion::{Criterion, criterion_group, criterion_main};
use warroom::app::{Draft, Manner, tables};

fn writes(c: &mut Criterion) {
    let folder = std::env::temp_dir().join(format!("warroom-writes-{}", std::process::id()));
    std::fs::create_dir_all(&folder).expect("a folder for the measurement");
    std::fs::set_permissions(&folder, std::os::unix::fs::PermissionsExt::from_mode(0o700)).expect("a folder of one's own");
    let mut app = warroom_benches::open(&folder.join("bench.db"));
    let run = |app: &mut warroom::app::App, name: &str, draft: Draft| {
        let command = tables::command(name).expect("a command of the tables");
        app.run(command, &draft, &Manner::default()).expect("a write");
    };
    run(&mut app, "incident open", Draft::new().with("title", "Card payments fail"));
    c.bench_function("log one line", |b| {
        b.iter(|| run(&mut app, "log", Draft::new().with("case", "INC-1").with("line", "replica lag is under 5 s")));
    });
    let _ = std::fs::remove_dir_all(&folder);
}

criterion_group!(benches, writes);
criterion_main!(benches);
