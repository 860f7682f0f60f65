PRAGMA application_id = 2003989101;
PRAGMA user_version = 2;
BEGIN;
CREATE TABLE meta (key TEXT PRIMARY KEY, value TEXT NOT NULL) STRICT, WITHOUT ROWID;
INSERT INTO meta ("key", "value") VALUES ('database', '019cadc6-9a80-73a3-9202-4f8762ab307c');
INSERT INTO meta ("key", "value") VALUES ('policies', '{"matrix":{"high":{"high":"P1","medium":"P2","low":"P3"},"medium":{"high":"P2","medium":"P3","low":"P4"},"low":{"high":"P3","medium":"P4","low":"P4"}},"levels":{"P1":{"respond":900000,"restore":7200000},"P2":{"respond":3600000,"restore":28800000},"P3":{"respond":14400000,"restore":259200000},"P4":{"respond":86400000,"restore":null}},"cadence":{"incident":{"P1":{"open":900000,"investigating":1800000,"identified":1800000,"restored":3600000,"monitoring":3600000},"P2":{"open":1800000,"investigating":3600000,"identified":3600000,"restored":7200000,"monitoring":7200000}},"issue":{"very-high":86400000,"high":259200000,"medium":604800000}},"review":{"incident":{"P1":259200000,"P2":604800000},"issue":{"very-high":604800000,"high":1209600000}}}');
CREATE TABLE site (
    n INTEGER PRIMARY KEY,
    id BLOB NOT NULL UNIQUE CHECK (length(id) = 16)
) STRICT;
INSERT INTO site ("n", "id") VALUES (1, x'019cadc69a807189b691fc7886812812');
CREATE TABLE batch (
    seq INTEGER PRIMARY KEY,
    site INTEGER NOT NULL REFERENCES site(n),
    at INTEGER NOT NULL,
    zone_offset INTEGER NOT NULL,
    actor TEXT NOT NULL,
    origin TEXT NOT NULL,
    run TEXT NOT NULL,
    command TEXT NOT NULL,
    label TEXT NOT NULL,
    key TEXT NOT NULL UNIQUE,
    answer TEXT NOT NULL,
    case_id BLOB CHECK (case_id IS NULL OR length(case_id) = 16),
    clock TEXT NOT NULL CHECK (clock IN ('system', 'fixed')),
    schema INTEGER NOT NULL,
    undoes INTEGER REFERENCES batch(seq),
    final INTEGER NOT NULL CHECK (final IN (0, 1)),
    first INTEGER NOT NULL,
    last INTEGER NOT NULL,
    previous BLOB NOT NULL CHECK (length(previous) = 32),
    hash BLOB NOT NULL CHECK (length(hash) = 32)
) STRICT;
INSERT INTO batch ("seq", "site", "at", "zone_offset", "actor", "origin", "run", "command", "label", "key", "answer", "case_id", "clock", "schema", "undoes", "final", "first", "last", "previous", "hash") VALUES (1, 1, 1772442000000, 0, 'ana', 'screens', 'test', 'person add', 'person added', '73e91aa3-276a-49db-bb8f-0a1fe99046b2', '{"name":"ana"}', NULL, 'fixed', 2, NULL, 0, 1, 1, x'0000000000000000000000000000000000000000000000000000000000000000', x'86ddfadf7e0edb0bb1d135ba09fdef6c69eeb8f09e6e3cb477776fcf4e3bdf24');
INSERT INTO batch ("seq", "site", "at", "zone_offset", "actor", "origin", "run", "command", "label", "key", "answer", "case_id", "clock", "schema", "undoes", "final", "first", "last", "previous", "hash") VALUES (2, 1, 1772442000000, 0, 'ana', 'screens', 'test', 'incident open', 'INC-1 opened, P1', '3da8f1f0-3b64-47e2-8a77-4b36f4b02c52', '{"case":"INC-1","id":"019cadc6-9a80-786c-9c83-354b46df9969"}', x'019cadc69a80786c9c83354b46df9969', 'fixed', 2, NULL, 0, 2, 3, x'86ddfadf7e0edb0bb1d135ba09fdef6c69eeb8f09e6e3cb477776fcf4e3bdf24', x'742c3d3847ad73de6572bc922e83b213d9ba43bdbc6be6205ca17d702de5340e');
INSERT INTO batch ("seq", "site", "at", "zone_offset", "actor", "origin", "run", "command", "label", "key", "answer", "case_id", "clock", "schema", "undoes", "final", "first", "last", "previous", "hash") VALUES (3, 1, 1772442000000, 0, 'ana', 'screens', 'test', 'incident open', 'INC-2 opened, P3', '49237247-fc94-452a-aeed-c862ce4a01e0', '{"case":"INC-2","id":"019cadc6-9a80-7f6f-a194-ef80b08f2266"}', x'019cadc69a807f6fa194ef80b08f2266', 'fixed', 2, NULL, 0, 4, 5, x'742c3d3847ad73de6572bc922e83b213d9ba43bdbc6be6205ca17d702de5340e', x'c00410d074a69b0f0c8e31248ea92705aed2b18b8285e1bf22ef566f3c8e48a3');
INSERT INTO batch ("seq", "site", "at", "zone_offset", "actor", "origin", "run", "command", "label", "key", "answer", "case_id", "clock", "schema", "undoes", "final", "first", "last", "previous", "hash") VALUES (4, 1, 1772442000000, 0, 'ana', 'screens', 'test', 'issue open', 'ISS-1 opened', '9ced5f2f-63f2-4954-b36a-cf97c302a5bb', '{"case":"ISS-1","id":"019cadc6-9a80-759b-ae1d-e6e3ce380f49"}', x'019cadc69a80759bae1de6e3ce380f49', 'fixed', 2, NULL, 0, 6, 7, x'c00410d074a69b0f0c8e31248ea92705aed2b18b8285e1bf22ef566f3c8e48a3', x'613d476f9ee87e8519f4bc532e06663ede7f52fa329957fd774f59ed67b7d523');
INSERT INTO batch ("seq", "site", "at", "zone_offset", "actor", "origin", "run", "command", "label", "key", "answer", "case_id", "clock", "schema", "undoes", "final", "first", "last", "previous", "hash") VALUES (5, 1, 1772442000000, 0, 'ana', 'screens', 'test', 'log', 'INC-1.1 fact logged', '3905eb08-0e09-441e-be43-46da7b0fdc9b', '{"entry":"INC-1.1","entries":["INC-1.1"],"case":"INC-1"}', x'019cadc69a80786c9c83354b46df9969', 'fixed', 2, NULL, 0, 8, 8, x'613d476f9ee87e8519f4bc532e06663ede7f52fa329957fd774f59ed67b7d523', x'23380f5a83d134067f2050b8c0a1785c131cdab8ae9d25b8f1fbc9ad06a6b2de');
INSERT INTO batch ("seq", "site", "at", "zone_offset", "actor", "origin", "run", "command", "label", "key", "answer", "case_id", "clock", "schema", "undoes", "final", "first", "last", "previous", "hash") VALUES (6, 1, 1772442000000, 0, 'ana', 'screens', 'test', 'log', 'INC-1.2 decision logged', 'af7e6924-2bb7-4bcb-86a6-eb5840aad098', '{"entry":"INC-1.2","entries":["INC-1.2"],"case":"INC-1"}', x'019cadc69a80786c9c83354b46df9969', 'fixed', 2, NULL, 0, 9, 9, x'23380f5a83d134067f2050b8c0a1785c131cdab8ae9d25b8f1fbc9ad06a6b2de', x'2ca9a2c86005050d84be41ce51bcd88bb9c3294395a3b7917830c5ef787e5080');
INSERT INTO batch ("seq", "site", "at", "zone_offset", "actor", "origin", "run", "command", "label", "key", "answer", "case_id", "clock", "schema", "undoes", "final", "first", "last", "previous", "hash") VALUES (7, 1, 1772442000000, 0, 'ana', 'screens', 'test', 'log', 'INC-1.3 action A-1 given', 'c80ee22e-7e87-4329-8849-8fb615829099', '{"entry":"INC-1.3","entries":["INC-1.3"],"case":"INC-1"}', x'019cadc69a80786c9c83354b46df9969', 'fixed', 2, NULL, 0, 10, 11, x'2ca9a2c86005050d84be41ce51bcd88bb9c3294395a3b7917830c5ef787e5080', x'a4ab538c38668fe6aae410c3834ddf051d8feded3f999d3d86861ad211d721cd');
INSERT INTO batch ("seq", "site", "at", "zone_offset", "actor", "origin", "run", "command", "label", "key", "answer", "case_id", "clock", "schema", "undoes", "final", "first", "last", "previous", "hash") VALUES (8, 1, 1772442000000, 0, 'ana', 'screens', 'test', 'log', 'INC-1.4 question logged', 'e4f8afe3-e100-46b0-a334-3060e23ddb7e', '{"entry":"INC-1.4","entries":["INC-1.4"],"case":"INC-1"}', x'019cadc69a80786c9c83354b46df9969', 'fixed', 2, NULL, 0, 12, 12, x'a4ab538c38668fe6aae410c3834ddf051d8feded3f999d3d86861ad211d721cd', x'9c8ea6aab75ec9f588dc7974385b6e11c35d611efca3a490ead063dff053e287');
INSERT INTO batch ("seq", "site", "at", "zone_offset", "actor", "origin", "run", "command", "label", "key", "answer", "case_id", "clock", "schema", "undoes", "final", "first", "last", "previous", "hash") VALUES (9, 1, 1772442000000, 0, 'ana', 'screens', 'test', 'log', 'INC-1.5 hypothesis logged', '273eb6e2-bd67-4689-b619-6b70549a8b41', '{"entry":"INC-1.5","entries":["INC-1.5"],"case":"INC-1"}', x'019cadc69a80786c9c83354b46df9969', 'fixed', 2, NULL, 0, 13, 13, x'9c8ea6aab75ec9f588dc7974385b6e11c35d611efca3a490ead063dff053e287', x'163ac20b469e8f1134c7cb023229fdca4bce516e31a3ae484e6f7d0e2ae688f1');
INSERT INTO batch ("seq", "site", "at", "zone_offset", "actor", "origin", "run", "command", "label", "key", "answer", "case_id", "clock", "schema", "undoes", "final", "first", "last", "previous", "hash") VALUES (10, 1, 1772442000000, 0, 'ana', 'screens', 'test', 'log', 'INC-2.1 fact logged', 'c79448a1-b621-46c2-b230-42c52da07c15', '{"entry":"INC-2.1","entries":["INC-2.1"],"case":"INC-2"}', x'019cadc69a807f6fa194ef80b08f2266', 'fixed', 2, NULL, 0, 14, 14, x'163ac20b469e8f1134c7cb023229fdca4bce516e31a3ae484e6f7d0e2ae688f1', x'e0dece430fd4c586efbed352a80a0426f7cb7d44ab1b547fe05e90627f2f4098');
INSERT INTO batch ("seq", "site", "at", "zone_offset", "actor", "origin", "run", "command", "label", "key", "answer", "case_id", "clock", "schema", "undoes", "final", "first", "last", "previous", "hash") VALUES (11, 1, 1772442000000, 0, 'ana', 'screens', 'test', 'link', 'INC-1 hits ISS-1', '01a6d993-daf0-4569-8956-1d9fa50cfaa5', '{"case":"INC-1","id":"019cadc6-9a80-786c-9c83-354b46df9969"}', x'019cadc69a80786c9c83354b46df9969', 'fixed', 2, NULL, 0, 15, 15, x'e0dece430fd4c586efbed352a80a0426f7cb7d44ab1b547fe05e90627f2f4098', x'b3ac706dd2f4c0f3f505d6d92882530588d8346a8c158b8afe1ee35e6e9a1cf0');
INSERT INTO batch ("seq", "site", "at", "zone_offset", "actor", "origin", "run", "command", "label", "key", "answer", "case_id", "clock", "schema", "undoes", "final", "first", "last", "previous", "hash") VALUES (12, 1, 1772442000000, 0, 'ana', 'screens', 'test', 'case state', 'INC-1 is investigating', '0edad3c3-8320-4383-a5c8-cc7863e46186', '{"case":"INC-1","id":"019cadc6-9a80-786c-9c83-354b46df9969"}', x'019cadc69a80786c9c83354b46df9969', 'fixed', 2, NULL, 0, 16, 18, x'b3ac706dd2f4c0f3f505d6d92882530588d8346a8c158b8afe1ee35e6e9a1cf0', x'8ccd0ba2a0c82c2d058997f4315067396f05d4c17b3e9625c0f1462808a2a74b');
INSERT INTO batch ("seq", "site", "at", "zone_offset", "actor", "origin", "run", "command", "label", "key", "answer", "case_id", "clock", "schema", "undoes", "final", "first", "last", "previous", "hash") VALUES (13, 1, 1772442000000, 0, 'ana', 'screens', 'test', 'undo', 'undone: INC-1 is investigating', 'dd485e4c-784b-4ca3-96d3-6dbbee8b2673', '{"change":"b12","did":"INC-1 is investigating"}', x'019cadc69a80786c9c83354b46df9969', 'fixed', 2, 12, 0, 19, 21, x'8ccd0ba2a0c82c2d058997f4315067396f05d4c17b3e9625c0f1462808a2a74b', x'46bd8cc5d2d2b58fd2858d2061b77d5f956523d78499a59e44fa619bf29ddf6f');
CREATE TABLE journal (
    seq INTEGER PRIMARY KEY,
    batch INTEGER NOT NULL REFERENCES batch(seq) DEFERRABLE INITIALLY DEFERRED,
    site INTEGER NOT NULL REFERENCES site(n),
    site_seq INTEGER NOT NULL,
    schema INTEGER NOT NULL,
    subject TEXT NOT NULL,
    record BLOB NOT NULL CHECK (length(record) = 16),
    field TEXT,
    old TEXT,
    new TEXT,
    salt BLOB CHECK (salt IS NULL OR length(salt) = 16),
    digest BLOB NOT NULL CHECK (length(digest) = 32),
    UNIQUE (site, site_seq)
) STRICT;
INSERT INTO journal ("seq", "batch", "site", "site_seq", "schema", "subject", "record", "field", "old", "new", "salt", "digest") VALUES (1, 1, 1, 1, 2, 'person', x'019cadc69a807c10a036b366a38ac802', NULL, NULL, '{"handle":"ana","name":"Ana Lima"}', x'3f06146a74af9449745f1f2f9b9b931b', x'eeeb5fb4a248edbfd741375538b93641cd8012f1e91f267eb2db6a955d7b014f');
INSERT INTO journal ("seq", "batch", "site", "site_seq", "schema", "subject", "record", "field", "old", "new", "salt", "digest") VALUES (2, 2, 1, 2, 2, 'service', x'019cadc69a8074e88f3c3b7e220c40d5', NULL, NULL, '{"name":"payments"}', x'bfaa70bfa5a595873bfb4ac796291b4d', x'c9a82fc3d4865e79d6b9029b4f1b6dcc842f2475a7d74fbd2f78d4225a762337');
INSERT INTO journal ("seq", "batch", "site", "site_seq", "schema", "subject", "record", "field", "old", "new", "salt", "digest") VALUES (3, 2, 1, 3, 2, 'case', x'019cadc69a80786c9c83354b46df9969', NULL, NULL, '{"priority":"P1","impact":"high","urgency":"high","title":"Payments are down","service":"019cadc6-9a80-74e8-8f3c-3b7e220c40d5","lead":"019cadc6-9a80-7c10-a036-b366a38ac802","zone":"UTC","kind":"incident","number":1,"state":"open","clocks":1,"lane":1,"opened":[1772442000000,0,"exact"]}', x'efe51de7feeb4b75fe22a270576f96e7', x'd2a05d3de8830836803e5bd22c4df1b8f42590ceaf43bc65a7e1918e09efc280');
INSERT INTO journal ("seq", "batch", "site", "site_seq", "schema", "subject", "record", "field", "old", "new", "salt", "digest") VALUES (4, 3, 1, 4, 2, 'service', x'019cadc69a807709ae917ce00f225c1d', NULL, NULL, '{"name":"login"}', x'82e4e8c3f9798d35ea137a7d77b8397f', x'35a1753e77e743fa37df0e084c8b35c0a4ec5c2d56c4bbadaf72cb8c69f5a534');
INSERT INTO journal ("seq", "batch", "site", "site_seq", "schema", "subject", "record", "field", "old", "new", "salt", "digest") VALUES (5, 3, 1, 5, 2, 'case', x'019cadc69a807f6fa194ef80b08f2266', NULL, NULL, '{"priority":"P3","title":"Logins are slow","service":"019cadc6-9a80-7709-ae91-7ce00f225c1d","zone":"UTC","kind":"incident","number":2,"state":"open","clocks":1,"lane":1,"opened":[1772442000000,0,"exact"]}', x'728addbf11311a2f59794dfec9d5a253', x'9f55c9c1659fed5e818f3cc38c52e09c2f77868fe0764c69efa334deee27d29a');
INSERT INTO journal ("seq", "batch", "site", "site_seq", "schema", "subject", "record", "field", "old", "new", "salt", "digest") VALUES (6, 4, 1, 6, 2, 'project', x'019cadc69a807a5a9e6e53550fef6c7a', NULL, NULL, '{"name":"migration"}', x'ba7b34024f7139c4103952b57b0e090a', x'ac15001ec2a117a33adbf69337161f670585a39f7d28dd671f07d80c22ec04e8');
INSERT INTO journal ("seq", "batch", "site", "site_seq", "schema", "subject", "record", "field", "old", "new", "salt", "digest") VALUES (7, 4, 1, 7, 2, 'case', x'019cadc69a80759bae1de6e3ce380f49', NULL, NULL, '{"type":"problem","priority":"medium","title":"The supplier is late","project":"019cadc6-9a80-7a5a-9e6e-53550fef6c7a","zone":"UTC","kind":"issue","number":1,"state":"open","clocks":1,"lane":1,"opened":[1772442000000,0,"exact"]}', x'4f185fa16cddcf476443aa3a9c58c596', x'01ed2d41ae9a897ab5b327febe53b81354f4e32b84d5b0657d09fd02d3a2ae19');
INSERT INTO journal ("seq", "batch", "site", "site_seq", "schema", "subject", "record", "field", "old", "new", "salt", "digest") VALUES (8, 5, 1, 8, 2, 'entry', x'019cadc69a807d3db5f18d47460b86ca', NULL, NULL, '{"case_id":"019cadc6-9a80-786c-9c83-354b46df9969","number":1,"kind":"fact","observed":[1772442000000,0,"exact"],"logged":[1772442000000,0,"exact"],"text":"pods restart","author":"ana","visibility":"internal","superseded":0,"redacted":0}', x'2f038fc50b43a10fa47209fb87d5a81c', x'ae05a2ca0a83b801e2e768d2ba76bdb8320fec232e4d52f3cf53e8879768912e');
INSERT INTO journal ("seq", "batch", "site", "site_seq", "schema", "subject", "record", "field", "old", "new", "salt", "digest") VALUES (9, 6, 1, 9, 2, 'entry', x'019cadc69a8076da9e0dac09af85c814', NULL, NULL, '{"case_id":"019cadc6-9a80-786c-9c83-354b46df9969","number":2,"kind":"decision","observed":[1772442000000,0,"exact"],"logged":[1772442000000,0,"exact"],"text":"fail over","reason":"the primary is gone","author":"ana","visibility":"management","superseded":0,"redacted":0}', x'712b86bb733f3b3b45ea9acb3caa4d8c', x'e3319d70a07d904a4c62bc13cd4fc87e0fdde333eca66ab5d3547ac27850f62f');
INSERT INTO journal ("seq", "batch", "site", "site_seq", "schema", "subject", "record", "field", "old", "new", "salt", "digest") VALUES (10, 7, 1, 10, 2, 'entry', x'019cadc69a8075d79adc48086df3176c', NULL, NULL, '{"case_id":"019cadc6-9a80-786c-9c83-354b46df9969","number":3,"kind":"action","observed":[1772442000000,0,"exact"],"logged":[1772442000000,0,"exact"],"text":"@ana call the bank","person":"019cadc6-9a80-7c10-a036-b366a38ac802","author":"ana","visibility":"management","due":[1772443200000,0,"exact"],"superseded":0,"redacted":0}', x'64c158056b2822bd3a4e739b71a122a8', x'2d48747bdd9c35011a30c8ce6c895766a4d81bb1262d238213cd45390993c7a1');
INSERT INTO journal ("seq", "batch", "site", "site_seq", "schema", "subject", "record", "field", "old", "new", "salt", "digest") VALUES (11, 7, 1, 11, 2, 'action', x'019cadc69a8076a4ab87355a7192c583', NULL, NULL, '{"number":1,"case_id":"019cadc6-9a80-786c-9c83-354b46df9969","entry":"019cadc6-9a80-75d7-9adc-48086df3176c","text":"@ana call the bank","owner":"019cadc6-9a80-7c10-a036-b366a38ac802","state":"open","due":[1772443200000,0,"exact"],"visibility":"management"}', x'266aba56c751dfa2cd839a9aa90f56c4', x'8c44ef798e7b1fe1de437fa0e595fadfe80f57065d244f0ede0ef428257e43eb');
INSERT INTO journal ("seq", "batch", "site", "site_seq", "schema", "subject", "record", "field", "old", "new", "salt", "digest") VALUES (12, 8, 1, 12, 2, 'entry', x'019cadc69a807f53bb390a11b40a82ad', NULL, NULL, '{"case_id":"019cadc6-9a80-786c-9c83-354b46df9969","number":4,"kind":"question","observed":[1772442000000,0,"exact"],"logged":[1772442000000,0,"exact"],"text":"is it the disk","author":"ana","visibility":"internal","superseded":0,"redacted":0}', x'ae4046fd75fb616c992396a14ee102f7', x'6712de5258786a32b5af29c730d3e38e3613e5743987b87667ef83c1ccc166ff');
INSERT INTO journal ("seq", "batch", "site", "site_seq", "schema", "subject", "record", "field", "old", "new", "salt", "digest") VALUES (13, 9, 1, 13, 2, 'entry', x'019cadc69a807d5d96c69d6bcc244522', NULL, NULL, '{"case_id":"019cadc6-9a80-786c-9c83-354b46df9969","number":5,"kind":"hypothesis","observed":[1772442000000,0,"exact"],"logged":[1772442000000,0,"exact"],"text":"it is the disk","author":"ana","visibility":"internal","superseded":0,"redacted":0}', x'c5938c7db4cadef9afad19ef25192a4d', x'121d80ffdaf3d335d9a2ec0b6fccdeb14ff601126e238790cb34f7e3c89993eb');
INSERT INTO journal ("seq", "batch", "site", "site_seq", "schema", "subject", "record", "field", "old", "new", "salt", "digest") VALUES (14, 10, 1, 14, 2, 'entry', x'019cadc69a80715d8bbe3aee4c341fbc', NULL, NULL, '{"case_id":"019cadc6-9a80-7f6f-a194-ef80b08f2266","number":1,"kind":"fact","observed":[1772442000000,0,"exact"],"logged":[1772442000000,0,"exact"],"text":"pods restart","author":"ana","visibility":"internal","superseded":0,"redacted":0}', x'971737c16d2e10b748a7d723a7a08576', x'754b51a7c3389c9a1f060b9468491ed9e41d9e0806c85439f3ce325c179bc330');
INSERT INTO journal ("seq", "batch", "site", "site_seq", "schema", "subject", "record", "field", "old", "new", "salt", "digest") VALUES (15, 11, 1, 15, 2, 'link', x'019cadc69a80784a812bc9e8fa35af35', NULL, NULL, '{"from_case":"019cadc6-9a80-786c-9c83-354b46df9969","to_case":"019cadc6-9a80-759b-ae1d-e6e3ce380f49","kind":"hits"}', x'10747815b1c16e8a53d58f8be3d9579c', x'9bc6f00de3528469fc5ee9ff1ae0d53472e70a2256bdef4df20bab765a51aa57');
INSERT INTO journal ("seq", "batch", "site", "site_seq", "schema", "subject", "record", "field", "old", "new", "salt", "digest") VALUES (16, 12, 1, 16, 2, 'case', x'019cadc69a80786c9c83354b46df9969', 'state', '"open"', '"investigating"', x'a8eb7cd515d4e2236fb92116d0484481', x'1de05b6be5dbf1f10308bbaaa0c7f10bdc48ad33b04eb499efe831cd2bddc884');
INSERT INTO journal ("seq", "batch", "site", "site_seq", "schema", "subject", "record", "field", "old", "new", "salt", "digest") VALUES (17, 12, 1, 17, 2, 'case', x'019cadc69a80786c9c83354b46df9969', 'acknowledged', NULL, '[1772442000000,0,"exact"]', x'bcd29689571490e47e1e2750d910a651', x'aec43b480967ef2ad821af2b5a2132c71a9193dd6688aa37e4f8a4d0801d599d');
INSERT INTO journal ("seq", "batch", "site", "site_seq", "schema", "subject", "record", "field", "old", "new", "salt", "digest") VALUES (18, 12, 1, 18, 2, 'entry', x'019cadc69a807068aa6f16129e277f32', NULL, NULL, '{"case_id":"019cadc6-9a80-786c-9c83-354b46df9969","number":6,"kind":"state","observed":[1772442000000,0,"exact"],"logged":[1772442000000,0,"exact"],"text":"open → investigating","author":"ana","visibility":"management","superseded":0,"redacted":0}', x'b585aee1df480344f1241167a85c5421', x'02cfcc6d446cc4304c1d7dc6d331d69260a1fb5ee287d76d2cd565ece41b6b12');
INSERT INTO journal ("seq", "batch", "site", "site_seq", "schema", "subject", "record", "field", "old", "new", "salt", "digest") VALUES (19, 13, 1, 19, 2, 'entry', x'019cadc69a807068aa6f16129e277f32', NULL, '{"case_id":"019cadc6-9a80-786c-9c83-354b46df9969","number":6,"kind":"state","observed":[1772442000000,0,"exact"],"logged":[1772442000000,0,"exact"],"text":"open → investigating","author":"ana","visibility":"management","superseded":0,"redacted":0}', NULL, x'afc6d8edb29dde23aab3349dd6975de7', x'9e156d17b0f4491906c1a70f49bb636636fd0f913350ebdca82823499138a8c3');
INSERT INTO journal ("seq", "batch", "site", "site_seq", "schema", "subject", "record", "field", "old", "new", "salt", "digest") VALUES (20, 13, 1, 20, 2, 'case', x'019cadc69a80786c9c83354b46df9969', 'acknowledged', '[1772442000000,0,"exact"]', NULL, x'52fe19a2a99dd2fdfb6a441b8a57115e', x'9f1c9664928e074d189770fe51f51fabc3d7e11c12827afae403ffdff891798a');
INSERT INTO journal ("seq", "batch", "site", "site_seq", "schema", "subject", "record", "field", "old", "new", "salt", "digest") VALUES (21, 13, 1, 21, 2, 'case', x'019cadc69a80786c9c83354b46df9969', 'state', '"investigating"', '"open"', x'd5e7afec4d502ba83dd92b30bc519813', x'd9ad9f45429905c2f42342305f3e50d5db9faf5e6f9a3f7e5d096b4ab1f44bb7');
CREATE TABLE person (
    n INTEGER PRIMARY KEY,
    id BLOB NOT NULL UNIQUE CHECK (length(id) = 16),
    handle TEXT NOT NULL COLLATE NOCASE UNIQUE CHECK (length(handle) > 0),
    name TEXT, mail TEXT, role TEXT, notes TEXT
, skills TEXT, covers BLOB REFERENCES person(id), load_before INTEGER, load_now INTEGER, absence TEXT CHECK (absence IN ('away', 'resting')), absent_at INTEGER, absent_offset INTEGER, absent_precision TEXT) STRICT;
INSERT INTO person ("n", "id", "handle", "name", "mail", "role", "notes", "skills", "covers", "load_before", "load_now", "absence", "absent_at", "absent_offset", "absent_precision") VALUES (1, x'019cadc69a807c10a036b366a38ac802', 'ana', 'Ana Lima', NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL);
CREATE TABLE customer (
    n INTEGER PRIMARY KEY,
    id BLOB NOT NULL UNIQUE CHECK (length(id) = 16),
    name TEXT NOT NULL COLLATE NOCASE UNIQUE CHECK (length(name) > 0),
    notes TEXT
) STRICT;
CREATE TABLE project_group (
    n INTEGER PRIMARY KEY,
    id BLOB NOT NULL UNIQUE CHECK (length(id) = 16),
    name TEXT NOT NULL COLLATE NOCASE UNIQUE CHECK (length(name) > 0),
    lead BLOB REFERENCES person(id),
    goals TEXT, notes TEXT
) STRICT;
CREATE TABLE service (
    n INTEGER PRIMARY KEY,
    id BLOB NOT NULL UNIQUE CHECK (length(id) = 16),
    name TEXT NOT NULL COLLATE NOCASE UNIQUE CHECK (length(name) > 0),
    owner BLOB REFERENCES person(id),
    customer BLOB REFERENCES customer(id),
    notes TEXT
) STRICT;
INSERT INTO service ("n", "id", "name", "owner", "customer", "notes") VALUES (1, x'019cadc69a8074e88f3c3b7e220c40d5', 'payments', NULL, NULL, NULL);
INSERT INTO service ("n", "id", "name", "owner", "customer", "notes") VALUES (2, x'019cadc69a807709ae917ce00f225c1d', 'login', NULL, NULL, NULL);
CREATE TABLE project (
    n INTEGER PRIMARY KEY,
    id BLOB NOT NULL UNIQUE CHECK (length(id) = 16),
    name TEXT NOT NULL COLLATE NOCASE UNIQUE CHECK (length(name) > 0),
    manager BLOB REFERENCES person(id),
    customer BLOB REFERENCES customer(id),
    project_group BLOB REFERENCES project_group(id),
    notes TEXT
, currency TEXT, budget INTEGER, forecast INTEGER, ends_at INTEGER, ends_offset INTEGER, ends_precision TEXT, expected_at INTEGER, expected_offset INTEGER, expected_precision TEXT) STRICT;
INSERT INTO project ("n", "id", "name", "manager", "customer", "project_group", "notes", "currency", "budget", "forecast", "ends_at", "ends_offset", "ends_precision", "expected_at", "expected_offset", "expected_precision") VALUES (1, x'019cadc69a807a5a9e6e53550fef6c7a', 'migration', NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL);
CREATE TABLE stakeholder (
    n INTEGER PRIMARY KEY,
    id BLOB NOT NULL UNIQUE CHECK (length(id) = 16),
    name TEXT NOT NULL COLLATE NOCASE UNIQUE CHECK (length(name) > 0),
    audience TEXT, role TEXT, channel TEXT,
    service BLOB REFERENCES service(id),
    project BLOB REFERENCES project(id),
    notes TEXT
) STRICT;
CREATE TABLE cases (
    n INTEGER PRIMARY KEY,
    id BLOB NOT NULL UNIQUE CHECK (length(id) = 16),
    kind TEXT NOT NULL CHECK (kind IN ('incident', 'issue')),
    number INTEGER NOT NULL CHECK (number > 0),
    title TEXT NOT NULL CHECK (length(title) > 0),
    state TEXT NOT NULL,
    priority TEXT,
    priority_why TEXT,
    impact TEXT CHECK (impact IN ('high', 'medium', 'low')),
    urgency TEXT CHECK (urgency IN ('high', 'medium', 'low')),
    severity TEXT CHECK (severity IN ('severe', 'significant', 'moderate', 'minor', 'negligible')),
    type TEXT CHECK (type IN ('request-for-change', 'off-specification', 'problem', 'opportunity', 'external')),
    service BLOB REFERENCES service(id),
    project BLOB REFERENCES project(id),
    lead BLOB REFERENCES person(id),
    scribe BLOB REFERENCES person(id),
    description TEXT, effect TEXT, workaround TEXT,
    outcome TEXT CHECK (outcome IN ('closed', 'reduced')),
    residual TEXT,
    foreign_severity TEXT, foreign_state TEXT, foreign_type TEXT, tags TEXT, source TEXT, external_key TEXT, url TEXT,
    zone TEXT,
    clocks INTEGER NOT NULL DEFAULT 1 CHECK (clocks IN (0, 1)),
    lane INTEGER NOT NULL DEFAULT 1 CHECK (lane IN (0, 1)),
    opened_at INTEGER NOT NULL, opened_offset INTEGER NOT NULL, opened_precision TEXT NOT NULL,
    started_at INTEGER, started_offset INTEGER, started_precision TEXT,
    detected_at INTEGER, detected_offset INTEGER, detected_precision TEXT,
    declared_at INTEGER, declared_offset INTEGER, declared_precision TEXT,
    acknowledged_at INTEGER, acknowledged_offset INTEGER, acknowledged_precision TEXT,
    restored_at INTEGER, restored_offset INTEGER, restored_precision TEXT,
    resolved_at INTEGER, resolved_offset INTEGER, resolved_precision TEXT,
    closed_at INTEGER, closed_offset INTEGER, closed_precision TEXT,
    due_at INTEGER, due_offset INTEGER, due_precision TEXT,
    -- Where it is listed, and in which order: computed from the row, so that a sort is an index and nothing else.
    shelf TEXT NOT NULL GENERATED ALWAYS AS (CASE WHEN state = 'closed' OR (state = 'resolved' AND lane = 0) THEN 'closed' WHEN lane = 0 THEN 'aside' ELSE 'lane' END) VIRTUAL,
    rank INTEGER NOT NULL GENERATED ALWAYS AS (CASE priority WHEN 'P1' THEN 1 WHEN 'P2' THEN 2 WHEN 'P3' THEN 3 WHEN 'P4' THEN 4
        WHEN 'very-high' THEN 1 WHEN 'high' THEN 2 WHEN 'medium' THEN 3 WHEN 'low' THEN 4 WHEN 'very-low' THEN 5 ELSE 6 END) VIRTUAL,
    newest INTEGER NOT NULL GENERATED ALWAYS AS (-number) VIRTUAL, raised_by TEXT,
    UNIQUE (kind, number),
    CHECK (CASE kind WHEN 'incident' THEN project IS NULL AND type IS NULL AND severity IS NULL AND outcome IS NULL
             AND state IN ('open', 'investigating', 'identified', 'restored', 'monitoring', 'resolved', 'closed')
             AND (priority IS NULL OR priority IN ('P1', 'P2', 'P3', 'P4'))
           ELSE service IS NULL AND impact IS NULL AND urgency IS NULL
             AND state IN ('open', 'assessing', 'deciding', 'acting', 'closed')
             AND (priority IS NULL OR priority IN ('very-high', 'high', 'medium', 'low', 'very-low')) END)
) STRICT;
INSERT INTO cases ("n", "id", "kind", "number", "title", "state", "priority", "priority_why", "impact", "urgency", "severity", "type", "service", "project", "lead", "scribe", "description", "effect", "workaround", "outcome", "residual", "foreign_severity", "foreign_state", "foreign_type", "tags", "source", "external_key", "url", "zone", "clocks", "lane", "opened_at", "opened_offset", "opened_precision", "started_at", "started_offset", "started_precision", "detected_at", "detected_offset", "detected_precision", "declared_at", "declared_offset", "declared_precision", "acknowledged_at", "acknowledged_offset", "acknowledged_precision", "restored_at", "restored_offset", "restored_precision", "resolved_at", "resolved_offset", "resolved_precision", "closed_at", "closed_offset", "closed_precision", "due_at", "due_offset", "due_precision", "raised_by") VALUES (1, x'019cadc69a80786c9c83354b46df9969', 'incident', 1, 'Payments are down', 'open', 'P1', NULL, 'high', 'high', NULL, NULL, x'019cadc69a8074e88f3c3b7e220c40d5', NULL, x'019cadc69a807c10a036b366a38ac802', NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, 'UTC', 1, 1, 1772442000000, 0, 'exact', NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL);
INSERT INTO cases ("n", "id", "kind", "number", "title", "state", "priority", "priority_why", "impact", "urgency", "severity", "type", "service", "project", "lead", "scribe", "description", "effect", "workaround", "outcome", "residual", "foreign_severity", "foreign_state", "foreign_type", "tags", "source", "external_key", "url", "zone", "clocks", "lane", "opened_at", "opened_offset", "opened_precision", "started_at", "started_offset", "started_precision", "detected_at", "detected_offset", "detected_precision", "declared_at", "declared_offset", "declared_precision", "acknowledged_at", "acknowledged_offset", "acknowledged_precision", "restored_at", "restored_offset", "restored_precision", "resolved_at", "resolved_offset", "resolved_precision", "closed_at", "closed_offset", "closed_precision", "due_at", "due_offset", "due_precision", "raised_by") VALUES (2, x'019cadc69a807f6fa194ef80b08f2266', 'incident', 2, 'Logins are slow', 'open', 'P3', NULL, NULL, NULL, NULL, NULL, x'019cadc69a807709ae917ce00f225c1d', NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, 'UTC', 1, 1, 1772442000000, 0, 'exact', NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL);
INSERT INTO cases ("n", "id", "kind", "number", "title", "state", "priority", "priority_why", "impact", "urgency", "severity", "type", "service", "project", "lead", "scribe", "description", "effect", "workaround", "outcome", "residual", "foreign_severity", "foreign_state", "foreign_type", "tags", "source", "external_key", "url", "zone", "clocks", "lane", "opened_at", "opened_offset", "opened_precision", "started_at", "started_offset", "started_precision", "detected_at", "detected_offset", "detected_precision", "declared_at", "declared_offset", "declared_precision", "acknowledged_at", "acknowledged_offset", "acknowledged_precision", "restored_at", "restored_offset", "restored_precision", "resolved_at", "resolved_offset", "resolved_precision", "closed_at", "closed_offset", "closed_precision", "due_at", "due_offset", "due_precision", "raised_by") VALUES (3, x'019cadc69a80759bae1de6e3ce380f49', 'issue', 1, 'The supplier is late', 'open', 'medium', NULL, NULL, NULL, NULL, 'problem', NULL, x'019cadc69a807a5a9e6e53550fef6c7a', NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, 'UTC', 1, 1, 1772442000000, 0, 'exact', NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL);
CREATE TABLE link (
    n INTEGER PRIMARY KEY,
    id BLOB NOT NULL UNIQUE CHECK (length(id) = 16),
    from_case BLOB NOT NULL REFERENCES cases(id),
    to_case BLOB NOT NULL REFERENCES cases(id),
    kind TEXT NOT NULL CHECK (kind IN ('hits', 'caused-by', 'blocks', 'duplicates', 'relates')),
    CHECK (from_case <> to_case),
    UNIQUE (from_case, to_case, kind)
) STRICT;
INSERT INTO link ("n", "id", "from_case", "to_case", "kind") VALUES (1, x'019cadc69a80784a812bc9e8fa35af35', x'019cadc69a80786c9c83354b46df9969', x'019cadc69a80759bae1de6e3ce380f49', 'hits');
CREATE TABLE entry (
    n INTEGER PRIMARY KEY,
    id BLOB NOT NULL UNIQUE CHECK (length(id) = 16),
    case_id BLOB NOT NULL REFERENCES cases(id),
    number INTEGER NOT NULL CHECK (number > 0),
    kind TEXT NOT NULL CHECK (kind IN ('fact', 'decision', 'action', 'question', 'hypothesis', 'workaround', 'assumption', 'update', 'state')),
    observed_at INTEGER, observed_offset INTEGER, observed_precision TEXT,
    logged_at INTEGER NOT NULL, logged_offset INTEGER NOT NULL, logged_precision TEXT NOT NULL,
    text TEXT NOT NULL,
    reason TEXT,
    person BLOB REFERENCES person(id),
    author TEXT NOT NULL,
    visibility TEXT NOT NULL CHECK (visibility IN ('internal', 'management', 'public')),
    tags TEXT,
    due_at INTEGER, due_offset INTEGER, due_precision TEXT,
    verdict TEXT CHECK (verdict IN ('supported', 'eliminated', 'confirmed', 'refuted', 'answered', 'dropped')),
    amends BLOB REFERENCES entry(id),
    superseded INTEGER NOT NULL DEFAULT 0 CHECK (superseded IN (0, 1)),
    redacted INTEGER NOT NULL DEFAULT 0 CHECK (redacted IN (0, 1)),
    external_key TEXT,
    spot INTEGER NOT NULL GENERATED ALWAYS AS
        (CASE WHEN observed_at IS NULL OR observed_precision = 'unknown' THEN logged_at ELSE observed_at END) VIRTUAL,
    facet TEXT NOT NULL GENERATED ALWAYS AS
        (CASE WHEN kind IN ('question', 'hypothesis', 'assumption') THEN 'unknowns' WHEN kind = 'decision' THEN 'decisions'
              WHEN kind = 'action' THEN 'actions' WHEN kind = 'update' THEN 'updates' ELSE 'facts' END) VIRTUAL,
    UNIQUE (case_id, number)
) STRICT;
INSERT INTO entry ("n", "id", "case_id", "number", "kind", "observed_at", "observed_offset", "observed_precision", "logged_at", "logged_offset", "logged_precision", "text", "reason", "person", "author", "visibility", "tags", "due_at", "due_offset", "due_precision", "verdict", "amends", "superseded", "redacted", "external_key") VALUES (1, x'019cadc69a807d3db5f18d47460b86ca', x'019cadc69a80786c9c83354b46df9969', 1, 'fact', 1772442000000, 0, 'exact', 1772442000000, 0, 'exact', 'pods restart', NULL, NULL, 'ana', 'internal', NULL, NULL, NULL, NULL, NULL, NULL, 0, 0, NULL);
INSERT INTO entry ("n", "id", "case_id", "number", "kind", "observed_at", "observed_offset", "observed_precision", "logged_at", "logged_offset", "logged_precision", "text", "reason", "person", "author", "visibility", "tags", "due_at", "due_offset", "due_precision", "verdict", "amends", "superseded", "redacted", "external_key") VALUES (2, x'019cadc69a8076da9e0dac09af85c814', x'019cadc69a80786c9c83354b46df9969', 2, 'decision', 1772442000000, 0, 'exact', 1772442000000, 0, 'exact', 'fail over', 'the primary is gone', NULL, 'ana', 'management', NULL, NULL, NULL, NULL, NULL, NULL, 0, 0, NULL);
INSERT INTO entry ("n", "id", "case_id", "number", "kind", "observed_at", "observed_offset", "observed_precision", "logged_at", "logged_offset", "logged_precision", "text", "reason", "person", "author", "visibility", "tags", "due_at", "due_offset", "due_precision", "verdict", "amends", "superseded", "redacted", "external_key") VALUES (3, x'019cadc69a8075d79adc48086df3176c', x'019cadc69a80786c9c83354b46df9969', 3, 'action', 1772442000000, 0, 'exact', 1772442000000, 0, 'exact', '@ana call the bank', NULL, x'019cadc69a807c10a036b366a38ac802', 'ana', 'management', NULL, 1772443200000, 0, 'exact', NULL, NULL, 0, 0, NULL);
INSERT INTO entry ("n", "id", "case_id", "number", "kind", "observed_at", "observed_offset", "observed_precision", "logged_at", "logged_offset", "logged_precision", "text", "reason", "person", "author", "visibility", "tags", "due_at", "due_offset", "due_precision", "verdict", "amends", "superseded", "redacted", "external_key") VALUES (4, x'019cadc69a807f53bb390a11b40a82ad', x'019cadc69a80786c9c83354b46df9969', 4, 'question', 1772442000000, 0, 'exact', 1772442000000, 0, 'exact', 'is it the disk', NULL, NULL, 'ana', 'internal', NULL, NULL, NULL, NULL, NULL, NULL, 0, 0, NULL);
INSERT INTO entry ("n", "id", "case_id", "number", "kind", "observed_at", "observed_offset", "observed_precision", "logged_at", "logged_offset", "logged_precision", "text", "reason", "person", "author", "visibility", "tags", "due_at", "due_offset", "due_precision", "verdict", "amends", "superseded", "redacted", "external_key") VALUES (5, x'019cadc69a807d5d96c69d6bcc244522', x'019cadc69a80786c9c83354b46df9969', 5, 'hypothesis', 1772442000000, 0, 'exact', 1772442000000, 0, 'exact', 'it is the disk', NULL, NULL, 'ana', 'internal', NULL, NULL, NULL, NULL, NULL, NULL, 0, 0, NULL);
INSERT INTO entry ("n", "id", "case_id", "number", "kind", "observed_at", "observed_offset", "observed_precision", "logged_at", "logged_offset", "logged_precision", "text", "reason", "person", "author", "visibility", "tags", "due_at", "due_offset", "due_precision", "verdict", "amends", "superseded", "redacted", "external_key") VALUES (6, x'019cadc69a80715d8bbe3aee4c341fbc', x'019cadc69a807f6fa194ef80b08f2266', 1, 'fact', 1772442000000, 0, 'exact', 1772442000000, 0, 'exact', 'pods restart', NULL, NULL, 'ana', 'internal', NULL, NULL, NULL, NULL, NULL, NULL, 0, 0, NULL);
CREATE TABLE action (
    n INTEGER PRIMARY KEY,
    id BLOB NOT NULL UNIQUE CHECK (length(id) = 16),
    number INTEGER NOT NULL UNIQUE CHECK (number > 0),
    case_id BLOB NOT NULL REFERENCES cases(id),
    entry BLOB REFERENCES entry(id),
    text TEXT NOT NULL CHECK (length(text) > 0),
    owner BLOB REFERENCES person(id),
    type TEXT CHECK (type IN ('mitigate', 'prevent', 'detect', 'process')),
    state TEXT NOT NULL CHECK (state IN ('open', 'done', 'dropped')),
    due_at INTEGER, due_offset INTEGER, due_precision TEXT,
    period TEXT,
    done_at INTEGER, done_offset INTEGER, done_precision TEXT,
    why TEXT,
    reference TEXT,
    note TEXT,
    visibility TEXT NOT NULL CHECK (visibility IN ('internal', 'management', 'public'))
) STRICT;
INSERT INTO action ("n", "id", "number", "case_id", "entry", "text", "owner", "type", "state", "due_at", "due_offset", "due_precision", "period", "done_at", "done_offset", "done_precision", "why", "reference", "note", "visibility") VALUES (1, x'019cadc69a8076a4ab87355a7192c583', 1, x'019cadc69a80786c9c83354b46df9969', x'019cadc69a8075d79adc48086df3176c', '@ana call the bank', x'019cadc69a807c10a036b366a38ac802', NULL, 'open', 1772443200000, 0, 'exact', NULL, NULL, NULL, NULL, NULL, NULL, NULL, 'management');
CREATE TABLE review (
    n INTEGER PRIMARY KEY,
    id BLOB NOT NULL UNIQUE CHECK (length(id) = 16),
    case_id BLOB NOT NULL UNIQUE REFERENCES cases(id),
    state TEXT NOT NULL CHECK (state IN ('draft', 'in-review', 'approved')),
    owner BLOB REFERENCES person(id),
    due_at INTEGER, due_offset INTEGER, due_precision TEXT,
    approved_at INTEGER, approved_offset INTEGER, approved_precision TEXT,
    approved_by TEXT
) STRICT;
CREATE TABLE section (
    n INTEGER PRIMARY KEY,
    id BLOB NOT NULL UNIQUE CHECK (length(id) = 16),
    case_id BLOB NOT NULL REFERENCES cases(id),
    name TEXT NOT NULL CHECK (length(name) > 0),
    text TEXT NOT NULL,
    visibility TEXT CHECK (visibility IN ('internal', 'management', 'public')),
    UNIQUE (case_id, name)
) STRICT;
CREATE TABLE counter (scope TEXT PRIMARY KEY, value INTEGER NOT NULL) STRICT, WITHOUT ROWID;
INSERT INTO counter ("scope", "value") VALUES ('action', 1);
INSERT INTO counter ("scope", "value") VALUES ('entry 019cadc6-9a80-786c-9c83-354b46df9969', 6);
INSERT INTO counter ("scope", "value") VALUES ('entry 019cadc6-9a80-7f6f-a194-ef80b08f2266', 1);
INSERT INTO counter ("scope", "value") VALUES ('incident', 2);
INSERT INTO counter ("scope", "value") VALUES ('issue', 1);
CREATE TABLE tally (kind TEXT NOT NULL, shelf TEXT NOT NULL, rank INTEGER NOT NULL, count INTEGER NOT NULL,
    PRIMARY KEY (kind, shelf, rank)) STRICT, WITHOUT ROWID;
