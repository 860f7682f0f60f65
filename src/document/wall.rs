//! The Board as one page for a wall, a mail or a telephone: it stands on its own, runs nothing and loads nothing.
//!
//! All times are clock times, because a page that hangs somewhere does not count down. Letters grow with the window: one column on a
//! telephone, both lanes side by side and to be read from three metres on a wall. Without its style it is headings and lists, as some
//! mail programs show it. Must not know what a case is.

use std::fmt::Write;

use super::print::html;
use crate::model::Untrusted;

/// Holds what the page says, in the words of its language.
#[derive(Clone, Debug, Default)]
pub struct Wall {
    /// Language tag, such as `nl`.
    pub language: String,
    /// What the page is called.
    pub title: String,
    /// When it was made and in which zone, in words.
    pub made: String,
    /// Seconds after which the page loads itself again.
    pub reload: Option<i64>,
    /// Heading of what is owed.
    pub due: String,
    /// What is owed, the nearest first.
    pub owed: Vec<WallDue>,
    /// How much more is owed, or that nothing is.
    pub owed_more: String,
    /// The lanes.
    pub lanes: Vec<WallLane>,
    /// For whom it is and up to which change.
    pub foot: String,
}

/// One thing that is owed.
#[derive(Clone, Debug, Default)]
pub struct WallDue {
    /// When, on the clock of the page.
    pub when: String,
    /// That it is late, in a word; empty when it is not.
    pub late: String,
    /// Number of what owes it.
    pub number: String,
    /// What.
    pub text: Untrusted,
    /// Who.
    pub who: Untrusted,
}

/// One lane.
#[derive(Clone, Debug, Default)]
pub struct WallLane {
    /// Its heading.
    pub name: String,
    /// How many are open, in words.
    pub counts: String,
    /// Its cases, the worst first.
    pub cases: Vec<WallCase>,
    /// How many more there are, or that there is none.
    pub more: String,
}

/// One case.
#[derive(Clone, Debug, Default)]
pub struct WallCase {
    /// Letters of its priority.
    pub priority: String,
    /// How much it stands out: 2 most, 0 not.
    pub weight: u8,
    /// Its number.
    pub number: String,
    /// What is wrong.
    pub title: Untrusted,
    /// How far it is.
    pub state: String,
    /// What else is said of it.
    pub facts: Vec<Untrusted>,
}

/// How the page looks. Colours are written out at each place: not every mail program knows names for them.
const STYLE: &str = "\
:root{color-scheme:light dark}*{box-sizing:border-box}\
html{font-size:16px;font-size:clamp(16px,calc(7px + 1.1vw),60px);-webkit-text-size-adjust:100%}\
body{font-family:system-ui,-apple-system,'Segoe UI',Roboto,'Noto Sans','Noto Sans CJK SC',sans-serif;line-height:1.3;margin:0;padding:.6rem .8rem;\
color:#161616;background:#fff;overflow-wrap:anywhere}\
header{display:flex;flex-wrap:wrap;align-items:baseline;justify-content:space-between;gap:0 1rem}\
h1{font-size:1.15rem;margin:0}header p{margin:0;font-size:1rem;font-weight:600}\
h2{font-size:1rem;margin:.5rem 0 .2rem;padding-bottom:.15rem;border-bottom:2px solid #8d8d8d}h2 small{font-size:.85rem;font-weight:400;color:#525252}\
ol{list-style:none;margin:0;padding:0}p.more{margin:.25rem 0;font-size:.85rem;color:#525252}\
.due ol{display:grid;grid-template-columns:repeat(auto-fill,minmax(min(100%,19rem),1fr));gap:0 1.2rem}\
.due li{padding:.12rem 0;font-size:.95rem}.when{font-weight:700;white-space:nowrap}.late .when,.flag{color:#b0120a;font-weight:700}\
.number{font-weight:600;white-space:nowrap}.who{color:#525252}\
.lane li{display:flex;gap:.5rem;padding:.3rem 0;border-bottom:1px solid #c6c6c6}\
.case{flex:1;min-width:0}.title{margin:0;font-size:1.05rem;font-weight:600;line-height:1.2}.facts{margin:.1rem 0 0;font-size:.9rem;color:#393939}\
.state{font-weight:700}.facts span{display:inline-block;max-width:100%;margin-right:.7rem}\
.priority{flex:none;width:2.4rem;height:1.7rem;line-height:1.6rem;margin-top:.05rem;text-align:center;font-weight:700;border:2px solid #8d8d8d;border-radius:.25rem}\
.w2 .priority{background:#b0120a;border-color:#b0120a;color:#fff}.w1 .priority{background:#f1c21b;border-color:#f1c21b;color:#161616}\
footer{margin-top:.6rem;font-size:.75rem;color:#525252}\
@media(min-width:60em){main{display:grid;grid-template-columns:1fr 1fr;gap:0 1.4rem}}\
@media screen and (prefers-color-scheme:dark){body{color:#f4f4f4;background:#121212}h2{border-color:#6f6f6f}h2 small,p.more,.who,footer{color:#b8b8b8}\
.lane li{border-color:#3d3d3d}.facts{color:#d0d0d0}.late .when,.flag{color:#ff9a92}.w2 .priority{background:#ff8389;border-color:#ff8389;color:#161616}}\
@page{margin:12mm}@media print{html{font-size:10.5pt}body{padding:0;color:#000;background:#fff}li{break-inside:avoid}h2{break-after:avoid}\
main{display:grid;grid-template-columns:1fr 1fr;gap:0 8mm}.priority{-webkit-print-color-adjust:exact;print-color-adjust:exact}}";

