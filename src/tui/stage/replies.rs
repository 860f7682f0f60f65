//! What the stage does with what screens want and with the answers to their orders.

use super::{Answer, Reply, Stage, Wish, World};
use crate::model::refusal::Refusal;
use crate::tui::copy_menu::{CopyMenu, What};
use crate::tui::keys::{Act, Place};
use crate::tui::parts::palette::Acts;
use crate::tui::theme::Role;
use crate::tui::watchdog;
use crate::tui::words::spoken;

/// Exit code after Ctrl-C, as a shell has it.
const INTERRUPTED: i32 = 130;
/// Stands for the screen that asked where none did.
const NOBODY: u64 = 0;

impl<W: World> Stage<W> {
    pub(super) fn act_of_all(&mut self, act: Act, world: &mut W) {
        match act {
            Act::Open(place) if self.tabs.get(self.here).is_some_and(|tab| tab.place == place) => {
                self.say(format!("this is the {}", place.name()), Role::Message);
            }
            Act::Open(place) => {
                let about = self.about();
                self.go_to(place, Some(Place::Board), &about, world);
            }
            Act::Back => self.back(world),
            Act::Palette | Act::Help => {
                let place = self.place();
                let list = if act == Act::Help { Acts::help(place, &self.keys) } else { self.palette(place, world) };
                self.push(Box::new(list), world);
            }
            Act::Copy => self.offer_copies(world),
            Act::Mouse => {
                self.mouse = !self.mouse;
                let key = self.keys.key_for(Place::Board, Act::Mouse).map_or_else(String::new, |key| format!("; {key} changes that"));
                let words = if self.mouse { "the mouse acts here; with Shift held it selects text" } else { "the mouse selects text" };
                self.say(format!("{words}{key}"), Role::Message);
            }
            Act::Undo => self.order(NOBODY, world, W::undo),
            Act::Redo => self.order(NOBODY, world, W::redo),
            Act::Redraw => self.wish = Some(Wish::Redraw),
            Act::Suspend => self.wish = Some(Wish::Suspend),
            Act::Theme => self.wish = Some(Wish::Theme),
            Act::Quit => self.wish = Some(Wish::End(0)),
            Act::Interrupt => self.wish = Some(Wish::End(INTERRUPTED)),
            Act::Move(_) | Act::Submit | Act::Unknown | Act::Write | Act::Afresh | Act::Demo | Act::OpenFile => self.nothing(act),
            Act::Narrow | Act::Sort | Act::TakeBack | Act::Export | Act::Step | Act::Detail | Act::More | Act::Mark => self.nothing(act),
            Act::Question | Act::Raise | Act::Lower | Act::Indent | Act::Outdent | Act::Root | Act::Factor => self.nothing(act),
            Act::Tell | Act::Star | Act::Mapping | Act::Save => self.nothing(act),
            Act::Enter
            | Act::New
            | Act::Edit
            | Act::Update
            | Act::Command(_)
            | Act::Capture
            | Act::NextDue
            | Act::Import
            | Act::Search
            | Act::Share
            | Act::Unshare => {
                let about = self.about();
                match world.begin(act, &about) {
                    Reply::Ignored => self.nothing(act),
                    reply => self.reply(reply, world),
                }
            }
        }
    }

    pub(super) fn reply(&mut self, reply: Reply<W>, world: &mut W) {
        self.changed |= !matches!(reply, Reply::Ignored);
        match reply {
            Reply::Ignored | Reply::Done => {}
            Reply::Back => self.back(world),
            Reply::Open(screen) => self.push(screen, world),
            Reply::Do(act) => {
                self.back(world);
                self.act(act, world);
            }
            Reply::Choose(choice) => {
                self.back(world);
                if let Some(reply) = self.top().map(|top| top.chosen(&choice, world)) {
                    self.reply(reply, world);
                }
            }
            Reply::Instead(screen) => {
                self.keep_unsent(world);
                self.stack().pop();
                self.push(screen, world);
            }
            Reply::Found(about) => {
                self.back(world);
                if let Some(top) = self.top() {
                    top.aim(&about, world);
                }
            }
            Reply::Visit(place, about) => {
                let from = self.tabs.get(self.here).map(|tab| tab.place).filter(|from| *from != place);
                self.keep_unsent(world);
                if let Some(tab) = self.tabs.iter_mut().find(|tab| tab.place == place) {
                    tab.stack.truncate(1);
                }
                self.go_to(place, from, &about, world);
            }
            Reply::Submit(order) => {
                let asking = self.stack().last().map_or(NOBODY, |(serial, _)| *serial);
                self.order(asking, world, |world| world.submit(order));
            }
            Reply::Say(words) => self.say(words, Role::Message),
            Reply::Renew(words) => self.renew(&words, world),
            Reply::Write(text) => self.wish = Some(Wish::Write(text)),
            Reply::Copy(offer, to_file) => {
                self.back(world);
                let copied = world.copy(&offer, to_file);
                self.copied = Some(copied.bytes).filter(|bytes| !bytes.is_empty());
                let key = self.keys.key_for(Place::Board, Act::Copy).map(|key| key.to_string()).unwrap_or_default();
                let again = offer.what != What::Update;
                let way_out = if self.copied.is_some() && again {
                    format!("; not there? {key} Tab {}: file", offer.what.letter())
                } else {
                    String::new()
                };
                self.say(format!("{}{way_out}", copied.words), Role::Message);
            }
            Reply::Quit => self.wish = Some(Wish::End(0)),
        }
    }

