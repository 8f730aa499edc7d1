// What staff see and do: call the next patient, complete or skip the one who is called.
import { attempt, element, show } from "./parts.js";

export class Staff {
  constructor(session, queueId, tell) {
    this.session = session;
    this.queueId = queueId;
    this.tell = tell;
    this.status = null;
  }

  start() {
    show("staff", true);
    element("call").onclick = () => attempt(() => this.call());
    element("complete").onclick = () => attempt(() => this.finish("queue:complete_token", "completed"));
    element("skip").onclick = () => attempt(() => this.finish("queue:skip_token", "skipped"));
  }

  // Names the number that this board shows: of two counters that press at once, one calls.
  async call() {
    await this.tell("queue:call_next", this.status?.currentTokenNo ?? null);
    this.say("The next patient is called.");
  }

  async finish(event, done) {
    const tokenId = await this.calledToken();
    if (!tokenId) throw new Error("Nobody is called at the moment.");
    await this.tell(event, tokenId);
    this.say(`The patient who was called is ${done}.`);
  }

  // The call in the queue's activity that neither a completion nor a skip has ended.
  async calledToken() {
    const { data } = await this.session.ask("GET", `/api/queues/${this.queueId}/activity?limit=10`);
    const ended = new Set(data.filter(({ action }) => action !== "CALL").map(({ tokenId }) => tokenId));
    return data.find(({ action, tokenId }) => action === "CALL" && !ended.has(tokenId))?.tokenId;
  }

  changed(status) {
    this.status = status;
  }

  say(words) {
    element("counter").textContent = words;
  }
}