impl Wall {
    /// Prints the page.
    pub fn to_html(&self) -> String {
        let mut out = String::from("<!DOCTYPE html>\n");
        let reload = self.reload.map_or_else(String::new, |seconds| format!("<meta http-equiv=\"refresh\" content=\"{seconds}\">\n"));
        let _ = write!(
            out,
            "<html lang=\"{}\">\n<head>\n<meta charset=\"utf-8\">\n\
             <meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; style-src 'unsafe-inline'; base-uri 'none'; form-action 'none'\">\n\
             <meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n<meta name=\"color-scheme\" content=\"light dark\">\n{reload}\
             <title>{}</title>\n<style>{STYLE}</style>\n</head>\n<body>\n<header><h1>{}</h1> <p>{}</p></header>\n",
            html::attribute(&self.language),
            html::text(&format!("{} – {}", self.title, self.made)),
            html::text(&self.title),
            html::text(&self.made),
        );
        self.owed(&mut out);
        out.push_str("<main>\n");
        for lane in &self.lanes {
            lane.print(&mut out);
        }
        let _ = write!(out, "</main>\n<footer>{}</footer>\n</body>\n</html>\n", html::text(&self.foot));
        out
    }

    fn owed(&self, out: &mut String) {
        let _ = write!(out, "<section class=\"due\">\n<h2>{}</h2>\n<ol>\n", html::text(&self.due));
        for due in &self.owed {
            let (class, flag) = if due.late.is_empty() {
                ("", String::new())
            } else {
                (" class=\"late\"", format!(" <span class=\"flag\">{}</span>", html::text(&due.late)))
            };
            let who = if due.who.is_blank() { String::new() } else { format!(" <span class=\"who\">({})</span>", isolated(&due.who)) };
            let _ = writeln!(
                out,
                "<li{class}><span class=\"when\">{}</span>{flag} <span class=\"number\">{}</span> {}{who}</li>",
                html::text(&due.when),
                html::text(&due.number),
                isolated(&due.text),
            );
        }
        let _ = write!(out, "</ol>\n{}</section>\n", more(&self.owed_more));
    }
}

impl WallLane {
    fn print(&self, out: &mut String) {
        let _ = write!(
            out,
            "<section class=\"lane\">\n<h2>{} <small>{}</small></h2>\n<ol>\n",
            html::text(&self.name),
            html::text(&self.counts)
        );
        for case in &self.cases {
            let facts = case.facts.iter().filter(|fact| !fact.is_blank()).map(|fact| format!(" <span>{}</span>", isolated(fact)));
            let _ = writeln!(
                out,
                "<li class=\"w{}\"><b class=\"priority\">{}</b> <div class=\"case\"><p class=\"title\"><span class=\"number\">{}</span> {}</p>\
                 <p class=\"facts\"><span class=\"state\">{}</span>{}</p></div></li>",
                case.weight,
                html::text(&case.priority),
                html::text(&case.number),
                isolated(&case.title),
                html::text(&case.state),
                facts.collect::<String>(),
            );
        }
        let _ = write!(out, "</ol>\n{}</section>\n", more(&self.more));
    }
}

/// Prints text that may run the other way without turning what stands beside it.
fn isolated(text: &Untrusted) -> String {
    format!("<bdi>{}</bdi>", html::text(text))
}

fn more(words: &str) -> String {
    if words.is_empty() { String::new() } else { format!("<p class=\"more\">{}</p>\n", html::text(words)) }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn wall(text: &str) -> Wall {
        let case = WallCase { title: text.into(), facts: vec![text.into(), "".into()], ..WallCase::default() };
        let due = WallDue { text: text.into(), who: text.into(), late: "late".into(), ..WallDue::default() };
        let lane = WallLane { name: text.into(), counts: text.into(), cases: vec![case], more: text.into() };
        let said = text.to_owned();
        Wall {
            language: said.clone(),
            title: said.clone(),
            made: said.clone(),
            foot: said,
            owed: vec![due],
            lanes: vec![lane],
            ..Wall::default()
        }
    }

    #[test]
    fn no_text_becomes_a_tag_and_nothing_is_run_or_loaded() {
        let page = wall("<script>x</script>\"'&\u{202e}\u{1b}[2J").to_html();
        assert!(!page.contains("<script") && !page.contains('\u{202e}') && !page.contains('\u{1b}'));
        assert_eq!(page.matches("&lt;script&gt;").count(), 13, "{page}");
        let tame = wall("x").to_html();
        for outside in ["http://", "https://", "src=", "url(", "@import", "href="] {
            assert!(!tame.contains(outside), "{outside}");
        }
    }

    #[test]
    fn it_loads_itself_again_only_where_that_was_asked_for() {
        assert!(!wall("x").to_html().contains("refresh"));
        assert!(Wall { reload: Some(60), ..wall("x") }.to_html().contains("<meta http-equiv=\"refresh\" content=\"60\">"));
    }
}
