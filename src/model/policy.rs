//! Policies: priority matrix, service levels, cadence.
