// What a patient sees and does: take a token, watch one's own place, give the token back.
import { attempt, element, show, tellProblem, write } from "./parts.js";

const endings = { skipped: "was skipped", completed: "is done. Thank you for coming" };

export class Patient {
  constructor(session, queueId) {
    this.session = session;
    this.queueId = queueId;
    this.token = null;
    this.place = undefined;
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
    if (waiting) await this.lookForPlace();
  }

  async take() {
    this.farewell = "";
    this.hold((await this.session.ask("POST", "/api/tokens", { queueId: this.queueId })).data);
    this.lookForPlace();
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
    // Completed while this tab was away.
    if (this.token?.status === "CALLED" && status.lastServedTokenNumber === this.token.tokenNumber) this.hold(null);
    if (this.token?.status === "WAITING") this.lookForPlace();
  }

  // Asked anew at each change of the queue; for what changes while the answer is on its way, once more.
  async lookForPlace() {
    this.outdated = true;
    if (this.looking) return;
    this.looking = true;
    try {
      while (this.outdated) {
        this.outdated = false;
        this.place = (await this.session.ask("GET", `/api/queues/${this.queueId}/position`)).data;
        this.draw();
      }
    } catch (problem) {
      tellProblem(problem.message);
    } finally {
      this.looking = false;
    }
  }

  hold(token) {
    if (token?.id !== this.token?.id) this.place = undefined;
    this.token = token;
    this.session.keep({ ...this.session.kept, called: token?.status === "CALLED" ? token : null });
    this.draw();
  }

  draw() {
    const called = this.token?.status === "CALLED";
    write("place", this.words());
    element("place").classList.toggle("called", called);
    const gone = !this.token || this.place === null;
    show("take", gone && !called);
    show("give-back", !gone && !called);
  }

  words() {
    if (!this.token) return this.farewell || "You have no token in this queue.";
    const { tokenNumber, status } = this.token;
    if (status === "CALLED") return `Token ${tokenNumber}: it is your turn. Please come in.`;
    // Called or skipped while this tab was away.
    if (this.place === null) return `Token ${tokenNumber} is no longer waiting. Please look at the board.`;
    return `You have token ${tokenNumber}. ${this.place ? placeInWords(this.place) : ""}`;
  }
}

function placeInWords({ waitingAhead, estimatedWaitSeconds }) {
  if (waitingAhead === 0) return "You are next.";
  const before = waitingAhead === 1 ? "One patient is before you" : `${waitingAhead} patients are before you`;
  if (estimatedWaitSeconds === null) return `${before}.`;
  return `${before}, about ${Math.max(1, Math.round(estimatedWaitSeconds / 60))} min.`;
}
