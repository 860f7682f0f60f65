//! From the facts of a published post-mortem to the command lines that enter them, and to where each of them must be found again.

use serde_json::{Value as Json, json};
use warroom::model::Zone;
use warroom::model::when::{self, Lean, Now};

use super::NOW;

/// Says where in a printed review a fact stands.
#[derive(Clone, Copy, Debug)]
pub enum At {
    /// In the head of it.
    Head,
    /// In a table of its own: heading in print, list in JSON.
    Table(&'static str, &'static str),
    /// Among the rows of a section.
    Rows(&'static str),
    /// In the text of a section.
    Text(&'static str),
    /// In the tree of causes, under this heading in print.
    Causes(&'static str),
}

/// One fact: where it comes from, and what must stand together where it is found again.
pub struct Want {
    /// Path in the facts: `impact.quantities[1]`.
    pub path: String,
    /// Where.
    pub at: At,
    /// Words that must stand in one row, one item or one block of the Markdown.
    pub printed: Vec<String>,
    /// Fields that one object of the JSON must have, by pointer.
    pub fields: Vec<(&'static str, Json)>,
}

/// The command lines of one post-mortem, and what is wanted of them.
pub struct Script {
    /// Zone its times are said in.
    pub zone: &'static str,
    /// Command lines, each without the name of the program.
    pub lines: Vec<Vec<String>>,
    /// Every fact.
    pub wants: Vec<Want>,
    /// How many rows of a review were given.
    rows: usize,
}

/// Gives a text as it is said; what was not stated is empty.
pub fn text(value: &Json) -> String {
    match value {
        Json::String(text) => text.clone(),
        Json::Null => String::new(),
        other => other.to_string(),
    }
}

fn list(value: &Json) -> Vec<Json> {
    value.as_array().cloned().unwrap_or_default()
}

/// Writes a time of the facts as people type it.
fn typed(value: &str, precision: &str, day: &str) -> String {
    match (value, precision) {
        ("" | "unknown", _) | (_, "unknown") => "unknown".into(),
        (_, "day") => value.get(..10).unwrap_or(value).into(),
        // A clock alone is of the day it began.
        (clock, _) if clock.len() == 5 => format!("{day} {clock}"),
        _ => {
            let value = value.replace(":00Z", "Z").replace(":00+", "+").replace(":00-", "-").replace('Z', "+00:00");
            if precision == "approx" { format!("~{value}") } else { value }
        }
    }
}

impl Script {
    /// Writes the command lines for a post-mortem.
    pub fn of(gold: &Json) -> Self {
        let said = text(&gold["time_zone"]);
        let zone = match said.as_str() {
            said if said.contains("PST") || said.contains("Los_Angeles") => "America/Los_Angeles",
            said if said.contains("CET") => "Europe/Amsterdam",
            said if said.contains("UK") => "Europe/London",
            _ => "UTC",
        };
        let mut script = Self { zone, lines: Vec::new(), wants: Vec::new(), rows: 0 };
        script.head(gold);
        script.times(gold);
        script.timeline(gold);
        script.impact(gold);
        script.detection(gold);
        script.causes(gold);
        script.outcome(gold);
        script.rest(gold);
        script
    }

    fn line(&mut self, words: &str, flags: &[(&str, &str)], arguments: &[&str]) {
        let mut line: Vec<String> = words.split(' ').map(str::to_owned).collect();
        line.extend(flags.iter().filter(|(_, value)| !value.is_empty()).map(|(key, value)| format!("--{key}={value}")));
        line.push("--".to_owned());
        line.extend(arguments.iter().map(|&argument| argument.to_owned()));
        self.lines.push(line);
    }

    fn want(&mut self, path: impl Into<String>, at: At, printed: &[&str], fields: Vec<(&'static str, Json)>) {
        let printed: Vec<String> = printed.iter().filter(|part| !part.is_empty()).map(|&part| part.to_owned()).collect();
        self.wants.push(Want { path: path.into(), at, printed, fields });
    }

    /// Enters a row of the review and wants it back with all of its columns.
    fn row(&mut self, path: impl Into<String>, section: &'static str, kind: &'static str, columns: &[(&'static str, &str)]) {
        let given: Vec<_> = columns.iter().copied().filter(|(_, value)| !value.is_empty()).collect();
        self.rows += 1;
        let flags: Vec<_> = given.iter().copied().filter(|(key, _)| *key != "text").collect();
        let said = given.iter().filter(|(key, _)| *key == "text").map(|(_, text)| *text);
        self.line("finding add", &flags, &["INC-1", kind].into_iter().chain(said).collect::<Vec<_>>());
        let is_word = |key: &str| matches!(key, "mark" | "certainty" | "automatic");
        let printed: Vec<&str> =
            given.iter().filter(|(key, _)| !is_word(key) && !matches!(*key, "at" | "until")).map(|(_, v)| *v).collect();
        let mut fields = vec![("/kind", json!(kind))];
        let mut clocks = Vec::new();
        for (key, value) in &given {
            let pointer: &'static str = format!("/{key}").leak();
            if matches!(*key, "at" | "until") {
                let (utc, precision, clock) = self.moment(value);
                fields.push((pointer, utc));
                fields.push((format!("/{key}_precision").leak(), json!(precision)));
                clocks.push(clock);
            } else {
                fields.push((pointer, json!(value)));
            }
        }
        let printed: Vec<&str> = printed.into_iter().chain(clocks.iter().map(String::as_str)).collect();
        self.want(path, At::Rows(section), &printed, fields);
    }

    /// Reads a typed time: the instant for JSON, how exactly it is known, and the words it is printed with.
    fn moment(&self, typed: &str) -> (Json, &'static str, String) {
        let zone = Zone::parse(self.zone).unwrap();
        let moment = when::parse(typed, &Now { at: NOW, zone }, Lean::Past).unwrap();
        let utc = moment.millis().and_then(chrono::DateTime::from_timestamp_millis);
        let utc = utc.map_or(Json::Null, |utc| json!(utc.to_rfc3339_opts(chrono::SecondsFormat::Millis, true)));
        let clock = match moment.precision.key() {
            "unknown" => "unknown".to_owned(),
            "day" => typed.to_owned(),
            _ => when::stamp(&moment, zone).trim_start_matches('~').to_owned(),
        };
        (utc, moment.precision.key(), clock)
    }

    fn head(&mut self, gold: &Json) {
        let (title, service, zone) = (text(&gold["title"]), text(&gold["service"]), self.zone);
        self.line("incident open", &[("service", &service), ("zone", zone)], &[&title]);
        self.want("title", At::Head, &[&title], vec![("/title", json!(title))]);
        self.want("service", At::Head, &[&service], vec![("/services", json!(service))]);
        self.want("time_zone", At::Head, &[zone], vec![("/zone", json!(zone))]);
        self.row("time_zone", "extra", "extra", &[("name", "time zone as written"), ("text", &text(&gold["time_zone"]))]);
        for service in list(&gold["impact"]["services"]).iter().map(text) {
            self.line("case services", &[("add", &format!("+{service}"))], &["INC-1"]);
            self.want("impact.services[]", At::Head, &[&service], vec![("/services", json!(service))]);
        }
        for key in ["repo", "path", "commit", "licence"] {
            let value = text(&gold["source"][key]);
            self.row(format!("source.{key}"), "document-history", "document", &[("name", key), ("text", &value)]);
        }
        self.row("id", "document-history", "document", &[("name", "id"), ("text", &text(&gold["id"]))]);
        let document = &gold["document"];
        if !document["author"].is_null() {
            self.row("document.author", "document-history", "document", &[("name", "author"), ("text", &text(&document["author"]))]);
        }
        if !document["last_modified"].is_null() {
            let columns = [("name", "last change"), ("at", &text(&document["last_modified"]))];
            self.row("document.last_modified", "document-history", "document", &columns);
        }
    }

    fn times(&mut self, gold: &Json) {
        const CALLED: &[(&str, &str, &str)] = &[
            ("start", "started", "Started"),
            ("detect", "detected", "Detected"),
            ("declare", "declared", "Declared"),
            ("acknowledge", "acknowledged", "Acknowledged"),
            ("mitigate", "restored", "Restored"),
            ("resolve", "resolved", "Resolved"),
        ];
        for (theirs, ours, label) in CALLED {
            let time = &gold["times"][theirs];
            if time.is_null() {
                continue;
            }
            let typed = typed(&text(&time["value"]), &text(&time["precision"]), "");
            self.line("incident set", &[(ours, &typed)], &["INC-1"]);
            let (basis, note) = (text(&time["basis"]), text(&time["note"]));
            self.rows += 1;
            self.line("finding add", &[("mark", &basis), ("note", &note)], &["INC-1", "time", theirs]);
            let (utc, precision, clock) = self.moment(&typed);
            let basis = if basis == "derived" { "worked out" } else { "stated" };
            let word = if precision == "unknown" { "" } else { precision };
            let fields = vec![("/key", json!(ours)), ("/utc", utc), ("/basis", json!(basis)), ("/note", json!({ "part": note }))];
            self.want(format!("times.{theirs}"), At::Table("Key times", "/times"), &[label, &clock, word, basis, &note], fields);
        }
        if !gold["heading_time"].is_null() {
            let typed = typed(&text(&gold["heading_time"]), "minute", "");
            self.rows += 1;
            self.line("finding add", &[("at", &typed)], &["INC-1", "time", "time in the heading"]);
            let (utc, _, clock) = self.moment(&typed);
            let fields = vec![("/label", json!("time in the heading")), ("/utc", utc)];
            self.want("heading_time", At::Table("Key times", "/times"), &["time in the heading", &clock], fields);
        }
        for (nth, stated) in list(&gold["durations_stated"]).iter().enumerate() {
            let (what, value) = (text(&stated["what"]), text(&stated["value"]));
            self.rows += 1;
            self.line("finding add", &[("value", &value)], &["INC-1", "duration", &what]);
            let fields = vec![("/stated", json!(value))];
            let printed = if what == "time to repair" { what.clone() } else { what.replacen("time", "Time", 1) };
            self.want(format!("durations_stated[{nth}]"), At::Table("Durations", "/durations"), &[&printed, &value], fields);
        }
    }

    fn timeline(&mut self, gold: &Json) {
        let mut people: Vec<String> = Vec::new();
        for (nth, row) in list(&gold["timeline"]).iter().enumerate() {
            let (what, kind, link) = (text(&row["what"]), text(&row["kind"]), text(&row["link"]));
            let who: Vec<String> =
                text(&row["who"]).split([',', ';']).map(|w| w.trim().replace(' ', "-")).filter(|w| !w.is_empty()).collect();
            for name in &who {
                if !people.contains(name) {
                    self.line("person add", &[("name", &name.replace('-', " "))], &[name]);
                    people.push(name.clone());
                }
            }
            let typed = typed(&text(&row["at"]), &text(&row["precision"]), "");
            let mut line = what.clone();
            let tagged = Some(format!("#{kind}")).filter(|_| !kind.is_empty());
            let link_word = Some(link.clone()).filter(|link| !link.is_empty());
            for word in link_word.into_iter().chain(who.iter().map(|name| format!("@{name}"))).chain(tagged) {
                line.push(' ');
                line += &word;
            }
            self.line("log", &[("at", &typed)], &["INC-1", &line]);
            let (utc, precision, clock) = self.moment(&typed);
            // Where all lines are of one day, the day stands above the table.
            let clock = clock.split(' ').next_back().unwrap_or_default().to_owned();
            let about = if precision == "about" { "about" } else { "" };
            let mut printed = vec![what.as_str(), &kind, &link, &clock, about];
            printed.extend(who.iter().map(String::as_str));
            let mut fields = vec![("/utc", utc), ("/precision", json!(precision)), ("/text", json!({ "part": what }))];
            if !kind.is_empty() {
                fields.push(("/tags", json!(kind)));
            }
            if !link.is_empty() {
                fields.push(("/links/0/url", json!(link)));
            }
            self.want(format!("timeline[{nth}]"), At::Table("Timeline", "/timeline"), &printed, fields);
        }
    }

    fn impact(&mut self, gold: &Json) {
        let impact = &gold["impact"];
        let day = text(&gold["times"]["start"]["value"]).get(..10).unwrap_or_default().to_owned();
        let summary = text(&impact["summary"]);
        self.line("incident set", &[("effect", &summary)], &["INC-1"]);
        self.want("impact.summary", At::Text("impact"), &[&summary], vec![("/recorded", json!(summary))]);
        self.written("impact.users", "users-and-scope", &text(&impact["users"]));
        for (nth, q) in list(&impact["quantities"]).iter().enumerate() {
            let columns = [("text", text(&q["what"])), ("value", text(&q["value"])), ("unit", text(&q["unit"]))];
            self.row(format!("impact.quantities[{nth}]"), "impact-figures", "impact", &columns.each_ref().map(|(k, v)| (*k, v.as_str())));
        }
        for (nth, w) in list(&impact["windows"]).iter().enumerate() {
            let (from, to) = (typed(&text(&w["from"]), "minute", &day), typed(&text(&w["to"]), "minute", &day));
            let columns = [("text", text(&w["what"])), ("at", from), ("until", to)];
            self.row(format!("impact.windows[{nth}]"), "impact-figures", "impact", &columns.each_ref().map(|(k, v)| (*k, v.as_str())));
        }
        let harm = text(&impact["self_inflicted"]);
        if !harm.is_empty() {
            self.row("impact.self_inflicted", "impact-figures", "impact", &[("text", &harm), ("note", "done by those who responded")]);
        }
        let lost = text(&impact["data_loss"]);
        if !lost.is_empty() {
            let mark = if lost.starts_with("no") { "none" } else { "some" };
            self.row("impact.data_loss", "data-loss", "data-loss", &[("mark", mark), ("text", &lost)]);
        }
    }

    fn detection(&mut self, gold: &Json) {
        let detection = &gold["detection"];
        let automatic = match detection["automatic"].as_bool() {
            Some(true) => "yes",
            Some(false) => "no",
            None => "",
        };
        let columns = [("text", text(&detection["how"])), ("name", text(&detection["by"])), ("automatic", automatic.to_owned())];
        self.row("detection", "detection", "detection", &columns.each_ref().map(|(k, v)| (*k, v.as_str())));
        self.want("detection.automatic", At::Rows("detection"), &[automatic], Vec::new());
        self.written("detection.assessment", "detection-assessment", &text(&detection["assessment"]));
    }

    /// Writes a section that is prose.
    fn written(&mut self, path: &str, section: &'static str, words: &str) {
        if !words.is_empty() {
            self.line("review set", &[], &["INC-1", section, words]);
            self.want(path, At::Text(section), &[words], vec![("/text", json!(words))]);
        }
    }

    fn cause(&mut self, path: String, heading: &'static str, words: &str, flags: &[(&str, &str)], more: &[&str]) {
        self.rows += 1;
        self.line("cause add", flags, &["INC-1", words]);
        let printed: Vec<&str> = [words].into_iter().chain(more.iter().copied()).collect();
        let mut fields = vec![("/text", json!(words)), ("/reference", json!(format!("F-{}", self.rows)))];
        for (key, value) in flags.iter().filter(|(_, value)| !value.is_empty()) {
            fields.push((if *key == "under" { "/under" } else { format!("/{key}").leak() }, json!(value)));
        }
        self.want(path, At::Causes(heading), &printed, fields);
    }

    fn causes(&mut self, gold: &Json) {
        let trigger = text(&gold["trigger"]);
        if !trigger.is_empty() {
            self.row("trigger", "trigger", "trigger", &[("text", &trigger)]);
        }
        let said = text(&gold["root_cause_certainty"]);
        let (certainty, word) = match said.as_str() {
            "confirmed" => ("confirmed", "confirmed"),
            "suspected" => ("suspected", "suspected"),
            said if said.starts_with("unknown") => ("unknown", "unknown"),
            _ => ("partly", "partly confirmed"),
        };
        let flags = [("mark", "root"), ("certainty", certainty), ("note", said.as_str())];
        self.cause("root_cause".into(), "Causes", &text(&gold["root_cause"]), &flags, &[word, &said]);
        for (chain, whys) in list(&gold["five_whys"]).iter().enumerate() {
            for (nth, why) in list(whys).iter().map(text).enumerate() {
                let above = if nth == 0 { String::new() } else { format!("F-{}", self.rows) };
                self.cause(format!("five_whys[{chain}][{nth}]"), "Why, and why again", &why, &[("under", &above)], &[]);
            }
        }
        for (nth, factor) in list(&gold["contributing_factors"]).iter().map(text).enumerate() {
            let path = format!("contributing_factors[{nth}]");
            self.cause(path, "Contributing factors", &factor, &[("mark", "contributing")], &[]);
        }
    }

    fn outcome(&mut self, gold: &Json) {
        for (nth, step) in list(&gold["resolution"]).iter().map(text).enumerate() {
            self.row(format!("resolution[{nth}]"), "resolution", "resolution", &[("text", &step)]);
        }
        for (nth, action) in list(&gold["actions"]).iter().enumerate() {
            let field = |key: &str| text(&action[key]);
            let (what, status, reference) = (field("what"), field("status"), field("ref"));
            let (owner, due, priority, category) = (field("owner"), field("due"), field("priority"), field("category"));
            let owner = if owner.is_empty() { owner } else { format!("+{owner}") };
            let flags = [
                ("status", status.as_str()),
                ("priority", &priority),
                ("category", &category),
                ("reference", &reference),
                ("owner", &owner),
                ("period", &due),
            ];
            self.line("action add", &flags, &["INC-1", &what]);
            let mut fields = vec![("/text", json!(what))];
            for (pointer, value) in [("/status", &status), ("/priority", &priority), ("/category", &category), ("/due", &due)] {
                fields.extend(Some((pointer, json!(value))).filter(|_| !value.is_empty()));
            }
            let done = status == "done";
            if done {
                self.line("action done", &[], &[&format!("A-{}", nth + 1)]);
            }
            fields.push(("/done", json!(done)));
            fields.extend(Some(("/links", json!({ "part": reference }))).filter(|_| !reference.is_empty()));
            let owner = owner.trim_start_matches('+').replace(' ', "-");
            let printed = [what.as_str(), &status, &priority, &category, &reference, &owner, &due, if done { "[x]" } else { "[ ]" }];
            self.want(format!("actions[{nth}]"), At::Table("Actions", "/actions"), &printed, fields);
        }
        for (mark, section) in [("well", "went-well"), ("badly", "went-badly"), ("lucky", "lucky"), ("general", "lessons")] {
            for (nth, lesson) in list(&gold["lessons"][mark]).iter().map(text).enumerate() {
                self.row(format!("lessons.{mark}[{nth}]"), section, "lesson", &[("text", &lesson), ("mark", mark)]);
            }
        }
    }

    fn rest(&mut self, gold: &Json) {
        for (nth, who) in list(&gold["participants"]).iter().enumerate() {
            let (name, role) = (text(&who["who"]), text(&who["role"]));
            self.rows += 1;
            self.line("finding add", &[("name", &name), ("role", &role)], &["INC-1", "participant"]);
            let fields = vec![("/who", json!({ "part": name })), ("/role", json!({ "part": role }))];
            self.want(format!("participants[{nth}]"), At::Table("Participants", "/participants"), &[&name, &role], fields);
        }
        for (nth, link) in list(&gold["related"]).iter().enumerate() {
            let (kind, reference) = (text(&link["kind"]), text(&link["ref"]));
            let mark = if kind == "timeline-document" { "document" } else { &kind };
            let note = if mark == kind { "" } else { &kind };
            self.row(format!("related[{nth}]"), "related", "link", &[("mark", mark), ("reference", &reference), ("note", note)]);
        }
        for name in [&gold["third_party"]].into_iter().map(text).filter(|name| !name.is_empty()) {
            self.row("third_party", "third-parties", "third-party", &[("name", &name)]);
        }
        for (nth, told) in list(&gold["communications"]).iter().enumerate() {
            let (kind, what) = (text(&told["kind"]), text(&told["what"]));
            self.row(format!("communications[{nth}]"), "communications", "communication", &[("text", &what), ("role", &kind)]);
        }
        for (nth, evidence) in list(&gold["evidence"]).iter().map(text).enumerate() {
            self.row(format!("evidence[{nth}]"), "evidence", "evidence", &[("text", &evidence)]);
        }
        for (nth, odd) in list(&gold["inconsistencies"]).iter().map(text).enumerate() {
            self.row(format!("inconsistencies[{nth}]"), "contradictions", "contradiction", &[("text", &odd)]);
        }
        for (nth, tag) in list(&gold["tags"]).iter().map(text).enumerate() {
            self.row(format!("tags[{nth}]"), "extra", "extra", &[("name", "tag"), ("text", &tag)]);
        }
    }
}
