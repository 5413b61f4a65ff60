// Enqueues a job, waits for its end, and prints what came of it.
//
//     node enqueue.mjs DATABASE TENANT
import { execFileSync } from "node:child_process";
import { setTimeout as sleep } from "node:timers/promises";

const [path, tenant] = process.argv.slice(2);
const key = `node-${process.pid}-${Date.now()}`;

// Values go in as parameters, never into the text of the statement.
function query(sql, parameters) {
  const commands = [".timeout 30000", ".mode json", ".parameter init"];
  for (const [name, value] of Object.entries(parameters)) {
    // The shell takes a parameter's value as an SQL expression: a text in quotes.
    commands.push(`.parameter set ${name} "'${value.replaceAll("'", "''")}'"`);
  }
  const output = execFileSync("sqlite3", ["-batch", path], { input: [...commands, sql].join("\n"), encoding: "utf8" });
  return output.trim() === "" ? [] : JSON.parse(output);
}

query(
  "INSERT INTO jobs (tenant, kind, idempotency_key, payload) VALUES (@tenant, 'start-flow', @key, json_object('flowName', 'accounts'));",
  { "@tenant": tenant, "@key": key },
);

for (const end = Date.now() + 60_000; Date.now() < end; await sleep(50)) {
  const [job] = query(
    "SELECT state, reason, result FROM jobs WHERE tenant = @tenant AND idempotency_key = @key;",
    { "@tenant": tenant, "@key": key },
  );
  if (["succeeded", "cancelled", "dead"].includes(job.state)) {
    console.log(JSON.stringify({ key, state: job.state, reason: job.reason, result: JSON.parse(job.result ?? "null") }));
    process.exit(job.state === "succeeded" ? 0 : 1);
  }
}
console.error("the job is not finished after a minute; does a worker run?");
process.exit(1);
