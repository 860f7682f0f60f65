//! What screens read: windows of cases and logs, what is owed, what others did. Each is one query.

use std::time::Duration;

use super::{App, Failure};
use crate::model::case::{Case, CaseFilter, CaseFrom, CaseLine, LinkLine, Named, RegisterFrom, RegisterLine, Shelf};
use crate::model::entry::{Due, Entry, Facet, LogFrom, Visibility};
use crate::model::search::Search;
use crate::model::unknown::Unknown;
use crate::model::{CaseKind, CaseRef, EntryRef, Id, Subject, Untrusted};
use crate::store::{Found, Hit};

/// How many entries back tags are gathered, and how many tags at most.
const TAGGED: i64 = 1_000;
const TAGS: usize = 200;

/// Holds what somebody else changed, for the footer and for reloading.
#[derive(Clone, Debug)]
pub struct News {
    /// Number of the change.
    pub seq: i64,
    /// "Ana: INC-7 P2 → P1".
    pub said: Untrusted,
    /// The case it is about.
    pub case: Option<Id>,
}

impl App {
    /// Gives the id of this database, under which a machine keeps what belongs to it.
    ///
    /// # Errors
    /// The store's.
    pub fn database(&self) -> Result<Option<String>, Failure> {
        Ok(self.read().meta("database")?)
    }

    /// Sets for whom everything is read from now on: on a shared screen for management, else without a limit.
    pub fn read_for(&mut self, floor: Visibility) {
        self.store.read_for(floor);
    }

    /// Gives for whom everything is read.
    pub fn reads_for(&self) -> Visibility {
        self.read().floor()
    }

    /// Reads one window of a list of cases.
    ///
    /// # Errors
    /// The store's.
    pub fn cases(&self, filter: &CaseFilter, from: CaseFrom, limit: usize) -> Result<Vec<CaseLine>, Failure> {
        Ok(self.read().cases(filter, from, limit)?)
    }

    /// Counts cases by rank of priority.
    ///
    /// # Errors
    /// The store's.
    pub fn tally(&self, kind: CaseKind, shelf: Shelf) -> Result<Vec<(i64, i64)>, Failure> {
        Ok(self.read().tally(kind, shelf)?)
    }

    /// Reads one case.
    ///
    /// # Errors
    /// The store's.
    pub fn case(&self, id: Id) -> Result<Option<Case>, Failure> {
        Ok(self.read().case_by_id(id)?)
    }

    /// Finds a case by its number.
    ///
    /// # Errors
    /// The store's.
    pub fn case_named(&self, case: CaseRef) -> Result<Option<Case>, Failure> {
        Ok(self.read().case(case)?)
    }

    /// Reads what a list shows of one case.
    ///
    /// # Errors
    /// The store's.
    pub fn case_line(&self, id: Id) -> Result<Option<CaseLine>, Failure> {
        Ok(self.read().case_line(id)?)
    }

    /// Reads the links of a case.
    ///
    /// # Errors
    /// The store's.
    pub fn links(&self, case: Id) -> Result<Vec<LinkLine>, Failure> {
        Ok(self.read().links(case)?)
    }

    /// Reads one window of a log.
    ///
    /// # Errors
    /// The store's.
    pub fn log(&self, case: Id, facet: Option<Facet>, from: LogFrom, limit: usize) -> Result<Vec<Entry>, Failure> {
        Ok(self.read().log(case, facet, from, limit)?)
    }

    /// Reads the newest line of one view of a log.
    ///
    /// # Errors
    /// The store's.
    pub fn last_entry(&self, case: Id, facet: Facet) -> Result<Option<Entry>, Failure> {
        Ok(self.read().last_entry(case, facet)?)
    }

    /// Reads the open questions that stand for fields nobody could fill in.
    ///
    /// # Errors
    /// The store's.
    pub fn unknowns(&self, case: Id) -> Result<Vec<Unknown>, Failure> {
        Ok(self.read().unknowns(case)?)
    }

    /// Lists the records of a case that have a number of their own, the newest first, as number and words.
    ///
    /// # Errors
    /// The store's.
    pub fn numbered(&self, subject: Subject, case: Id) -> Result<Vec<(String, Untrusted)>, Failure> {
        let mut all = self.read().fields_of(subject, case)?;
        all.reverse();
        Ok(all.iter().filter_map(|fields| Some((fields.number()?, fields.words()))).collect())
    }

    /// Reads what is owed, nearest first.
    ///
    /// # Errors
    /// The store's.
    pub fn due(&self, limit: usize) -> Result<Vec<Due>, Failure> {
        Ok(self.read().due(limit)?)
    }

    /// Reads what is owed in one case.
    ///
    /// # Errors
    /// The store's.
    pub fn due_in(&self, case: Id) -> Result<Vec<Due>, Failure> {
        Ok(self.read().due_in(case)?)
    }

    /// Counts what is owed, up to a thousand.
    ///
    /// # Errors
    /// The store's.
    pub fn due_count(&self) -> Result<i64, Failure> {
        Ok(self.read().due_count(1_000)?)
    }