INSERT INTO tally ("kind", "shelf", "rank", "count") VALUES ('incident', 'lane', 1, 1);
INSERT INTO tally ("kind", "shelf", "rank", "count") VALUES ('incident', 'lane', 3, 1);
INSERT INTO tally ("kind", "shelf", "rank", "count") VALUES ('issue', 'lane', 3, 1);
CREATE TABLE doc (
    n INTEGER PRIMARY KEY,
    subject TEXT NOT NULL,
    record BLOB NOT NULL UNIQUE CHECK (length(record) = 16)
) STRICT;
INSERT INTO doc ("n", "subject", "record") VALUES (1, 'person', x'019cadc69a807c10a036b366a38ac802');
INSERT INTO doc ("n", "subject", "record") VALUES (2, 'service', x'019cadc69a8074e88f3c3b7e220c40d5');
INSERT INTO doc ("n", "subject", "record") VALUES (3, 'case', x'019cadc69a80786c9c83354b46df9969');
INSERT INTO doc ("n", "subject", "record") VALUES (4, 'service', x'019cadc69a807709ae917ce00f225c1d');
INSERT INTO doc ("n", "subject", "record") VALUES (5, 'case', x'019cadc69a807f6fa194ef80b08f2266');
INSERT INTO doc ("n", "subject", "record") VALUES (6, 'project', x'019cadc69a807a5a9e6e53550fef6c7a');
INSERT INTO doc ("n", "subject", "record") VALUES (7, 'case', x'019cadc69a80759bae1de6e3ce380f49');
INSERT INTO doc ("n", "subject", "record") VALUES (8, 'entry', x'019cadc69a807d3db5f18d47460b86ca');
INSERT INTO doc ("n", "subject", "record") VALUES (9, 'entry', x'019cadc69a8076da9e0dac09af85c814');
INSERT INTO doc ("n", "subject", "record") VALUES (10, 'entry', x'019cadc69a8075d79adc48086df3176c');
INSERT INTO doc ("n", "subject", "record") VALUES (11, 'action', x'019cadc69a8076a4ab87355a7192c583');
INSERT INTO doc ("n", "subject", "record") VALUES (12, 'entry', x'019cadc69a807f53bb390a11b40a82ad');
INSERT INTO doc ("n", "subject", "record") VALUES (13, 'entry', x'019cadc69a807d5d96c69d6bcc244522');
INSERT INTO doc ("n", "subject", "record") VALUES (14, 'entry', x'019cadc69a80715d8bbe3aee4c341fbc');
CREATE VIRTUAL TABLE doc_text USING fts5(text, content = '', contentless_delete = 1, tokenize = "trigram remove_diacritics 1");
CREATE TABLE audience (
    n INTEGER PRIMARY KEY,
    id BLOB NOT NULL UNIQUE CHECK (length(id) = 16),
    name TEXT NOT NULL COLLATE NOCASE UNIQUE CHECK (length(name) > 0),
    channel TEXT, language TEXT,
    approver BLOB REFERENCES person(id),
    service BLOB REFERENCES service(id),
    project BLOB REFERENCES project(id),
    visibility TEXT NOT NULL CHECK (visibility IN ('internal', 'management', 'public')),
    notes TEXT
) STRICT;
CREATE TABLE milestone (
    n INTEGER PRIMARY KEY,
    id BLOB NOT NULL UNIQUE CHECK (length(id) = 16),
    project BLOB NOT NULL REFERENCES project(id),
    name TEXT NOT NULL COLLATE NOCASE CHECK (length(name) > 0),
    baseline_at INTEGER, baseline_offset INTEGER, baseline_precision TEXT,
    forecast_at INTEGER, forecast_offset INTEGER, forecast_precision TEXT,
    actual_at INTEGER, actual_offset INTEGER, actual_precision TEXT,
    UNIQUE (project, name)
) STRICT;
CREATE TABLE tolerance (
    n INTEGER PRIMARY KEY,
    id BLOB NOT NULL UNIQUE CHECK (length(id) = 16),
    project BLOB NOT NULL REFERENCES project(id),
    aspect TEXT NOT NULL CHECK (aspect IN ('time', 'cost', 'scope', 'quality', 'benefits', 'risk', 'sustainability')),
    unit TEXT,
    target INTEGER, plus INTEGER, minus INTEGER, forecast INTEGER,
    UNIQUE (project, aspect)
) STRICT;
CREATE TABLE dependency (
    n INTEGER PRIMARY KEY,
    id BLOB NOT NULL UNIQUE CHECK (length(id) = 16),
    project BLOB NOT NULL REFERENCES project(id),
    service BLOB NOT NULL REFERENCES service(id),
    note TEXT,
    UNIQUE (project, service)
) STRICT;
CREATE TABLE playbook (
    n INTEGER PRIMARY KEY,
    id BLOB NOT NULL UNIQUE CHECK (length(id) = 16),
    case_id BLOB NOT NULL UNIQUE REFERENCES cases(id),
    name TEXT NOT NULL,
    version TEXT NOT NULL,
    text TEXT NOT NULL,
    started_at INTEGER NOT NULL, started_offset INTEGER NOT NULL, started_precision TEXT NOT NULL
) STRICT;
CREATE TABLE step (
    n INTEGER PRIMARY KEY,
    id BLOB NOT NULL UNIQUE CHECK (length(id) = 16),
    case_id BLOB NOT NULL REFERENCES cases(id),
    code TEXT NOT NULL,
    state TEXT NOT NULL CHECK (state IN ('todo', 'doing', 'done', 'adapted', 'skipped', 'not-applicable')),
    why TEXT,
    author TEXT NOT NULL,
    said_at INTEGER NOT NULL, said_offset INTEGER NOT NULL, said_precision TEXT NOT NULL,
    UNIQUE (case_id, code)
) STRICT;
CREATE TABLE watch (
    n INTEGER PRIMARY KEY,
    id BLOB NOT NULL UNIQUE CHECK (length(id) = 16),
    case_id BLOB NOT NULL REFERENCES cases(id),
    kind TEXT NOT NULL CHECK (kind IN ('seen', 'word', 'asked')),
    source TEXT,
    text TEXT,
    person BLOB REFERENCES person(id),
    why TEXT,
    author TEXT NOT NULL,
    known_at INTEGER NOT NULL, known_offset INTEGER NOT NULL, known_precision TEXT NOT NULL,
    promised_at INTEGER, promised_offset INTEGER, promised_precision TEXT,
    visibility TEXT NOT NULL CHECK (visibility IN ('internal', 'management', 'public'))
) STRICT;
CREATE TABLE baseline (
    n INTEGER PRIMARY KEY,
    id BLOB NOT NULL UNIQUE CHECK (length(id) = 16),
    case_id BLOB NOT NULL REFERENCES cases(id),
    project BLOB NOT NULL REFERENCES project(id),
    plan TEXT NOT NULL,
    taken_at INTEGER NOT NULL, taken_offset INTEGER NOT NULL, taken_precision TEXT NOT NULL,
    UNIQUE (case_id, project)
) STRICT;
CREATE TABLE impact (
    n INTEGER PRIMARY KEY,
    id BLOB NOT NULL UNIQUE CHECK (length(id) = 16),
    case_id BLOB NOT NULL REFERENCES cases(id),
    project BLOB NOT NULL REFERENCES project(id),
    time INTEGER, cost INTEGER, scope INTEGER, quality INTEGER, benefits INTEGER, risk INTEGER, people INTEGER,
    currency TEXT,
    note TEXT,
    visibility TEXT NOT NULL CHECK (visibility IN ('internal', 'management', 'public')),
    UNIQUE (case_id, project)
) STRICT;
CREATE TABLE exception (
    n INTEGER PRIMARY KEY,
    id BLOB NOT NULL UNIQUE CHECK (length(id) = 16),
    case_id BLOB NOT NULL REFERENCES cases(id),
    project BLOB NOT NULL REFERENCES project(id),
    cause TEXT, consequences TEXT, recommendation TEXT, lessons TEXT,
    raised_at INTEGER NOT NULL, raised_offset INTEGER NOT NULL, raised_precision TEXT NOT NULL,
    visibility TEXT NOT NULL CHECK (visibility IN ('internal', 'management', 'public')),
    UNIQUE (case_id, project)
) STRICT;
CREATE TABLE contingency (
    n INTEGER PRIMARY KEY,
    id BLOB NOT NULL UNIQUE CHECK (length(id) = 16),
    number INTEGER NOT NULL UNIQUE CHECK (number > 0),
    case_id BLOB NOT NULL REFERENCES cases(id),
    project BLOB REFERENCES project(id),
    scenario TEXT NOT NULL CHECK (length(scenario) > 0),
    event TEXT,
    trigger_at INTEGER, trigger_offset INTEGER, trigger_precision TEXT,
    lead INTEGER,
    owner BLOB REFERENCES person(id),
    resources TEXT,
    cost INTEGER, currency TEXT,
    no_return_at INTEGER, no_return_offset INTEGER, no_return_precision TEXT,
    fallback TEXT,
    suitable TEXT CHECK (suitable IN ('yes', 'no')),
    feasible TEXT CHECK (feasible IN ('yes', 'no')),
    acceptable TEXT CHECK (acceptable IN ('yes', 'no')),
    state TEXT NOT NULL CHECK (state IN ('draft', 'agreed', 'invoked', 'stood-down')),
    agreed_by TEXT,
    visibility TEXT NOT NULL CHECK (visibility IN ('internal', 'management', 'public'))
) STRICT;
CREATE TABLE contingency_step (
    n INTEGER PRIMARY KEY,
    id BLOB NOT NULL UNIQUE CHECK (length(id) = 16),
    case_id BLOB NOT NULL REFERENCES cases(id),
    contingency BLOB NOT NULL REFERENCES contingency(id),
    position INTEGER NOT NULL CHECK (position > 0),
    text TEXT NOT NULL CHECK (length(text) > 0),
    owner BLOB REFERENCES person(id),
    state TEXT NOT NULL CHECK (state IN ('open', 'done', 'dropped')),
    done_at INTEGER, done_offset INTEGER, done_precision TEXT,
    visibility TEXT NOT NULL CHECK (visibility IN ('internal', 'management', 'public')),
    UNIQUE (contingency, position)
) STRICT;
CREATE TABLE case_update (
    n INTEGER PRIMARY KEY,
    id BLOB NOT NULL UNIQUE CHECK (length(id) = 16),
    number INTEGER NOT NULL UNIQUE CHECK (number > 0),
    case_id BLOB NOT NULL REFERENCES cases(id),
    audience BLOB NOT NULL REFERENCES audience(id),
    phase TEXT NOT NULL CHECK (phase IN ('investigating', 'identified', 'monitoring', 'resolved', 'no-news')),
    state TEXT NOT NULL CHECK (state IN ('draft', 'approved', 'sent', 'dropped')),
    version INTEGER NOT NULL,
    text TEXT NOT NULL,
    author TEXT NOT NULL,
    drafted_at INTEGER NOT NULL, drafted_offset INTEGER NOT NULL, drafted_precision TEXT NOT NULL,
    promised_at INTEGER, promised_offset INTEGER, promised_precision TEXT,
    approved_at INTEGER, approved_offset INTEGER, approved_precision TEXT,
    approved_by TEXT,
    sent_at INTEGER, sent_offset INTEGER, sent_precision TEXT,
    sent_by TEXT,
    route TEXT,
    receipt TEXT,
    took INTEGER,
    entry BLOB REFERENCES entry(id),
    visibility TEXT NOT NULL CHECK (visibility IN ('internal', 'management', 'public'))
) STRICT;
CREATE TABLE assignment (
    n INTEGER PRIMARY KEY,
    id BLOB NOT NULL UNIQUE CHECK (length(id) = 16),
    case_id BLOB NOT NULL REFERENCES cases(id),
    person BLOB NOT NULL REFERENCES person(id),
    project BLOB REFERENCES project(id),
    task TEXT,
    released_by TEXT,
    since_at INTEGER NOT NULL, since_offset INTEGER NOT NULL, since_precision TEXT NOT NULL,
    back_at INTEGER, back_offset INTEGER, back_precision TEXT,
    ended_at INTEGER, ended_offset INTEGER, ended_precision TEXT,
    visibility TEXT NOT NULL CHECK (visibility IN ('internal', 'management', 'public'))
) STRICT;
CREATE TABLE escalation (
    n INTEGER PRIMARY KEY,
    id BLOB NOT NULL UNIQUE CHECK (length(id) = 16),
    number INTEGER NOT NULL UNIQUE CHECK (number > 0),
    case_id BLOB NOT NULL REFERENCES cases(id),
    kind TEXT NOT NULL CHECK (kind IN ('gate', 'hierarchical')),
    project BLOB REFERENCES project(id),
    outcome TEXT NOT NULL CHECK (length(outcome) > 0),
    pro TEXT, contra TEXT,
    verdict TEXT CHECK (verdict IN ('likely', 'unlikely', 'unknown')),
    decision TEXT CHECK (decision IN ('escalate', 'hold')),
    why TEXT,
    author TEXT NOT NULL,
    judged_at INTEGER NOT NULL, judged_offset INTEGER NOT NULL, judged_precision TEXT NOT NULL,
    relook_at INTEGER, relook_offset INTEGER, relook_precision TEXT,
    sent_to TEXT,
    answer TEXT CHECK (answer IN ('project-first', 'service-first', 'split', 'granted', 'refused', 'no-answer')),
    answer_text TEXT,
    answered_at INTEGER, answered_offset INTEGER, answered_precision TEXT,
    visibility TEXT NOT NULL CHECK (visibility IN ('internal', 'management', 'public'))
) STRICT;
CREATE TABLE morale (
    n INTEGER PRIMARY KEY,
    id BLOB NOT NULL UNIQUE CHECK (length(id) = 16),
    number INTEGER NOT NULL UNIQUE CHECK (number > 0),
    case_id BLOB NOT NULL REFERENCES cases(id),
    kind TEXT NOT NULL CHECK (kind IN ('pulse', 'blocked', 'useful', 'rest', 'thanks')),
    score INTEGER CHECK (score BETWEEN 1 AND 5),
    text TEXT,
    author TEXT NOT NULL,
    said_at INTEGER NOT NULL, said_offset INTEGER NOT NULL, said_precision TEXT NOT NULL,
    ended_at INTEGER, ended_offset INTEGER, ended_precision TEXT,
    visibility TEXT NOT NULL CHECK (visibility IN ('internal', 'management', 'public'))
) STRICT;
CREATE TABLE recovery (
    n INTEGER PRIMARY KEY,
    id BLOB NOT NULL UNIQUE CHECK (length(id) = 16),
    number INTEGER NOT NULL UNIQUE CHECK (number > 0),
    case_id BLOB NOT NULL REFERENCES cases(id),
    kind TEXT NOT NULL CHECK (kind IN ('ask', 'task', 'date')),
    stakeholder BLOB REFERENCES stakeholder(id),
    project BLOB REFERENCES project(id),
    days INTEGER,
    lost TEXT,
    ask TEXT,
    promise TEXT,
    promised_at INTEGER, promised_offset INTEGER, promised_precision TEXT,
    until_at INTEGER, until_offset INTEGER, until_precision TEXT,
    kept TEXT NOT NULL CHECK (kept IN ('open', 'yes', 'no')),
    visibility TEXT NOT NULL CHECK (visibility IN ('internal', 'management', 'public'))
) STRICT;
CREATE TABLE party (
    n INTEGER PRIMARY KEY,
    id BLOB NOT NULL UNIQUE CHECK (length(id) = 16),
    case_id BLOB NOT NULL REFERENCES cases(id),
    name TEXT NOT NULL COLLATE NOCASE CHECK (length(name) > 0),
    stance TEXT NOT NULL CHECK (stance IN ('not-reached', 'asked', 'agrees', 'disagrees')),
    note TEXT,
    said_at INTEGER NOT NULL, said_offset INTEGER NOT NULL, said_precision TEXT NOT NULL,
    visibility TEXT NOT NULL CHECK (visibility IN ('internal', 'management', 'public')),
    UNIQUE (case_id, name)
) STRICT;
CREATE TABLE choice (
    n INTEGER PRIMARY KEY,
    id BLOB NOT NULL UNIQUE CHECK (length(id) = 16),
    number INTEGER NOT NULL UNIQUE CHECK (number > 0),
    case_id BLOB NOT NULL REFERENCES cases(id),
    project BLOB REFERENCES project(id),
    title TEXT NOT NULL CHECK (length(title) > 0),
    time INTEGER, cost INTEGER, currency TEXT,
    scope TEXT, risk TEXT, note TEXT,
    suitable TEXT CHECK (suitable IN ('yes', 'no')),
    feasible TEXT CHECK (feasible IN ('yes', 'no')),
    acceptable TEXT CHECK (acceptable IN ('yes', 'no')),
    is_nothing INTEGER NOT NULL CHECK (is_nothing IN (0, 1)),
    recommended INTEGER NOT NULL CHECK (recommended IN (0, 1)),
    visibility TEXT NOT NULL CHECK (visibility IN ('internal', 'management', 'public'))
) STRICT;
CREATE TABLE decision (
    n INTEGER PRIMARY KEY,
    id BLOB NOT NULL UNIQUE CHECK (length(id) = 16),
    number INTEGER NOT NULL UNIQUE CHECK (number > 0),
    case_id BLOB NOT NULL REFERENCES cases(id),
    ruling TEXT NOT NULL CHECK (ruling IN ('approve', 'reject', 'defer', 'ask-for-more', 'concession')),
    why TEXT NOT NULL,
    choice BLOB REFERENCES choice(id),
    alternatives TEXT,
    decided_by TEXT,
    author TEXT NOT NULL,
    decided_at INTEGER NOT NULL, decided_offset INTEGER NOT NULL, decided_precision TEXT NOT NULL,
    entry BLOB REFERENCES entry(id),
    visibility TEXT NOT NULL CHECK (visibility IN ('internal', 'management', 'public'))
) STRICT;
CREATE TABLE clock (
    record BLOB NOT NULL CHECK (length(record) = 16),
    what TEXT NOT NULL,
    case_id BLOB NOT NULL REFERENCES cases(id),
    due_at INTEGER NOT NULL,
    PRIMARY KEY (case_id, record, what)
) STRICT, WITHOUT ROWID;
INSERT INTO clock ("record", "what", "case_id", "due_at") VALUES (x'019cadc69a80759bae1de6e3ce380f49', 'update', x'019cadc69a80759bae1de6e3ce380f49', 1773046800000);
INSERT INTO clock ("record", "what", "case_id", "due_at") VALUES (x'019cadc69a8076a4ab87355a7192c583', 'action', x'019cadc69a80786c9c83354b46df9969', 1772443200000);
INSERT INTO clock ("record", "what", "case_id", "due_at") VALUES (x'019cadc69a80786c9c83354b46df9969', 'respond', x'019cadc69a80786c9c83354b46df9969', 1772442900000);
INSERT INTO clock ("record", "what", "case_id", "due_at") VALUES (x'019cadc69a80786c9c83354b46df9969', 'update', x'019cadc69a80786c9c83354b46df9969', 1772442900000);
INSERT INTO clock ("record", "what", "case_id", "due_at") VALUES (x'019cadc69a80786c9c83354b46df9969', 'restore', x'019cadc69a80786c9c83354b46df9969', 1772449200000);
INSERT INTO clock ("record", "what", "case_id", "due_at") VALUES (x'019cadc69a807f6fa194ef80b08f2266', 'respond', x'019cadc69a807f6fa194ef80b08f2266', 1772456400000);
INSERT INTO clock ("record", "what", "case_id", "due_at") VALUES (x'019cadc69a807f6fa194ef80b08f2266', 'restore', x'019cadc69a807f6fa194ef80b08f2266', 1772701200000);
DELETE FROM doc_text_data;
INSERT INTO doc_text_data ("id", "block") VALUES (1, x'0e812f');
INSERT INTO doc_text_data ("id", "block") VALUES (10, x'00000000ff000001010f10000f0101010101000001020101020200000103010103030000010401010404000001050101050500000106010106060000010701010707000001080101080800000109010109090000010a01010a0a0000010b01010b0b0000010c01010c0c0000010d01010d0d0000010e01010e0e0000010f01010f0f010101');
INSERT INTO doc_text_data ("id", "block") VALUES (137438953473, x'0000004904300a616e0102050103206c690102090103610a610102040202206c01020802026e61010402060103696d6101020b01036c696d01020a01036e610a010203030120010207040808080708080808');
INSERT INTO doc_text_data ("id", "block") VALUES (274877906945, x'00000034043061796d0202030103656e7402020601036d656e02020501036e747302020701037061790202020103796d65020204040808080808');
INSERT INTO doc_text_data ("id", "block") VALUES (412316860417, x'00000079043020617203020a0202646f03020e010361726503020b0202796d0302030103646f7703020f010365206403020d02026e7403020601036d656e03020501036e747303020701036f776e0302100103706179030202010372652003020c010373206103020901037473200302080103796d65030204040807080708080708080808080808');
INSERT INTO doc_text_data ("id", "block") VALUES (549755813889, x'0000001c043067696e04020401036c6f6704020201036f6769040203040808');
INSERT INTO doc_text_data ("id", "block") VALUES (687194767361, x'0000006804302061720502080202736c05020c0103617265050209010365207305020b010367696e0502040103696e7305020501036c6f6705020203017705020e01036e732005020601036f6769050203010372652005020a010373206105020702026c6f05020d04080708080808080608080808');
INSERT INTO doc_text_data ("id", "block") VALUES (824633720833, x'0000003b04306174690602060103677261060204010369677206020302026f6e06020801036d69670602020103726174060205010374696f06020704080808070808');
INSERT INTO doc_text_data ("id", "block") VALUES (962072674305, x'0000008d043020697307020e02026c6107021102027375070205010361746507021301036520730702040202722007020c0103686520070203010369657207020b0202732007020f01036c61740702120202696507020a0103706c690702090202706c070208010372206907020d010373206c0702100202757007020601037468650702020103757070070207040807070808070808070807080708080708');
INSERT INTO doc_text_data ("id", "block") VALUES (1099511627777, x'000000530430207265080206010361727408020b0103647320080204010365737408020801036f64730802030103706f640802020103726573080207010373207208020502027461080209010374617208020a04080808080808080807');
INSERT INTO doc_text_data ("id", "block") VALUES (1236950581249, x'000000d204300a746809020b010320676f09021a0202697309021702026f760902060202707209020f010361696c09020302027279090214010365207009020e0202720a09020901036661690902020103676f6e09021b010368652009020d0103696c2009020402026d610902120202732009021801036c206f09020501036d617209021301036f6e6509021c0202766509020701037072690902100103720a7409020a0202696d090211020279200902150103732067090219010374686509020c01037665720902080103792069090216040808070707080708070808080807070808080708080707080808');
INSERT INTO doc_text_data ("id", "block") VALUES (1374389534721, x'0000007d04302062610a020f020263610a0206020274680a020b010340616e0a020201036120630a020502026c6c0a020802026e610a020303016b0a0211010362616e0a0210010363616c0a020701036520620a020e01036865200a020d01036c20740a020a02026c200a020901036e61200a020401037468650a020c04080707080807070608080808080708');
INSERT INTO doc_text_data ("id", "block") VALUES (1511828488193, x'0000007d04302062610b020f020263610b0206020274680b020b010340616e0b020201036120630b020502026c6c0b020802026e610b020303016b0b0211010362616e0b0210010363616c0b020701036520620b020e01036865200b020d01036c20740b020a02026c200b020901036e61200b020401037468650b020c04080707080807070608080808080708');
INSERT INTO doc_text_data ("id", "block") VALUES (1649267441665, x'0000005e04302064690c020b020269740c0204020274680c020701036469730c020c01036520640c020a01036865200c020901036973200c020203016b0c020d020274200c020501037320690c020301037420740c0206020268650c0208040807070808080806070808');
INSERT INTO doc_text_data ("id", "block") VALUES (1786706395137, x'0000005e04302064690d020b020269730d0204020274680d020701036469730d020c01036520640d020a01036865200d020901036973200d020503016b0d020d020274200d020201037320740d020601037420690d0203020268650d0208040807070808080806070808');
INSERT INTO doc_text_data ("id", "block") VALUES (1924145348609, x'0000005304302072650e020601036172740e020b01036473200e020401036573740e020801036f64730e02030103706f640e020201037265730e020701037320720e0205020274610e020901037461720e020a04080808080808080807');
INSERT INTO doc_text_data ("id", "block") VALUES (2061584302081, x'00000092043020696e0f02080204e28692200f020601036174690f02110103656e200f0204020273740f020c01036761740f021001036967610f020f02026e670f02130301760f020901056e20e286920f0205020276650f020a01036f70650f0202010370656e0f020301037374690f020d01037469670f020e03016e0f021201037665730f020b0105e2869220690f0207040809080807080807060a07080808080608');
INSERT INTO doc_text_data ("id", "block") VALUES (9009260839043072, x'04000000000000010000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000f00000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000');
DELETE FROM doc_text_idx;
INSERT INTO doc_text_idx ("segid", "term", "pgno") VALUES (1, x'', 2);
INSERT INTO doc_text_idx ("segid", "term", "pgno") VALUES (2, x'', 2);
INSERT INTO doc_text_idx ("segid", "term", "pgno") VALUES (3, x'', 2);
INSERT INTO doc_text_idx ("segid", "term", "pgno") VALUES (4, x'', 2);
INSERT INTO doc_text_idx ("segid", "term", "pgno") VALUES (5, x'', 2);
INSERT INTO doc_text_idx ("segid", "term", "pgno") VALUES (6, x'', 2);
INSERT INTO doc_text_idx ("segid", "term", "pgno") VALUES (7, x'', 2);
INSERT INTO doc_text_idx ("segid", "term", "pgno") VALUES (8, x'', 2);
INSERT INTO doc_text_idx ("segid", "term", "pgno") VALUES (9, x'', 2);
INSERT INTO doc_text_idx ("segid", "term", "pgno") VALUES (10, x'', 2);
INSERT INTO doc_text_idx ("segid", "term", "pgno") VALUES (11, x'', 2);
INSERT INTO doc_text_idx ("segid", "term", "pgno") VALUES (12, x'', 2);
INSERT INTO doc_text_idx ("segid", "term", "pgno") VALUES (13, x'', 2);
INSERT INTO doc_text_idx ("segid", "term", "pgno") VALUES (14, x'', 2);
INSERT INTO doc_text_idx ("segid", "term", "pgno") VALUES (15, x'', 2);
DELETE FROM doc_text_docsize;
INSERT INTO doc_text_docsize ("id", "sz", "origin") VALUES (1, x'0a', 1);
INSERT INTO doc_text_docsize ("id", "sz", "origin") VALUES (2, x'06', 2);
INSERT INTO doc_text_docsize ("id", "sz", "origin") VALUES (3, x'0f', 3);
INSERT INTO doc_text_docsize ("id", "sz", "origin") VALUES (4, x'03', 4);
INSERT INTO doc_text_docsize ("id", "sz", "origin") VALUES (5, x'0d', 5);
INSERT INTO doc_text_docsize ("id", "sz", "origin") VALUES (6, x'07', 6);
INSERT INTO doc_text_docsize ("id", "sz", "origin") VALUES (7, x'12', 7);
INSERT INTO doc_text_docsize ("id", "sz", "origin") VALUES (8, x'0a', 8);
INSERT INTO doc_text_docsize ("id", "sz", "origin") VALUES (9, x'1b', 9);
INSERT INTO doc_text_docsize ("id", "sz", "origin") VALUES (10, x'10', 10);
INSERT INTO doc_text_docsize ("id", "sz", "origin") VALUES (11, x'10', 11);
INSERT INTO doc_text_docsize ("id", "sz", "origin") VALUES (12, x'0c', 12);
INSERT INTO doc_text_docsize ("id", "sz", "origin") VALUES (13, x'0c', 13);
INSERT INTO doc_text_docsize ("id", "sz", "origin") VALUES (14, x'0a', 14);
DELETE FROM doc_text_config;
INSERT INTO doc_text_config ("k", "v") VALUES ('version', 4);
CREATE INDEX batch_run ON batch(run, seq);
CREATE INDEX batch_undoes ON batch(undoes) WHERE undoes IS NOT NULL;
CREATE INDEX batch_case ON batch(case_id, seq) WHERE case_id IS NOT NULL;
CREATE INDEX journal_record ON journal(record, seq);
CREATE TRIGGER batch_kept BEFORE DELETE ON batch BEGIN SELECT RAISE(ABORT, 'the journal is append-only'); END;
CREATE TRIGGER batch_fixed BEFORE UPDATE ON batch BEGIN SELECT RAISE(ABORT, 'the journal is append-only'); END;
CREATE TRIGGER journal_kept BEFORE DELETE ON journal BEGIN SELECT RAISE(ABORT, 'the journal is append-only'); END;
CREATE TRIGGER journal_fixed BEFORE UPDATE ON journal
WHEN NEW.seq IS NOT OLD.seq OR NEW.batch IS NOT OLD.batch OR NEW.site IS NOT OLD.site OR NEW.site_seq IS NOT OLD.site_seq
  OR NEW.schema IS NOT OLD.schema OR NEW.subject IS NOT OLD.subject OR NEW.record IS NOT OLD.record OR NEW.field IS NOT OLD.field
  OR NEW.digest IS NOT OLD.digest OR NEW.old IS NOT NULL OR NEW.new IS NOT NULL OR NEW.salt IS NOT NULL
