//! A review as a screen lists it: its sections with what each asks, their rows, the remarks on them, and how far the whole is.
//!
//! What it costs grows with the rows of the review, never with the log of its case.

use crate::app::{App, Failure, finding};
use crate::model::case::Case;
use crate::model::cause::Tree;
use crate::model::entry::{self, Owed, Review, Visibility};
use crate::model::fields::Fields;
use crate::model::finding::{FindingKind, Shape, of_section};
use crate::model::sections::{Form, Section};
use crate::model::{CaseRef, Id, Subject, Untrusted};
use crate::store::Reader;

use super::{remark, share, version};

/// Says where the text of a section comes from.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Source {
    /// Somebody wrote it, or gave it rows.
    Written,
    /// Nobody did, and the record has something to stand in for it.
    Record,
    /// There is nothing yet.
    Nothing,
}

/// Holds one row of a section.
#[derive(Clone, Debug)]
pub struct RowLine {
    /// Its number.
    pub name: String,
    /// Key of its kind.
    pub kind: &'static str,
    /// What it says, in one line.
    pub words: Untrusted,
    /// Of a cause, how many causes it hangs under.
    pub depth: usize,
    /// Of a cause, the numbers of those that explain the same, before and after it.
    pub beside: [Option<String>; 2],
}

/// Holds an open remark.
#[derive(Clone, Debug)]
pub struct RemarkLine {
    /// Its number.
    pub name: String,
    /// What was remarked.
    pub text: Untrusted,
    /// By whom.
    pub author: Untrusted,
}

/// Holds one section as the list of them shows it.
#[derive(Clone, Debug)]
pub struct SectionLine {
    /// Its key.
    pub name: String,
    /// Its heading.
    pub title: String,
    /// What the writer is asked, the section's own question first.
    pub questions: Vec<String>,
    /// How its text is meant.
    pub form: Form,
    /// Who may read it.
    pub visibility: Visibility,
    /// Where its text comes from.
    pub source: Source,
    /// What was written.
    pub text: Untrusted,
    /// The kind of rows it takes, and the mark that puts them here.
    pub takes: Option<(&'static str, Option<&'static str>)>,
    /// Its rows, in their order.
    pub rows: Vec<RowLine>,
    /// What was remarked on it and is open.
    pub remarks: Vec<RemarkLine>,
}

/// Holds a review as a screen lists it.
#[derive(Clone, Debug)]
pub struct Outline {
    /// The case.
    pub case: Case,
    /// The review, once it has begun.
    pub review: Option<Review>,
    /// Its sections in the order they are printed.
    pub sections: Vec<SectionLine>,
    /// What was remarked on the whole, and is open.
    pub remarks: Vec<RemarkLine>,
    /// Number of the newest version that was frozen.
    pub version: Option<i64>,
    /// With whom that was shared.
    pub shared: Vec<Untrusted>,
    /// When it is due (UTC milliseconds).
    pub due: Option<i64>,
}

impl Outline {
    /// Counts what was remarked and is open.
    pub fn open(&self) -> usize {
        self.remarks.len() + self.sections.iter().map(|section| section.remarks.len()).sum::<usize>()
    }
}

/// Holds what the sections are filled with.
struct Fill<'a> {
    app: &'a App,
    read: Reader<'a>,
    case: &'a Case,
    written: Vec<entry::Section>,
    findings: Vec<Fields>,
    tree: Tree,
    remarks: Vec<Fields>,
}

impl App {
    /// Reads the sections of a case's review.
    ///
    /// # Errors
    /// The store's.
    pub fn outline(&self, case: CaseRef) -> Result<Option<Outline>, Failure> {
        let read = self.read();
        let Some(case) = read.case(case)? else { return Ok(None) };
        let mut findings = read.fields_of(Subject::Finding, case.id)?;
        findings.sort_by_key(|row| row.int("position"));
        // Causes stand as they are printed: each before those that explain it.
        let tree = Tree::read(&findings);
        findings.sort_by_key(|row| tree.nodes().iter().position(|node| node.cause.id == row.id));
        let mut remarks = read.fields_of(Subject::Remark, case.id)?;
        remarks.retain(remark::is_open);
        let written = read.sections(case.id)?;
        let fill = Fill { app: self, read, case: &case, written, findings, tree, remarks };
        let sections = fill.sections();
        let version = version::newest(read, case.id)?.and_then(|version| version.int("number"));
        let sharings = read.fields_of(Subject::Sharing, case.id)?;
        let shared = sharings.iter().filter(|one| one.int("version") == version).map(|one| share::with(one).into()).collect();
        let due = read.due_in(case.id)?.into_iter().find(|due| due.what == Owed::Review).map(|due| due.at);
        let remarks = fill.remarks(|on| on.is_empty());
        let review = read.review(case.id)?;
        Ok(Some(Outline { review, sections, remarks, version, shared, due, case }))
    }
}

