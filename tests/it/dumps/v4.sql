PRAGMA application_id = 2003989101;
PRAGMA user_version = 4;
BEGIN;
CREATE TABLE meta (key TEXT PRIMARY KEY, value TEXT NOT NULL) STRICT, WITHOUT ROWID;
INSERT INTO meta ("key", "value") VALUES ('database', '019cadc6-9a80-73a3-9202-4f8762ab307c');
INSERT INTO meta ("key", "value") VALUES ('policies', '{"matrix":{"high":{"high":"P1","medium":"P2","low":"P3"},"medium":{"high":"P2","medium":"P3","low":"P4"},"low":{"high":"P3","medium":"P4","low":"P4"}},"levels":{"P1":{"respond":900000,"restore":7200000},"P2":{"respond":3600000,"restore":28800000},"P3":{"respond":14400000,"restore":259200000},"P4":{"respond":86400000,"restore":null}},"cadence":{"incident":{"P1":{"open":900000,"investigating":1800000,"identified":1800000,"restored":3600000,"monitoring":3600000},"P2":{"open":1800000,"investigating":3600000,"identified":3600000,"restored":7200000,"monitoring":7200000}},"issue":{"very-high":86400000,"high":259200000,"medium":604800000}},"review":{"incident":{"P1":259200000,"P2":604800000},"issue":{"very-high":604800000,"high":1209600000},"verify":{"mitigate":604800000,"prevent":2592000000,"detect":2592000000,"process":2592000000},"timeline":{"gap":1800000}},"people":{"ask_again":{"incident":{"P1":1200000,"P2":2400000,"P3":14400000,"P4":86400000},"issue":{"very-high":14400000,"high":86400000,"medium":86400000,"low":172800000,"very-low":172800000}},"rest_after":{"P1":14400000,"P2":14400000},"team":{"pulse_every":14400000},"person":{"most_hours":36000000,"within":86400000}},"escalation":{"incident":{"P1":{"after":75,"to":"service director"},"P2":{"after":75,"to":"service manager"},"P3":{"after":100,"to":"service manager"}},"hold":{"incident":{"P1":3600000,"P2":7200000,"P3":86400000,"P4":259200000},"issue":{"very-high":86400000,"high":259200000,"medium":604800000,"low":1209600000,"very-low":2592000000}},"answer":{"incident":{"P1":1800000,"P2":3600000,"P3":86400000,"P4":259200000},"issue":{"very-high":14400000,"high":86400000,"medium":259200000,"low":604800000,"very-low":1209600000}}}}');
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
INSERT INTO batch ("seq", "site", "at", "zone_offset", "actor", "origin", "run", "command", "label", "key", "answer", "case_id", "clock", "schema", "undoes", "final", "first", "last", "previous", "hash") VALUES (1, 1, 1772442000000, 0, 'ana', 'screens', 'test', 'person add', 'person added', '56cab540-0b23-40ab-8b10-44a9a78a8213', '{"name":"ana"}', NULL, 'fixed', 4, NULL, 0, 1, 1, x'0000000000000000000000000000000000000000000000000000000000000000', x'f2c96a89f6ba278bee68f6172f6e1f9e14ac199cfbb758147263ba14b02848cb');
INSERT INTO batch ("seq", "site", "at", "zone_offset", "actor", "origin", "run", "command", "label", "key", "answer", "case_id", "clock", "schema", "undoes", "final", "first", "last", "previous", "hash") VALUES (2, 1, 1772442000000, 0, 'ana', 'screens', 'test', 'incident open', 'INC-1 opened, P1', 'a4de3fc9-047f-42a7-9050-67932dd5bece', '{"case":"INC-1","id":"019cadc6-9a80-786c-9c83-354b46df9969"}', x'019cadc69a80786c9c83354b46df9969', 'fixed', 4, NULL, 0, 2, 4, x'f2c96a89f6ba278bee68f6172f6e1f9e14ac199cfbb758147263ba14b02848cb', x'33e5b5c0bcf17aa958092d9562c18b28fd7ddf56689100a48f2e7b7532d02d6c');
INSERT INTO batch ("seq", "site", "at", "zone_offset", "actor", "origin", "run", "command", "label", "key", "answer", "case_id", "clock", "schema", "undoes", "final", "first", "last", "previous", "hash") VALUES (3, 1, 1772442000000, 0, 'ana', 'screens', 'test', 'incident open', 'INC-2 opened, P3', '98446017-76b5-4199-9464-03fbefb447e6', '{"case":"INC-2","id":"019cadc6-9a80-7f6f-a194-ef80b08f2266"}', x'019cadc69a807f6fa194ef80b08f2266', 'fixed', 4, NULL, 0, 5, 6, x'33e5b5c0bcf17aa958092d9562c18b28fd7ddf56689100a48f2e7b7532d02d6c', x'027254823d64f7f7dcc89f86f79d41967320fbf6df062fb55163bcfae17fd8cf');
INSERT INTO batch ("seq", "site", "at", "zone_offset", "actor", "origin", "run", "command", "label", "key", "answer", "case_id", "clock", "schema", "undoes", "final", "first", "last", "previous", "hash") VALUES (4, 1, 1772442000000, 0, 'ana', 'screens', 'test', 'issue open', 'ISS-1 opened', '7629cac0-5c68-4b8d-9348-60b1495a65ff', '{"case":"ISS-1","id":"019cadc6-9a80-759b-ae1d-e6e3ce380f49"}', x'019cadc69a80759bae1de6e3ce380f49', 'fixed', 4, NULL, 0, 7, 8, x'027254823d64f7f7dcc89f86f79d41967320fbf6df062fb55163bcfae17fd8cf', x'b4886e702eb8f2af14f52c5d600418ad6c65f5a76eda4969ac915757b1518777');
INSERT INTO batch ("seq", "site", "at", "zone_offset", "actor", "origin", "run", "command", "label", "key", "answer", "case_id", "clock", "schema", "undoes", "final", "first", "last", "previous", "hash") VALUES (5, 1, 1772442000000, 0, 'ana', 'screens', 'test', 'log', 'INC-1.1 fact logged', 'b12c97af-2e22-4426-ba8f-869258c4c8d3', '{"entry":"INC-1.1","entries":["INC-1.1"],"case":"INC-1"}', x'019cadc69a80786c9c83354b46df9969', 'fixed', 4, NULL, 0, 9, 9, x'b4886e702eb8f2af14f52c5d600418ad6c65f5a76eda4969ac915757b1518777', x'fbc811d8799c746f4fe0dbbac3d752f7b2c702835d6fdc95b73a04f985ac3cba');
INSERT INTO batch ("seq", "site", "at", "zone_offset", "actor", "origin", "run", "command", "label", "key", "answer", "case_id", "clock", "schema", "undoes", "final", "first", "last", "previous", "hash") VALUES (6, 1, 1772442000000, 0, 'ana', 'screens', 'test', 'log', 'INC-1.2 decision logged', '81f7aa75-a102-4000-9241-14efd3e5ef0e', '{"entry":"INC-1.2","entries":["INC-1.2"],"case":"INC-1"}', x'019cadc69a80786c9c83354b46df9969', 'fixed', 4, NULL, 0, 10, 10, x'fbc811d8799c746f4fe0dbbac3d752f7b2c702835d6fdc95b73a04f985ac3cba', x'664998ea2f37e6eae7f326fc5ada3e64397d130d28b5f2256c07caf7a40c7820');
INSERT INTO batch ("seq", "site", "at", "zone_offset", "actor", "origin", "run", "command", "label", "key", "answer", "case_id", "clock", "schema", "undoes", "final", "first", "last", "previous", "hash") VALUES (7, 1, 1772442000000, 0, 'ana', 'screens', 'test', 'log', 'INC-1.3 action A-1 given', '429c9e5d-c913-40c1-93ce-56de0006a7fd', '{"entry":"INC-1.3","entries":["INC-1.3"],"case":"INC-1"}', x'019cadc69a80786c9c83354b46df9969', 'fixed', 4, NULL, 0, 11, 12, x'664998ea2f37e6eae7f326fc5ada3e64397d130d28b5f2256c07caf7a40c7820', x'a451e73dd611bc5dc37900b12fb0571c58357dceee9176e2b4ab0429a008c027');
INSERT INTO batch ("seq", "site", "at", "zone_offset", "actor", "origin", "run", "command", "label", "key", "answer", "case_id", "clock", "schema", "undoes", "final", "first", "last", "previous", "hash") VALUES (8, 1, 1772442000000, 0, 'ana', 'screens', 'test', 'log', 'INC-1.4 question logged', 'e9e7e40a-f685-4965-9b25-d1b1e5d6eef5', '{"entry":"INC-1.4","entries":["INC-1.4"],"case":"INC-1"}', x'019cadc69a80786c9c83354b46df9969', 'fixed', 4, NULL, 0, 13, 13, x'a451e73dd611bc5dc37900b12fb0571c58357dceee9176e2b4ab0429a008c027', x'220af26097a5a42d1cd7ba9d375196cb6ff571a022fd1b8e6743ad919e7e9e5a');
INSERT INTO batch ("seq", "site", "at", "zone_offset", "actor", "origin", "run", "command", "label", "key", "answer", "case_id", "clock", "schema", "undoes", "final", "first", "last", "previous", "hash") VALUES (9, 1, 1772442000000, 0, 'ana', 'screens', 'test', 'log', 'INC-1.5 hypothesis logged', 'debaf5a0-35c6-4199-b167-7e686f348880', '{"entry":"INC-1.5","entries":["INC-1.5"],"case":"INC-1"}', x'019cadc69a80786c9c83354b46df9969', 'fixed', 4, NULL, 0, 14, 14, x'220af26097a5a42d1cd7ba9d375196cb6ff571a022fd1b8e6743ad919e7e9e5a', x'85f004bd2b4d2ea7b032b7305e0e83a899d0f2855ef852418b0b427b524c33af');
INSERT INTO batch ("seq", "site", "at", "zone_offset", "actor", "origin", "run", "command", "label", "key", "answer", "case_id", "clock", "schema", "undoes", "final", "first", "last", "previous", "hash") VALUES (10, 1, 1772442000000, 0, 'ana', 'screens', 'test', 'log', 'INC-2.1 fact logged', '9749e5f5-3d2c-4f53-a94e-e8d6491dde8e', '{"entry":"INC-2.1","entries":["INC-2.1"],"case":"INC-2"}', x'019cadc69a807f6fa194ef80b08f2266', 'fixed', 4, NULL, 0, 15, 15, x'85f004bd2b4d2ea7b032b7305e0e83a899d0f2855ef852418b0b427b524c33af', x'41b00ace3c7ce6b0eafd8d4026e7bb6c4daa634bd7b623c0c7b10744e7fb1f14');
INSERT INTO batch ("seq", "site", "at", "zone_offset", "actor", "origin", "run", "command", "label", "key", "answer", "case_id", "clock", "schema", "undoes", "final", "first", "last", "previous", "hash") VALUES (11, 1, 1772442000000, 0, 'ana', 'screens', 'test', 'link', 'INC-1 hits ISS-1', '77a20d00-5d4d-495f-9999-babc2d203027', '{"case":"INC-1","id":"019cadc6-9a80-786c-9c83-354b46df9969"}', x'019cadc69a80786c9c83354b46df9969', 'fixed', 4, NULL, 0, 16, 17, x'41b00ace3c7ce6b0eafd8d4026e7bb6c4daa634bd7b623c0c7b10744e7fb1f14', x'97b7779542eaa5a86e17c298880a293053093425126dd64bb18c3562603c87b3');
INSERT INTO batch ("seq", "site", "at", "zone_offset", "actor", "origin", "run", "command", "label", "key", "answer", "case_id", "clock", "schema", "undoes", "final", "first", "last", "previous", "hash") VALUES (12, 1, 1772442000000, 0, 'ana', 'screens', 'test', 'case state', 'INC-1 is investigating', '1ee1002f-127d-4c44-8b6e-69570ae36e07', '{"case":"INC-1","id":"019cadc6-9a80-786c-9c83-354b46df9969"}', x'019cadc69a80786c9c83354b46df9969', 'fixed', 4, NULL, 0, 18, 20, x'97b7779542eaa5a86e17c298880a293053093425126dd64bb18c3562603c87b3', x'9ef4281120aac75c4f0ce8d792e7958916968d69df89ae1018d2a280f359796b');
INSERT INTO batch ("seq", "site", "at", "zone_offset", "actor", "origin", "run", "command", "label", "key", "answer", "case_id", "clock", "schema", "undoes", "final", "first", "last", "previous", "hash") VALUES (13, 1, 1772442000000, 0, 'ana', 'screens', 'test', 'undo', 'undone: INC-1 is investigating', '09d64f62-86a4-4378-b95a-73016e9793db', '{"change":"b12","did":"INC-1 is investigating"}', x'019cadc69a80786c9c83354b46df9969', 'fixed', 4, 12, 0, 21, 23, x'9ef4281120aac75c4f0ce8d792e7958916968d69df89ae1018d2a280f359796b', x'f69847e222d930a9510a16d0fed68a2436f904aa3dad762d338ba49a7bba7acd');
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
INSERT INTO journal ("seq", "batch", "site", "site_seq", "schema", "subject", "record", "field", "old", "new", "salt", "digest") VALUES (1, 1, 1, 1, 4, 'person', x'019cadc69a807c10a036b366a38ac802', NULL, NULL, '{"handle":"ana","name":"Ana Lima"}', x'3f06146a74af9449745f1f2f9b9b931b', x'eeeb5fb4a248edbfd741375538b93641cd8012f1e91f267eb2db6a955d7b014f');
INSERT INTO journal ("seq", "batch", "site", "site_seq", "schema", "subject", "record", "field", "old", "new", "salt", "digest") VALUES (2, 2, 1, 2, 4, 'service', x'019cadc69a8074e88f3c3b7e220c40d5', NULL, NULL, '{"name":"payments"}', x'bfaa70bfa5a595873bfb4ac796291b4d', x'c9a82fc3d4865e79d6b9029b4f1b6dcc842f2475a7d74fbd2f78d4225a762337');
INSERT INTO journal ("seq", "batch", "site", "site_seq", "schema", "subject", "record", "field", "old", "new", "salt", "digest") VALUES (3, 2, 1, 3, 4, 'case', x'019cadc69a80786c9c83354b46df9969', NULL, NULL, '{"priority":"P1","impact":"high","urgency":"high","title":"Payments are down","service":"019cadc6-9a80-74e8-8f3c-3b7e220c40d5","lead":"019cadc6-9a80-7c10-a036-b366a38ac802","zone":"UTC","kind":"incident","number":1,"state":"open","clocks":1,"lane":1,"opened":[1772442000000,0,"exact"]}', x'efe51de7feeb4b75fe22a270576f96e7', x'd2a05d3de8830836803e5bd22c4df1b8f42590ceaf43bc65a7e1918e09efc280');
INSERT INTO journal ("seq", "batch", "site", "site_seq", "schema", "subject", "record", "field", "old", "new", "salt", "digest") VALUES (4, 2, 1, 4, 4, 'playbook', x'019cadc69a807d16918c34dae025f92f', NULL, NULL, '{"case_id":"019cadc6-9a80-786c-9c83-354b46df9969","name":"incident","version":"2026-11-23","text":"{\"name\":\"incident\",\"version\":\"2026-11-23\",\"for\":\"incident\",\"starts\":[\"P1\",\"P2\"],\"step\":[{\"code\":\"first\",\"title\":{\"en\":\"Service first\",\"nl\":\"Dienst eerst\",\"zh\":\"服务优先\"},\"trigger\":{\"en\":\"a service is down, or nearly\",\"nl\":\"een dienst ligt plat, of bijna\",\"zh\":\"服务中断，或即将中断\"},\"do\":{\"en\":[\"Write down what fails, since when, and for whom.\",\"Name who leads and who takes the minutes.\",\"Link the projects it hits. Say that service comes first.\"],\"nl\":[\"Leg vast wat er faalt, sinds wanneer en voor wie.\",\"Wijs aan wie leidt en wie notuleert.\",\"Koppel de geraakte projecten. Zeg: de dienst gaat voor.\"],\"zh\":[\"写明什么出了故障、从何时起、影响谁。\",\"指定负责人和记录人。\",\"关联受影响的项目。明确：服务优先。\"]},\"done\":{\"en\":\"what, since when, who leads and what it hits are known\",\"nl\":\"wat, sinds wanneer, wie leidt en wat geraakt is, is bekend\",\"zh\":\"事由、起始、负责人、波及项目均已明确\"},\"next\":{\"en\":\"keep tabs, without asking those who repair\",\"nl\":\"volg het herstel zonder te storen\",\"zh\":\"静静跟进，不打扰抢修\"},\"why\":{\"en\":\"nobody can help with what nobody has written down\",\"nl\":\"wat nergens staat, kan niemand helpen oplossen\",\"zh\":\"没有写下来的事，谁也帮不上忙\"},\"say\":{\"en\":[\"Restoring the service comes before everything else today.\",\"Nobody asks those who repair: ask me.\",\"Whoever decides something says why, so that it is written down.\"],\"nl\":[\"Herstel van de dienst gaat vandaag voor alles.\",\"Vraag niets aan wie herstelt: vraag het mij.\",\"Wie iets besluit zegt waarom, zodat het er staat.\"],\"zh\":[\"今天恢复服务高于一切。\",\"不要打扰抢修的人，有事问我。\",\"做决定要说理由，以便记录。\"]},\"when\":\"first\",\"command\":\"incident set\",\"fields\":{},\"asks\":[\"effect\",\"started\",\"service\",\"lead\",\"scribe\"],\"also\":[\"link\",\"impact freeze\"],\"look\":\"case show\",\"again\":null},{\"code\":\"tabs\",\"title\":{\"en\":\"Keep tabs\",\"nl\":\"Vinger aan de pols\",\"zh\":\"静静跟进\"},\"trigger\":{\"en\":\"people are at work on it\",\"nl\":\"er wordt aan gewerkt\",\"zh\":\"已有人在抢修\"},\"do\":{\"en\":[\"Read dashboards, channels and status pages first.\",\"Note the last known state, its source, the next word.\",\"Until that time silence is normal. Ask only when it is late.\"],\"nl\":[\"Lees eerst dashboards, kanalen en statuspagina''s.\",\"Noteer de laatste stand, de bron en het volgende bericht.\",\"Tot dan is stilte normaal. Vraag pas als het te laat is.\"],\"zh\":[\"先看监控、频道和状态页。\",\"记下最新状态、来源、下次消息时间。\",\"在那之前没有消息是正常的；过了才问。\"]},\"done\":{\"en\":\"a state with its source is known, no promise is past\",\"nl\":\"stand en bron bekend, geen belofte verlopen\",\"zh\":\"状态与来源已知，没有逾期的承诺\"},\"next\":{\"en\":\"find out what it does to the projects\",\"nl\":\"bepaal wat het de projecten kost\",\"zh\":\"弄清对各项目的影响\"},\"why\":{\"en\":\"each question costs those who repair minutes\",\"nl\":\"elke vraag kost de herstellers minuten\",\"zh\":\"每一次打扰都会耽误抢修\"},\"say\":{\"en\":[\"What do we know, from where, and when do we hear more?\"],\"nl\":[\"Wat weten we, waarvan, en wanneer horen we meer?\"],\"zh\":[\"我们知道什么、从哪里知道、何时再有消息？\"]},\"when\":\"tabs\",\"command\":\"watch see\",\"fields\":{},\"asks\":[\"text\",\"source\",\"next\"],\"also\":[\"watch ask\"],\"look\":\"watch show\",\"again\":\"15m\"},{\"code\":\"impact\",\"title\":{\"en\":\"Impact\",\"nl\":\"Impact\",\"zh\":\"影响\"},\"trigger\":{\"en\":\"a project depends on the service\",\"nl\":\"een project hangt van de dienst af\",\"zh\":\"有项目依赖该服务\"},\"do\":{\"en\":[\"Per project: days, money, scope, quality, people.\",\"A number, or unknown and by when it will be known.\",\"The plan as frozen at the start is what it is held against.\"],\"nl\":[\"Per project: dagen, geld, omvang, kwaliteit, mensen.\",\"Een getal, of onbekend en wanneer het bekend is.\",\"Het plan zoals bevroren bij de start is de maat.\"],\"zh\":[\"逐个项目：天数、费用、范围、质量、人员。\",\"给出数字，或「未知」及何时能知道。\",\"与开始时冻结的计划相比较。\"]},\"done\":{\"en\":\"each project has its days and its money\",\"nl\":\"elk project heeft dagen en geld\",\"zh\":\"每个项目都有天数和费用\"},\"next\":{\"en\":\"prepare for the case that it lasts\",\"nl\":\"bereid voor dat het duurt\",\"zh\":\"为持续中断做准备\"},\"why\":{\"en\":\"sponsors ask this first, and decide by it\",\"nl\":\"opdrachtgevers vragen dit het eerst en besluiten erop\",\"zh\":\"出资方最先问这个，并据此决定\"},\"say\":{\"en\":[\"What does this cost your project if it lasts until tonight?\"],\"nl\":[\"Wat kost dit jouw project als het tot vanavond duurt?\"],\"zh\":[\"如果持续到今晚，你的项目要付出什么代价？\"]},\"when\":\"impact\",\"command\":\"impact set\",\"fields\":{},\"asks\":[],\"also\":[\"impact freeze\",\"exception set\"],\"look\":\"impact show\",\"again\":\"1h\"},{\"code\":\"contingency\",\"title\":{\"en\":\"Contingency\",\"nl\":\"Noodplan\",\"zh\":\"应急预案\"},\"trigger\":{\"en\":\"it may last longer than a project can wait\",\"nl\":\"het kan langer duren dan een project kan wachten\",\"zh\":\"中断可能超出项目能等的时间\"},\"do\":{\"en\":[\"Say what happens if nothing changes.\",\"Give trigger, point of no return, fallback, steps, owners.\",\"Have it agreed before it is needed; then invoke it.\"],\"nl\":[\"Zeg wat er gebeurt als niets verandert.\",\"Geef startsein, punt zonder terugkeer, terugval, stappen.\",\"Laat het goedkeuren voor het nodig is; zet het dan in.\"],\"zh\":[\"说明若无变化会发生什么。\",\"写明触发、不可回头点、退路、步骤、责任人。\",\"在需要之前批准，然后启动。\"]},\"done\":{\"en\":\"a plan is agreed, invoked or stood down\",\"nl\":\"een plan is goedgekeurd, ingezet of afgeblazen\",\"zh\":\"预案已批准、启动或撤销\"},\"next\":{\"en\":\"tell those who wait\",\"nl\":\"vertel het wie wacht\",\"zh\":\"通知等待的人\"},\"why\":{\"en\":\"a plan made at its own deadline is no plan\",\"nl\":\"een plan op het laatste moment is geen plan\",\"zh\":\"临到最后才做的预案不算预案\"},\"say\":{\"en\":[\"At what time must we have chosen, and who chooses?\"],\"nl\":[\"Hoe laat moeten we gekozen hebben, en wie kiest?\"],\"zh\":[\"最迟何时必须决定？由谁决定？\"]},\"when\":\"contingency\",\"command\":\"contingency add\",\"fields\":{},\"asks\":[\"scenario\",\"trigger\",\"lead\",\"no-return\",\"owner\",\"fallback\",\"suitable\",\"feasible\",\"acceptable\"],\"also\":[\"contingency step\",\"contingency agree\",\"contingency invoke\",\"contingency stand-down\"],\"look\":\"contingency list\",\"again\":null},{\"code\":\"updates\",\"title\":{\"en\":\"Updates\",\"nl\":\"Berichten\",\"zh\":\"通报\"},\"trigger\":{\"en\":\"somebody waits for news\",\"nl\":\"iemand wacht op nieuws\",\"zh\":\"有人在等消息\"},\"do\":{\"en\":[\"Per audience: what is known, what is not, what we do.\",\"Name no cause before it is confirmed.\",\"Promise the time of the next word, and keep it.\"],\"nl\":[\"Per doelgroep: wat bekend is, wat niet, wat we doen.\",\"Noem geen oorzaak voor die bevestigd is.\",\"Beloof wanneer het volgende bericht komt. Houd je eraan.\"],\"zh\":[\"按受众：已知、未知、正在做什么。\",\"原因未确认之前不要说原因。\",\"承诺下次通报时间，并守时。\"]},\"done\":{\"en\":\"each audience was told and no promise is past\",\"nl\":\"elke doelgroep is ingelicht, geen belofte verlopen\",\"zh\":\"各受众均已通报，没有逾期的承诺\"},\"next\":{\"en\":\"see who is really free\",\"nl\":\"kijk wie echt vrij is\",\"zh\":\"看谁真正有空\"},\"why\":{\"en\":\"who hears nothing calls those who repair\",\"nl\":\"wie niets hoort, belt de herstellers\",\"zh\":\"没有消息的人会去打扰抢修\"},\"say\":{\"en\":[\"The next word comes at the time we named, news or not.\"],\"nl\":[\"Het volgende bericht komt op tijd, nieuws of niet.\"],\"zh\":[\"无论有无进展，都会按时再次通报。\"]},\"when\":\"updates\",\"command\":\"update draft\",\"fields\":{},\"asks\":[],\"also\":[\"update send\",\"update approve\"],\"look\":\"update list\",\"again\":\"20m\"},{\"code\":\"people\",\"title\":{\"en\":\"People\",\"nl\":\"Mensen\",\"zh\":\"人员\"},\"trigger\":{\"en\":\"hands are needed, or have been taken\",\"nl\":\"er zijn handen nodig, of weggehaald\",\"zh\":\"需要人手，或人手被抽走\"},\"do\":{\"en\":[\"Write down who was taken, by whom released, till when.\",\"Redeploy only who is not on it and covers for nobody.\",\"Their load must not have grown; the board says why.\"],\"nl\":[\"Noteer wie is weggehaald, door wie vrijgegeven, tot wanneer.\",\"Zet alleen in wie er niet aan werkt en niemand vervangt.\",\"Hun werk mag niet gegroeid zijn; het bord zegt waarom.\"],\"zh\":[\"写明抽调了谁、谁批准、何时归还。\",\"只调用不在抢修且不替人顶班者。\",\"其负荷不得增加；看板会说明理由。\"]},\"done\":{\"en\":\"who works on it is known, nobody is overdue back\",\"nl\":\"wie eraan werkt is bekend, niemand is te laat terug\",\"zh\":\"参与者已知，无人逾期未归\"},\"next\":{\"en\":\"weigh whether escalating can succeed\",\"nl\":\"weeg of escaleren kans maakt\",\"zh\":\"衡量升级是否可能成功\"},\"why\":{\"en\":\"who covers for a responder is not free either\",\"nl\":\"wie een hersteller vervangt is ook niet vrij\",\"zh\":\"替抢修者顶班的人也不空闲\"},\"say\":{\"en\":[\"Who covers for whom right now?\"],\"nl\":[\"Wie vervangt nu wie?\"],\"zh\":[\"现在谁在替谁顶班？\"]},\"when\":\"people\",\"command\":\"person assign\",\"fields\":{},\"asks\":[\"person\",\"from\",\"released-by\",\"back\",\"task\"],\"also\":[\"person release\",\"person set\"],\"look\":\"person board\",\"again\":\"1h\"},{\"code\":\"escalation\",\"title\":{\"en\":\"Escalation\",\"nl\":\"Escalatie\",\"zh\":\"升级\"},\"trigger\":{\"en\":\"somebody wants the project put first\",\"nl\":\"iemand wil het project voor laten gaan\",\"zh\":\"有人要求项目优先\"},\"do\":{\"en\":[\"Write evidence for and against: would management\",\"put the project before the service?\",\"Likely: escalate. Else hold, with a time to look again.\"],\"nl\":[\"Schrijf bewijs voor en tegen: zou het management\",\"het project voor de dienst laten gaan?\",\"Waarschijnlijk: escaleer. Anders: wacht, met een tijd.\"],\"zh\":[\"写下正反证据：\",\"管理层会让项目先于服务吗？\",\"可能：升级；否则：暂缓并定复看时间。\"]},\"done\":{\"en\":\"the gate has a decision; held is one, too\",\"nl\":\"er is een besluit; wachten is er ook een\",\"zh\":\"已有决定；暂缓也是决定\"},\"next\":{\"en\":\"look after the team\",\"nl\":\"let op het team\",\"zh\":\"照顾团队\"},\"why\":{\"en\":\"an escalation that must fail costs trust and time\",\"nl\":\"een kansloze escalatie kost vertrouwen en tijd\",\"zh\":\"注定失败的升级只会损失信任和时间\"},\"say\":{\"en\":[\"What would management lose if the service waits?\"],\"nl\":[\"Wat verliest het management als de dienst wacht?\"],\"zh\":[\"如果服务等待，管理层会失去什么？\"]},\"when\":\"escalation\",\"command\":\"escalation judge\",\"fields\":{},\"asks\":[],\"also\":[\"escalation raise\",\"escalation answer\"],\"look\":\"escalation list\",\"again\":null},{\"code\":\"morale\",\"title\":{\"en\":\"Morale\",\"nl\":\"Moreel\",\"zh\":\"士气\"},\"trigger\":{\"en\":\"the team waits, or has worked for hours\",\"nl\":\"het team wacht, of werkt al uren\",\"zh\":\"团队在等待，或已连续工作数小时\"},\"do\":{\"en\":[\"Ask the team, never a person: one to five, and a line.\",\"List what is blocked and what can usefully be done.\",\"See that they rest and eat. Say thank you.\"],\"nl\":[\"Vraag het team, nooit een persoon: een tot vijf, een regel.\",\"Noteer wat stilligt en wat nuttig gedaan kan worden.\",\"Zorg voor rust en eten. Zeg dank je wel.\"],\"zh\":[\"问团队而非个人：一到五分，一句话。\",\"列出受阻的工作和可做的有用工作。\",\"保证休息和吃饭。说声谢谢。\"]},\"done\":{\"en\":\"the pulse or a rest is recent\",\"nl\":\"de laatste meting of rust is recent\",\"zh\":\"近期有团队状态或休息记录\"},\"next\":{\"en\":\"as pressure eases, win priority back\",\"nl\":\"win voorrang terug als de druk zakt\",\"zh\":\"压力缓解时争回优先级\"},\"why\":{\"en\":\"tired people make the second incident\",\"nl\":\"vermoeide mensen maken het tweede incident\",\"zh\":\"疲劳会造成第二次事故\"},\"say\":{\"en\":[\"Who has not had a break? We go on without you for a while.\"],\"nl\":[\"Wie had nog geen pauze? Wij gaan even zonder je door.\"],\"zh\":[\"谁还没休息？先歇一会儿，我们顶着。\"]},\"when\":\"morale\",\"command\":\"morale pulse\",\"fields\":{},\"asks\":[],\"also\":[\"morale blocked\",\"morale useful\",\"morale rest\",\"morale thanks\"],\"look\":\"morale show\",\"again\":\"4h\"},{\"code\":\"recovery\",\"title\":{\"en\":\"Recover priority\",\"nl\":\"Voorrang terug\",\"zh\":\"争回优先级\"},\"trigger\":{\"en\":\"the incident is restored or monitored, not closed\",\"nl\":\"hersteld of onder bewaking, nog niet gesloten\",\"zh\":\"已恢复或监控中，尚未关闭\"},\"do\":{\"en\":[\"One ask per key stakeholder: what was lost, what you want.\",\"Write the promise down, and until when it holds.\",\"Plan paused work and moved dates again.\"],\"nl\":[\"Een vraag per belanghebbende: wat verloren is, wat je wilt.\",\"Noteer de belofte en tot wanneer die geldt.\",\"Plan gepauzeerd werk en verschoven data opnieuw.\"],\"zh\":[\"每位关键干系人一个请求：损失与诉求。\",\"写下承诺及其期限。\",\"重排暂停的工作和推迟的日期。\"]},\"done\":{\"en\":\"each key stakeholder has an ask with its answer\",\"nl\":\"elke belanghebbende heeft een vraag met antwoord\",\"zh\":\"每位关键干系人都有请求和答复\"},\"next\":{\"en\":\"review it while people remember\",\"nl\":\"evalueer zolang men het nog weet\",\"zh\":\"趁记忆犹新进行复盘\"},\"why\":{\"en\":\"memory of what was given up fades within days\",\"nl\":\"wat is opgegeven is na dagen vergeten\",\"zh\":\"付出的代价几天后就会被忘记\"},\"say\":{\"en\":[\"We gave up the slot; we ask for the next one.\"],\"nl\":[\"Wij gaven het venster op; wij vragen het volgende.\"],\"zh\":[\"我们让出了窗口，请给我们下一个。\"]},\"when\":\"recovery\",\"command\":\"recovery ask\",\"fields\":{},\"asks\":[],\"also\":[\"recovery promise\",\"recovery kept\",\"recovery plan\"],\"look\":\"recovery show\",\"again\":null},{\"code\":\"review\",\"title\":{\"en\":\"Review\",\"nl\":\"Evaluatie\",\"zh\":\"复盘\"},\"trigger\":{\"en\":\"the service works again\",\"nl\":\"de dienst werkt weer\",\"zh\":\"服务已恢复\"},\"do\":{\"en\":[\"Name the owner and the due time of the analysis.\",\"Causes, not culprits; actions with one owner each.\",\"Share it with management when it is approved.\"],\"nl\":[\"Wijs eigenaar en termijn van de analyse aan.\",\"Oorzaken, geen schuldigen; acties met elk een eigenaar.\",\"Deel het met het management na goedkeuring.\"],\"zh\":[\"指定分析的负责人和期限。\",\"找原因不找罪人；每项行动一个责任人。\",\"批准后与管理层分享。\"]},\"done\":{\"en\":\"the review is approved\",\"nl\":\"de evaluatie is goedgekeurd\",\"zh\":\"复盘已批准\"},\"next\":{\"en\":\"close it; read the open items aloud\",\"nl\":\"sluit af; lees open punten hardop voor\",\"zh\":\"关闭；念出未了事项\"},\"why\":{\"en\":\"else it happens again, and nobody knows why\",\"nl\":\"anders gebeurt het weer en weet niemand waarom\",\"zh\":\"否则还会发生，却没人知道原因\"},\"say\":{\"en\":[\"We ask how it could happen, not who did it.\"],\"nl\":[\"We vragen hoe het kon gebeuren, niet wie het deed.\"],\"zh\":[\"我们问的是如何发生，而不是谁干的。\"]},\"when\":\"review\",\"command\":\"review plan\",\"fields\":{},\"asks\":[],\"also\":[\"review set\",\"review state\",\"case state\"],\"look\":\"review show\",\"again\":null}]}","started":[1772442000000,0,"exact"]}', x'17f2bb44eb030de1f141d498f1c7775a', x'8a1c9419bc5e448c2591b6c2066c87e3aa4daef66c654606d126b34d40399e48');
INSERT INTO journal ("seq", "batch", "site", "site_seq", "schema", "subject", "record", "field", "old", "new", "salt", "digest") VALUES (5, 3, 1, 5, 4, 'service', x'019cadc69a807709ae917ce00f225c1d', NULL, NULL, '{"name":"login"}', x'82e4e8c3f9798d35ea137a7d77b8397f', x'35a1753e77e743fa37df0e084c8b35c0a4ec5c2d56c4bbadaf72cb8c69f5a534');
INSERT INTO journal ("seq", "batch", "site", "site_seq", "schema", "subject", "record", "field", "old", "new", "salt", "digest") VALUES (6, 3, 1, 6, 4, 'case', x'019cadc69a807f6fa194ef80b08f2266', NULL, NULL, '{"priority":"P3","title":"Logins are slow","service":"019cadc6-9a80-7709-ae91-7ce00f225c1d","zone":"UTC","kind":"incident","number":2,"state":"open","clocks":1,"lane":1,"opened":[1772442000000,0,"exact"]}', x'728addbf11311a2f59794dfec9d5a253', x'9f55c9c1659fed5e818f3cc38c52e09c2f77868fe0764c69efa334deee27d29a');
INSERT INTO journal ("seq", "batch", "site", "site_seq", "schema", "subject", "record", "field", "old", "new", "salt", "digest") VALUES (7, 4, 1, 7, 4, 'project', x'019cadc69a807a5a9e6e53550fef6c7a', NULL, NULL, '{"name":"migration"}', x'ba7b34024f7139c4103952b57b0e090a', x'ac15001ec2a117a33adbf69337161f670585a39f7d28dd671f07d80c22ec04e8');
INSERT INTO journal ("seq", "batch", "site", "site_seq", "schema", "subject", "record", "field", "old", "new", "salt", "digest") VALUES (8, 4, 1, 8, 4, 'case', x'019cadc69a80759bae1de6e3ce380f49', NULL, NULL, '{"type":"problem","priority":"medium","title":"The supplier is late","project":"019cadc6-9a80-7a5a-9e6e-53550fef6c7a","zone":"UTC","kind":"issue","number":1,"state":"open","clocks":1,"lane":1,"opened":[1772442000000,0,"exact"]}', x'4f185fa16cddcf476443aa3a9c58c596', x'01ed2d41ae9a897ab5b327febe53b81354f4e32b84d5b0657d09fd02d3a2ae19');
INSERT INTO journal ("seq", "batch", "site", "site_seq", "schema", "subject", "record", "field", "old", "new", "salt", "digest") VALUES (9, 5, 1, 9, 4, 'entry', x'019cadc69a807d3db5f18d47460b86ca', NULL, NULL, '{"case_id":"019cadc6-9a80-786c-9c83-354b46df9969","number":1,"kind":"fact","observed":[1772442000000,0,"exact"],"logged":[1772442000000,0,"exact"],"text":"pods restart","author":"ana","visibility":"internal","superseded":0,"redacted":0}', x'2f038fc50b43a10fa47209fb87d5a81c', x'ae05a2ca0a83b801e2e768d2ba76bdb8320fec232e4d52f3cf53e8879768912e');
INSERT INTO journal ("seq", "batch", "site", "site_seq", "schema", "subject", "record", "field", "old", "new", "salt", "digest") VALUES (10, 6, 1, 10, 4, 'entry', x'019cadc69a8076da9e0dac09af85c814', NULL, NULL, '{"case_id":"019cadc6-9a80-786c-9c83-354b46df9969","number":2,"kind":"decision","observed":[1772442000000,0,"exact"],"logged":[1772442000000,0,"exact"],"text":"fail over","reason":"the primary is gone","author":"ana","visibility":"management","superseded":0,"redacted":0}', x'712b86bb733f3b3b45ea9acb3caa4d8c', x'e3319d70a07d904a4c62bc13cd4fc87e0fdde333eca66ab5d3547ac27850f62f');
INSERT INTO journal ("seq", "batch", "site", "site_seq", "schema", "subject", "record", "field", "old", "new", "salt", "digest") VALUES (11, 7, 1, 11, 4, 'entry', x'019cadc69a8075d79adc48086df3176c', NULL, NULL, '{"case_id":"019cadc6-9a80-786c-9c83-354b46df9969","number":3,"kind":"action","observed":[1772442000000,0,"exact"],"logged":[1772442000000,0,"exact"],"text":"@ana call the bank","person":"019cadc6-9a80-7c10-a036-b366a38ac802","author":"ana","visibility":"management","due":[1772443200000,0,"exact"],"superseded":0,"redacted":0}', x'64c158056b2822bd3a4e739b71a122a8', x'2d48747bdd9c35011a30c8ce6c895766a4d81bb1262d238213cd45390993c7a1');
INSERT INTO journal ("seq", "batch", "site", "site_seq", "schema", "subject", "record", "field", "old", "new", "salt", "digest") VALUES (12, 7, 1, 12, 4, 'action', x'019cadc69a8076a4ab87355a7192c583', NULL, NULL, '{"number":1,"case_id":"019cadc6-9a80-786c-9c83-354b46df9969","entry":"019cadc6-9a80-75d7-9adc-48086df3176c","text":"@ana call the bank","owner":"019cadc6-9a80-7c10-a036-b366a38ac802","state":"open","due":[1772443200000,0,"exact"],"visibility":"management"}', x'266aba56c751dfa2cd839a9aa90f56c4', x'8c44ef798e7b1fe1de437fa0e595fadfe80f57065d244f0ede0ef428257e43eb');
INSERT INTO journal ("seq", "batch", "site", "site_seq", "schema", "subject", "record", "field", "old", "new", "salt", "digest") VALUES (13, 8, 1, 13, 4, 'entry', x'019cadc69a807f53bb390a11b40a82ad', NULL, NULL, '{"case_id":"019cadc6-9a80-786c-9c83-354b46df9969","number":4,"kind":"question","observed":[1772442000000,0,"exact"],"logged":[1772442000000,0,"exact"],"text":"is it the disk","author":"ana","visibility":"internal","superseded":0,"redacted":0}', x'ae4046fd75fb616c992396a14ee102f7', x'6712de5258786a32b5af29c730d3e38e3613e5743987b87667ef83c1ccc166ff');
INSERT INTO journal ("seq", "batch", "site", "site_seq", "schema", "subject", "record", "field", "old", "new", "salt", "digest") VALUES (14, 9, 1, 14, 4, 'entry', x'019cadc69a807d5d96c69d6bcc244522', NULL, NULL, '{"case_id":"019cadc6-9a80-786c-9c83-354b46df9969","number":5,"kind":"hypothesis","observed":[1772442000000,0,"exact"],"logged":[1772442000000,0,"exact"],"text":"it is the disk","author":"ana","visibility":"internal","superseded":0,"redacted":0}', x'c5938c7db4cadef9afad19ef25192a4d', x'121d80ffdaf3d335d9a2ec0b6fccdeb14ff601126e238790cb34f7e3c89993eb');
INSERT INTO journal ("seq", "batch", "site", "site_seq", "schema", "subject", "record", "field", "old", "new", "salt", "digest") VALUES (15, 10, 1, 15, 4, 'entry', x'019cadc69a80715d8bbe3aee4c341fbc', NULL, NULL, '{"case_id":"019cadc6-9a80-7f6f-a194-ef80b08f2266","number":1,"kind":"fact","observed":[1772442000000,0,"exact"],"logged":[1772442000000,0,"exact"],"text":"pods restart","author":"ana","visibility":"internal","superseded":0,"redacted":0}', x'971737c16d2e10b748a7d723a7a08576', x'754b51a7c3389c9a1f060b9468491ed9e41d9e0806c85439f3ce325c179bc330');
INSERT INTO journal ("seq", "batch", "site", "site_seq", "schema", "subject", "record", "field", "old", "new", "salt", "digest") VALUES (16, 11, 1, 16, 4, 'link', x'019cadc69a80784a812bc9e8fa35af35', NULL, NULL, '{"from_case":"019cadc6-9a80-786c-9c83-354b46df9969","to_case":"019cadc6-9a80-759b-ae1d-e6e3ce380f49","kind":"hits"}', x'10747815b1c16e8a53d58f8be3d9579c', x'9bc6f00de3528469fc5ee9ff1ae0d53472e70a2256bdef4df20bab765a51aa57');
INSERT INTO journal ("seq", "batch", "site", "site_seq", "schema", "subject", "record", "field", "old", "new", "salt", "digest") VALUES (17, 11, 1, 17, 4, 'baseline', x'019cadc69a807560a7521c5c92980105', NULL, NULL, '{"case_id":"019cadc6-9a80-786c-9c83-354b46df9969","project":"019cadc6-9a80-7a5a-9e6e-53550fef6c7a","plan":"{\"currency\":null,\"budget\":null,\"forecast\":null,\"ends\":null,\"expected\":null,\"milestones\":[],\"tolerances\":[]}","taken":[1772442000000,0,"exact"]}', x'eb8be2d2bebf41a4b8797bcf81935da9', x'cf5edd76fe4b3fa7a52eac3eaa1673b443b369957a5c0aa4c114cf52bbe0b8bb');
INSERT INTO journal ("seq", "batch", "site", "site_seq", "schema", "subject", "record", "field", "old", "new", "salt", "digest") VALUES (18, 12, 1, 18, 4, 'case', x'019cadc69a80786c9c83354b46df9969', 'state', '"open"', '"investigating"', x'a8eb7cd515d4e2236fb92116d0484481', x'1de05b6be5dbf1f10308bbaaa0c7f10bdc48ad33b04eb499efe831cd2bddc884');
INSERT INTO journal ("seq", "batch", "site", "site_seq", "schema", "subject", "record", "field", "old", "new", "salt", "digest") VALUES (19, 12, 1, 19, 4, 'case', x'019cadc69a80786c9c83354b46df9969', 'acknowledged', NULL, '[1772442000000,0,"exact"]', x'bcd29689571490e47e1e2750d910a651', x'aec43b480967ef2ad821af2b5a2132c71a9193dd6688aa37e4f8a4d0801d599d');
INSERT INTO journal ("seq", "batch", "site", "site_seq", "schema", "subject", "record", "field", "old", "new", "salt", "digest") VALUES (20, 12, 1, 20, 4, 'entry', x'019cadc69a807068aa6f16129e277f32', NULL, NULL, '{"case_id":"019cadc6-9a80-786c-9c83-354b46df9969","number":6,"kind":"state","observed":[1772442000000,0,"exact"],"logged":[1772442000000,0,"exact"],"text":"open → investigating","author":"ana","visibility":"management","superseded":0,"redacted":0}', x'b585aee1df480344f1241167a85c5421', x'02cfcc6d446cc4304c1d7dc6d331d69260a1fb5ee287d76d2cd565ece41b6b12');
INSERT INTO journal ("seq", "batch", "site", "site_seq", "schema", "subject", "record", "field", "old", "new", "salt", "digest") VALUES (21, 13, 1, 21, 4, 'entry', x'019cadc69a807068aa6f16129e277f32', NULL, '{"case_id":"019cadc6-9a80-786c-9c83-354b46df9969","number":6,"kind":"state","observed":[1772442000000,0,"exact"],"logged":[1772442000000,0,"exact"],"text":"open → investigating","author":"ana","visibility":"management","superseded":0,"redacted":0}', NULL, x'afc6d8edb29dde23aab3349dd6975de7', x'9e156d17b0f4491906c1a70f49bb636636fd0f913350ebdca82823499138a8c3');
INSERT INTO journal ("seq", "batch", "site", "site_seq", "schema", "subject", "record", "field", "old", "new", "salt", "digest") VALUES (22, 13, 1, 22, 4, 'case', x'019cadc69a80786c9c83354b46df9969', 'acknowledged', '[1772442000000,0,"exact"]', NULL, x'52fe19a2a99dd2fdfb6a441b8a57115e', x'9f1c9664928e074d189770fe51f51fabc3d7e11c12827afae403ffdff891798a');
INSERT INTO journal ("seq", "batch", "site", "site_seq", "schema", "subject", "record", "field", "old", "new", "salt", "digest") VALUES (23, 13, 1, 23, 4, 'case', x'019cadc69a80786c9c83354b46df9969', 'state', '"investigating"', '"open"', x'd5e7afec4d502ba83dd92b30bc519813', x'd9ad9f45429905c2f42342305f3e50d5db9faf5e6f9a3f7e5d096b4ab1f44bb7');
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
    newest INTEGER NOT NULL GENERATED ALWAYS AS (-number) VIRTUAL, raised_by TEXT, began INTEGER GENERATED ALWAYS AS
    (CASE WHEN started_at IS NOT NULL AND started_precision <> 'unknown' THEN started_at
          WHEN detected_at IS NOT NULL AND detected_precision <> 'unknown' THEN detected_at ELSE opened_at END) VIRTUAL, facts TEXT, foreign_id TEXT,
    UNIQUE (kind, number),
    CHECK (CASE kind WHEN 'incident' THEN project IS NULL AND type IS NULL AND severity IS NULL AND outcome IS NULL
             AND state IN ('open', 'investigating', 'identified', 'restored', 'monitoring', 'resolved', 'closed')
             AND (priority IS NULL OR priority IN ('P1', 'P2', 'P3', 'P4'))
           ELSE service IS NULL AND impact IS NULL AND urgency IS NULL
             AND state IN ('open', 'assessing', 'deciding', 'acting', 'closed')
             AND (priority IS NULL OR priority IN ('very-high', 'high', 'medium', 'low', 'very-low')) END)
) STRICT;
INSERT INTO cases ("n", "id", "kind", "number", "title", "state", "priority", "priority_why", "impact", "urgency", "severity", "type", "service", "project", "lead", "scribe", "description", "effect", "workaround", "outcome", "residual", "foreign_severity", "foreign_state", "foreign_type", "tags", "source", "external_key", "url", "zone", "clocks", "lane", "opened_at", "opened_offset", "opened_precision", "started_at", "started_offset", "started_precision", "detected_at", "detected_offset", "detected_precision", "declared_at", "declared_offset", "declared_precision", "acknowledged_at", "acknowledged_offset", "acknowledged_precision", "restored_at", "restored_offset", "restored_precision", "resolved_at", "resolved_offset", "resolved_precision", "closed_at", "closed_offset", "closed_precision", "due_at", "due_offset", "due_precision", "raised_by", "facts", "foreign_id") VALUES (1, x'019cadc69a80786c9c83354b46df9969', 'incident', 1, 'Payments are down', 'open', 'P1', NULL, 'high', 'high', NULL, NULL, x'019cadc69a8074e88f3c3b7e220c40d5', NULL, x'019cadc69a807c10a036b366a38ac802', NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, 'UTC', 1, 1, 1772442000000, 0, 'exact', NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL);
INSERT INTO cases ("n", "id", "kind", "number", "title", "state", "priority", "priority_why", "impact", "urgency", "severity", "type", "service", "project", "lead", "scribe", "description", "effect", "workaround", "outcome", "residual", "foreign_severity", "foreign_state", "foreign_type", "tags", "source", "external_key", "url", "zone", "clocks", "lane", "opened_at", "opened_offset", "opened_precision", "started_at", "started_offset", "started_precision", "detected_at", "detected_offset", "detected_precision", "declared_at", "declared_offset", "declared_precision", "acknowledged_at", "acknowledged_offset", "acknowledged_precision", "restored_at", "restored_offset", "restored_precision", "resolved_at", "resolved_offset", "resolved_precision", "closed_at", "closed_offset", "closed_precision", "due_at", "due_offset", "due_precision", "raised_by", "facts", "foreign_id") VALUES (2, x'019cadc69a807f6fa194ef80b08f2266', 'incident', 2, 'Logins are slow', 'open', 'P3', NULL, NULL, NULL, NULL, NULL, x'019cadc69a807709ae917ce00f225c1d', NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, 'UTC', 1, 1, 1772442000000, 0, 'exact', NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL);
INSERT INTO cases ("n", "id", "kind", "number", "title", "state", "priority", "priority_why", "impact", "urgency", "severity", "type", "service", "project", "lead", "scribe", "description", "effect", "workaround", "outcome", "residual", "foreign_severity", "foreign_state", "foreign_type", "tags", "source", "external_key", "url", "zone", "clocks", "lane", "opened_at", "opened_offset", "opened_precision", "started_at", "started_offset", "started_precision", "detected_at", "detected_offset", "detected_precision", "declared_at", "declared_offset", "declared_precision", "acknowledged_at", "acknowledged_offset", "acknowledged_precision", "restored_at", "restored_offset", "restored_precision", "resolved_at", "resolved_offset", "resolved_precision", "closed_at", "closed_offset", "closed_precision", "due_at", "due_offset", "due_precision", "raised_by", "facts", "foreign_id") VALUES (3, x'019cadc69a80759bae1de6e3ce380f49', 'issue', 1, 'The supplier is late', 'open', 'medium', NULL, NULL, NULL, NULL, 'problem', NULL, x'019cadc69a807a5a9e6e53550fef6c7a', NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, 'UTC', 1, 1, 1772442000000, 0, 'exact', NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL);
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
              WHEN kind = 'action' THEN 'actions' WHEN kind = 'update' THEN 'updates' ELSE 'facts' END) VIRTUAL, confidence TEXT CHECK (confidence IN ('unlikely', 'possible', 'likely')),
    UNIQUE (case_id, number)
) STRICT;
INSERT INTO entry ("n", "id", "case_id", "number", "kind", "observed_at", "observed_offset", "observed_precision", "logged_at", "logged_offset", "logged_precision", "text", "reason", "person", "author", "visibility", "tags", "due_at", "due_offset", "due_precision", "verdict", "amends", "superseded", "redacted", "external_key", "confidence") VALUES (1, x'019cadc69a807d3db5f18d47460b86ca', x'019cadc69a80786c9c83354b46df9969', 1, 'fact', 1772442000000, 0, 'exact', 1772442000000, 0, 'exact', 'pods restart', NULL, NULL, 'ana', 'internal', NULL, NULL, NULL, NULL, NULL, NULL, 0, 0, NULL, NULL);
INSERT INTO entry ("n", "id", "case_id", "number", "kind", "observed_at", "observed_offset", "observed_precision", "logged_at", "logged_offset", "logged_precision", "text", "reason", "person", "author", "visibility", "tags", "due_at", "due_offset", "due_precision", "verdict", "amends", "superseded", "redacted", "external_key", "confidence") VALUES (2, x'019cadc69a8076da9e0dac09af85c814', x'019cadc69a80786c9c83354b46df9969', 2, 'decision', 1772442000000, 0, 'exact', 1772442000000, 0, 'exact', 'fail over', 'the primary is gone', NULL, 'ana', 'management', NULL, NULL, NULL, NULL, NULL, NULL, 0, 0, NULL, NULL);
INSERT INTO entry ("n", "id", "case_id", "number", "kind", "observed_at", "observed_offset", "observed_precision", "logged_at", "logged_offset", "logged_precision", "text", "reason", "person", "author", "visibility", "tags", "due_at", "due_offset", "due_precision", "verdict", "amends", "superseded", "redacted", "external_key", "confidence") VALUES (3, x'019cadc69a8075d79adc48086df3176c', x'019cadc69a80786c9c83354b46df9969', 3, 'action', 1772442000000, 0, 'exact', 1772442000000, 0, 'exact', '@ana call the bank', NULL, x'019cadc69a807c10a036b366a38ac802', 'ana', 'management', NULL, 1772443200000, 0, 'exact', NULL, NULL, 0, 0, NULL, NULL);
INSERT INTO entry ("n", "id", "case_id", "number", "kind", "observed_at", "observed_offset", "observed_precision", "logged_at", "logged_offset", "logged_precision", "text", "reason", "person", "author", "visibility", "tags", "due_at", "due_offset", "due_precision", "verdict", "amends", "superseded", "redacted", "external_key", "confidence") VALUES (4, x'019cadc69a807f53bb390a11b40a82ad', x'019cadc69a80786c9c83354b46df9969', 4, 'question', 1772442000000, 0, 'exact', 1772442000000, 0, 'exact', 'is it the disk', NULL, NULL, 'ana', 'internal', NULL, NULL, NULL, NULL, NULL, NULL, 0, 0, NULL, NULL);
INSERT INTO entry ("n", "id", "case_id", "number", "kind", "observed_at", "observed_offset", "observed_precision", "logged_at", "logged_offset", "logged_precision", "text", "reason", "person", "author", "visibility", "tags", "due_at", "due_offset", "due_precision", "verdict", "amends", "superseded", "redacted", "external_key", "confidence") VALUES (5, x'019cadc69a807d5d96c69d6bcc244522', x'019cadc69a80786c9c83354b46df9969', 5, 'hypothesis', 1772442000000, 0, 'exact', 1772442000000, 0, 'exact', 'it is the disk', NULL, NULL, 'ana', 'internal', NULL, NULL, NULL, NULL, NULL, NULL, 0, 0, NULL, NULL);
INSERT INTO entry ("n", "id", "case_id", "number", "kind", "observed_at", "observed_offset", "observed_precision", "logged_at", "logged_offset", "logged_precision", "text", "reason", "person", "author", "visibility", "tags", "due_at", "due_offset", "due_precision", "verdict", "amends", "superseded", "redacted", "external_key", "confidence") VALUES (6, x'019cadc69a80715d8bbe3aee4c341fbc', x'019cadc69a807f6fa194ef80b08f2266', 1, 'fact', 1772442000000, 0, 'exact', 1772442000000, 0, 'exact', 'pods restart', NULL, NULL, 'ana', 'internal', NULL, NULL, NULL, NULL, NULL, NULL, 0, 0, NULL, NULL);
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
, aspect TEXT CHECK (aspect IN ('human', 'organisation', 'technology')), status TEXT, priority TEXT, category TEXT, verify_at INTEGER, verify_offset INTEGER, verify_precision TEXT, verified_at INTEGER, verified_offset INTEGER, verified_precision TEXT, worked TEXT CHECK (worked IN ('yes', 'partly', 'no')), effect TEXT, follow INTEGER GENERATED ALWAYS AS
    (CASE WHEN state = 'open' THEN CASE WHEN due_at IS NULL OR due_precision = 'unknown' THEN 9223372036854775807 ELSE due_at END
          WHEN state = 'done' AND verified_at IS NULL AND verify_precision <> 'unknown' THEN verify_at END) VIRTUAL, follow_owner BLOB GENERATED ALWAYS AS (coalesce(owner, x'')) VIRTUAL, follow_type TEXT GENERATED ALWAYS AS (coalesce(type, '')) VIRTUAL) STRICT;
