// A small client of the hub, typed by what is generated from its description. It is compiled, not run: a route that is renamed, a
// field that goes away or turns into another type fails here.
import createClient from "openapi-fetch";
import type { components, paths } from "./hub";

type Bill = components["schemas"]["BillSummary"];
type Problem = components["schemas"]["Problem"];

export class Refused extends Error {
  constructor(readonly problem: Problem) {
    super(`${problem.code}: ${problem.detail}`);
  }
}

export function hub(baseUrl: string, token: string) {
  return createClient<paths>({ baseUrl, headers: { Authorization: `Bearer ${token}` } });
}

/** All bills in a state, page by page. */
export async function* bills(client: ReturnType<typeof hub>, state: string): AsyncGenerator<Bill> {
  let cursor: string | undefined;
  do {
    const { data, error } = await client.GET("/hub/v1/bills", { params: { query: { state, cursor, limit: "500" } } });
    if (error) throw new Refused(error);
    yield* data.items ?? [];
    cursor = data.next ?? undefined;
  } while (cursor);
}

/** Starts a run; the same key again starts nothing more. */
export async function startRun(client: ReturnType<typeof hub>, cycle: string, period: string, key: string) {
  const { data, error } = await client.POST("/hub/v1/bill-runs", {
    params: { header: { "Idempotency-Key": key } },
    body: { cycle, period },
  });
  if (error) throw new Refused(error);
  return data.id;
}

/** Puts a bill on hold. */
export async function hold(client: ReturnType<typeof hub>, id: string) {
  const { data, error } = await client.PATCH("/tmf-api/customerBillManagement/v4/customerBill/{id}", {
    params: { path: { id } },
    body: { state: "onHold" },
  });
  if (error) throw new Error(`${error.code}: ${error.reason}`);
  return data.state;
}
