//! What two cases have in common.
