#![no_main]
libfuzzer_sys::fuzz_target!(|bytes: &[u8]| warroom_fuzz::import::feed(bytes));
