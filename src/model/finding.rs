//! Rows of a review: which kinds there are, what each of them says, and under which section it is printed. The list is data, not code.

use super::entry::Visibility;
use super::word::words;

words! {
    /// What a row of a review is.
    FindingKind {
        /// A moment with a name: ticket raised, cause found. Named like a time of the case, it is a remark on that.
        Time = "time", "key time";
        /// A duration that somebody stated.
        Duration = "duration", "stated duration";
        /// A figure of the impact, of a service or a period where it is not of the whole.
        Impact = "impact", "impact";
        /// Whether data was lost, damaged or seen by others.
        DataLoss = "data-loss", "data loss";
        /// How it was found out, by whom, whether by itself, and what would have shown it sooner.
        Detection = "detection", "detection";
        /// What set it off at that moment.
        Trigger = "trigger", "trigger";
        /// A node of the cause tree: a why, a root cause, a contributing factor.
        Cause = "cause", "cause";
        /// What kept it from being worse.
        Mitigator = "mitigator", "mitigator";
        /// What ended it, for now or for good.
        Resolution = "resolution", "resolution";
        /// A lesson: went well, went badly, was lucky, or in general.
        Lesson = "lesson", "lesson";
        /// An action that was thought of and not taken, and why.
        Declined = "declined", "declined action";
        /// A risk that stays and is accepted.
        Risk = "risk", "risk accepted";
        /// Who took part, and as what.
        Participant = "participant", "participant";
        /// A change, ticket, thread, page or incident elsewhere.
        Link = "link", "link";
        /// A supplier or partner that was involved.
        ThirdParty = "third-party", "third party";
        /// Who was told what, through which channel.
        Communication = "communication", "communication";
        /// A log excerpt, an error text, the output of a command; kept exactly.
        Evidence = "evidence", "evidence";
        /// What nobody could answer yet.
        Question = "question", "open question";
        /// A fact about the document: author, source, last change.
        Document = "document", "document history";
        /// Two things that cannot both be so; kept as they are.
        Contradiction = "contradiction", "contradiction";
        /// What it means for security: what was exposed, to whom.
        Security = "security", "security";
        /// A fact that has no other place.
        Extra = "extra", "further fact";
    }
}

words! {
    /// Where a cause, an impact or an action lies.
    Aspect {
        /// People: skill, load, attention, contact.
        Human = "human", "human";
        /// The way of working: roles, agreements, priorities, suppliers.
        Organisation = "organisation", "organisation";
        /// Machines, software, networks, data.
        Technology = "technology", "technology";
    }
}

words! {
    /// How sure it is. An unknown cause is an answer too.
    Certainty {
        /// Shown to be so.
        Confirmed = "confirmed", "confirmed";
        /// Some of it is shown.
        Partly = "partly", "partly confirmed";
        /// Taken to be so.
        Suspected = "suspected", "suspected";
        /// With a supplier who has not said.
        WithProvider = "with-provider", "with the provider";
        /// Not known.
        Unknown = "unknown", "unknown";
    }
}

/// One word that sorts rows of a kind, with the section it puts them under if that is another.
#[derive(Debug)]
pub struct Mark {
    /// Stored word.
    pub key: &'static str,
    /// Word for people.
    pub label: &'static str,
    /// Section of such rows; empty for that of the kind.
    pub section: &'static str,
}

const fn mark(key: &'static str, label: &'static str) -> Mark {
    Mark { key, label, section: "" }
}

const fn under(key: &'static str, label: &'static str, section: &'static str) -> Mark {
    Mark { key, label, section }
}

/// What rows of one kind hold.
#[derive(Debug)]
pub struct Shape {
    /// The kind.
    pub kind: FindingKind,
    /// Section they are printed under.
    pub section: &'static str,
    /// Columns that may be filled, in the order they are printed; the first must be.
    pub columns: &'static [&'static str],
    /// Words that sort them; empty where there are none.
    pub marks: &'static [Mark],
    /// Who may read one unless somebody says otherwise.
    pub visibility: Visibility,
}

use FindingKind as Kind;
use Visibility::{Internal, Management};

const fn shape(
    kind: Kind,
    section: &'static str,
    columns: &'static [&'static str],
    marks: &'static [Mark],
    visibility: Visibility,
) -> Shape {
    Shape { kind, section, columns, marks, visibility }
}

