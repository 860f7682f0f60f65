//! The exception report as a document.

use crate::app::Failure;
use crate::app::draft::Input;
use crate::app::query::{Shown, View};

pub(super) fn show(_: &View<'_>, _: &Input) -> Result<Shown, Failure> { Ok(Shown::Rows(vec![])) }
pub(super) fn export(_: &View<'_>, _: &Input) -> Result<Shown, Failure> { Ok(Shown::Rows(vec![])) }
