// Parses Mermaid diagrams, a JSON list on standard input, with the real package. Ends with 77 where it is not installed.
import { createRequire } from "node:module";
import { pathToFileURL } from "node:url";
import { join } from "node:path";

const folder = process.argv[2];
const from = folder ? createRequire(pathToFileURL(join(folder, "x.js"))) : createRequire(import.meta.url);
let mermaid;
try {
  const { JSDOM } = from("jsdom");
  const { window } = new JSDOM("");
  globalThis.window = window;
  globalThis.document = window.document;
  const entry = from.resolve("mermaid").replace(/mermaid\.core\.mjs$/, "mermaid.core.mjs");
  mermaid = (await import(pathToFileURL(entry))).default;
} catch (error) {
  console.error(String(error));
  process.exit(77);
}

let text = "";
for await (const part of process.stdin) text += part;
let wrong = 0;
for (const diagram of JSON.parse(text)) {
  try {
    await mermaid.parse(diagram);
  } catch (error) {
    wrong += 1;
    console.error(`${diagram}\n${error}\n`);
  }
}
console.log(`${JSON.parse(text).length - wrong} passed, ${wrong} failed`);
process.exit(wrong ? 1 : 0);
