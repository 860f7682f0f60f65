//! The store's tests, until the one integration binary lists them.

#[path = "it/damage.rs"]
mod damage;
#[path = "it/database.rs"]
mod database;
#[path = "it/journal.rs"]
mod journal;
#[path = "it/migrate.rs"]
mod migrate;
#[path = "it/plans.rs"]
mod plans;