INSERT INTO action ("n", "id", "number", "case_id", "entry", "text", "owner", "type", "state", "due_at", "due_offset", "due_precision", "period", "done_at", "done_offset", "done_precision", "why", "reference", "note", "visibility", "aspect", "status", "priority", "category", "verify_at", "verify_offset", "verify_precision", "verified_at", "verified_offset", "verified_precision", "worked", "effect") VALUES (1, x'019cadc69a8076a4ab87355a7192c583', 1, x'019cadc69a80786c9c83354b46df9969', x'019cadc69a8075d79adc48086df3176c', '@ana call the bank', x'019cadc69a807c10a036b366a38ac802', NULL, 'open', 1772443200000, 0, 'exact', NULL, NULL, NULL, NULL, NULL, NULL, NULL, 'management', NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL);
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
INSERT INTO playbook ("n", "id", "case_id", "name", "version", "text", "started_at", "started_offset", "started_precision") VALUES (1, x'019cadc69a807d16918c34dae025f92f', x'019cadc69a80786c9c83354b46df9969', 'incident', '2026-11-23', '{"name":"incident","version":"2026-11-23","for":"incident","starts":["P1","P2"],"step":[{"code":"first","title":{"en":"Service first","nl":"Dienst eerst","zh":"服务优先"},"trigger":{"en":"a service is down, or nearly","nl":"een dienst ligt plat, of bijna","zh":"服务中断，或即将中断"},"do":{"en":["Write down what fails, since when, and for whom.","Name who leads and who takes the minutes.","Link the projects it hits. Say that service comes first."],"nl":["Leg vast wat er faalt, sinds wanneer en voor wie.","Wijs aan wie leidt en wie notuleert.","Koppel de geraakte projecten. Zeg: de dienst gaat voor."],"zh":["写明什么出了故障、从何时起、影响谁。","指定负责人和记录人。","关联受影响的项目。明确：服务优先。"]},"done":{"en":"what, since when, who leads and what it hits are known","nl":"wat, sinds wanneer, wie leidt en wat geraakt is, is bekend","zh":"事由、起始、负责人、波及项目均已明确"},"next":{"en":"keep tabs, without asking those who repair","nl":"volg het herstel zonder te storen","zh":"静静跟进，不打扰抢修"},"why":{"en":"nobody can help with what nobody has written down","nl":"wat nergens staat, kan niemand helpen oplossen","zh":"没有写下来的事，谁也帮不上忙"},"say":{"en":["Restoring the service comes before everything else today.","Nobody asks those who repair: ask me.","Whoever decides something says why, so that it is written down."],"nl":["Herstel van de dienst gaat vandaag voor alles.","Vraag niets aan wie herstelt: vraag het mij.","Wie iets besluit zegt waarom, zodat het er staat."],"zh":["今天恢复服务高于一切。","不要打扰抢修的人，有事问我。","做决定要说理由，以便记录。"]},"when":"first","command":"incident set","fields":{},"asks":["effect","started","service","lead","scribe"],"also":["link","impact freeze"],"look":"case show","again":null},{"code":"tabs","title":{"en":"Keep tabs","nl":"Vinger aan de pols","zh":"静静跟进"},"trigger":{"en":"people are at work on it","nl":"er wordt aan gewerkt","zh":"已有人在抢修"},"do":{"en":["Read dashboards, channels and status pages first.","Note the last known state, its source, the next word.","Until that time silence is normal. Ask only when it is late."],"nl":["Lees eerst dashboards, kanalen en statuspagina''s.","Noteer de laatste stand, de bron en het volgende bericht.","Tot dan is stilte normaal. Vraag pas als het te laat is."],"zh":["先看监控、频道和状态页。","记下最新状态、来源、下次消息时间。","在那之前没有消息是正常的；过了才问。"]},"done":{"en":"a state with its source is known, no promise is past","nl":"stand en bron bekend, geen belofte verlopen","zh":"状态与来源已知，没有逾期的承诺"},"next":{"en":"find out what it does to the projects","nl":"bepaal wat het de projecten kost","zh":"弄清对各项目的影响"},"why":{"en":"each question costs those who repair minutes","nl":"elke vraag kost de herstellers minuten","zh":"每一次打扰都会耽误抢修"},"say":{"en":["What do we know, from where, and when do we hear more?"],"nl":["Wat weten we, waarvan, en wanneer horen we meer?"],"zh":["我们知道什么、从哪里知道、何时再有消息？"]},"when":"tabs","command":"watch see","fields":{},"asks":["text","source","next"],"also":["watch ask"],"look":"watch show","again":"15m"},{"code":"impact","title":{"en":"Impact","nl":"Impact","zh":"影响"},"trigger":{"en":"a project depends on the service","nl":"een project hangt van de dienst af","zh":"有项目依赖该服务"},"do":{"en":["Per project: days, money, scope, quality, people.","A number, or unknown and by when it will be known.","The plan as frozen at the start is what it is held against."],"nl":["Per project: dagen, geld, omvang, kwaliteit, mensen.","Een getal, of onbekend en wanneer het bekend is.","Het plan zoals bevroren bij de start is de maat."],"zh":["逐个项目：天数、费用、范围、质量、人员。","给出数字，或「未知」及何时能知道。","与开始时冻结的计划相比较。"]},"done":{"en":"each project has its days and its money","nl":"elk project heeft dagen en geld","zh":"每个项目都有天数和费用"},"next":{"en":"prepare for the case that it lasts","nl":"bereid voor dat het duurt","zh":"为持续中断做准备"},"why":{"en":"sponsors ask this first, and decide by it","nl":"opdrachtgevers vragen dit het eerst en besluiten erop","zh":"出资方最先问这个，并据此决定"},"say":{"en":["What does this cost your project if it lasts until tonight?"],"nl":["Wat kost dit jouw project als het tot vanavond duurt?"],"zh":["如果持续到今晚，你的项目要付出什么代价？"]},"when":"impact","command":"impact set","fields":{},"asks":[],"also":["impact freeze","exception set"],"look":"impact show","again":"1h"},{"code":"contingency","title":{"en":"Contingency","nl":"Noodplan","zh":"应急预案"},"trigger":{"en":"it may last longer than a project can wait","nl":"het kan langer duren dan een project kan wachten","zh":"中断可能超出项目能等的时间"},"do":{"en":["Say what happens if nothing changes.","Give trigger, point of no return, fallback, steps, owners.","Have it agreed before it is needed; then invoke it."],"nl":["Zeg wat er gebeurt als niets verandert.","Geef startsein, punt zonder terugkeer, terugval, stappen.","Laat het goedkeuren voor het nodig is; zet het dan in."],"zh":["说明若无变化会发生什么。","写明触发、不可回头点、退路、步骤、责任人。","在需要之前批准，然后启动。"]},"done":{"en":"a plan is agreed, invoked or stood down","nl":"een plan is goedgekeurd, ingezet of afgeblazen","zh":"预案已批准、启动或撤销"},"next":{"en":"tell those who wait","nl":"vertel het wie wacht","zh":"通知等待的人"},"why":{"en":"a plan made at its own deadline is no plan","nl":"een plan op het laatste moment is geen plan","zh":"临到最后才做的预案不算预案"},"say":{"en":["At what time must we have chosen, and who chooses?"],"nl":["Hoe laat moeten we gekozen hebben, en wie kiest?"],"zh":["最迟何时必须决定？由谁决定？"]},"when":"contingency","command":"contingency add","fields":{},"asks":["scenario","trigger","lead","no-return","owner","fallback","suitable","feasible","acceptable"],"also":["contingency step","contingency agree","contingency invoke","contingency stand-down"],"look":"contingency list","again":null},{"code":"updates","title":{"en":"Updates","nl":"Berichten","zh":"通报"},"trigger":{"en":"somebody waits for news","nl":"iemand wacht op nieuws","zh":"有人在等消息"},"do":{"en":["Per audience: what is known, what is not, what we do.","Name no cause before it is confirmed.","Promise the time of the next word, and keep it."],"nl":["Per doelgroep: wat bekend is, wat niet, wat we doen.","Noem geen oorzaak voor die bevestigd is.","Beloof wanneer het volgende bericht komt. Houd je eraan."],"zh":["按受众：已知、未知、正在做什么。","原因未确认之前不要说原因。","承诺下次通报时间，并守时。"]},"done":{"en":"each audience was told and no promise is past","nl":"elke doelgroep is ingelicht, geen belofte verlopen","zh":"各受众均已通报，没有逾期的承诺"},"next":{"en":"see who is really free","nl":"kijk wie echt vrij is","zh":"看谁真正有空"},"why":{"en":"who hears nothing calls those who repair","nl":"wie niets hoort, belt de herstellers","zh":"没有消息的人会去打扰抢修"},"say":{"en":["The next word comes at the time we named, news or not."],"nl":["Het volgende bericht komt op tijd, nieuws of niet."],"zh":["无论有无进展，都会按时再次通报。"]},"when":"updates","command":"update draft","fields":{},"asks":[],"also":["update send","update approve"],"look":"update list","again":"20m"},{"code":"people","title":{"en":"People","nl":"Mensen","zh":"人员"},"trigger":{"en":"hands are needed, or have been taken","nl":"er zijn handen nodig, of weggehaald","zh":"需要人手，或人手被抽走"},"do":{"en":["Write down who was taken, by whom released, till when.","Redeploy only who is not on it and covers for nobody.","Their load must not have grown; the board says why."],"nl":["Noteer wie is weggehaald, door wie vrijgegeven, tot wanneer.","Zet alleen in wie er niet aan werkt en niemand vervangt.","Hun werk mag niet gegroeid zijn; het bord zegt waarom."],"zh":["写明抽调了谁、谁批准、何时归还。","只调用不在抢修且不替人顶班者。","其负荷不得增加；看板会说明理由。"]},"done":{"en":"who works on it is known, nobody is overdue back","nl":"wie eraan werkt is bekend, niemand is te laat terug","zh":"参与者已知，无人逾期未归"},"next":{"en":"weigh whether escalating can succeed","nl":"weeg of escaleren kans maakt","zh":"衡量升级是否可能成功"},"why":{"en":"who covers for a responder is not free either","nl":"wie een hersteller vervangt is ook niet vrij","zh":"替抢修者顶班的人也不空闲"},"say":{"en":["Who covers for whom right now?"],"nl":["Wie vervangt nu wie?"],"zh":["现在谁在替谁顶班？"]},"when":"people","command":"person assign","fields":{},"asks":["person","from","released-by","back","task"],"also":["person release","person set"],"look":"person board","again":"1h"},{"code":"escalation","title":{"en":"Escalation","nl":"Escalatie","zh":"升级"},"trigger":{"en":"somebody wants the project put first","nl":"iemand wil het project voor laten gaan","zh":"有人要求项目优先"},"do":{"en":["Write evidence for and against: would management","put the project before the service?","Likely: escalate. Else hold, with a time to look again."],"nl":["Schrijf bewijs voor en tegen: zou het management","het project voor de dienst laten gaan?","Waarschijnlijk: escaleer. Anders: wacht, met een tijd."],"zh":["写下正反证据：","管理层会让项目先于服务吗？","可能：升级；否则：暂缓并定复看时间。"]},"done":{"en":"the gate has a decision; held is one, too","nl":"er is een besluit; wachten is er ook een","zh":"已有决定；暂缓也是决定"},"next":{"en":"look after the team","nl":"let op het team","zh":"照顾团队"},"why":{"en":"an escalation that must fail costs trust and time","nl":"een kansloze escalatie kost vertrouwen en tijd","zh":"注定失败的升级只会损失信任和时间"},"say":{"en":["What would management lose if the service waits?"],"nl":["Wat verliest het management als de dienst wacht?"],"zh":["如果服务等待，管理层会失去什么？"]},"when":"escalation","command":"escalation judge","fields":{},"asks":[],"also":["escalation raise","escalation answer"],"look":"escalation list","again":null},{"code":"morale","title":{"en":"Morale","nl":"Moreel","zh":"士气"},"trigger":{"en":"the team waits, or has worked for hours","nl":"het team wacht, of werkt al uren","zh":"团队在等待，或已连续工作数小时"},"do":{"en":["Ask the team, never a person: one to five, and a line.","List what is blocked and what can usefully be done.","See that they rest and eat. Say thank you."],"nl":["Vraag het team, nooit een persoon: een tot vijf, een regel.","Noteer wat stilligt en wat nuttig gedaan kan worden.","Zorg voor rust en eten. Zeg dank je wel."],"zh":["问团队而非个人：一到五分，一句话。","列出受阻的工作和可做的有用工作。","保证休息和吃饭。说声谢谢。"]},"done":{"en":"the pulse or a rest is recent","nl":"de laatste meting of rust is recent","zh":"近期有团队状态或休息记录"},"next":{"en":"as pressure eases, win priority back","nl":"win voorrang terug als de druk zakt","zh":"压力缓解时争回优先级"},"why":{"en":"tired people make the second incident","nl":"vermoeide mensen maken het tweede incident","zh":"疲劳会造成第二次事故"},"say":{"en":["Who has not had a break? We go on without you for a while."],"nl":["Wie had nog geen pauze? Wij gaan even zonder je door."],"zh":["谁还没休息？先歇一会儿，我们顶着。"]},"when":"morale","command":"morale pulse","fields":{},"asks":[],"also":["morale blocked","morale useful","morale rest","morale thanks"],"look":"morale show","again":"4h"},{"code":"recovery","title":{"en":"Recover priority","nl":"Voorrang terug","zh":"争回优先级"},"trigger":{"en":"the incident is restored or monitored, not closed","nl":"hersteld of onder bewaking, nog niet gesloten","zh":"已恢复或监控中，尚未关闭"},"do":{"en":["One ask per key stakeholder: what was lost, what you want.","Write the promise down, and until when it holds.","Plan paused work and moved dates again."],"nl":["Een vraag per belanghebbende: wat verloren is, wat je wilt.","Noteer de belofte en tot wanneer die geldt.","Plan gepauzeerd werk en verschoven data opnieuw."],"zh":["每位关键干系人一个请求：损失与诉求。","写下承诺及其期限。","重排暂停的工作和推迟的日期。"]},"done":{"en":"each key stakeholder has an ask with its answer","nl":"elke belanghebbende heeft een vraag met antwoord","zh":"每位关键干系人都有请求和答复"},"next":{"en":"review it while people remember","nl":"evalueer zolang men het nog weet","zh":"趁记忆犹新进行复盘"},"why":{"en":"memory of what was given up fades within days","nl":"wat is opgegeven is na dagen vergeten","zh":"付出的代价几天后就会被忘记"},"say":{"en":["We gave up the slot; we ask for the next one."],"nl":["Wij gaven het venster op; wij vragen het volgende."],"zh":["我们让出了窗口，请给我们下一个。"]},"when":"recovery","command":"recovery ask","fields":{},"asks":[],"also":["recovery promise","recovery kept","recovery plan"],"look":"recovery show","again":null},{"code":"review","title":{"en":"Review","nl":"Evaluatie","zh":"复盘"},"trigger":{"en":"the service works again","nl":"de dienst werkt weer","zh":"服务已恢复"},"do":{"en":["Name the owner and the due time of the analysis.","Causes, not culprits; actions with one owner each.","Share it with management when it is approved."],"nl":["Wijs eigenaar en termijn van de analyse aan.","Oorzaken, geen schuldigen; acties met elk een eigenaar.","Deel het met het management na goedkeuring."],"zh":["指定分析的负责人和期限。","找原因不找罪人；每项行动一个责任人。","批准后与管理层分享。"]},"done":{"en":"the review is approved","nl":"de evaluatie is goedgekeurd","zh":"复盘已批准"},"next":{"en":"close it; read the open items aloud","nl":"sluit af; lees open punten hardop voor","zh":"关闭；念出未了事项"},"why":{"en":"else it happens again, and nobody knows why","nl":"anders gebeurt het weer en weet niemand waarom","zh":"否则还会发生，却没人知道原因"},"say":{"en":["We ask how it could happen, not who did it."],"nl":["We vragen hoe het kon gebeuren, niet wie het deed."],"zh":["我们问的是如何发生，而不是谁干的。"]},"when":"review","command":"review plan","fields":{},"asks":[],"also":["review set","review state","case state"],"look":"review show","again":null}]}', 1772442000000, 0, 'exact');
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
INSERT INTO baseline ("n", "id", "case_id", "project", "plan", "taken_at", "taken_offset", "taken_precision") VALUES (1, x'019cadc69a807560a7521c5c92980105', x'019cadc69a80786c9c83354b46df9969', x'019cadc69a807a5a9e6e53550fef6c7a', '{"currency":null,"budget":null,"forecast":null,"ends":null,"expected":null,"milestones":[],"tolerances":[]}', 1772442000000, 0, 'exact');
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
INSERT INTO clock ("record", "what", "case_id", "due_at") VALUES (x'019cadc69a80786c9c83354b46df9969', 'escalate', x'019cadc69a80786c9c83354b46df9969', 1772447400000);
INSERT INTO clock ("record", "what", "case_id", "due_at") VALUES (x'019cadc69a80786c9c83354b46df9969', 'restore', x'019cadc69a80786c9c83354b46df9969', 1772449200000);
INSERT INTO clock ("record", "what", "case_id", "due_at") VALUES (x'019cadc69a80786c9c83354b46df9969', 'rest', x'019cadc69a80786c9c83354b46df9969', 1772456400000);
INSERT INTO clock ("record", "what", "case_id", "due_at") VALUES (x'019cadc69a807f6fa194ef80b08f2266', 'respond', x'019cadc69a807f6fa194ef80b08f2266', 1772456400000);
INSERT INTO clock ("record", "what", "case_id", "due_at") VALUES (x'019cadc69a807f6fa194ef80b08f2266', 'escalate', x'019cadc69a807f6fa194ef80b08f2266', 1772701200000);
INSERT INTO clock ("record", "what", "case_id", "due_at") VALUES (x'019cadc69a807f6fa194ef80b08f2266', 'restore', x'019cadc69a807f6fa194ef80b08f2266', 1772701200000);
CREATE TABLE affected (
    n INTEGER PRIMARY KEY,
    id BLOB NOT NULL UNIQUE CHECK (length(id) = 16),
    case_id BLOB NOT NULL REFERENCES cases(id),
    service BLOB NOT NULL REFERENCES service(id),
    UNIQUE (case_id, service)
) STRICT;
CREATE TABLE finding (
    n INTEGER PRIMARY KEY,
    id BLOB NOT NULL UNIQUE CHECK (length(id) = 16),
    number INTEGER NOT NULL UNIQUE CHECK (number > 0),
    case_id BLOB NOT NULL REFERENCES cases(id),
    kind TEXT NOT NULL,
    mark TEXT,
    parent BLOB REFERENCES finding(id),
    position INTEGER NOT NULL,
    text TEXT, note TEXT, name TEXT, role TEXT, value TEXT, unit TEXT,
    aspect TEXT CHECK (aspect IN ('human', 'organisation', 'technology')),
    certainty TEXT,
    automatic TEXT CHECK (automatic IN ('yes', 'no')),
    service BLOB REFERENCES service(id),
    at_at INTEGER, at_offset INTEGER, at_precision TEXT,
    until_at INTEGER, until_offset INTEGER, until_precision TEXT,
    reference TEXT,
    entry BLOB REFERENCES entry(id),
    visibility TEXT NOT NULL CHECK (visibility IN ('internal', 'management', 'public'))
) STRICT;
CREATE TABLE evidence (
    n INTEGER PRIMARY KEY,
    id BLOB NOT NULL UNIQUE CHECK (length(id) = 16),
    case_id BLOB NOT NULL REFERENCES cases(id),
    hypothesis BLOB REFERENCES entry(id),
    finding BLOB REFERENCES finding(id),
    entry BLOB NOT NULL REFERENCES entry(id),
    side TEXT NOT NULL CHECK (side IN ('for', 'against')),
    visibility TEXT NOT NULL CHECK (visibility IN ('internal', 'management', 'public')),
    CHECK ((hypothesis IS NULL) <> (finding IS NULL)),
    UNIQUE (hypothesis, finding, entry)
) STRICT;
CREATE TABLE telling (
    n INTEGER PRIMARY KEY,
    id BLOB NOT NULL UNIQUE CHECK (length(id) = 16),
    case_id BLOB NOT NULL REFERENCES cases(id),
    entry BLOB NOT NULL UNIQUE REFERENCES entry(id),
    shown INTEGER NOT NULL CHECK (shown IN (0, 1)),
    wording TEXT,
    after BLOB REFERENCES entry(id),
    visibility TEXT NOT NULL CHECK (visibility IN ('internal', 'management', 'public'))
) STRICT;
CREATE TABLE remark (
    n INTEGER PRIMARY KEY,
    id BLOB NOT NULL UNIQUE CHECK (length(id) = 16),
    number INTEGER NOT NULL UNIQUE CHECK (number > 0),
    case_id BLOB NOT NULL REFERENCES cases(id),
    section TEXT,
    text TEXT NOT NULL,
    author TEXT NOT NULL,
    said_at INTEGER NOT NULL, said_offset INTEGER NOT NULL, said_precision TEXT NOT NULL,
    answer TEXT,
    settled_at INTEGER, settled_offset INTEGER, settled_precision TEXT,
    visibility TEXT NOT NULL CHECK (visibility IN ('internal', 'management', 'public'))
) STRICT;
CREATE TABLE version (
    n INTEGER PRIMARY KEY,
    id BLOB NOT NULL UNIQUE CHECK (length(id) = 16),
    case_id BLOB NOT NULL REFERENCES cases(id),
    number INTEGER NOT NULL CHECK (number > 0),
    language TEXT NOT NULL,
    internal TEXT NOT NULL,
    management TEXT NOT NULL,
    public TEXT NOT NULL,
    record TEXT NOT NULL,
    approved_at INTEGER NOT NULL, approved_offset INTEGER NOT NULL, approved_precision TEXT NOT NULL,
    approved_by TEXT NOT NULL,
    UNIQUE (case_id, number)
) STRICT;
CREATE TABLE sharing (
    n INTEGER PRIMARY KEY,
    id BLOB NOT NULL UNIQUE CHECK (length(id) = 16),
    case_id BLOB NOT NULL REFERENCES cases(id),
    version INTEGER NOT NULL,
    audience BLOB REFERENCES audience(id),
    recipient TEXT,
    route TEXT,
    author TEXT NOT NULL,
    shared_at INTEGER NOT NULL, shared_offset INTEGER NOT NULL, shared_precision TEXT NOT NULL,
    visibility TEXT NOT NULL CHECK (visibility IN ('internal', 'management', 'public'))
) STRICT;
CREATE TABLE "review" (
    n INTEGER PRIMARY KEY,
    id BLOB NOT NULL UNIQUE CHECK (length(id) = 16),
    case_id BLOB NOT NULL UNIQUE REFERENCES cases(id),
    state TEXT NOT NULL CHECK (state IN ('draft', 'in-review', 'approved', 'shared')),
    owner BLOB REFERENCES person(id),
    due_at INTEGER, due_offset INTEGER, due_precision TEXT,
    approved_at INTEGER, approved_offset INTEGER, approved_precision TEXT,
    approved_by TEXT
) STRICT;
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
CREATE INDEX affected_service ON affected(service);
CREATE INDEX finding_case ON finding(case_id, kind, position);
CREATE INDEX finding_kind ON finding(kind, mark, case_id);
CREATE INDEX finding_parent ON finding(parent) WHERE parent IS NOT NULL;
CREATE INDEX finding_service ON finding(service) WHERE service IS NOT NULL;
CREATE INDEX finding_entry ON finding(entry) WHERE entry IS NOT NULL;
CREATE INDEX evidence_case ON evidence(case_id);
CREATE INDEX evidence_finding ON evidence(finding) WHERE finding IS NOT NULL;
CREATE INDEX evidence_entry ON evidence(entry);
CREATE INDEX telling_case ON telling(case_id);
CREATE INDEX telling_after ON telling(after) WHERE after IS NOT NULL;
CREATE INDEX telling_moved ON telling(case_id) WHERE after IS NOT NULL;
CREATE INDEX remark_case ON remark(case_id, number);
CREATE INDEX sharing_case ON sharing(case_id);
CREATE INDEX sharing_audience ON sharing(audience) WHERE audience IS NOT NULL;
CREATE INDEX action_follow ON action(follow, number) WHERE follow IS NOT NULL;
CREATE INDEX action_follow_owner ON action(follow_owner, follow, number) WHERE follow IS NOT NULL;
CREATE INDEX action_follow_type ON action(follow_type, follow, number) WHERE follow IS NOT NULL;
CREATE INDEX review_owner ON review(owner) WHERE owner IS NOT NULL;
CREATE INDEX review_open ON review(n) WHERE state NOT IN ('approved', 'shared');
CREATE INDEX review_to_share ON review(n) WHERE state = 'approved';
CREATE INDEX cases_began ON cases(kind, began);
CREATE INDEX cases_workaround ON cases(id) WHERE workaround IS NOT NULL;
CREATE INDEX entry_confirmed ON entry(case_id) WHERE verdict = 'confirmed';
CREATE INDEX section_name ON section(name, case_id);
CREATE INDEX step_otherwise ON step(state, n) WHERE state IN ('adapted', 'skipped');
CREATE INDEX cases_foreign ON cases(source, foreign_id) WHERE foreign_id IS NOT NULL;
CREATE INDEX cases_by_key ON cases(external_key) WHERE external_key IS NOT NULL;
COMMIT;