/// Lists the kinds in the order of the sections they belong to.
pub static SHAPES: &[Shape] = &[
    shape(Kind::Impact, "impact-figures", &["text", "value", "unit", "service", "at", "until", "aspect", "note"], &[], Management),
    shape(
        Kind::DataLoss,
        "data-loss",
        &["mark", "text", "note"],
        &[mark("none", "none"), mark("some", "some lost"), mark("exposed", "exposed"), mark("unknown", "not known")],
        Internal,
    ),
    shape(Kind::Security, "security", &["text", "note"], &[], Internal),
    shape(Kind::Detection, "detection", &["text", "name", "automatic", "at", "note"], &[], Management),
    shape(Kind::Trigger, "trigger", &["text", "at", "reference", "note"], &[], Management),
    shape(
        Kind::Cause,
        "causes",
        &["text", "mark", "aspect", "certainty", "note", "reference"],
        &[mark("why", "why"), mark("root", "root cause"), under("contributing", "contributing factor", "contributing-factors")],
        Management,
    ),
    shape(Kind::Mitigator, "mitigators", &["text", "aspect", "note"], &[], Internal),
    shape(
        Kind::Resolution,
        "resolution",
        &["text", "mark", "at", "name", "reference", "note"],
        &[mark("temporary", "temporary"), under("lasting", "lasting", "lasting-fix")],
        Management,
    ),
    shape(
        Kind::Time,
        "key-times",
        &["name", "at", "mark", "note"],
        &[mark("stated", "stated"), mark("derived", "worked out"), mark("estimated", "estimated")],
        Management,
    ),
    shape(Kind::Duration, "stated-durations", &["name", "value", "note"], &[], Management),
    shape(Kind::ThirdParty, "third-parties", &["name", "text", "reference", "note"], &[], Management),
    shape(Kind::Communication, "communications", &["text", "at", "name", "role", "reference"], &[], Management),
    shape(Kind::Evidence, "evidence", &["text", "name", "reference"], &[], Internal),
    shape(
        Kind::Link,
        "related",
        &["mark", "reference", "text", "note"],
        &[
            mark("change", "change"),
            mark("fix", "fix"),
            mark("issue", "issue"),
            mark("ticket", "ticket"),
            mark("chat", "chat"),
            mark("incident", "incident"),
            mark("provider-incident", "incident of the provider"),
            mark("provider-ticket", "ticket of the provider"),
            mark("status-page", "status page"),
            mark("document", "document"),
            mark("dashboard", "dashboard"),
            mark("recurrence", "happened before"),
            mark("other", "other"),
        ],
        Internal,
    ),
    shape(
        Kind::Lesson,
        "lessons",
        &["text", "mark", "aspect", "note"],
        &[
            under("well", "went well", "went-well"),
            under("badly", "went badly", "went-badly"),
            under("lucky", "was lucky", "lucky"),
            mark("general", "in general"),
        ],
        Internal,
    ),
    shape(Kind::Declined, "declined-actions", &["text", "note", "name"], &[], Internal),
    shape(Kind::Risk, "risk-accepted", &["text", "name", "at", "until", "note"], &[], Management),
    shape(Kind::Participant, "participants", &["name", "role"], &[], Management),
    shape(Kind::Question, "open-questions", &["text", "name", "note"], &[], Internal),
    shape(Kind::Contradiction, "contradictions", &["text", "note"], &[], Internal),
    shape(Kind::Document, "document-history", &["name", "text", "at"], &[], Internal),
    shape(Kind::Extra, "extra", &["name", "text", "value"], &[], Internal),
];

impl FindingKind {
    /// Gives what rows of the kind hold.
    pub fn shape(self) -> &'static Shape {
        SHAPES.iter().find(|shape| shape.kind == self).expect("every kind has its row in SHAPES; a test counts them")
    }
}

impl Shape {
    /// Gives the section a row with this mark is printed under.
    pub fn section_of(&self, mark: &str) -> &'static str {
        self.marks.iter().find(|known| known.key == mark && !known.section.is_empty()).map_or(self.section, |known| known.section)
    }
}

/// Gives the kinds whose rows are printed under a section, each with the mark that puts them there.
pub fn of_section(section: &str) -> impl Iterator<Item = (&'static Shape, Option<&'static Mark>)> {
    SHAPES.iter().flat_map(move |shape| {
        let marked = shape.marks.iter().filter(move |mark| mark.section == section).map(move |mark| (shape, Some(mark)));
        (shape.section == section).then_some((shape, None)).into_iter().chain(marked)
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::sections::Sections;

    #[test]
    fn every_kind_has_one_shape_whose_sections_there_are() {
        let sections = Sections::built_in();
        for kind in FindingKind::ALL {
            assert_eq!(SHAPES.iter().filter(|shape| shape.kind == *kind).count(), 1, "{kind:?}");
            let shape = kind.shape();
            assert!(sections.find(shape.section).is_some(), "{}", shape.section);
            for mark in shape.marks {
                assert!(sections.find(shape.section_of(mark.key)).is_some(), "{}", mark.key);
            }
        }
    }

    #[test]
    fn a_section_knows_the_rows_it_takes() {
        let of = |section: &'static str| of_section(section).map(|(shape, mark)| (shape.kind, mark.map(|m| m.key))).collect::<Vec<_>>();
        assert_eq!(of("went-well"), [(FindingKind::Lesson, Some("well"))]);
        assert_eq!(of("causes"), [(FindingKind::Cause, None)]);
        assert_eq!(of("contributing-factors"), [(FindingKind::Cause, Some("contributing"))]);
        assert!(of("summary").is_empty());
    }
}
