//! A backup of our own: what it is, what is wrong with it, and where it goes.
