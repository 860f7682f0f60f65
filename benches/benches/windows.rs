//! Every window query by name. Size by `WARROOM_BENCH_CASES` (2,000 unless said): the figures must not grow with it.

use criterion::{Criterion, criterion_group, criterion_main};
use warroom::app::{App, Draft, tables};
use warroom::model::case::{CaseBy, CaseFilter, CaseFrom, CaseOrder, Shelf};
use warroom::model::entry::{Facet, LogFrom};
use warroom::model::{CaseKind, Id, Subject};

const ROWS: usize = 50;
/// The first incident of the lanes; the one the frame names needs running clocks, which imported cases have not.
const WORST: CaseFilter = CaseFilter { kind: CaseKind::Incident, shelf: Shelf::Lane, order: CaseOrder::Priority, by: None };

fn filters(app: &App) -> Vec<(String, CaseFilter)> {
    let mut all = Vec::new();
    let id = |subject, name: &str| app.find(subject, name).ok().flatten().map(|n| n.id);
    for kind in CaseKind::ALL {
        for shelf in [Shelf::Lane, Shelf::Closed] {
            for order in CaseOrder::ALL {
                let (home, by): (_, fn(Id) -> CaseBy) = match kind {
                    CaseKind::Incident => (id(Subject::Service, "service2"), CaseBy::Service),
                    CaseKind::Issue => (id(Subject::Project, "project1"), CaseBy::Project),
                };
                let lead = id(Subject::Person, "person1").map(CaseBy::Lead);
                let narrowed = [("all", None), ("home", home.map(by)), ("lead", lead), ("rank", Some(CaseBy::Rank(1)))];
                for (word, by) in narrowed {
                    let filter = CaseFilter { kind: *kind, shelf, order: *order, by };
                    all.push((format!("{}/{}/{}/{word}", kind.key(), shelf.key(), order.key()), filter));
                }
            }
        }
    }
    all
}

fn windows(c: &mut Criterion) {
    let cases = std::env::var("WARROOM_BENCH_CASES").ok().and_then(|n| n.parse().ok()).unwrap_or(2_000);
    let folder = std::env::temp_dir().join(format!("warroom-bench-{}", std::process::id()));
    std::fs::create_dir_all(&folder).expect("a folder for the measurement");
    std::fs::set_permissions(&folder, std::os::unix::fs::PermissionsExt::from_mode(0o700)).expect("a folder of one's own");
    let file = folder.join("bench.db");
    warroom_benches::fill(&file, cases);
    let app = warroom_benches::open(&file);
    for (name, filter) in filters(&app) {
        let first = app.cases(&filter, CaseFrom::Start, ROWS).expect("a window");
        c.bench_function(&format!("cases/{name}/first"), |b| b.iter(|| app.cases(&filter, CaseFrom::Start, ROWS)));
        if let Some(last) = first.last() {
            let spot = last.spot;
            c.bench_function(&format!("cases/{name}/after"), |b| b.iter(|| app.cases(&filter, CaseFrom::After(spot), ROWS)));
            c.bench_function(&format!("cases/{name}/before"), |b| b.iter(|| app.cases(&filter, CaseFrom::Before(spot), ROWS)));
        }
    }
    board(c, &app);
    let _ = std::fs::remove_dir_all(&folder);
}

fn board(c: &mut Criterion, app: &App) {
    let worst = app.cases(&WORST, CaseFrom::Start, 1).expect("a read").pop().expect("an open incident");
    c.bench_function("worst", |b| b.iter(|| app.worst()));
    c.bench_function("tally", |b| b.iter(|| app.tally(CaseKind::Incident, Shelf::Lane)));
    c.bench_function("due", |b| b.iter(|| app.due(4)));
    c.bench_function("due_count", |b| b.iter(|| app.due_count()));
    c.bench_function("case", |b| b.iter(|| app.case(worst.id)));
    c.bench_function("due_in", |b| b.iter(|| app.due_in(worst.id)));
    c.bench_function("hints", |b| b.iter(|| app.hints()));
    c.bench_function("names", |b| b.iter(|| app.names(Subject::Person, ROWS)));
    c.bench_function("links", |b| b.iter(|| app.links(worst.id)));
    c.bench_function("log/end", |b| b.iter(|| app.log(worst.id, None, LogFrom::End, ROWS)));
    for facet in Facet::ALL {
        c.bench_function(&format!("log/{}", facet.key()), |b| b.iter(|| app.log(worst.id, Some(*facet), LogFrom::End, ROWS)));
    }
    for text in ["payment", "netwerkstoring", "支付失败", "支付", "zzzz"] {
        c.bench_function(&format!("search/{text}"), |b| b.iter(|| app.search(text, ROWS)));
    }
    // What was learnt before: bounded by caps and not by how much there is. The first is to answer within 50 ms with 100,000 cases.
    let case = app.case(worst.id).ok().flatten().map(|case| case.case_ref().to_string()).unwrap_or_default();
    for (name, draft) in [
        ("library similar", Draft::new().with("case", case)),
        ("library known-errors", Draft::new()),
        ("library lessons", Draft::new()),
        ("library steps", Draft::new()),
    ] {
        let query = tables::query(name).expect("a query of the tables");
        c.bench_function(name, |b| b.iter(|| app.ask(query, &draft)));
    }
    c.bench_function("pulse", |b| b.iter(|| app.pulse()));
}

criterion_group!(benches, windows);
criterion_main!(benches);