    /// Finds the worst open incident of the lanes: the first by priority whose clocks run, for what was imported and not adopted is
    /// nobody's emergency.
    ///
    /// # Errors
    /// The store's.
    pub fn worst(&self) -> Result<Option<CaseLine>, Failure> {
        Ok(self.read().worst()?)
    }

    /// Lists names of a register for a picker.
    ///
    /// # Errors
    /// The store's.
    pub fn names(&self, subject: Subject, limit: usize) -> Result<Vec<Named>, Failure> {
        Ok(self.read().names(subject, "", limit)?)
    }

    /// Reads one window of a register, each row with its open cases.
    ///
    /// # Errors
    /// The store's.
    pub fn register(&self, subject: Subject, from: RegisterFrom<'_>, limit: usize) -> Result<Vec<RegisterLine>, Failure> {
        Ok(self.read().register_window(subject, from, limit)?)
    }

    /// Reads one line of a log by its number.
    ///
    /// # Errors
    /// The store's.
    pub fn entry(&self, entry: EntryRef) -> Result<Option<Entry>, Failure> {
        Ok(self.read().entry(entry)?)
    }

    /// Lists names of a register that begin so, whatever the case of their letters.
    ///
    /// # Errors
    /// The store's.
    pub fn names_like(&self, subject: Subject, beginning: &str, limit: usize) -> Result<Vec<Named>, Failure> {
        let exact = self.read().find(subject, beginning)?;
        let after = self.read().names(subject, beginning, limit)?;
        let fits = |named: &Named| {
            let head = named.name.raw().get(..beginning.len());
            head.is_some_and(|head| head.eq_ignore_ascii_case(beginning))
        };
        Ok(exact.into_iter().chain(after.into_iter().filter(fits)).take(limit).collect())
    }

    /// Lists tags that lines of late were given, the newest first, each once.
    ///
    /// # Errors
    /// The store's.
    pub fn tags(&self) -> Result<Vec<Untrusted>, Failure> {
        let mut all: Vec<Untrusted> = Vec::new();
        for tags in self.read().tags(TAGGED)? {
            for tag in tags.split(' ').filter(|tag| !tag.is_empty()) {
                if all.len() < TAGS && !all.iter().any(|known| known.raw() == tag) {
                    all.push(Untrusted::new(tag));
                }
            }
        }
        Ok(all)
    }

    /// Finds a record of a register by name.
    ///
    /// # Errors
    /// The store's.
    pub fn find(&self, subject: Subject, name: &str) -> Result<Option<Named>, Failure> {
        Ok(self.read().find(subject, name)?)
    }

    /// Searches everything ever typed.
    ///
    /// # Errors
    /// The store's.
    pub fn search(&self, text: &str, limit: usize) -> Result<Vec<Hit>, Failure> {
        Ok(self.read().search(&Search { words: text.to_owned(), ..Search::default() }, limit)?.hits)
    }

    /// Reads a line of a search with its operators.
    ///
    /// # Errors
    /// The store's.
    pub fn understood(&self, line: &str) -> Result<super::search::Understood, Failure> {
        super::search::understood(self.read(), line, &self.ctx.now())
    }

    /// Searches for as long as a key can wait, and says whether that was long enough; so many of the newest, the closest first.
    ///
    /// # Errors
    /// The store's.
    pub fn typed(&self, search: &Search, limit: usize, most: Duration) -> Result<Found, Failure> {
        self.read().within(most, |read| super::search::newest(*read, search, limit))
    }

    /// Searches for as long as a screen can wait, and says whether that was long enough; so many of a window of the newest, the closest first.
    ///
    /// # Errors
    /// The store's.
    pub fn look_for(&self, search: &Search, limit: usize, window: usize, most: Duration) -> Result<Found, Failure> {
        self.read().within(most, |read| super::search::closest(*read, search, limit, window))
    }

    /// Gives a number that changes when anybody else has written.
    ///
    /// # Errors
    /// The store's.
    pub fn pulse(&self) -> Result<i64, Failure> {
        Ok(self.store.pulse()?)
    }

    /// Gives the number of the newest change.
    ///
    /// # Errors
    /// The store's.
    pub fn last_change(&self) -> Result<i64, Failure> {
        Ok(self.read().last_batch()?)
    }

    /// Reads what others did after a change, and the imports of this run beside it: these land on connections of their own, whose answers
    /// come to no ticket. All else of one's own is left out.
    ///
    /// # Errors
    /// The store's.
    pub fn news(&self, after: i64) -> Result<(Vec<News>, Vec<i64>), Failure> {
        let (own, others): (Vec<_>, Vec<_>) =
            self.read().batches_after(after, 200)?.into_iter().partition(|batch| batch.run == self.ctx.run);
        let news = others.into_iter().map(|batch| News { seq: batch.seq, said: super::history::said(&batch), case: batch.case });
        let imports = own.into_iter().filter(|batch| batch.command == "import").map(|batch| batch.seq);
        Ok((news.collect(), imports.collect()))
    }
}