BEGIN SELECT RAISE(ABORT, 'the journal is append-only'); END;
CREATE INDEX project_group_lead ON project_group(lead) WHERE lead IS NOT NULL;
CREATE INDEX service_owner ON service(owner) WHERE owner IS NOT NULL;
CREATE INDEX service_customer ON service(customer) WHERE customer IS NOT NULL;
CREATE INDEX project_manager ON project(manager) WHERE manager IS NOT NULL;
CREATE INDEX project_customer ON project(customer) WHERE customer IS NOT NULL;
CREATE INDEX project_of_group ON project(project_group) WHERE project_group IS NOT NULL;
CREATE INDEX stakeholder_audience ON stakeholder(audience, name);
CREATE INDEX stakeholder_service ON stakeholder(service) WHERE service IS NOT NULL;
CREATE INDEX stakeholder_project ON stakeholder(project) WHERE project IS NOT NULL;
CREATE UNIQUE INDEX cases_external ON cases(source, external_key) WHERE external_key IS NOT NULL;
CREATE INDEX cases_by_rank ON cases(kind, shelf, rank, newest);
CREATE INDEX cases_clocked ON cases(kind, shelf, rank, newest) WHERE clocks = 1;
CREATE INDEX cases_by_newest ON cases(kind, shelf, newest);
CREATE INDEX cases_by_service ON cases(service, shelf, rank, newest) WHERE service IS NOT NULL;
CREATE INDEX cases_by_service_newest ON cases(service, shelf, newest) WHERE service IS NOT NULL;
CREATE INDEX cases_by_project ON cases(project, shelf, rank, newest) WHERE project IS NOT NULL;
CREATE INDEX cases_by_project_newest ON cases(project, shelf, newest) WHERE project IS NOT NULL;
CREATE INDEX cases_by_lead ON cases(lead, kind, shelf, rank, newest) WHERE lead IS NOT NULL;
CREATE INDEX cases_by_lead_newest ON cases(lead, kind, shelf, newest) WHERE lead IS NOT NULL;
CREATE INDEX cases_by_scribe ON cases(scribe) WHERE scribe IS NOT NULL;
CREATE INDEX link_to ON link(to_case, from_case);
CREATE INDEX entry_log ON entry(case_id, superseded, spot, number);
CREATE INDEX entry_facet ON entry(case_id, superseded, facet, spot, number);
CREATE INDEX entry_person ON entry(person) WHERE person IS NOT NULL;
CREATE INDEX entry_amends ON entry(amends) WHERE amends IS NOT NULL;
CREATE UNIQUE INDEX entry_external ON entry(case_id, external_key) WHERE external_key IS NOT NULL;
CREATE INDEX action_case ON action(case_id, state, number);
CREATE INDEX action_entry ON action(entry) WHERE entry IS NOT NULL;
CREATE INDEX action_owner ON action(owner, state, number) WHERE owner IS NOT NULL;
CREATE INDEX action_state ON action(state, number);
CREATE INDEX review_owner ON review(owner) WHERE owner IS NOT NULL;
CREATE INDEX review_open ON review(n) WHERE state <> 'approved';
CREATE TRIGGER tally_in AFTER INSERT ON cases BEGIN
    INSERT INTO tally VALUES (NEW.kind, NEW.shelf, NEW.rank, 1) ON CONFLICT DO UPDATE SET count = count + 1;