    /// Begins anew where one is, with nothing of what was read before.
    fn renew(&mut self, words: &str, world: &mut W) {
        self.keep_unsent(world);
        let (about, place) = (self.about(), self.tabs.get(self.here).map_or(Place::Board, |tab| tab.place));
        (self.tabs, self.here) = (Vec::new(), 0);
        self.go_to(place, None, &about, world);
        self.say(words.to_owned(), Role::Message);
    }

    /// Takes what became of a text that was written in an editor: the new text, nothing where it stayed as it was, or what went wrong.
    pub fn edited(&mut self, written: Result<Option<String>, String>, world: &mut W) {
        match written {
            Ok(Some(text)) => {
                if let Some(top) = self.top() {
                    top.edited(&text, world);
                }
                self.typed = true;
                self.say("the text is here; it is not saved yet".to_owned(), Role::Message);
            }
            Ok(None) => self.say("the text is as it was".to_owned(), Role::Message),
            Err(why) => self.say(why, Role::Late),
        }
    }

    /// Says why a bound key did nothing.
    pub(super) fn nothing(&mut self, act: Act) {
        let (place, empty) = self.top().map_or((Place::Board, true), |top| (top.place(), top.is_empty()));
        self.say(self.keys.nothing(place, empty, act), Role::Message);
    }

    /// Lists everything that can be done, and for what cannot be done now, why not.
    fn palette(&mut self, place: Place, world: &W) -> Acts {
        let about = self.about();
        let keys = self.keys.clone();
        let top = self.top();
        let why_not = |act: Act| top.as_ref().and_then(|top| top.why_not(act, world)).or_else(|| world.why_not(act, &about));
        Acts::palette(place, &keys, &world.commands(), why_not)
    }

    /// Offers what can be copied from the screen on top: what it is about, and what it shows.
    fn offer_copies(&mut self, world: &mut W) {
        let Some(top) = self.top() else { return };
        let mut offers = world.copies(&top.about());
        offers.append(&mut top.copies(world));
        match CopyMenu::of(offers, self.keys.all_for(Act::Copy)) {
            Some(menu) => self.push(Box::new(menu), world),
            None => self.say("there is nothing to copy here; select a row first".to_owned(), Role::Message),
        }
    }

    /// Hands one order in; the next has to wait for its answer, so that no answer is ever lost.
    fn order(&mut self, asking: u64, world: &mut W, order: impl FnOnce(&mut W) -> Answer) {
        if self.waiting.is_some() {
            let busy = Refusal::whole("wait a moment: what came before is still being saved", "");
            return self.deliver(asking, &Answer::Refused(vec![busy]), world);
        }
        self.waiting = Some(asking);
        let answer = watchdog::exempt(|| order(world));
        self.answer(&answer, world);
    }

    pub(super) fn answer(&mut self, answer: &Answer, world: &mut W) {
        let serial = self.waiting.unwrap_or(NOBODY);
        if *answer != Answer::Pending {
            self.waiting = None;
        }
        self.deliver(serial, answer, world);
    }

    /// Brings an answer to the screen that asked, which need not be the one on top any more.
    fn deliver(&mut self, serial: u64, answer: &Answer, world: &mut W) {
        let asked = self.tabs.iter_mut().flat_map(|tab| &mut tab.stack).find(|(at, _)| *at == serial);
        let reply = asked.map(|(_, screen)| screen.answered(answer, world));
        let on_top = self.stack().last().is_some_and(|(at, _)| *at == serial);
        match reply {
            Some(Reply::Back) if !on_top => {
                for tab in &mut self.tabs {
                    tab.stack.retain(|(at, _)| *at != serial);
                }
            }
            Some(Reply::Submit(order)) => {
                // What is said of the next line comes after what is said of this one.
                self.answer_of_all(answer, world);
                return self.order(serial, world, |world| world.submit(order));
            }
            Some(reply) => self.reply(reply, world),
            None => {}
        }
        self.answer_of_all(answer, world);
    }

    /// Says at the foot what everybody wants to know of an answer, and shows the data as they are now.
    fn answer_of_all(&mut self, answer: &Answer, world: &W) {
        match answer {
            Answer::Pending => self.say("saving; the file is busy".to_owned(), Role::Message),
            Answer::Done(words, _) => self.say(words.clone(), Role::Message),
            Answer::Refused(all) => {
                if let Some(first) = all.first() {
                    let hint = first.hint.raw();
                    let words = if hint.is_empty() { first.why.raw().to_owned() } else { format!("{}: {hint}", first.why.raw()) };
                    self.say(spoken(&words, |_| None), Role::Late);
                }
            }
            Answer::Unknown(words) => self.say(words.clone(), Role::Late),
        }
        if *answer != Answer::Pending {
            self.reload(world);
        }
    }
}
