// What a patient sees and does: take a token, watch one's own place, give the token back.
import { attempt, element, show } from "./parts.js";

const endings = { skipped: "was skipped", completed: "is done. Thank you for coming" };

export class Patient {
  constructor(session, queueId) {
    this.session = session;
    this.queueId = queueId;
    this.status = null;
    this.token = null;
    this.farewell = "";
  }

  async start() {
    show("patient", true);
    element("take").onclick = () => attempt(() => this.take());
    element("give-back").onclick = () => attempt(() => this.giveBack());
    await this.look();
  }

  // The server tells a waiting token to whoever asks; one that is called, it told this tab when it was.
  async look() {
    const { data } = await this.session.ask("GET", `/api/tokens/${this.session.user.id}`);
    const waiting = data?.queueId === this.queueId ? data : null;
    const called = this.session.kept.called;
    this.hold(waiting ?? (called?.queueId === this.queueId ? called : null));
  }

  async take() {
    this.farewell = "";
    this.hold((await this.session.ask("POST", "/api/tokens", { queueId: this.queueId })).data);
    element("give-back").focus();
  }

  async giveBack() {
    await this.session.ask("DELETE", `/api/tokens/${this.token.id}`);
    this.farewell = `You gave token ${this.token.tokenNumber} back.`;
    this.hold(null);
    element("take").focus();
  }

  told(event, token) {
    if (endings[event]) this.farewell = `Token ${token.tokenNumber} ${endings[event]}.`;
    this.hold(endings[event] ? null : token);
  }

  changed(status) {
    this.status = status;
    // Completed while this tab was away.
    if (this.token?.status === "CALLED" && status.lastServedTokenNumber === this.token.tokenNumber) this.token = null;
    this.draw();
  }

  hold(token) {
    this.token = token;
    this.session.keep({ ...this.session.kept, called: token?.status === "CALLED" ? token : null });
    this.draw();
  }

  draw() {
    const called = this.token?.status === "CALLED";
    const place = element("place");
    place.textContent = this.words();
    place.classList.toggle("called", called);
    show("take", !this.token);
    show("give-back", Boolean(this.token) && !called);
  }

  words() {
    if (!this.token) return this.farewell || "You have no token in this queue.";
    const { tokenNumber, status } = this.token;
    if (status === "CALLED") return `Token ${tokenNumber}: it is your turn. Please come in.`;
    if (!this.status) return `You have token ${tokenNumber}.`;
    return `You have token ${tokenNumber}. ${this.before(tokenNumber)}`;
  }

  // Tokens are called in the order of their numbers; some before this one may have been skipped or given back.
  before(tokenNumber) {
    const { currentTokenNo, waitingCount } = this.status;
    const before = Math.max(0, Math.min(tokenNumber - currentTokenNo, waitingCount) - 1);
    if (before === 0) return "You are next.";
    return before === 1 ? "At most one is before you." : `At most ${before} are before you.`;
  }
}
