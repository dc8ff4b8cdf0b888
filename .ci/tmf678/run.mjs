// Runs the TM Forum's conformance kit of TMF678 against a hub that serves.
// node run.mjs KIT_FOLDER NODE_FOLDER BASE_URL TOKEN; newman lies in NODE_FOLDER/node_modules. The bill on demand is asked for the
// account of the first bill that the hub lists.
import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { join } from "node:path";

const [folder, node, hub, token] = process.argv.slice(2);
const newman = createRequire(join(node, "package.json"))("newman");
const base = hub + "/tmf-api/customerBillManagement/v4/";
const bills = await fetch(base + "customerBill?limit=1", { headers: { Authorization: "Bearer " + token } });
if (!bills.ok) throw new Error(`the hub answers ${bills.status} to who asks for its bills`);
const [bill] = await bills.json();
if (!bill) throw new Error("the hub has no bill; run the demo first");

const collection = JSON.parse(readFileSync(join(folder, "CTK-Customer_Bill-4.0.postman_collection.json"), "utf8"));
collection.auth = { type: "bearer", bearer: [{ key: "token", value: token, type: "string" }] };
// what the kit calls its config.json: which account the request on demand is for
eachRequest(collection.item, request => {
  if (request.method === "POST") {
    request.body = { mode: "raw", raw: JSON.stringify({ billingAccount: { id: bill.billingAccount.id } }) };
  }
});

function eachRequest(items, change) {
  for (const item of items) {
    if (item.item) eachRequest(item.item, change);
    else change(item.request);
  }
}

newman.run(
  {
    collection,
    envVar: [{ key: "Customer_Bill", value: base }],
    reporters: ["cli"],
    reporter: { cli: { noBanner: true, noSuccessAssertions: true } },
  },
  (error, summary) => {
    if (error) {
      console.error(error.message);
      process.exit(1);
    }
    const { requests, assertions } = summary.run.stats;
    const mean = summary.run.timings.responseAverage;
    console.log(`TMF678 kit: ${requests.total} requests, ${assertions.total} assertions, ${assertions.failed} failed, mean response ${mean.toFixed(1)} ms`);
    process.exit(requests.failed + assertions.failed + summary.run.failures.length === 0 && requests.total === 20 ? 0 : 1);
  },
);
