//! Orders on their way in, and what comes back: answers to orders, and texts from an editor. Each goes to the screen that asked.

use super::{Answer, NOBODY, Reply, Stage, World};
use crate::model::refusal::Refusal;
use crate::tui::theme::Role;
use crate::tui::watchdog;
use crate::tui::words::spoken;

impl<W: World> Stage<W> {
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

    /// Hands one order in; the next has to wait for its answer, so that no answer is ever lost.
    pub(super) fn order(&mut self, asking: u64, world: &mut W, order: impl FnOnce(&mut W) -> Answer) {
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
            Some(Reply::Submit(order)) => self.order(serial, world, |world| world.submit(order)),
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