impl Fill<'_> {
    fn sections(&self) -> Vec<SectionLine> {
        let known = self.app.ctx.sections();
        let has =
            |name: &str| self.written.iter().any(|own| own.name == name) || self.findings.iter().any(|row| section_of(row) == Some(name));
        let mine = |section: &&Section| section.is_for(self.case.kind) || has(&section.name);
        let mut sections: Vec<SectionLine> = known.iter().filter(mine).map(|section| self.line(section)).collect();
        // What was written under a name that no list knows any more is printed last.
        let open = |own: &&entry::Section| own.visibility.unwrap_or(Visibility::Internal) >= self.read.floor();
        sections.extend(self.written.iter().filter(|own| known.find(&own.name).is_none()).filter(open).map(|own| self.unknown(own)));
        sections
    }

    fn line(&self, section: &Section) -> SectionLine {
        let language = &self.app.ctx.language;
        let own = self.written.iter().find(|own| own.name == section.name);
        let recorded = match section.name.as_str() {
            "background" => self.case.description.as_ref(),
            "impact" => self.case.effect.as_ref(),
            "resolution" => self.case.workaround.as_ref(),
            _ => None,
        };
        let visibility = own.and_then(|own| own.visibility).unwrap_or(section.visibility);
        // On a shared screen nobody reads what is not for all who look at it.
        let own = own.filter(|_| visibility >= self.read.floor());
        let rows: Vec<RowLine> =
            self.findings.iter().filter(|row| section_of(row) == Some(&section.name)).map(|row| row_line(row, &self.tree)).collect();
        SectionLine {
            name: section.name.clone(),
            title: section.title.in_language(language).to_owned(),
            questions: self.app.ctx.questions().asked_of(section, language),
            form: section.form,
            visibility,
            source: match (own, recorded) {
                (Some(_), _) => Source::Written,
                _ if !rows.is_empty() => Source::Written,
                (None, Some(text)) if !text.is_blank() => Source::Record,
                _ => Source::Nothing,
            },
            text: own.map(|own| own.text.clone()).unwrap_or_default(),
            takes: of_section(&section.name).next().map(|(shape, mark)| (shape.kind.key(), mark.map(|mark| mark.key))),
            rows,
            remarks: self.remarks(|on| on == section.name),
        }
    }

    fn unknown(&self, own: &entry::Section) -> SectionLine {
        SectionLine {
            name: own.name.clone(),
            title: own.name.clone(),
            questions: vec!["This section is not in the list of sections any more; what was written is kept.".to_owned()],
            form: Form::Prose,
            visibility: own.visibility.unwrap_or(Visibility::Internal),
            source: Source::Written,
            text: own.text.clone(),
            takes: None,
            rows: Vec::new(),
            remarks: self.remarks(|on| on == own.name),
        }
    }

    fn remarks(&self, on: impl Fn(&str) -> bool) -> Vec<RemarkLine> {
        let line = |one: &Fields| RemarkLine {
            name: remark::name(one),
            text: one.text("text").unwrap_or_default(),
            author: one.text("author").unwrap_or_default(),
        };
        self.remarks.iter().filter(|one| on(one.word("section"))).map(line).collect()
    }
}

fn shape_of(row: &Fields) -> Option<&'static Shape> {
    FindingKind::parse(row.word("kind")).map(FindingKind::shape)
}

/// Gives the section a row is printed under.
fn section_of(row: &Fields) -> Option<&'static str> {
    shape_of(row).map(|shape| shape.section_of(row.word("mark")))
}

/// Words a row in one line: its mark, then what its columns hold.
fn row_line(row: &Fields, tree: &Tree) -> RowLine {
    let shape = shape_of(row);
    let mark = shape.and_then(|shape| shape.marks.iter().find(|mark| mark.key == row.word("mark") && mark.section.is_empty()));
    let words = mark.map(|mark| format!("{}: ", mark.label)).unwrap_or_default() + finding::show::words(row).raw();
    let (depth, beside) = tree.find(row.id).map_or((0, [None, None]), |node| (node.depth, beside(tree, row.id)));
    RowLine { name: row.number().unwrap_or_default(), kind: shape.map_or("", |shape| shape.kind.key()), words: words.into(), depth, beside }
}

/// Gives the causes before and after one that explain the same.
fn beside(tree: &Tree, id: Id) -> [Option<String>; 2] {
    let all = tree.under(tree.above(id).map(|above| above.id));
    let Some(at) = all.iter().position(|cause| cause.id == id) else { return [None, None] };
    [at.checked_sub(1), Some(at + 1)].map(|at| all.get(at?).map(|cause| cause.name()))
}
