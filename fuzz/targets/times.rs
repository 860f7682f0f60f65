//! Text to the reader of times, line by line as the cells of one file.

use warroom::app::import::dates::Survey;
use warroom::model::Zone;

/// Feeds one input.
pub fn feed(bytes: &[u8]) {
    let Ok(text) = std::str::from_utf8(bytes) else { return };
    for day_first in [None, Some(true), Some(false)] {
        let mut survey = Survey::default();
        text.lines().for_each(|line| survey.see(line));
        let zone = Zone::parse("Pacific/Apia").expect("a zone that there is");
        let Ok(dates) = survey.settle(zone, "", day_first) else { continue };
        for line in text.lines() {
            if let Ok(Some(moment)) = dates.read(line) {
                let _ = moment.local();
            }
        }
        let _ = dates.warnings();
    }
}
