#![no_main]
//! Text to the reader of times, line by line as the cells of one file.

use libfuzzer_sys::fuzz_target;
use warroom::app::import::dates::Survey;
use warroom::model::Zone;

fuzz_target!(|text: &str| {
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
});