END;
CREATE TRIGGER tally_out AFTER DELETE ON cases BEGIN
    UPDATE tally SET count = count - 1 WHERE kind = OLD.kind AND shelf = OLD.shelf AND rank = OLD.rank;
END;
CREATE TRIGGER tally_move AFTER UPDATE OF state, priority, lane ON cases BEGIN
    UPDATE tally SET count = count - 1 WHERE kind = OLD.kind AND shelf = OLD.shelf AND rank = OLD.rank;
    INSERT INTO tally VALUES (NEW.kind, NEW.shelf, NEW.rank, 1) ON CONFLICT DO UPDATE SET count = count + 1;
END;
CREATE INDEX person_covers ON person(covers) WHERE covers IS NOT NULL;
CREATE INDEX audience_approver ON audience(approver) WHERE approver IS NOT NULL;
CREATE INDEX audience_service ON audience(service) WHERE service IS NOT NULL;
CREATE INDEX audience_project ON audience(project) WHERE project IS NOT NULL;
CREATE INDEX stakeholder_members ON stakeholder(audience COLLATE NOCASE) WHERE audience IS NOT NULL;
CREATE INDEX dependency_service ON dependency(service);
CREATE INDEX watch_case ON watch(case_id, n);
CREATE INDEX watch_person ON watch(person) WHERE person IS NOT NULL;
CREATE INDEX baseline_project ON baseline(project);
CREATE INDEX impact_project ON impact(project);
CREATE INDEX exception_project ON exception(project);
CREATE INDEX contingency_case ON contingency(case_id, number);
CREATE INDEX contingency_project ON contingency(project) WHERE project IS NOT NULL;
CREATE INDEX contingency_owner ON contingency(owner) WHERE owner IS NOT NULL;
CREATE INDEX contingency_step_case ON contingency_step(case_id);
CREATE INDEX contingency_step_owner ON contingency_step(owner) WHERE owner IS NOT NULL;
CREATE INDEX case_update_case ON case_update(case_id, number);
CREATE INDEX case_update_audience ON case_update(audience);
CREATE INDEX case_update_entry ON case_update(entry) WHERE entry IS NOT NULL;
CREATE INDEX assignment_case ON assignment(case_id, n);
CREATE INDEX assignment_person ON assignment(person, n);
CREATE INDEX assignment_project ON assignment(project) WHERE project IS NOT NULL;
CREATE INDEX assignment_open ON assignment(n) WHERE ended_at IS NULL;
CREATE INDEX escalation_case ON escalation(case_id, number);
CREATE INDEX escalation_project ON escalation(project) WHERE project IS NOT NULL;
CREATE INDEX morale_case ON morale(case_id, number);
CREATE INDEX recovery_case ON recovery(case_id, number);
CREATE INDEX recovery_stakeholder ON recovery(stakeholder) WHERE stakeholder IS NOT NULL;
CREATE INDEX recovery_project ON recovery(project) WHERE project IS NOT NULL;
CREATE INDEX choice_case ON choice(case_id, number);
CREATE INDEX choice_project ON choice(project) WHERE project IS NOT NULL;
CREATE INDEX decision_case ON decision(case_id, number);
CREATE INDEX decision_choice ON decision(choice) WHERE choice IS NOT NULL;
CREATE INDEX decision_entry ON decision(entry) WHERE entry IS NOT NULL;
CREATE INDEX clock_due ON clock(due_at, case_id, record, what);
CREATE INDEX clock_what ON clock(what, due_at, case_id, record);
CREATE INDEX clock_case ON clock(case_id, due_at);
COMMIT;
